// All runs in one file, to keep them elsewhere or to give them to a colleague. public/runs.schema.json describes it for other
// programs; data/read-reports.ts reads it.

import type { RunRecord } from './run-record.ts'

/** How the file says what it is. */
export const RUNS_FORMAT = 'redshift-studio-runs'
/** It grows when a key changes its meaning or goes. */
export const RUNS_VERSION = 1
/** Runs that one file may hold. */
export const MOST_RUNS = 10_000
/** Bytes that a file of reports may have: some five thousand runs on tests of ten thousand objects. */
export const MOST_REPORT_BYTES = 256 * 2 ** 20

/** The content of the file. Curves hold null where a value is not finite, because JSON has no word for NaN. */
export interface RunCollection {
  readonly format: typeof RUNS_FORMAT
  readonly version: typeof RUNS_VERSION
  /** version of the studio that saved it */
  readonly studio: string
  /** ISO 8601, UTC */
  readonly created: string
  readonly runs: readonly RunRecord[]
}

/**
 * The file of some runs, in their order.
 * @param made version of the studio, and the time as `Date.toISOString` gives it
 */
export function makeCollection(
  records: readonly RunRecord[],
  { studio, created }: Pick<RunCollection, 'studio' | 'created'>,
): RunCollection {
  return { format: RUNS_FORMAT, version: RUNS_VERSION, studio, created, runs: records.map(plainRecord) }
}

/** File name of a collection, for example `redshift-studio_runs_2026-11-26.json`. The date is UTC. */
export function collectionFileName(created: string): string {
  return `redshift-studio_runs_${created.slice(0, 10)}.json`
}

/** The keys of a record in their order, and no others that a store may have added. */
function plainRecord(record: RunRecord): RunRecord {
  const { id, name, tags, note, at, source, colour, labels, gaps, report } = record
  return { id, name, tags, note, at, source, colour, labels, gaps, report }
}
