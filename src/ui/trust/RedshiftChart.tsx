// Purity, completeness and coverage of the kept sample against redshift.

import type { RedshiftBin } from '../../core/trust/trust.ts'
import { Legend } from './Legend.tsx'
import { KEPT_SHARES } from './look.ts'
import { IntervalBar, Mark } from './Marks.tsx'
import classes from './RedshiftPanel.module.css'
import { TrustChart } from './TrustChart.tsx'
import type { Ends, TrustPlot } from './trust-plot.ts'

interface RedshiftChartProps {
  /** at least one */
  readonly bins: readonly RedshiftBin[]
}

/** Pixels between the points of one bin at most, so that their bars can be told apart. */
const APART = 9

/** Points with bars, the three of a bin beside each other. */
export function RedshiftChart({ bins }: RedshiftChartProps) {
  return (
    <>
      <Legend items={KEPT_SHARES.map((look) => ({ look, text: look }))} />
      <TrustChart
        text="Purity, completeness and coverage by estimated redshift. The table below has the numbers."
        xTitle="estimated redshift (edges of the bins: thin lines)"
        yTitle="share"
        xEnds={endsOf(bins)}
      >
        {(plot) => (
          <>
            <path className={classes.edges} d={edgeLines(bins, plot)} />
            {bins.map((bin) => (
              <BinPoints key={bin.from} bin={bin} plot={plot} />
            ))}
          </>
        )}
      </TrustChart>
    </>
  )
}

function BinPoints({ bin, plot }: { readonly bin: RedshiftBin; readonly plot: TrustPlot }) {
  const [left, right] = [plot.x(bin.from), plot.x(bin.to)]
  const apart = Math.min(APART, (right - left) / 3.5)
  return (
    <g data-part="bin">
      {KEPT_SHARES.map((look, i) => {
        const { share, low, high } = bin[look]
        const x = (left + right) / 2 + (i - 1) * apart
        return (
          <g key={look}>
            <IntervalBar look={look} x={x} low={low} high={high} plot={plot} />
            <Mark look={look} x={x} y={plot.y(share)} reach={3.5} />
          </g>
        )
      })}
    </g>
  )
}

/** Where all redshifts are equal an axis still needs some length. */
function endsOf(bins: readonly RedshiftBin[]): Ends {
  const [from, to] = [bins[0]?.from ?? 0, bins.at(-1)?.to ?? 1]
  return from === to ? [from - 0.5, to + 0.5] : [from, to]
}

function edgeLines(bins: readonly RedshiftBin[], { x, box }: TrustPlot): string {
  return bins
    .slice(1)
    .map(({ from }) => `M${x(from)} ${box.top}v${box.height}`)
    .join('')
}
