// Rows of a part that some split holds: what is wrong with others harms nobody.

import type { SplitPlan } from '../core/plan-splits.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import { type PooledPart, rowsWithin } from './pool.ts'

/** Row numbers within the part, ascending; `null` for all. */
export function usedWithin(place: PooledPart, { rows }: SplitPlan): Uint32Array<ArrayBuffer> | null {
  const isUsed = new Uint8Array(place.to - place.from)
  for (const split of SPLIT_NAMES) {
    const own = rowsWithin(place, rows[split])
    if (own === null) return null
    for (const row of own) isUsed[row] = 1
  }
  const used = Uint32Array.from({ length: isUsed.length }, (_, row) => row).filter((row) => isUsed[row] === 1)
  return used.length === isUsed.length ? null : used
}
