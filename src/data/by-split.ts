// One value for each split.

import type { SplitName } from '../core/split-names.ts'

export type BySplit<T> = Readonly<Record<SplitName, T>>

/** The value of each split, made by `of`. */
export function bySplit<T>(of: (split: SplitName) => T): Record<SplitName, T> {
  return { train: of('train'), validation: of('validation'), test: of('test') }
}

/** What `map` makes of the value of each split. */
export function mapSplits<T, U>(values: BySplit<T>, map: (value: T) => U): Record<SplitName, U> {
  return bySplit((split) => map(values[split]))
}
