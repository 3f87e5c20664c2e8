// The redshift grid of a posterior. The reference's is even in ln(1+z), so that a shift in redshift is the same
// number of points everywhere and a spectrum in ln(wavelength) can be scanned with one step.

import type { ZgridReport } from './dataset-report.ts'
import { StudioError } from './errors.ts'

/** Points of the reference's grid. */
export const REFERENCE_POINTS = 17_908
/** Step of the reference's grid in ln(1+z). */
export const REFERENCE_STEP = 1e-4
/** Extent of the reference's grid in ln(1+z): z runs from 0 to 4.994. */
export const REFERENCE_EXTENT = (REFERENCE_POINTS - 1) * REFERENCE_STEP

/** Half a unit in the last place of a float32, relative. */
const FLOAT32_ROUNDING = 2 ** -24
/** Deviation from an even grid that still counts as even, as a share of the step. */
const STEP_TOLERANCE = 0.01

/**
 * The reference's redshift range on `points` points, even in ln(1+z). The values are those of a float32 file
 * (`zgrid32.npy`), held as doubles, so that a redshift read from either compares equal.
 * @throws StudioError `bad-input` if `points` is not an integer from 2 to 17,908
 */
export function referenceZgrid(points: number): Float64Array<ArrayBuffer> {
  const step = zgridStep(points)
  return Float64Array.from({ length: points }, (_, i) => Math.fround(Math.expm1(i * step)))
}

/**
 * Step in ln(1+z) of `referenceZgrid(points)`; 1e-4 at 17,908 points.
 * @throws StudioError `bad-input` if `points` is not an integer from 2 to 17,908
 */
export function zgridStep(points: number): number {
  return REFERENCE_STEP * zgridCoarseness(points)
}

/**
 * How many times coarser than the reference's grid one of `points` points over the same range is; 1 at 17,908.
 * @throws StudioError `bad-input` if `points` is not an integer from 2 to 17,908
 */
export function zgridCoarseness(points: number): number {
  if (!Number.isInteger(points) || points < 2 || points > REFERENCE_POINTS) {
    throw new StudioError(
      'bad-input',
      `A redshift grid needs an integer from 2 to ${REFERENCE_POINTS} points, got ${points}`,
      'Choose another number of grid points.',
    )
  }
  return (REFERENCE_POINTS - 1) / (points - 1)
}

/** Ends, mean step in ln(1+z) and spacing of a grid. */
export type ZgridDescription = Pick<ZgridReport, 'first' | 'last' | 'step' | 'spacing'>

/**
 * Describes a redshift grid. A grid counts as even if no point is further than a hundredth of a step, or than float32
 * rounding, from its place. One that is even in both (a very short one) is called even in ln(1+z).
 * A grid with fewer than two points, a value at or below -1, or one that is not finite, is irregular with step 0.
 */
export function describeZgrid(z: ArrayLike<number>): ZgridDescription {
  const first = z[0] ?? Number.NaN
  const last = z[z.length - 1] ?? Number.NaN
  const step = (Math.log1p(last) - Math.log1p(first)) / (z.length - 1)
  if (z.length < 2 || !Number.isFinite(step)) return { first, last, step: 0, spacing: 'irregular' }
  if (isEven(z, Math.log1p, 1)) return { first, last, step, spacing: 'ln(1+z)' }
  const largest = Math.max(Math.abs(first), Math.abs(last))
  const even = isEven(z, (value) => value, largest)
  return { first, last, step, spacing: even ? 'z' : 'irregular' }
}

/** Whether `scale(z)` grows by equal steps, up to rounding of float32 values of size `size`. */
function isEven(z: ArrayLike<number>, scale: (z: number) => number, size: number): boolean {
  const start = scale(z[0]!)
  const step = (scale(z[z.length - 1]!) - start) / (z.length - 1)
  const tolerance = Math.max(STEP_TOLERANCE * step, 4 * FLOAT32_ROUNDING * size)
  if (!(step > 0)) return false
  for (let i = 1; i < z.length; i++) {
    const increases = z[i]! > z[i - 1]!
    if (!increases || !(Math.abs(scale(z[i]!) - (start + i * step)) <= tolerance)) return false
  }
  return true
}

/**
 * Index of the point nearest to `z`; the lower one of two that are equally near, the end points outside the range.
 * @param zgrid ascending, not empty
 */
export function nearestIndex(zgrid: ArrayLike<number>, z: number): number {
  let low = 0
  let high = zgrid.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (zgrid[middle]! <= z) low = middle
    else high = middle
  }
  return z - zgrid[low]! <= zgrid[high]! - z ? low : high
}

/**
 * Weights of the trapezoidal rule over the grid: the integral of f over z is the sum of `weights[i] * f[i]`.
 * @param zgrid ascending, at least two points
 */
export function trapezoidWeights(zgrid: ArrayLike<number>): Float64Array<ArrayBuffer> {
  const end = zgrid.length - 1
  return Float64Array.from(
    { length: zgrid.length },
    (_, i) => (zgrid[Math.min(end, i + 1)]! - zgrid[Math.max(0, i - 1)]!) / 2,
  )
}
