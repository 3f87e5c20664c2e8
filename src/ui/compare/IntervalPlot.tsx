// Values with their intervals, one lane per run, so that one sees at a glance which of them overlap.

import type { Metric } from '../../core/compare/comparison.ts'
import { tenth } from '../chart/plot.ts'
import { isMarked, runColour } from '../chart/run-colour.ts'
import classes from './IntervalPlot.module.css'

interface IntervalPlotProps {
  readonly metrics: readonly (Metric | null)[]
  /** colours of the runs, in the same order */
  readonly colours: readonly number[]
  readonly scale: readonly [low: number, high: number]
}

const WIDTH = 128
/** room for dots at the ends */
const EDGE = 4
const LANE = 9

/** Dots with whiskers; the numbers stand in the cells beside it. */
export function IntervalPlot({ metrics, colours, scale: [low, high] }: IntervalPlotProps) {
  const height = LANE * metrics.length + 3
  const x = (value: number) => tenth(EDGE + ((value - low) / (high - low)) * (WIDTH - 2 * EDGE))
  const baseline = metrics[0]
  return (
    <svg
      aria-hidden="true"
      className={classes.plot}
      width={WIDTH}
      height={height}
      viewBox={`0 0 ${WIDTH} ${height}`}
    >
      {baseline && <path className={classes.baseline} d={`M${x(baseline.value)} 0v${height}`} />}
      {metrics.map((metric, lane) => {
        if (metric === null) return null
        const y = 6 + lane * LANE
        return (
          <g
            // biome-ignore lint/suspicious/noArrayIndexKey: a lane is its place
            key={lane}
            className={classes.lane}
            stroke={runColour(colours[lane]!)}
            fill={runColour(colours[lane]!)}
          >
            {metric.interval !== null && (
              <path
                className={classes.whisker}
                d={`M${x(metric.interval.low)} ${y}H${x(metric.interval.high)}`}
              />
            )}
            {isMarked(colours[lane]!) ? (
              <circle className={classes.hollow} cx={x(metric.value)} cy={y} r={2.75} />
            ) : (
              <circle stroke="none" cx={x(metric.value)} cy={y} r={3} />
            )}
          </g>
        )
      })}
    </svg>
  )
}
