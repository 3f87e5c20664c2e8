// What the scan found in the rows of each split.

import type { SplitRows } from '../core/split.ts'
import { type BySplit, mapSplits } from './by-split.ts'
import { type Pool, partsHolding, rowsWithin } from './pool.ts'
import { type RowSummary, summariseRows } from './row-summary.ts'
import type { ScanFacts } from './scan-facts.ts'

/** Values of some rows that are not finite, and their lowest finite value. */
export type SplitSummary = Pick<RowSummary, 'nonFinite' | 'lowest'>

/** Sums over the parts that the rows of a split lie in. */
export function summariseSplits(pool: Pool, rows: SplitRows, { statsOf }: ScanFacts): BySplit<SplitSummary> {
  return mapSplits(rows, (own) => {
    const summaries = partsHolding(pool, own).map((place) =>
      summariseRows(statsOf(place.part), own.length === 0 ? NONE : rowsWithin(place, own)),
    )
    const sum = (key: keyof RowSummary['nonFinite']) =>
      summaries.reduce((total, { nonFinite }) => total + nonFinite[key], 0)
    return {
      nonFinite: { nan: sum('nan'), posInf: sum('posInf'), negInf: sum('negInf') },
      lowest: Math.min(...summaries.map(({ lowest }) => lowest)),
    }
  })
}

const NONE = new Uint32Array(0)
