// "ROC curve" and "Precision and recall", with the point that the threshold stands for.

import { memo, useMemo } from 'react'
import type { Ranking } from '../../core/trust/trust.ts'
import { tenth } from '../chart/plot.ts'
import { Panel } from '../shell/Panel.tsx'
import layout from './ConnectedTrust.module.css'
import { Legend } from './Legend.tsx'
import { Curve, Mark } from './Marks.tsx'
import classes from './OperatingCurve.module.css'
import {
  areaText,
  CURVE_KINDS,
  type CurveKindId,
  controlPoint,
  drawnCurve,
  type OperatingPoint,
  operatingPoint,
} from './operating-curve.ts'
import { TrustChart } from './TrustChart.tsx'
import type { TrustPlot } from './trust-plot.ts'
import type { Rankings } from './use-rankings.ts'

interface OperatingCurveProps {
  readonly kind: CurveKindId
  readonly rankings: Rankings
  readonly threshold: number
  /** of the kept class, for people */
  readonly kept: string
}

/** The region of one curve. */
export const OperatingCurve = memo(function OperatingCurve({
  kind,
  rankings: { network, control },
  threshold,
  kept,
}: OperatingCurveProps) {
  const { name, xTitle, yTitle, joining, caption } = CURVE_KINDS[kind]
  const ofNetwork = useMemo(() => drawnCurve(kind, network), [kind, network])
  const ofControl = useMemo(() => (control === null ? null : drawnCurve(kind, control)), [kind, control])
  const reason = withoutCurve(network, kept)
  if (reason !== null) {
    return (
      <Panel name={name} className={layout.half}>
        <p className={classes.point}>{reason}</p>
      </Panel>
    )
  }
  const point = operatingPoint(kind, network, threshold)
  const beside = control === null ? null : controlPoint(kind, { network, control }, threshold)
  const networkText = `Network, ${areaText(kind, ofNetwork.area)}`
  const controlText = ofControl === null ? null : `Control, ${areaText(kind, ofControl.area)}`
  return (
    <Panel name={name} caption={caption(kept)} className={layout.half}>
      <Legend
        items={[
          { look: 'network', text: networkText, parts: partsOf(point) },
          ...(controlText === null
            ? []
            : [{ look: 'control' as const, text: controlText, parts: partsOf(beside) }]),
        ]}
      />
      <TrustChart
        text={[name, networkText, controlText, point.text, beside?.text]
          .filter((text) => text != null)
          .join('. ')}
        xTitle={xTitle}
        yTitle={yTitle}
        height="square"
      >
        {(plot) => (
          <>
            <Chance kind={kind} ranking={network} plot={plot} />
            {ofControl !== null && (
              <Curve
                look="control"
                xs={ofControl.curve.x}
                ys={ofControl.curve.y}
                plot={plot}
                joining={joining}
              />
            )}
            <Curve
              look="network"
              xs={ofNetwork.curve.x}
              ys={ofNetwork.curve.y}
              plot={plot}
              joining={joining}
            />
            {beside !== null && <Mark look="control" x={plot.x(beside.x)} y={plot.y(beside.y)} reach={5} />}
            <Mark look="network" x={plot.x(point.x)} y={plot.y(point.y)} reach={6} />
          </>
        )}
      </TrustChart>
      <p className={classes.point}>
        {point.text} (dot).{beside !== null && ` ${beside.text} (square).`}
      </p>
    </Panel>
  )
})

/** A point that does not exist is not drawn. */
function partsOf(point: OperatingPoint | null): 'both' | 'line' {
  return point === null || Number.isNaN(point.x) || Number.isNaN(point.y) ? 'line' : 'both'
}

interface ChanceProps {
  readonly kind: CurveKindId
  readonly ranking: Ranking
  readonly plot: TrustPlot
}

/** What chance alone gives, with its name along it. */
function Chance({ kind, ranking, plot: { x, y } }: ChanceProps) {
  const [from, to] = CURVE_KINDS[kind].chanceOf(ranking)
  const [across, upwards] = [x(1) - x(0), y(to) - y(from)]
  // below the line and towards its end, where curves seldom run; above a flat one if there is no room below
  const isFlat = upwards === 0
  const away = isFlat && y(0) - y(from) < 18 ? -5 : 14
  const degrees = Math.round((Math.atan2(upwards, across) * 180) / Math.PI)
  return (
    <>
      <path className={classes.chance} d={`M${x(0)} ${y(from)}L${x(1)} ${y(to)}`} />
      <text
        transform={`translate(${tenth(x(NAMED_AT))} ${tenth(y(from) + NAMED_AT * upwards)}) rotate(${degrees})`}
        y={away}
      >
        chance
      </text>
    </>
  )
}

/** Where its name begins, as a share of the line. */
const NAMED_AT = 0.7

/** Why there is no curve; `null` where there is one. */
function withoutCurve({ rows, positives }: Ranking, kept: string): string | null {
  if (positives === 0) return `None of these rows belongs to ${kept}: there is no curve.`
  return positives === rows ? `All of these rows belong to ${kept}: there is no curve.` : null
}
