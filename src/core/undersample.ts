// Undersampling by chance. LAM-Redshift's own keeps the first rows of each class in the order of the files,
// because it forgets its shuffle; here every row of a class is as likely to stay as any other.

import { drawRows, joinRows, rowsByClass } from './class-rows.ts'
import type { Balancing } from './preparation.ts'
import { createRng } from './rng.ts'

/**
 * Objects per class after undersampling: `smallest` takes every class that is present to the smallest one
 * (imbalanced-learn's RandomUnderSampler, as `load_dataset` uses it), `tenth-more` to floor(1.1 x the
 * smallest one) at most (`processData.py`).
 */
export function undersampledCounts(counts: readonly number[], balancing: Balancing): readonly number[] {
  const smallest = Math.min(...counts.filter((count) => count > 0))
  switch (balancing) {
    case 'none':
      return counts
    case 'smallest':
      return counts.map((count) => Math.min(count, smallest))
    case 'tenth-more':
      return counts.map((count) => Math.min(count, Math.floor(1.1 * smallest)))
    default:
      return balancing satisfies never
  }
}

/** What to draw rows by. */
export interface UndersampleOptions {
  /** class index per row of the pool */
  readonly labels: Uint8Array
  readonly classes: number
  readonly balancing: Balancing
  readonly seed: number
  /** tells draws with the same seed apart */
  readonly stream: string
}

/**
 * Rows that undersampling leaves, ascending. Rows without a class belong to none that could be balanced: they
 * are left out, unless `balancing` is `none`, which leaves everything.
 * @param rows ascending
 */
export function undersample(
  rows: Uint32Array<ArrayBuffer>,
  { labels, classes, balancing, seed, stream }: UndersampleOptions,
): Uint32Array<ArrayBuffer> {
  if (balancing === 'none') return rows
  const lists = rowsByClass(rows, labels, classes).slice(0, classes)
  const kept = undersampledCounts(
    lists.map((list) => list.length),
    balancing,
  )
  return joinRows(
    lists.map((list, label) =>
      drawRows(list, kept[label]!, createRng(seed, `undersample ${stream}, class ${label}`)),
    ),
  )
}
