// What a point of the grid stands for: a mass in z, and a length in ln(1+z), in which redshift errors are alike at all z.

import { trapezoidWeights } from '../zgrid.ts'

/** Columns with one value per point. */
export interface GridLengths {
  /** ln(1+z); without a usable grid the share of the grid that lies before the point */
  readonly position: Float64Array
  /** trapezoidal weight in ln(1+z); without a usable grid 1 / points */
  readonly length: Float64Array
  /** trapezoidal weight in z, by which a density becomes a mass; without a usable grid 1 */
  readonly weight: Float64Array
  /** ln(weight / length): what turns ln of a density per unit z into one per unit ln(1+z) */
  readonly lnJacobian: Float64Array
}

const known = new WeakMap<ArrayLike<number>, GridLengths | null>()
const withoutGrid = new Map<number, GridLengths>()

/**
 * Lengths of a grid, kept as long as the grid. One that cannot be measured in ln(1+z), with a point at or below -1 or
 * fewer than two points, counts as none.
 * @param zgrid ascending, as many points; `null` where it is not known
 */
export function gridLengths(zgrid: Float64Array | null, points: number): GridLengths {
  if (zgrid === null) return evenLengths(points)
  let lengths = known.get(zgrid)
  if (lengths === undefined) {
    lengths = measure(zgrid)
    known.set(zgrid, lengths)
  }
  return lengths ?? evenLengths(points)
}

function measure(zgrid: Float64Array): GridLengths | null {
  if (zgrid.length < 2) return null
  const position = zgrid.map(Math.log1p)
  const length = trapezoidWeights(position)
  const weight = trapezoidWeights(zgrid)
  const lnJacobian = weight.map((value, i) => Math.log(value / length[i]!))
  return lnJacobian.every(Number.isFinite) ? { position, length, weight, lnJacobian } : null
}

function evenLengths(points: number): GridLengths {
  const lengths = withoutGrid.get(points) ?? {
    position: Float64Array.from({ length: points }, (_, i) => i / points),
    length: new Float64Array(points).fill(1 / points),
    weight: new Float64Array(points).fill(1),
    lnJacobian: new Float64Array(points).fill(Math.log(points)),
  }
  // data have one width; nobody works with many at a time
  if (!withoutGrid.has(points)) withoutGrid.clear()
  withoutGrid.set(points, lengths)
  return lengths
}
