// A run as it is kept after it has ended, or a report that was imported: what the list of runs holds and what is compared.

import type { PartialReport } from './report.ts'

/** A report that was read or made, with what a person reads in place of its names. */
export interface SavedReport {
  readonly report: PartialReport
  /** readable names of the classes, in class order */
  readonly labels: readonly string[]
  /** keys of `save_in_dict` that are absent or empty; `[]` for a run of this studio */
  readonly gaps: readonly string[]
}

/** Where a run comes from. */
export type RunSource =
  | { readonly kind: 'trained' }
  | { readonly kind: 'imported'; readonly file: string; readonly format: 'json' | 'npy' }

/** One run in the list. */
export interface RunRecord extends SavedReport {
  readonly id: string
  readonly name: string
  readonly tags: readonly string[]
  readonly note: string
  /** milliseconds since 1970: the start of training, or when the report was imported */
  readonly at: number
  readonly source: RunSource
  /** number of its colour, from 0 to `RUN_COLOURS - 1`: the same wherever the run is drawn */
  readonly colour: number
}

/** One run of a report file: a collection gives all that its records say, a single report its name at most. */
export type ReadRun = Omit<RunRecord, 'id' | 'at' | 'colour'> & {
  readonly id: string | null
  readonly at: number | null
  readonly colour: number | null
}

/** Colours that runs are told apart by, and so how many may be compared. */
export const RUN_COLOURS = 8

/** Where runs are kept from visit to visit. Each call may reject, for example where the browser has no room left. */
export interface RunLibrary {
  /** all runs, in any order; what cannot be understood is left out */
  load(): Promise<readonly RunRecord[]>
  /** adds a run, or replaces the one of the same id */
  put(record: RunRecord): Promise<void>
  remove(id: string): Promise<void>
}
