// The picture of saliency under a posterior, as plain data: a strip on the same redshift axis that says how much each place
// counts, and below it bars up for the class and down against it. Where the network looked is one thing, and seen first; what
// it made of it is another. Contributions of single points are what is looked for: none is averaged away.

import { type Box, tenth } from '../chart/plot.ts'
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

/** All places of one strength. */
export interface Shade {
  /** 1 to LEVELS */
  readonly level: number
  readonly path: string
}

/** The whole picture. */
export interface StripView {
  readonly width: number
  readonly strip: Box
  /** the panel of the bars */
  readonly panel: Box
  /** height of 0 in the panel, pixels */
  readonly zero: number
  /** weak ones first; white places are in none */
  readonly shades: readonly Shade[]
  /** bars up; '' without any */
  readonly forClass: string
  /** bars down; '' without any */
  readonly againstClass: string
}

/** The strongest contributions of each pixel column, not negative. */
export interface ColumnExtremes {
  readonly forClass: Float64Array<ArrayBuffer>
  readonly againstClass: Float64Array<ArrayBuffer>
}

/** Steps of strength. */
export const LEVELS = 8
const STRIP_HEIGHT = 20
const GAP = 4
const PANEL_HEIGHT = 52
const MARGIN = 3
/** Height of every strip with its bars, pixels. */
export const STRIP_VIEW_HEIGHT = STRIP_HEIGHT + GAP + PANEL_HEIGHT + 2 * MARGIN

/** Works out the picture. Full strength is the largest absolute value of the whole posterior, whatever is in view. */
export function stripView({ values, axis, range, width }: StripRequest): StripView {
  const { left, width: across } = plotBox(width)
  const strip = { left, top: MARGIN, width: across, height: STRIP_HEIGHT }
  const panel = { left, top: MARGIN + STRIP_HEIGHT + GAP, width: across, height: PANEL_HEIGHT }
  const zero = panel.top + PANEL_HEIGHT / 2
  const ends = positionRange(axis, range)
  const largest = largestAbsolute(values)
  const columns = extremesPerColumn(values, axis.positions, ends, Math.max(1, Math.floor(across)))
  const height = (value: number) => (largest === 0 ? 0 : value / largest) * (PANEL_HEIGHT / 2)
  return {
    width,
    strip,
    panel,
    zero,
    shades: largest === 0 ? [] : shadesOf(columns, largest, strip),
    forClass: barsPath(columns.forClass, panel, zero, (value) => zero - height(value)),
    againstClass: barsPath(columns.againstClass, panel, zero, (value) => zero + height(value)),
  }
}

/** The largest absolute value; 0 where there is none. */
export function largestAbsolute(values: ArrayLike<number>): number {
  let largest = 0
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(finite(values[i]!)))
  return largest
}

/**
 * Of each pixel column the largest positive and the largest negative value, as sizes; a column without a point has that of
 * the nearest point.
 * @param values `[point]`
 * @param positions `[point]`, ascending
 */
export function extremesPerColumn(
  values: ArrayLike<number>,
  positions: ArrayLike<number>,
  [from, to]: readonly [from: number, to: number],
  columns: number,
): ColumnExtremes {
  const forClass = new Float64Array(columns)
  const againstClass = new Float64Array(columns)
  const isTaken = new Uint8Array(columns)
  const take = (column: number, index: number) => {
    const value = finite(values[index]!)
    isTaken[column] = 1
    forClass[column] = Math.max(forClass[column]!, value)
    againstClass[column] = Math.max(againstClass[column]!, -value)
  }
  const perUnit = columns / (to - from)
  for (let i = 0; i < values.length; i++) {
    const position = positions[i]!
    if (position < from || position > to) continue
    take(Math.min(columns - 1, Math.floor((position - from) * perUnit)), i)
  }
  let nearest = 0
  for (let column = 0; column < columns; column++) {
    if (isTaken[column] === 1) continue
    const centre = from + (column + 0.5) / perUnit
    const distance = (i: number) => Math.abs(positions[i]! - centre)
    while (nearest + 1 < values.length && distance(nearest + 1) < distance(nearest)) nearest++
    take(column, nearest)
  }
  return { forClass, againstClass }
}

/** Step of strength, 0 to LEVELS. */
export function shadeLevel(value: number, largest: number): number {
  return Math.round((LEVELS * value) / largest)
}

function shadesOf(columns: ColumnExtremes, largest: number, { left, top, width, height }: Box): Shade[] {
  const strength = strengths(columns)
  const paths = new Map<number, string>()
  const pixels = width / strength.length
  let start = 0
  for (let end = 1; end <= strength.length; end++) {
    const level = shadeLevel(strength[start]!, largest)
    if (end < strength.length && shadeLevel(strength[end]!, largest) === level) continue
    if (level !== 0) {
      const path = `M${tenth(left + start * pixels)} ${top}H${tenth(left + end * pixels)}v${height}`
      paths.set(level, `${paths.get(level) ?? ''}${path}H${tenth(left + start * pixels)}Z`)
    }
    start = end
  }
  return [...paths].map(([level, path]) => ({ level, path })).sort((a, b) => a.level - b.level)
}

/** The stronger one of both signs, and of the neighbours: a line of one pixel would not be seen between pale places. */
function strengths({ forClass, againstClass }: ColumnExtremes): Float64Array {
  const own = forClass.map((value, column) => Math.max(value, againstClass[column]!))
  return own.map((value, column) => Math.max(value, own[column - 1] ?? 0, own[column + 1] ?? 0))
}

/** Bars of one pixel, side by side, as one outline from 0 to 0. */
function barsPath(
  sizes: Float64Array,
  { left, width }: Box,
  zero: number,
  y: (size: number) => number,
): string {
  const pixels = width / sizes.length
  let path = ''
  let at = String(zero)
  for (let column = 0; column < sizes.length; column++) {
    const next = tenth(y(sizes[column]!))
    if (String(next) === at) continue
    path += `${path === '' ? `M${tenth(left + column * pixels)} ${zero}` : `H${tenth(left + column * pixels)}`}V${next}`
    at = String(next)
  }
  return path === '' ? '' : `${path}${at === String(zero) ? '' : `H${tenth(left + width)}V${zero}`}Z`
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0
}
