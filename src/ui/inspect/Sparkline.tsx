// p(z) of one object in the size of a word: the whole grid, scaled to its own highest value.

import { memo } from 'react'
import { decimate } from '../../core/decimate.ts'
import { linePath, tenth } from '../chart/plot.ts'
import classes from './Sparkline.module.css'
import { positionRange, toPosition, type ZAxis } from './z-axis.ts'

interface SparklineProps {
  /** as in the file */
  readonly lnP: ArrayLike<number>
  readonly axis: ZAxis
  /** z_est, marked below the curve; `null` where it is not known */
  readonly redshift: number | null
}

const WIDTH = 144
const HEIGHT = 36
/** below the curve, for the mark */
const FOOT = 8

/** A curve without axes; hidden from screen readers. */
export const Sparkline = memo(function Sparkline({ lnP, axis, redshift }: SparklineProps) {
  const line = sparkPath(lnP, axis, WIDTH, HEIGHT)
  const mark = markAt(axis, redshift)
  return (
    <svg
      aria-hidden="true"
      className={classes.sparkline}
      viewBox={`0 0 ${WIDTH} ${HEIGHT + FOOT}`}
      preserveAspectRatio="none"
    >
      <path className={classes.base} d={`M0 ${HEIGHT + 1}H${WIDTH}`} />
      {mark !== null && <path className={classes.mark} d={`M${mark} ${HEIGHT + 2}v${FOOT - 2}`} />}
      <path className={classes.line} d={line} />
    </svg>
  )
})

/** Whether a posterior can be scaled: some value is finite, none is NaN or +inf. */
export function hasShape(lnP: ArrayLike<number>): boolean {
  return Number.isFinite(highestOf(lnP))
}

/**
 * Path of exp(ln p), the highest value at the top; '' where it cannot be scaled. exp() is taken of the drawn points only:
 * it changes no order, so that the telling points of ln p are those of p.
 */
export function sparkPath(lnP: ArrayLike<number>, axis: ZAxis, width: number, height: number): string {
  const highest = highestOf(lnP)
  if (!Number.isFinite(highest)) return ''
  const [from, to] = positionRange(axis, axis.whole)
  const x = (i: number) => ((axis.positions[i]! - from) / (to - from)) * width
  const y = (i: number) => 1 + (height - 1) * (1 - Math.exp(lnP[i]! - highest))
  return linePath(decimate(lnP, axis.positions, [from, to], width), x, y)
}

/** NaN where a value is NaN. */
function highestOf(lnP: ArrayLike<number>): number {
  let highest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < lnP.length; i++) {
    const value = lnP[i]!
    if (value > highest) highest = value
    else if (Number.isNaN(value)) return value
  }
  return highest
}

function markAt(axis: ZAxis, redshift: number | null): number | null {
  if (redshift === null || axis.zgrid === null) return null
  const [from, to] = positionRange(axis, axis.whole)
  const x = tenth(((toPosition(axis, redshift) - from) / (to - from)) * WIDTH)
  return x >= 0 && x <= WIDTH ? x : null
}
