// Lines, points and intervals of the charts of trust.

import { memo } from 'react'
import { tenth } from '../chart/plot.ts'
import classes from './Looks.module.css'
import type { Look } from './look.ts'
import { curvePath, type Joining, type TrustPlot } from './trust-plot.ts'

interface CurveProps {
  readonly look: Look
  readonly xs: ArrayLike<number>
  readonly ys: ArrayLike<number>
  readonly plot: TrustPlot
  readonly joining?: Joining
}

/** A line through points, drawn anew only when they or the axes change. */
export const Curve = memo(function Curve({ look, xs, ys, plot, joining = 'straight' }: CurveProps) {
  return (
    <path
      data-part={`${look} line`}
      className={`${classes.line} ${classes[look]}`}
      d={curvePath(xs, ys, plot, joining)}
    />
  )
})

interface MarkProps {
  readonly look: Look
  /** of its middle, pixels */
  readonly x: number
  readonly y: number
  /** half its width, pixels */
  readonly reach?: number
  /** few rows stand behind it */
  readonly hollow?: boolean
}

/** A point: a dot, a square, a triangle. Nothing where `x` or `y` is NaN. */
export function Mark({ look, x, y, reach = 4, hollow = false }: MarkProps) {
  if (Number.isNaN(x) || Number.isNaN(y)) return null
  const shared = {
    'data-part': `${look} mark`,
    className: `${classes.mark} ${classes[look]} ${hollow ? classes.hollow : ''}`,
  }
  const [cx, cy] = [tenth(x), tenth(y)]
  switch (look) {
    case 'network':
    case 'purity':
      return <circle {...shared} cx={cx} cy={cy} r={reach - 0.5} />
    case 'control':
    case 'completeness':
      return (
        <rect {...shared} x={tenth(x - reach)} y={tenth(y - reach)} width={2 * reach} height={2 * reach} />
      )
    case 'coverage':
      return (
        <path {...shared} d={`M${cx} ${tenth(y - reach - 1)}l${reach + 1} ${2 * reach}h${-2 * reach - 2}z`} />
      )
    default:
      return look satisfies never
  }
}

/** A short line across, for a value beside a mark of others. Nothing where `y` is NaN. */
export function Notch({ look, x, y }: Pick<MarkProps, 'look' | 'x' | 'y'>) {
  if (Number.isNaN(y)) return null
  return (
    <path
      data-part={`${look} notch`}
      className={`${classes.notch} ${classes[look]}`}
      d={`M${tenth(x - NOTCH)} ${tenth(y)}h${2 * NOTCH}`}
    />
  )
}

/** Half its width, pixels. */
const NOTCH = 8

interface IntervalProps {
  readonly look: Look
  /** pixels */
  readonly x: number
  /** values */
  readonly low: number
  readonly high: number
  readonly plot: TrustPlot
  /** few rows stand behind it */
  readonly thin?: boolean
}

/** A vertical bar from the lower to the upper bound. Nothing where there are none. */
export function IntervalBar({ look, x, low, high, plot, thin = false }: IntervalProps) {
  if (Number.isNaN(low) || Number.isNaN(high)) return null
  const at = tenth(x)
  return (
    <path
      data-part={`${look} bar`}
      className={`${classes.bar} ${classes[look]} ${thin ? classes.thin : ''}`}
      d={`M${at} ${tenth(plot.y(low))}V${tenth(plot.y(high))}`}
    />
  )
}
