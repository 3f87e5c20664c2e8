// Scales of the charts of trust: shares against shares, thresholds or bins of redshift.

import { type Box, linePath, shareAxes, tenth } from '../chart/plot.ts'
import { placeMarks, type TickMark, tickMarks } from '../chart/ticks.ts'

/** Axes of a chart; the same object as long as they do not change, so that lines are not drawn anew. */
export interface TrustPlot {
  readonly width: number
  readonly height: number
  readonly box: Box
  /** room below the box for more over the same horizontal axis; of no height unless the size has a foot */
  readonly below: Box
  /** what the horizontal axis lies under: the box, and what is below it */
  readonly above: Box
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

/** Between the box and what is below it. */
const GAP = 14

/** The whole drawing, pixels. */
export interface Size {
  readonly width: number
  readonly height: number
  /** between the box and the horizontal axis, for what shares it */
  readonly foot: number
}

/** A square box is no wider, pixels: more shows no more. */
const MOST_SIDE = 480

/** The size of a drawing whose box is square and as wide as there is room. */
export function squareSize(room: number, foot: number): Size {
  const side = Math.min(MOST_SIDE, Math.max(1, room - LEFT - RIGHT))
  return { width: side + LEFT + RIGHT, height: side + TOP + BOTTOM + foot, foot }
}

/** What runs to the right. */
export interface Across {
  /** least share; 0 unless given */
  readonly from?: number
  /** labels of the edges of bins of equal width, one more than bins, which are then counted from 0 on; shares unless given */
  readonly edges?: readonly string[] | undefined
}

/** Axes that leave room for their ticks and titles: shares upwards, and shares or bins to the right. */
export function trustPlot({ width, height, foot }: Size, { from = 0, edges }: Across = {}): TrustPlot {
  const box = {
    left: LEFT,
    top: TOP,
    width: Math.max(1, width - LEFT - RIGHT),
    height: Math.max(1, height - TOP - BOTTOM - foot),
  }
  const { across, upwards } = shareAxes(box, from)
  const places = edges === undefined ? { x: across.x, xTicks: placeMarks(across) } : counted(box, edges)
  return {
    width,
    height,
    box,
    below: { ...box, top: box.top + box.height + GAP, height: Math.max(0, foot - GAP) },
    above: { ...box, height: box.height + foot },
    ...places,
    y: upwards.y,
    yTicks: tickMarks(upwards),
  }
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
