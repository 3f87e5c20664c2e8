// Splits that are drawn class by class: how many rows of each class go where, and which.

import { joinRows } from './class-rows.ts'
import { createRng } from './rng.ts'
import { dealRows, type SplitRows, type SplitSettings, splitSizes } from './split.ts'
import { SPLIT_NAMES, type SplitName } from './split-names.ts'

/** Rows of each split per class. */
export type ClassSizes = Readonly<Record<SplitName, readonly number[]>>

/**
 * Sizes per class that add up to those of the whole, as two calls of scikit-learn's
 * `train_test_split(stratify=...)` give them: what is left after the test is allocated to the classes first,
 * the test gets the others; then the same with train and validation. Where remainders tie, scikit-learn draws
 * lots; here the class that comes first gets the row. A class of one row, which scikit-learn refuses, goes
 * where the allocation puts it.
 */
export function stratifiedSizes(counts: readonly number[], settings: SplitSettings): ClassSizes {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const sizes = splitSizes(total, settings)
  const rest = allocate(counts, total - sizes.test)
  const train = allocate(rest, sizes.train)
  return {
    train,
    validation: rest.map((count, i) => count - train[i]!),
    test: counts.map((count, i) => count - rest[i]!),
  }
}

/**
 * Sizes of `splitSizes` for each class on its own, as `processData.py` splits: every class rounds up by
 * itself.
 */
export function ownSizes(counts: readonly number[], settings: SplitSettings): ClassSizes {
  const sizes = counts.map((count) => splitSizes(count, settings))
  return {
    train: sizes.map(({ train }) => train),
    validation: sizes.map(({ validation }) => validation),
    test: sizes.map(({ test }) => test),
  }
}

/**
 * Deals each class out on its own; every part in ascending order.
 * @param lists rows per class; their order is changed
 */
export function splitByClass(
  lists: readonly Uint32Array<ArrayBuffer>[],
  sizes: ClassSizes,
  seed: number,
): SplitRows {
  const dealt = lists.map((list, i) =>
    dealRows(
      list,
      { train: sizes.train[i]!, validation: sizes.validation[i]!, test: sizes.test[i]! },
      createRng(seed, `split class ${i}`),
    ),
  )
  const [train, validation, test] = SPLIT_NAMES.map((name) => joinRows(dealt.map((rows) => rows[name])))
  return { train: train!, validation: validation!, test: test! }
}

/**
 * `draws` shared out in proportion to `counts` by largest remainder, in the order of operations of
 * scikit-learn's `_approximate_mode`, so that rounding in float64 falls the same way.
 */
function allocate(counts: readonly number[], draws: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return counts.map(() => 0)
  const shares = counts.map((count) => (count / total) * draws)
  const sizes = shares.map(Math.floor)
  const missing = draws - sizes.reduce((sum, size) => sum + size, 0)
  const remainders = shares.map((share, i) => share - sizes[i]!)
  // the sort is stable: of equal remainders the first comes first
  const order = counts.map((_, i) => i).sort((a, b) => remainders[b]! - remainders[a]!)
  for (const i of order.slice(0, missing)) sizes[i]!++
  return sizes
}
