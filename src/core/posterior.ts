// What the values of a posterior mean. A file holds ln p(z) at the points of a grid, p being a density per unit redshift,
// as AMAZED writes it: a point stands for the mass p * dz, with the trapezoidal dz around it. LAM-Redshift itself
// normalises nothing and never multiplies by dz; where no grid is known, every point counts the same.

import { trapezoidWeights } from './zgrid.ts'

/**
 * p at every point as a share of the sum over points, `[z]`; the sum is 1. This is the density up to a factor, and the
 * mass of a point where all points have the same dz.
 * @param lnP `[z]`, not normalised; -inf is p = 0
 * @returns `null` where a value is NaN or +inf, or none is finite
 */
export function probabilities(lnP: ArrayLike<number>): Float64Array<ArrayBuffer> | null {
  let highest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < lnP.length; i++) {
    const value = lnP[i]!
    if (value > highest) highest = value
    else if (Number.isNaN(value)) return null
  }
  if (!Number.isFinite(highest)) return null
  const result = new Float64Array(lnP.length)
  let sum = 0
  for (let i = 0; i < lnP.length; i++) {
    const p = Math.exp(lnP[i]! - highest)
    result[i] = p
    sum += p
  }
  for (let i = 0; i < result.length; i++) result[i]! /= sum
  return result
}

/**
 * Density per unit redshift, `[z]`: the trapezoidal integral over z is 1. Without a grid it is the density per point.
 * @param shares as `probabilities` gives them
 * @param zgrid ascending, as many points
 */
export function densities(
  shares: ArrayLike<number>,
  zgrid: ArrayLike<number> | null,
): Float64Array<ArrayBuffer> {
  const weights = gridWeights(zgrid)
  if (weights === null) return Float64Array.from(shares)
  let integral = 0
  for (let i = 0; i < shares.length; i++) integral += shares[i]! * weights[i]!
  const result = new Float64Array(shares.length)
  for (let i = 0; i < result.length; i++) result[i] = shares[i]! / integral
  return result
}

/**
 * Mass of every point, `[z]`: density times trapezoidal weight; the sum is 1. Without a grid it equals `shares`.
 * @param shares as `probabilities` gives them
 * @param zgrid ascending, as many points
 */
export function masses(
  shares: ArrayLike<number>,
  zgrid: ArrayLike<number> | null,
): Float64Array<ArrayBuffer> {
  const result = densities(shares, zgrid)
  const weights = gridWeights(zgrid)
  if (weights !== null) for (let i = 0; i < result.length; i++) result[i]! *= weights[i]!
  return result
}

/**
 * Effective width in points: (sum of p)^2 / (sum of p^2). 1 for all of p in one point, the number of points for a constant.
 * @param shares as `probabilities` gives them
 */
export function effectiveWidth(shares: ArrayLike<number>): number {
  let sum = 0
  let squares = 0
  for (let i = 0; i < shares.length; i++) {
    sum += shares[i]!
    squares += shares[i]! * shares[i]!
  }
  return (sum * sum) / squares
}

const known = new WeakMap<ArrayLike<number>, Float64Array<ArrayBuffer>>()

/**
 * Trapezoidal weights; `null` where all points count the same. One point alone has no extent. The weights are kept as long
 * as the grid, which many posteriors share and nobody changes: they take longer than all else here.
 */
function gridWeights(zgrid: ArrayLike<number> | null): Float64Array<ArrayBuffer> | null {
  if (zgrid === null || zgrid.length < 2) return null
  const weights = known.get(zgrid) ?? trapezoidWeights(zgrid)
  known.set(zgrid, weights)
  return weights
}
