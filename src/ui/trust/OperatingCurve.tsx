// "ROC curve" and "Precision and recall", with the point that the threshold stands for.

import { memo, useMemo } from 'react'
import type { Ranking } from '../../core/trust/trust.ts'
import { Panel } from '../shell/Panel.tsx'
import { Legend } from './Legend.tsx'
import { Curve, Mark } from './Marks.tsx'
import classes from './OperatingCurve.module.css'
import { areaText, CURVE_KINDS, type CurveKindId, drawnCurve, operatingPoint } from './operating-curve.ts'
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
      <Panel name={name}>
        <p className={classes.point}>{reason}</p>
      </Panel>
    )
  }
  const point = operatingPoint(kind, network, threshold)
  const networkText = `Network, ${areaText(kind, ofNetwork.area)}`
  const controlText = ofControl === null ? null : `Control, ${areaText(kind, ofControl.area)}`
  return (
    <Panel name={name} caption={caption(kept)}>
      <Legend
        items={[
          { look: 'network', text: networkText },
          ...(controlText === null ? [] : [{ look: 'control' as const, text: controlText }]),
        ]}
      />
      <TrustChart
        text={[name, networkText, ...(controlText === null ? [] : [controlText]), point.text].join('. ')}
        xTitle={xTitle}
        yTitle={yTitle}
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
            <Mark look="network" x={plot.x(point.x)} y={plot.y(point.y)} reach={6} />
          </>
        )}
      </TrustChart>
      <p className={classes.point}>{point.text} (dot).</p>
    </Panel>
  )
})

interface ChanceProps {
  readonly kind: CurveKindId
  readonly ranking: Ranking
  readonly plot: TrustPlot
}

function Chance({ kind, ranking, plot }: ChanceProps) {
  const [from, to] = CURVE_KINDS[kind].chanceOf(ranking)
  return <path className={classes.chance} d={`M${plot.x(0)} ${plot.y(from)}L${plot.x(1)} ${plot.y(to)}`} />
}

/** Why there is no curve; `null` where there is one. */
function withoutCurve({ rows, positives }: Ranking, kept: string): string | null {
  if (positives === 0) return `None of these rows belongs to ${kept}: there is no curve.`
  return positives === rows ? `All of these rows belong to ${kept}: there is no curve.` : null
}
