// Splits for tests of the audit: from lists of small numbers, equal rows where the numbers are equal.

import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import type { AuditedSplits } from './audited-splits.ts'
import { type BySplit, bySplit } from './by-split.ts'
import { hashWords } from './hash.ts'
import { nearRows, sameObjects, sameRows } from './row-groups.ts'

/** Columns of a pool: the rows of TRAIN, then those of VALID and TEST. */
export interface PoolColumns {
  /** a posterior per row */
  readonly posteriors: readonly (readonly number[])[]
  readonly labels: readonly number[]
  readonly redshift?: readonly (number | null)[]
  readonly logEvidence?: readonly (number | null)[]
  readonly ids?: readonly (string | null)[]
}

/** Splits of a tree: `TRAIN/X.npy` and so on, each row numbered within its split. */
export function auditedSplits(
  sizes: BySplit<number>,
  { posteriors, labels, redshift, logEvidence, ids }: PoolColumns,
  classLabels: readonly string[] = ['A', 'B'],
): AuditedSplits {
  const total = posteriors.length
  const hashes = new Uint32Array(2 * total)
  posteriors.forEach((values, row) => {
    hashWords(new Int32Array(Float32Array.from(values).buffer), 0, values.length, hashes, 2 * row)
  })
  const nothing = new Array<null>(total).fill(null)
  const start = { train: 0, validation: sizes.train, test: sizes.train + sizes.validation }
  const ownerOf = (row: number) => SPLIT_NAMES.findLast((split) => row >= start[split]) ?? 'train'
  return {
    rows: bySplit((split) => Uint32Array.from({ length: sizes[split] }, (_, i) => start[split] + i)),
    labels: Uint8Array.from(labels),
    classLabels,
    groups: {
      same: sameRows(hashes),
      near: nearRows(redshift ?? nothing, logEvidence ?? nothing),
      object: sameObjects(ids ?? nothing),
    },
    files: { train: 'TRAIN/X.npy', validation: 'VALID/X.npy', test: 'TEST/X.npy' },
    numberOf: (row) => row - start[ownerOf(row)],
    ids: ids ?? null,
  }
}

/** Splits of posteriors by number; every other row is of class B. */
export function splitsOf(
  rows: BySplit<readonly number[]>,
  columns: Partial<PoolColumns> = {},
): AuditedSplits {
  const all = SPLIT_NAMES.flatMap((split: SplitName) => rows[split])
  return auditedSplits(
    bySplit((split) => rows[split].length),
    { posteriors: all.map((number) => [number]), labels: all.map((number) => number % 2), ...columns },
  )
}
