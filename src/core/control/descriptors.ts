// A posterior in eight numbers, after the ones by which Jamal et al. 2018 (A&A 611, A53) judge reliability: how many
// redshifts compete, how far the best is ahead, and how concentrated p is. A linear model is to use them, so that those
// that spread over decades are logarithms. Lengths are in ln(1+z), as redshift errors scale with 1+z; without a grid they are
// shares of the grid.

import { BINS, BINS_PER_UNIT, highestDensitySet } from './density-set.ts'
import { expOfMinus, NEGLIGIBLE } from './fast-exp.ts'
import { type GridLengths, gridLengths } from './grid-lengths.ts'
import { type LogPeaks, logPeaks } from './log-peaks.ts'

/** One descriptor, for people. */
export interface Descriptor {
  readonly key: string
  readonly title: string
  readonly meaning: string
}

/** The descriptors, in the order in which `describePosterior` writes them. */
export const DESCRIPTORS: readonly Descriptor[] = [
  {
    key: 'modes',
    title: 'Modes',
    meaning: 'ln(1 + number of peaks of at least 1 % of the highest)',
  },
  {
    key: 'peakRatio',
    title: 'Second peak',
    meaning: 'ln of the density at the second highest peak over that at the highest; -40 where there is none',
  },
  {
    key: 'intervalWidth',
    title: 'Width of the 95 % set',
    meaning: 'ln of the length of the highest-density set that holds 95 % of the mass',
  },
  {
    key: 'intervalMass',
    title: 'Mass of the best interval',
    meaning: 'mass of the interval of this set that holds the highest point',
  },
  {
    key: 'massElsewhere',
    title: 'Mass elsewhere',
    meaning: 'ln(mass farther than 0.001 (1+z) from the highest point + 1e-6)',
  },
  { key: 'entropy', title: 'Entropy', meaning: 'differential entropy of p over ln(1+z)' },
  {
    key: 'dispersion',
    title: 'Dispersion',
    meaning: 'ln of the root mean square distance from the highest point',
  },
  { key: 'peakDensity', title: 'Highest density', meaning: 'ln of the highest density per unit of ln(1+z)' },
]

const LEVEL = 0.95
/** A sum of masses may miss the level by so much through rounding and still hold it, as in core/highest-density.ts. */
const ROUNDING = 1e-12
/** Half the width of the surroundings that count as the same redshift, in ln(1+z): the threshold on DeltaZ. */
const SAME_REDSHIFT = 1e-3
/** Mass elsewhere that is as good as none. */
const LEAST_MASS = 1e-6
/** What a constant has: no peak, and nothing is ahead of anything. */
const NO_PEAKS: LogPeaks = { modes: 0, second: 0 }

/** Mass by depth below the highest; kept, as rows come by the thousand. */
const binned = new Float64Array(BINS)

/**
 * Describes one posterior in float64. Points below exp(-40) of the highest are taken as p = 0.
 * @param lnP `[z]`, not normalised; -inf is p = 0
 * @param zgrid ascending, as many points; `null` where it is not known
 * @param out takes the values of DESCRIPTORS from `offset` on, all of them finite
 * @returns `false` for a row without shape: a value is NaN or +inf, none is finite, or all are equal. `out` then holds what a
 * constant has.
 */
export function describePosterior(
  lnP: Float32Array,
  zgrid: Float64Array | null,
  out: Float64Array,
  offset: number,
): boolean {
  const grid = gridLengths(zgrid, lnP.length)
  const top = highestIndex(lnP)
  if (top >= 0) describe(lnP, top, grid, logPeaks(lnP, lnP[top]!), out, offset)
  else describe(new Float32Array(lnP.length), 0, grid, NO_PEAKS, out, offset)
  return top >= 0
}

/** Index of the highest value, the first of equal ones; -1 where a row has no shape. */
function highestIndex(lnP: Float32Array): number {
  let top = 0
  let highest = Number.NEGATIVE_INFINITY
  let lowest = Number.POSITIVE_INFINITY
  for (let i = 0; i < lnP.length; i++) {
    const value = lnP[i]!
    if (value > highest) {
      highest = value
      top = i
    }
    if (value < lowest) lowest = value
    else if (Number.isNaN(value)) return -1
  }
  return highest < Number.POSITIVE_INFINITY && lowest < highest ? top : -1
}

function describe(
  lnP: Float32Array,
  top: number,
  grid: GridLengths,
  { modes, second }: LogPeaks,
  out: Float64Array,
  offset: number,
): void {
  const { position, length, weight, lnJacobian } = grid
  const highest = lnP[top]!
  const middle = position[top]!
  const near = SAME_REDSHIFT + length[top]! / 2
  let total = 0
  let elsewhere = 0
  let logs = 0
  let squares = 0
  binned.fill(0)
  for (let i = 0; i < lnP.length; i++) {
    const under = highest - lnP[i]!
    // most points of a sharp posterior
    if (!(under < NEGLIGIBLE)) continue
    const mass = expOfMinus(under) * weight[i]!
    const distance = Math.abs(position[i]! - middle)
    total += mass
    if (distance > near) elsewhere += mass
    logs += mass * (lnJacobian[i]! - under)
    squares += mass * distance * distance
    binned[(under * BINS_PER_UNIT) | 0]! += mass
  }
  const set = highestDensitySet(lnP, top, grid, binned, (LEVEL - ROUNDING) * total)
  out[offset] = Math.log1p(modes)
  out[offset + 1] = second
  out[offset + 2] = Math.log(set.length)
  out[offset + 3] = set.massAroundTop / total
  out[offset + 4] = Math.log(elsewhere / total + LEAST_MASS)
  out[offset + 5] = Math.log(total) - logs / total
  // a point stands for an interval, whose own variance keeps the logarithm finite
  out[offset + 6] = 0.5 * Math.log(squares / total + length[top]! ** 2 / 12)
  out[offset + 7] = lnJacobian[top]! - Math.log(total)
}
