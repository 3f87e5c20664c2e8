// Runs that were read from the library, put together with those of the page: other tabs add, change and delete runs, too.

import { hasEnded } from '../core/run.ts'
import type { RunRecord } from '../core/run-record.ts'
import { sameData } from '../core/same-data.ts'
import { compareOnly, sortRecords } from './compared.ts'
import type { RunsSlice } from './state.ts'

/** What was known when the reading began. */
interface Before {
  readonly records: readonly RunRecord[]
  /** newer here than in the library */
  readonly unkept: ReadonlySet<string>
}

/**
 * The slice with the runs of the library. The run of this session, what the library does not have yet, and what was changed
 * while it was read stay as they are here; what another tab deleted goes.
 */
export function mergeRuns(runs: RunsSlice, loaded: readonly RunRecord[], before: Before): RunsSlice {
  const former = new Map(before.records.map((record) => [record.id, record]))
  const present = new Map(runs.records.map((record) => [record.id, record]))
  const staysAsItIs = (record: RunRecord): boolean =>
    record.id === runs.liveId || before.unkept.has(record.id) || former.get(record.id) !== record
  const kept = runs.records.filter(staysAsItIs)
  const keptIds = new Set(kept.map(({ id }) => id))
  const read = loaded
    .filter(({ id }) => !keptIds.has(id) && (present.has(id) || !isGone(id)))
    .map((record) => {
      const left = asLeft(record)
      const known = present.get(record.id)
      // the same object, so that nothing is drawn anew
      return known !== undefined && sameData(known, left) ? known : left
    })
  const records = sortRecords([...kept, ...read])
  const has = (id: string | null) => records.some((record) => record.id === id)
  return compareOnly(
    { ...runs, phase: 'ready', records, openedId: has(runs.openedId) ? runs.openedId : null },
    runs.comparedIds,
    runs.baselineId,
  )

  /** deleted here since the reading began, or just before it */
  function isGone(id: string): boolean {
    return former.has(id) || runs.deleted?.record.id === id
  }
}

/** A run whose page was closed before it ended: nobody goes on with it. It may also be the live run of another tab. */
export function asLeft(record: RunRecord): RunRecord {
  const { meta } = record.report
  const status = meta?.status ?? null
  if (meta === null || status === null || hasEnded(status)) return record
  return { ...record, report: { ...record.report, meta: { ...meta, status: 'stopped', incomplete: true } } }
}
