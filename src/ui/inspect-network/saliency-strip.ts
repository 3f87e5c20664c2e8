// The picture of saliency under a posterior, as plain data: a signed strip on the same redshift axis, and its curve, so that
// colour is not alone. Contributions of single points are what is looked for: none is averaged away.

import { decimate } from '../../core/decimate.ts'
import { type Box, linePath, tenth } from '../chart/plot.ts'
import { plotBox } from '../inspect/posterior-view.ts'
import { positionRange, type ZAxis, type ZRange } from '../inspect/z-axis.ts'

/** What is to be shown, and where. */
export interface StripRequest {
  /** [z], signed; what is not finite counts as 0 */
  readonly values: ArrayLike<number>
  readonly axis: ZAxis
  readonly range: ZRange
  /** of the whole drawing, pixels; that of the posterior above it */
  readonly width: number
}

/** All places of one colour. */
export interface Shade {
  readonly sign: 1 | -1
  /** 1 to LEVELS */
  readonly level: number
  readonly path: string
}

/** The whole picture. */
export interface StripView {
  readonly width: number
  readonly strip: Box
  /** the panel of the curve */
  readonly panel: Box
  /** height of 0 in the panel, pixels */
  readonly zero: number
  /** weak ones first, each with both signs; white places are in none */
  readonly shades: readonly Shade[]
  readonly line: string
}

/** Steps of strength for each sign. */
export const LEVELS = 8
const STRIP_HEIGHT = 20
const GAP = 4
const PANEL_HEIGHT = 52
const MARGIN = 3
/** Height of every strip with its curve, pixels. */
export const STRIP_VIEW_HEIGHT = STRIP_HEIGHT + GAP + PANEL_HEIGHT + 2 * MARGIN

/** Works out the picture. The strongest colour is the largest absolute value of the whole posterior, whatever is in view. */
export function stripView({ values, axis, range, width }: StripRequest): StripView {
  const { left, width: across } = plotBox(width)
  const strip = { left, top: MARGIN, width: across, height: STRIP_HEIGHT }
  const panel = { left, top: MARGIN + STRIP_HEIGHT + GAP, width: across, height: PANEL_HEIGHT }
  const zero = panel.top + PANEL_HEIGHT / 2
  const ends = positionRange(axis, range)
  const largest = largestAbsolute(values)
  const columns = strongestPerColumn(values, axis.positions, ends, Math.max(1, Math.floor(across)))
  const perUnit = across / (ends[1] - ends[0])
  const y = (i: number) => zero - (largest === 0 ? 0 : finite(values[i]!) / largest) * (PANEL_HEIGHT / 2)
  return {
    width,
    strip,
    panel,
    zero,
    shades: largest === 0 ? [] : shadesOf(columns, largest, strip),
    line: linePath(
      decimate(values, axis.positions, ends, across),
      (i) => left + (axis.positions[i]! - ends[0]) * perUnit,
      y,
    ),
  }
}

/** The largest absolute value; 0 where there is none. */
export function largestAbsolute(values: ArrayLike<number>): number {
  let largest = 0
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(finite(values[i]!)))
  return largest
}

/**
 * Of each pixel column the value of the largest absolute one, with its sign; a column without a point has that of the
 * nearest point.
 * @param values `[point]`
 * @param positions `[point]`, ascending
 */
export function strongestPerColumn(
  values: ArrayLike<number>,
  positions: ArrayLike<number>,
  [from, to]: readonly [from: number, to: number],
  columns: number,
): Float64Array<ArrayBuffer> {
  const result = new Float64Array(columns).fill(Number.NaN)
  const perUnit = columns / (to - from)
  for (let i = 0; i < values.length; i++) {
    const position = positions[i]!
    if (position < from || position > to) continue
    const column = Math.min(columns - 1, Math.floor((position - from) * perUnit))
    const value = finite(values[i]!)
    // NaN stands for a column without a point so far
    if (!(Math.abs(value) <= Math.abs(result[column]!))) result[column] = value
  }
  let nearest = 0
  for (let column = 0; column < columns; column++) {
    if (!Number.isNaN(result[column]!)) continue
    const centre = from + (column + 0.5) / perUnit
    const distance = (i: number) => Math.abs(positions[i]! - centre)
    while (nearest + 1 < values.length && distance(nearest + 1) < distance(nearest)) nearest++
    result[column] = finite(values[nearest]!)
  }
  return result
}

/** Strength of a colour, 0 to LEVELS. */
export function shadeLevel(value: number, largest: number): number {
  return Math.round((LEVELS * Math.abs(value)) / largest)
}

function shadesOf(columns: Float64Array, largest: number, { left, top, width, height }: Box): Shade[] {
  const paths = new Map<number, string>()
  const pixels = width / columns.length
  let start = 0
  for (let end = 1; end <= columns.length; end++) {
    const key = signedLevel(columns[start]!, largest)
    if (end < columns.length && signedLevel(columns[end]!, largest) === key) continue
    if (key !== 0) {
      const path = `M${tenth(left + start * pixels)} ${top}H${tenth(left + end * pixels)}v${height}`
      paths.set(key, `${paths.get(key) ?? ''}${path}H${tenth(left + start * pixels)}Z`)
    }
    start = end
  }
  return [...paths]
    .map(([key, path]) => ({ sign: key < 0 ? (-1 as const) : (1 as const), level: Math.abs(key), path }))
    .sort((a, b) => a.level - b.level || b.sign - a.sign)
}

function signedLevel(value: number, largest: number): number {
  return Math.sign(value) * shadeLevel(value, largest)
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0
}
