// What zooming and panning make of the shown range of a redshift axis. Never beyond the grid, never below a few points.

import { fromPosition, positionRange, toPosition, type ZAxis, type ZRange } from './z-axis.ts'

/** Points that stay in view at least, if they lay evenly. */
const FEWEST_POINTS = 4
/** One press of "Zoom in". */
export const ZOOM_STEP = 2

/** The range with `factor` times as much magnification, such that `fixed` (a redshift) stays where it is. */
export function zoomBy(axis: ZAxis, range: ZRange, factor: number, fixed: number): ZRange {
  const [from, to] = positionRange(axis, range)
  const centre = Math.min(to, Math.max(from, toPosition(axis, fixed)))
  return toRange(axis, centre - (centre - from) / factor, centre + (to - centre) / factor)
}

/** The middle of a range on the axis, as a redshift. */
export function middleOf(axis: ZAxis, range: ZRange): number {
  const [from, to] = positionRange(axis, range)
  return fromPosition(axis, (from + to) / 2)
}

/** The range moved by a share of its own length; it stops at the ends of the grid. */
export function panBy(axis: ZAxis, range: ZRange, share: number): ZRange {
  const [from, to] = positionRange(axis, range)
  const [first, last] = positionRange(axis, axis.whole)
  const wanted = share * (to - from)
  const move = Math.min(last - to, Math.max(first - from, wanted))
  return [fromPosition(axis, from + move), fromPosition(axis, to + move)]
}

/** Whether all of the grid is in view. */
export function isWhole(axis: ZAxis, [from, to]: ZRange): boolean {
  return from <= axis.whole[0] && to >= axis.whole[1]
}

/** The range between two positions on the axis, in either order: not too short, and inside the grid. */
export function toRange(axis: ZAxis, a: number, b: number): ZRange {
  const [first, last] = positionRange(axis, axis.whole)
  const least = Math.min(last - first, (FEWEST_POINTS * (last - first)) / axis.positions.length)
  const length = Math.min(last - first, Math.max(least, Math.abs(b - a)))
  const from = Math.min(last - length, Math.max(first, (a + b - length) / 2))
  const to = from + length
  // the ends themselves, not their logarithm's exponential
  return [
    from <= first ? axis.whole[0] : fromPosition(axis, from),
    to >= last ? axis.whole[1] : fromPosition(axis, to),
  ]
}

/** How far a peak is followed down, as a share of its height. */
const FOOT = 1e-3
/** Room at the sides of a peak, as a share of its width at the foot. */
const MARGIN = 0.75
/** Least points at each side of a peak. */
const LEAST_SIDE = 12

/**
 * A range that shows one peak: from foot to foot, where the density is a thousandth of the height or the basin ends.
 * @param density `[z]`
 */
export function peakRange(
  axis: ZAxis,
  density: Float64Array,
  { index, height, first, last }: { index: number; height: number; first: number; last: number },
): ZRange {
  let left = index
  let right = index
  while (left > first && density[left - 1]! > FOOT * height) left--
  while (right < last && density[right + 1]! > FOOT * height) right++
  const margin = Math.max(LEAST_SIDE, Math.ceil(MARGIN * (right - left)))
  const end = axis.positions.length - 1
  return toRange(
    axis,
    axis.positions[Math.max(0, left - margin)]!,
    axis.positions[Math.min(end, right + margin)]!,
  )
}
