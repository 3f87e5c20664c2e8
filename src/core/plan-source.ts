// What the planning of splits knows of a data set: plain columns over a pool, which is the rows of all files
// one after another. No posterior is read for a plan.

import type { SplitRows } from './split.ts'

/** Bits of `RowFacts.flags`. */
export const ROW_FLAGS = {
  /** -inf at every redshift */
  withoutShape: 1,
  /** NaN or +inf somewhere */
  nonFinite: 2,
  /** one finite value at every redshift */
  constant: 4,
} as const

/** What is known once the posteriors were scanned: columns with one value per row of the pool. */
export interface RowFacts {
  /** first row of the pool with an equal posterior; a row's own number where none comes before it */
  readonly same: Uint32Array
  /** likewise: with the same redshift and log-evidence */
  readonly near: Uint32Array
  /** likewise: of the same object by name */
  readonly object: Uint32Array
  /** bits of `ROW_FLAGS` */
  readonly flags: Uint8Array
}

/** A data set as planning sees it. Rows are numbers of the pool, in ascending order. */
export interface PlanSource {
  /** class index per row of the pool; `NO_CLASS` of `objects.ts` without one */
  readonly labels: Uint8Array
  readonly classes: number
  /** rows of each split as the files say; `null` where they do not */
  readonly given: SplitRows | null
  /** rows that splits are drawn from: all but those of parts that are only in `naturalSource` */
  readonly candidates: Uint32Array
  /**
   * rows at natural prevalence beside the data, as TEST of the unbalanced tree or raw files; `null` without
   */
  readonly naturalSource: Uint32Array | null
  /** whether the given splits are balanced already */
  readonly balanced: boolean
  /** `null` until the posteriors were scanned */
  readonly facts: RowFacts | null
}
