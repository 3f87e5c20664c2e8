// The redshift axis of a chart: even in z or in ln(1+z), labelled in z either way; or the number of a point where no grid
// is known. Ranges are held in z (or point numbers), so that they survive a change of scale.

import { scaleLinear } from 'd3-scale'
import { formatInteger } from '../../core/format.ts'
import type { Tick } from '../chart/plot.ts'

/** How redshifts are laid out along an axis. */
export type ZScale = 'z' | 'ln(1+z)'

/** A part of the axis, in z or in point numbers. */
export type ZRange = readonly [from: number, to: number]

/** The points of a posterior along an axis. */
export interface ZAxis {
  /** `null`: the axis is the number of the point */
  readonly zgrid: Float64Array | null
  readonly scale: ZScale
  /** position of every point, ascending, in the units of the scale */
  readonly positions: Float64Array
  /** from the first to the last point */
  readonly whole: ZRange
}

/**
 * The axis of a posterior with `points` points.
 * @param zgrid ascending; one of another length is not used
 */
export function zAxis(points: number, zgrid: Float64Array | null, scale: ZScale): ZAxis {
  const z = zgrid !== null && zgrid.length === points ? zgrid : null
  const at = (i: number) => (z === null ? i : scale === 'z' ? z[i]! : Math.log1p(z[i]!))
  const positions = z !== null && scale === 'z' ? z : Float64Array.from({ length: points }, (_, i) => at(i))
  const [first, last] = z === null ? [0, points - 1] : [z[0]!, z[points - 1]!]
  const whole: ZRange = last > first ? [first, last] : [first - 0.5, first + 0.5]
  return { zgrid: z, scale, positions, whole }
}

/** Position of a redshift (or point number) in the units of the axis. */
export function toPosition({ zgrid, scale }: ZAxis, z: number): number {
  return zgrid !== null && scale === 'ln(1+z)' ? Math.log1p(z) : z
}

/** Redshift (or point number) at a position. */
export function fromPosition({ zgrid, scale }: ZAxis, position: number): number {
  return zgrid !== null && scale === 'ln(1+z)' ? Math.expm1(position) : position
}

/** A range in the units of the axis. */
export function positionRange(axis: ZAxis, [from, to]: ZRange): readonly [number, number] {
  return [toPosition(axis, from), toPosition(axis, to)]
}

/** Redshift of a point, or its number. */
export function valueAt({ zgrid }: ZAxis, index: number): number {
  return zgrid === null ? index : zgrid[index]!
}

/**
 * Ends of a run of points, half-way to the neighbours and not beyond the grid: the extent that trapezoidal weights give.
 */
export function extentOf(axis: ZAxis, first: number, last: number): ZRange {
  const end = axis.positions.length - 1
  return [
    (valueAt(axis, Math.max(0, first - 1)) + valueAt(axis, first)) / 2,
    (valueAt(axis, last) + valueAt(axis, Math.min(end, last + 1))) / 2,
  ]
}

/** Room that a tick's label takes, in pixels: for each character, and around it. */
const LABEL_PX = { character: 7, around: 12 }
/** One tick of an even axis for so many pixels. */
const EVEN_PX = 78

/** Ticks at round redshifts, or round point numbers, as many as fit. */
export function zTicks(axis: ZAxis, range: ZRange, pixels: number): Tick[] {
  if (axis.zgrid !== null && axis.scale === 'ln(1+z)') return logTicks(axis, range, pixels)
  const scale = scaleLinear(range, [0, pixels])
  const count = Math.max(2, Math.floor(pixels / EVEN_PX))
  const format = scale.tickFormat(count)
  return scale
    .ticks(count)
    .filter((value) => axis.zgrid !== null || Number.isInteger(value))
    .map((value) => ({ value, label: axis.zgrid === null ? formatInteger(value) : format(value) }))
}

/** Steps that are tried one below the other. */
const LEVELS = 6

/**
 * Even redshifts crowd at the upper end of an axis in ln(1+z). Finer and finer steps of 1 and 5 times a power of ten are
 * tried, each between two ticks that are there only if all of its own find room.
 */
function logTicks(axis: ZAxis, [from, to]: ZRange, pixels: number): Tick[] {
  const [start, end] = positionRange(axis, [from, to])
  const x = (value: number) => ((toPosition(axis, value) - start) / (end - start)) * pixels
  const coarsest = Math.floor(Math.log10(to - from)) + 1
  let ticks: number[] = []
  let decimals = 0
  for (let level = 0; level < LEVELS; level++) {
    // 10, 5, 1, 0.5, 0.1, 0.05: each divides the one before
    const exponent = coarsest - Math.ceil(level / 2)
    const step = (level % 2 === 0 ? 1 : 5) * 10 ** exponent
    const digits = Math.max(0, -exponent)
    const room = LABEL_PX.around + LABEL_PX.character * to.toFixed(digits).length
    const finer = multiples(step, from, to)
    const added = gapsOf(ticks).flatMap(([a, b]) => {
      const inside = finer.filter((value) => value > a + step / 2 && value < b - step / 2)
      const places = [a, ...inside, b].filter(Number.isFinite).map(x)
      return places.every((place, k) => k === 0 || place - places[k - 1]! >= room) ? inside : []
    })
    if (added.length > 0) decimals = digits
    ticks = [...ticks, ...added].sort((a, b) => a - b)
  }
  return ticks.map((value) => ({ value, label: value.toFixed(decimals) }))
}

/** Neighbouring pairs, with the open ends. */
function gapsOf(ticks: readonly number[]): (readonly [number, number])[] {
  const ends = [Number.NEGATIVE_INFINITY, ...ticks, Number.POSITIVE_INFINITY]
  return ends.slice(1).map((end, k) => [ends[k]!, end] as const)
}

function multiples(step: number, from: number, to: number): number[] {
  const first = Math.ceil(from / step - 1e-9)
  const last = Math.floor(to / step + 1e-9)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) =>
    Number(((first + k) * step).toPrecision(12)),
  )
}
