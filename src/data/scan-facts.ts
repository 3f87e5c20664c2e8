// What the scan of all parts found, by rows of the pool.

import { ROW_FLAGS, type RowFacts } from '../core/plan-splits.ts'
import type { RowHashes } from './hash.ts'
import type { Part } from './part.ts'
import { gather, type Pool } from './pool.ts'
import { nearRows, sameObjects, sameRows } from './row-groups.ts'
import { isBad, isConstant, isEmpty } from './row-summary.ts'
import type { RowStats } from './scan.ts'

/** Columns with one value per row of the pool, and the statistics of each part. */
export interface ScanFacts extends RowFacts {
  readonly hashes: RowHashes
  /** effective widths in points */
  readonly widths: Float32Array
  readonly statsOf: (part: Part) => RowStats
}

/** Joins what was found in the parts. */
export function factsOf(pool: Pool, statsOf: (part: Part) => RowStats): ScanFacts {
  const hashes = new Uint32Array(2 * pool.rows)
  const widths = new Float32Array(pool.rows)
  const flags = new Uint8Array(pool.rows)
  for (const { part, from } of pool.parts) {
    const stats = statsOf(part)
    hashes.set(stats.hashes, 2 * from)
    widths.set(stats.widths, from)
    for (let row = 0; row < stats.rows; row++) {
      flags[from + row] =
        (isEmpty(stats, row) ? ROW_FLAGS.withoutShape : 0) |
        (isBad(stats, row) ? ROW_FLAGS.nonFinite : 0) |
        (isConstant(stats, row) ? ROW_FLAGS.constant : 0)
    }
  }
  const same = sameRows(hashes)
  // rows without shape say nothing by which one could be a copy of another
  flags.forEach((flag, row) => {
    if (flag & ROW_FLAGS.withoutShape) same[row] = row
  })
  const attributes = gather(pool, (part) => part.attributes, null)
  return {
    same,
    near: nearRows(
      attributes.map((of) => of?.redshift ?? null),
      attributes.map((of) => of?.logEvidence ?? null),
    ),
    object: sameObjects(attributes.map((of) => of?.id ?? null)),
    hashes,
    widths,
    flags,
    statsOf,
  }
}
