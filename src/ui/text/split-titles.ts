// Names of splits, the same in every view.

import type { EvaluatedSplit } from '../../core/run.ts'

/** Splits as people call them, where they stand alone. */
export const SPLIT_TITLES: Readonly<Record<EvaluatedSplit, string>> = {
  train: 'Train',
  validation: 'Validation',
  test: 'Test',
  natural: 'Natural test',
}
