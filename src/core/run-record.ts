// A run as it is kept after it has ended, or a report that was imported: what the list of runs holds and what is compared.

import type { PartialReport } from './report.ts'
import { hasEnded } from './run.ts'

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

/** What a person gives a run; tabs may change it at any time. */
export const GIVEN_FIELDS = ['name', 'tags', 'note', 'colour'] as const

/** What of a kept run may change. The report is changed by the tab that trains, and by no other. */
export type RunField = (typeof GIVEN_FIELDS)[number] | 'report'
export type RunPatch = Partial<Pick<RunRecord, RunField>>

/** Where runs are kept from visit to visit, for all tabs. Each call may reject, for example where there is no room left. */
export interface RunLibrary {
  /** runs in any order, all or those of these ids; `unread` are those among them that cannot be understood */
  load(ids?: readonly string[]): Promise<{ readonly records: readonly RunRecord[]; readonly unread: number }>
  /** keeps a new run; `false` where something has its id already, which stays as it is */
  add(record: RunRecord): Promise<boolean>
  /** changes a run as `patchRun` does, in one go; `false` where there is none that can be understood */
  update(id: string, patch: RunPatch): Promise<boolean>
  remove(id: string): Promise<void>
  /** calls `listener` with the ids of runs that other tabs have changed, added or removed */
  onChange(listener: (ids: readonly string[]) => void): void
}

/** These fields of a run. */
export function fieldsOfRun(record: RunRecord, fields: Iterable<RunField>): RunPatch {
  return Object.fromEntries(Array.from(fields, (field) => [field, record[field]])) as RunPatch
}

/** The run with these fields; a report of a run that has ended is never replaced by one of before its end. */
export function patchRun<Kept extends RunRecord>(kept: Kept, patch: RunPatch): Kept {
  const { report = kept.report } = patch
  return { ...kept, ...patch, report: isOfEnd(kept.report) && !isOfEnd(report) ? kept.report : report }
}

/** Whether a report is that of a run that has ended; one that does not say so goes for it. */
export function isOfEnd({ meta }: PartialReport): boolean {
  const status = meta?.status ?? null
  return status === null || hasEnded(status)
}
