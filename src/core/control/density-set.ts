// The points of highest density that hold a share of the mass, as in core/highest-density.ts, for thousands of posteriors: by
// bins of ln p, of which only the one where the level is reached is sorted, and without arrays of the posterior's length.

import { expOfMinus, NEGLIGIBLE } from './fast-exp.ts'
import type { GridLengths } from './grid-lengths.ts'

/** Bins per unit of ln p; a power of two, so that a depth falls on the same side of a bin's bounds however it is asked. */
export const BINS_PER_UNIT = 64
/** Bins of ln p below the highest. */
export const BINS = NEGLIGIBLE * BINS_PER_UNIT

/** A set of points. */
export interface DensitySet {
  /** of all its points together, in ln(1+z) */
  readonly length: number
  /** of its interval that holds the highest point, not normalised */
  readonly massAroundTop: number
}

/** Where the set ends. */
interface Cut {
  /** ln p of the lowest points */
  readonly value: number
  /** the last point of exactly this ln p that is needed: of equal ones the lower index comes first */
  readonly last: number
}

/**
 * The smallest set of points of highest density that holds `wanted`.
 * @param lnP `[z]`, no NaN
 * @param top index of the highest value
 * @param binned mass, not normalised, by depth below the highest
 * @param wanted mass, not normalised
 */
export function highestDensitySet(
  lnP: Float32Array,
  top: number,
  grid: GridLengths,
  binned: Float64Array,
  wanted: number,
): DensitySet {
  let bin = 0
  let held = 0
  while (bin < BINS - 1 && held + binned[bin]! < wanted) held += binned[bin++]!
  const [from, to] = [bin / BINS_PER_UNIT, (bin + 1) / BINS_PER_UNIT]
  const highest = lnP[top]!
  const members: number[] = []
  let length = 0
  for (let i = 0; i < lnP.length; i++) {
    const under = highest - lnP[i]!
    if (under < from) length += grid.length[i]!
    else if (under < to) members.push(i)
  }
  members.sort((a, b) => lnP[b]! - lnP[a]!)
  let cut: Cut = { value: highest, last: top }
  for (const i of members) {
    if (held >= wanted) break
    held += expOfMinus(highest - lnP[i]!) * grid.weight[i]!
    length += grid.length[i]!
    cut = { value: lnP[i]!, last: i }
  }
  return { length, massAroundTop: massAround(lnP, top, grid, cut) }
}

function massAround(lnP: Float32Array, top: number, { weight }: GridLengths, { value, last }: Cut): number {
  const highest = lnP[top]!
  const isHeld = (i: number) => lnP[i]! > value || (lnP[i]! === value && i <= last)
  let mass = weight[top]!
  for (let i = top - 1; i >= 0 && isHeld(i); i--) mass += expOfMinus(highest - lnP[i]!) * weight[i]!
  for (let i = top + 1; i < lnP.length && isHeld(i); i++) mass += expOfMinus(highest - lnP[i]!) * weight[i]!
  return mass
}
