// Purity, completeness and coverage of the kept sample against redshift.

import { useMemo } from 'react'
import type { RedshiftBin } from '../../core/trust/trust.ts'
import { tenth } from '../chart/plot.ts'
import { edgeLabels } from './edge-labels.ts'
import { Legend } from './Legend.tsx'
import { KEPT_SHARES } from './look.ts'
import { IntervalBar, Mark, Notch } from './Marks.tsx'
import classes from './RedshiftPanel.module.css'
import { TrustChart } from './TrustChart.tsx'
import type { TrustPlot } from './trust-plot.ts'

interface RedshiftChartProps {
  /** of the bins, at least two; the same list as long as they do not change */
  readonly edges: readonly number[]
  /** one less than edges */
  readonly bins: readonly RedshiftBin[]
  /** the same bins of the control; `null` without one */
  readonly control: readonly RedshiftBin[] | null
}

const HEIGHT = 440
/** Pixels between the points of one bin at most, so that their bars can be told apart. */
const APART = 9

/** Points with bars, the three of a bin beside each other. Bins are equally wide: most edges lie close together at low z. */
export function RedshiftChart({ edges, bins, control }: RedshiftChartProps) {
  const labels = useMemo(() => edgeLabels(edges), [edges])
  return (
    <div>
      <Legend
        items={[
          ...KEPT_SHARES.map((look) => ({ look, text: look, parts: 'mark' as const })),
          ...(control === null
            ? []
            : [{ look: 'control' as const, text: 'purity of the control', parts: 'notch' as const }]),
        ]}
      />
      <TrustChart
        text={`Purity, completeness and coverage by estimated redshift${control === null ? '' : ', and the purity of the control'}. The table has the numbers.`}
        xTitle="estimated redshift, edges of the bins"
        yTitle="share"
        edges={labels}
        height={HEIGHT}
      >
        {(plot) => (
          <>
            <path className={classes.edges} d={edgeLines(bins.length, plot)} />
            {bins.map((bin, i) => (
              <BinPoints
                key={bin.from}
                at={i}
                bin={bin}
                controlPurity={control?.[i]?.purity.share ?? Number.NaN}
                plot={plot}
              />
            ))}
          </>
        )}
      </TrustChart>
    </div>
  )
}

interface BinPointsProps {
  /** index of the bin */
  readonly at: number
  readonly bin: RedshiftBin
  /** NaN where there is none */
  readonly controlPurity: number
  readonly plot: TrustPlot
}

function BinPoints({ at, bin, controlPurity, plot }: BinPointsProps) {
  const [left, right] = [plot.x(at), plot.x(at + 1)]
  const apart = Math.min(APART, (right - left) / 3.5)
  return (
    <g data-part="bin">
      {KEPT_SHARES.map((look, i) => {
        const { share, low, high } = bin[look]
        const x = (left + right) / 2 + (i - 1) * apart
        return (
          <g key={look}>
            <IntervalBar look={look} x={x} low={low} high={high} plot={plot} />
            {look === 'purity' && <Notch look="control" x={x} y={plot.y(controlPurity)} />}
            <Mark look={look} x={x} y={plot.y(share)} reach={3.5} />
          </g>
        )
      })}
    </g>
  )
}

function edgeLines(bins: number, { x, box }: TrustPlot): string {
  return Array.from({ length: bins - 1 }, (_, i) => `M${tenth(x(i + 1))} ${box.top}v${box.height}`).join('')
}
