// The peaks of a posterior: the redshifts that it holds possible, and how much of the mass belongs to each. They are peaks of
// ln p, where noise is as high on a hump as beside it: in p, every ripple near the top of a wide hump would count, and the
// second redshift, a tenth as probable, would not be among the first five. The viewer and the control have the same rule.

import { NEGLIGIBLE } from './control/fast-exp.ts'

/** Least prominence in ln p: p falls by a factor of e or more on both sides before it rises to higher ground. */
const LEAST_PROMINENCE = 1
/** ln of the least share of the highest p at which a peak is a mode. */
export const LEAST_MODE = Math.log(0.01)

/** A mode and its surroundings. */
export interface Peak {
  /** of the maximum; the middle of a plateau, rounded down */
  readonly index: number
  /** density there */
  readonly height: number
  /** indices of the ends of its basin, both inclusive */
  readonly first: number
  readonly last: number
  /** share of the mass that lies in the basin */
  readonly share: number
}

/**
 * Peaks of ln p in one pass, ascending: those that SciPy's `find_peaks` finds with prominence 1 in ln p, clipped at
 * `highest - 40`, with no p beyond the ends. Equally high maxima count once, as the first of them, where nothing parts them
 * that is lower by 1.
 * @param lnP `[z]`, no NaN, not constant; -inf is p = 0
 * @param highest the largest value, finite
 * @returns indices; the middle of a plateau, rounded down
 */
export function peakIndices(lnP: ArrayLike<number>, highest: number): number[] {
  const found: number[] = []
  let isRising = false
  // the highest point since the last valley with its plateau, or the lowest since the last peak
  let extreme = -NEGLIGIBLE
  let [start, end] = [0, 0]
  for (let i = 0; i <= lnP.length; i++) {
    const value = i < lnP.length ? lnP[i]! - highest : -NEGLIGIBLE
    const level = value > -NEGLIGIBLE ? value : -NEGLIGIBLE
    if (isRising) {
      if (level > extreme) {
        extreme = level
        start = i
        end = i
      } else if (level === extreme) {
        if (end === i - 1) end = i
      } else if (extreme - level >= LEAST_PROMINENCE) {
        found.push((start + end) >> 1)
        extreme = level
        isRising = false
      }
    } else if (level < extreme) extreme = level
    else if (level - extreme >= LEAST_PROMINENCE) {
      extreme = level
      start = i
      end = i
      isRising = true
    }
  }
  return found
}

/**
 * The modes: peaks whose p is at least 1 % of the highest, in the order of their height, the lower index first of equals. A
 * constant has none.
 *
 * The basins of all modes, the returned ones and others, share out the grid: between two neighbours the first of the lowest
 * points starts the right one's basin, and the outer ones reach to the ends. So the shares of all of them add up to 1, and
 * maxima that do not count belong to the mode whose basin they lie in.
 * @param lnP `[z]`, no NaN and a finite value; -inf is p = 0
 * @param density `[z]`, that which ln p comes to
 * @param mass `[z]`, sums to 1
 * @param most peaks to return, the highest ones
 */
export function peaks(
  lnP: ArrayLike<number>,
  density: ArrayLike<number>,
  mass: ArrayLike<number>,
  most = 5,
): Peak[] {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < lnP.length; i++) {
    if (lnP[i]! > highest) highest = lnP[i]!
    if (lnP[i]! < lowest) lowest = lnP[i]!
  }
  if (!(lowest < highest)) return []
  const modes = peakIndices(lnP, highest).filter((i) => lnP[i]! - highest >= LEAST_MODE)
  return highestOf(modes, lnP, most).map((k) => {
    const index = modes[k]!
    const [before, after] = [modes[k - 1], modes[k + 1]]
    const first = before === undefined ? 0 : lowestBetween(lnP, before, index)
    const last = after === undefined ? lnP.length - 1 : lowestBetween(lnP, index, after) - 1
    return { index, height: density[index]!, first, last, share: sum(mass, first, last) }
  })
}

/** Positions in `indices` of the `most` highest of them, the highest first; noise has thousands that need no sorting. */
function highestOf(indices: readonly number[], values: ArrayLike<number>, most: number): number[] {
  const chosen: number[] = []
  for (const [k, index] of indices.entries()) {
    let place = chosen.length
    while (place > 0 && values[indices[chosen[place - 1]!]!]! < values[index]!) place--
    if (place >= most) continue
    chosen.splice(place, 0, k)
    if (chosen.length > most) chosen.pop()
  }
  return chosen
}

function lowestBetween(values: ArrayLike<number>, left: number, right: number): number {
  let lowest = left + 1
  for (let i = lowest; i < right; i++) if (values[i]! < values[lowest]!) lowest = i
  return lowest
}

function sum(values: ArrayLike<number>, first: number, last: number): number {
  let total = 0
  for (let i = first; i <= last; i++) total += values[i]!
  return total
}
