// Highest-density (credible) intervals of a posterior: where most of its mass lies, however many peaks it has.

import { masses } from './posterior.ts'

/** Consecutive points that belong to a highest-density set. */
export interface MassInterval {
  /** indices of the ends, both inclusive */
  readonly first: number
  readonly last: number
  /** share of the posterior's mass, 0 to 1 */
  readonly mass: number
}

/** A sum of masses may miss the level by so much through rounding and still hold it. */
const ROUNDING = 1e-12

/**
 * The points of highest density that hold `level` of the mass: taken one by one, the highest first and the lower index
 * first of equals, until the level is reached. With equal weights no smaller set of points holds as much.
 * Takes densities up to a factor rather than masses, which would no longer tell equal densities apart from nearly equal ones.
 * @param shares `probabilities` of a posterior (core/posterior.ts), `[z]`
 * @param level 0 to 1
 * @param zgrid ascending, for the masses of the points; without it all points weigh the same
 * @returns runs of consecutive points in ascending order
 */
export function highestDensityIntervals(
  shares: Float64Array,
  level: number,
  zgrid: ArrayLike<number> | null = null,
): MassInterval[] {
  const mass = masses(shares, zgrid)
  const wanted = level - ROUNDING
  const threshold = lowestNeeded(shares, mass, wanted)
  let held = 0
  for (let i = 0; i < mass.length; i++) if (shares[i]! > threshold) held += mass[i]!

  const intervals: MassInterval[] = []
  let first = -1
  let sum = 0
  for (let i = 0; i <= mass.length; i++) {
    const isTie = shares[i] === threshold && held < wanted
    if (isTie) held += mass[i]!
    if (isTie || (i < mass.length && shares[i]! > threshold)) {
      if (first < 0) first = i
      sum += mass[i]!
    } else if (first >= 0) {
      intervals.push({ first, last: i - 1, mass: sum })
      first = -1
      sum = 0
    }
  }
  return intervals
}

/** Bins of the leading 16 bits of a double: sign, exponent, and 4 bits of the mantissa. */
const BINS = 2 ** 15
/** Which of the two words of a double holds the exponent. */
const HIGH_WORD = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0

/**
 * The highest density such that the points at or above it hold `wanted`. Densities are not negative, so that their leading
 * bits order them; only those of the bin in which the level is reached are sorted.
 */
function lowestNeeded(shares: Float64Array, mass: Float64Array, wanted: number): number {
  const words = new Uint32Array(shares.buffer, shares.byteOffset, 2 * shares.length)
  const binOf = (i: number) => words[2 * i + HIGH_WORD]! >>> 16
  const binned = new Float64Array(BINS)
  for (let i = 0; i < mass.length; i++) binned[binOf(i)]! += mass[i]!
  let bin = BINS - 1
  let held = 0
  while (bin > 0 && held + binned[bin]! < wanted) held += binned[bin--]!
  const inBin: number[] = []
  for (let i = 0; i < mass.length; i++) if (binOf(i) === bin) inBin.push(i)
  inBin.sort((a, b) => shares[b]! - shares[a]!)
  for (const i of inBin) {
    held += mass[i]!
    if (held >= wanted) return shares[i]!
  }
  const lowest = inBin.at(-1)
  return lowest === undefined ? 0 : shares[lowest]!
}
