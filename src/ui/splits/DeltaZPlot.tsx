// The drawing of the histogram of DeltaZ. Its bars stay as they are while the threshold moves.

import { memo } from 'react'
import type { DeltaZHistogram } from '../../core/delta-z-histogram.ts'
import { formatInteger } from '../../core/format.ts'
import classes from './DeltaZHistogram.module.css'
import { type AxisTick, countAxis, type DeltaZAxis, thresholdText, ZERO_BAR } from './delta-z-axis.ts'

interface DeltaZPlotProps {
  readonly histogram: DeltaZHistogram
  readonly axis: DeltaZAxis
  /** place of the threshold, percent from the left */
  readonly cut: number
  readonly isSquareRoot: boolean
}

/** A side of the threshold has its name where it is wide enough for it, in percent of the plot. */
const LEAST_NAMED = { below: 16, above: 30 } as const

/** The plot with its axes. */
export function DeltaZPlot({ histogram, axis, cut, isSquareRoot }: DeltaZPlotProps) {
  return (
    <svg role="img" aria-label={summaryText(histogram)} className={classes.drawing}>
      <rect width={`${cut}%`} height="100%" className={classes.below} />
      <Bars histogram={histogram} axis={axis} isSquareRoot={isSquareRoot} />
      {cut >= LEAST_NAMED.below && (
        <text x={`${cut}%`} dx={-15} y={-4} textAnchor="end">
          below
        </text>
      )}
      {100 - cut >= LEAST_NAMED.above && (
        <text x={`${cut}%`} dx={15} y={-4}>
          at or above
        </text>
      )}
    </svg>
  )
}

const Bars = memo(function Bars({
  histogram: { edges, counts, zeros },
  axis,
  isSquareRoot,
}: Omit<DeltaZPlotProps, 'cut'>) {
  const { height, ticks } = countAxis(Math.max(zeros, ...counts), isSquareRoot)
  const bar = (from: number, to: number, count: number) =>
    count > 0 && (
      <rect
        key={from}
        x={`${from}%`}
        y={`${100 - barHeight(height(count))}%`}
        width={`${to - from}%`}
        height={`${barHeight(height(count))}%`}
        className={classes.bar}
      />
    )
  return (
    <>
      {ticks.map((tick) => (
        <CountTick key={tick.text} tick={tick} />
      ))}
      {bar(0, ZERO_BAR.width, zeros)}
      {Array.from(counts, (count, i) => bar(axis.place(edges[i]!), axis.place(edges[i + 1]!), count))}
      <line x1={`${axis.place(axis.least)}%`} x2="100%" y1="100%" y2="100%" className={classes.axis} />
      {zeros > 0 && (
        // apart from the axis, on which 0 has no place
        <>
          <line x1="0" x2={`${ZERO_BAR.width}%`} y1="100%" y2="100%" className={classes.axis} />
          <ValueTick tick={{ at: ZERO_BAR.width / 2, text: '0', isMinor: false }} />
        </>
      )}
      {axis.ticks.map((tick) => (
        <ValueTick key={tick.at} tick={tick} />
      ))}
    </>
  )
})

/** A single object among thousands is seen as well. */
function barHeight(percent: number): number {
  return Math.max(0.8, percent)
}

function CountTick({ tick: { at, text } }: { readonly tick: AxisTick }) {
  return (
    <>
      <line x1="0" x2="100%" y1={`${at}%`} y2={`${at}%`} className={classes.grid} />
      <text x={-6} y={`${at}%`} dy={4} textAnchor="end">
        {text}
      </text>
    </>
  )
}

function ValueTick({ tick: { at, text, isMinor } }: { readonly tick: AxisTick }) {
  return (
    <svg aria-hidden="true" x={`${at}%`} y="100%" className={classes.tick} data-minor={isMinor}>
      <line y2={5} className={classes.axis} />
      <text y={18} textAnchor="middle">
        {text}
      </text>
    </svg>
  )
}

function summaryText({ edges, counts, zeros }: DeltaZHistogram): string {
  const counted = counts.reduce((sum, count) => sum + count, zeros)
  const ends = [edges[0]!, edges.at(-1)!].map(thresholdText)
  return `Histogram of abs(DeltaZ) of ${formatInteger(counted)} objects, ${ends.join(' to ')}; ${formatInteger(zeros)} are 0`
}
