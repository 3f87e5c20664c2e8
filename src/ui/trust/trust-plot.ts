// Scales of the charts of trust: shares against shares, thresholds or bins of redshift.

import { type Box, fixedAxis, linePath, tenth } from '../chart/plot.ts'
import { type TickMark, tickMarks } from '../chart/ticks.ts'

/** Axes of a chart; the same object as long as they do not change, so that lines are not drawn anew. */
export interface TrustPlot {
  readonly width: number
  readonly height: number
  readonly box: Box
  /** places in pixels; values outside the axes lie on their ends */
  readonly x: (value: number) => number
  readonly y: (value: number) => number
  readonly xTicks: readonly TickMark[]
  readonly yTicks: readonly TickMark[]
}

const LEFT = 52
const RIGHT = 14
const TOP = 10
const BOTTOM = 40

/** The whole drawing, pixels. */
interface Size {
  readonly width: number
  readonly height: number
  /** below the axis' title, left for others */
  readonly foot: number
}

/**
 * Axes that leave room for their ticks and titles. Both run from 0 to 1; with `edges` the horizontal one counts bins of equal
 * width instead, from 0 on.
 * @param edges labels of the bins' edges, one more than bins
 */
export function trustPlot({ width, height, foot }: Size, edges?: readonly string[]): TrustPlot {
  const box = {
    left: LEFT,
    top: TOP,
    width: Math.max(1, width - LEFT - RIGHT),
    height: Math.max(1, height - TOP - BOTTOM - foot),
  }
  const { xTicks, x } = edges === undefined ? horizontal(box) : counted(box, edges)
  const values = fixedAxis(box, 0, 1)
  return { width, height, box, x, y: values.y, xTicks, yTicks: tickMarks(values) }
}

/** A vertical axis lies on its side: it runs upwards from its box's end. */
function horizontal(box: Box) {
  const right = box.left + box.width
  const axis = fixedAxis({ left: 0, top: 0, width: 0, height: box.width }, 0, 1)
  const x = (value: number) => right - axis.y(value)
  const xTicks = axis.ticks.map(({ value, label }) => ({ at: tenth(x(value)), label }))
  return { x, xTicks }
}

/** Pixels of one digit of a tick, and between two of them. */
const DIGIT = 7
const BETWEEN = 6

/** Bins beside each other. Edges without room for their label, or with that of the one before, have none. */
function counted({ left, width }: Box, edges: readonly string[]) {
  const step = width / (edges.length - 1)
  const x = (value: number) => left + step * value
  const widest = Math.max(...edges.map((edge) => edge.length)) * DIGIT + BETWEEN
  const every = Math.ceil(widest / step)
  const xTicks = edges
    .map((label, i) => ({ at: tenth(x(i)), label }))
    .filter(({ label }, i) => i % every === 0 && label !== edges[i - every])
  return { x, xTicks }
}

/** How points are joined: straight, or each by a step whose height is its own as far back as the point before. */
export type Joining = 'straight' | 'steps'

/** A line through points as the path of an SVG; NaN leaves a gap. */
export function curvePath(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  { x, y }: TrustPlot,
  joining: Joining = 'straight',
): string {
  if (joining === 'straight') {
    return linePath(
      [...Array(xs.length).keys()],
      (i) => x(xs[i]!),
      (i) => y(ys[i]!),
    )
  }
  // two places per point: its height above the place of the point before, and itself
  return linePath(
    [...Array(2 * xs.length).keys()].slice(1),
    (i) => x(xs[(i - 1) >> 1]!),
    (i) => y(ys[i >> 1]!),
  )
}
