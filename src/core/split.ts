// Which rows train, which validate and which test: index arrays, made before anything is read.

import { createRng, type Rng } from './rng.ts'
import type { SplitName } from './split-names.ts'

/** How objects are split. */
export interface SplitSettings {
  /** of all objects, 0 to 1 */
  readonly testFraction: number
  /** of those that are left, 0 to 1 */
  readonly validationFraction: number
  readonly seed: number
}

/** The fractions of LAM-Redshift's `load_dataset`: test 15 %, then validation 15 % of the rest. */
export const REFERENCE_SPLIT: SplitSettings = { testFraction: 0.15, validationFraction: 0.15, seed: 1 }

/** Row numbers of each split; every row is in one of them. */
export type SplitRows = Readonly<Record<SplitName, Uint32Array<ArrayBuffer>>>

/**
 * Number of rows of each split. A fraction of the rows is rounded up, as scikit-learn's `train_test_split` does.
 * @param rows of all splits
 */
export function splitSizes(
  rows: number,
  { testFraction, validationFraction }: SplitSettings = REFERENCE_SPLIT,
): Readonly<Record<SplitName, number>> {
  const test = Math.ceil(testFraction * rows)
  const validation = Math.ceil(validationFraction * (rows - test))
  return { train: rows - test - validation, validation, test }
}

/**
 * Deals rows out to the splits by chance, each in one of them.
 * @param rows in any order, which is changed
 * @param sizes add up to the number of rows
 */
export function dealRows(
  rows: Uint32Array<ArrayBuffer>,
  { test, validation }: Readonly<Record<SplitName, number>>,
  rng: Rng,
): SplitRows {
  rng.shuffle(rows)
  return {
    test: rows.slice(0, test),
    validation: rows.slice(test, test + validation),
    train: rows.slice(test + validation),
  }
}

/** Row numbers of each split in the order in which they are drawn: by chance, every row once. */
export function drawSplit(rows: number, settings: SplitSettings): SplitRows {
  const order = Uint32Array.from({ length: rows }, (_, row) => row)
  return dealRows(order, splitSizes(rows, settings), createRng(settings.seed, 'split'))
}

/** The same split with the rows of each part in ascending order, in which they are read. */
export function planSplit(rows: number, settings: SplitSettings): SplitRows {
  const { train, validation, test } = drawSplit(rows, settings)
  return { train: train.sort(), validation: validation.sort(), test: test.sort() }
}
