// Runs that were read from the library, put together with those of the page: other tabs add, change and delete runs, too.

import { fieldsOfRun, isOfEnd, type RunField, type RunRecord } from '../core/run-record.ts'
import { sameData } from '../core/same-data.ts'
import { compareOnly, sortRecords } from './compared.ts'
import type { RunsSlice } from './state.ts'
import type { Studio } from './studio.ts'

/** What the page knows besides. */
interface Known {
  /** ids that were asked for; `null` for all */
  readonly asked: ReadonlySet<string> | null
  /** what the library does not have yet */
  readonly unkept: Pick<Studio['unkept'], 'get'>
  /** the run under way in this tab; `null` where there is none */
  readonly underWay: string | null
}

/**
 * The slice with what the library has. Of a run that both have, this page's are the fields that are not written yet, and the
 * report of the run under way; what another tab deleted goes, but for runs that only this page has.
 */
export function mergeRuns(
  runs: RunsSlice,
  loaded: readonly RunRecord[],
  { asked, unkept, underWay }: Known,
): RunsSlice {
  const kept = new Map(loaded.map((record) => [record.id, asLeft(record)]))
  const present = new Set(runs.records.map(({ id }) => id))
  const staying = runs.records.flatMap((record) => {
    if (asked !== null && !asked.has(record.id)) return record
    return mergeRun(record, kept.get(record.id)) ?? []
  })
  const coming = [...kept.values()].filter(({ id }) => !present.has(id) && unkept.get(id)?.kind !== 'deleted')
  const records = sortRecords([...staying, ...coming])
  const ids = new Set(records.map(({ id }) => id))
  const ifThere = (id: string | null) => (id !== null && ids.has(id) ? id : null)
  return compareOnly(
    {
      ...runs,
      records,
      liveId: ifThere(runs.liveId),
      openedId: ifThere(runs.openedId),
      // but for those that another tab brought back
      deleted: runs.deleted.filter(({ record }) => !ids.has(record.id)),
    },
    runs.comparedIds,
    runs.baselineId,
  )

  /** `null` where the run goes. */
  function mergeRun(record: RunRecord, there: RunRecord | undefined): RunRecord | null {
    const change = unkept.get(record.id)
    const ours = new Set<RunField>(change?.fields)
    if (record.id === underWay) ours.add('report')
    if (change?.kind === 'added') return record
    if (there === undefined) return ours.has('report') ? record : null
    const merged = { ...there, ...fieldsOfRun(record, ours) }
    // the same object, so that nothing is drawn anew
    return sameData(record, merged) ? record : merged
  }
}

/** A run whose page was closed before it ended: nobody goes on with it. It may also be the live run of another tab. */
export function asLeft<Run extends Pick<RunRecord, 'report'>>(record: Run): Run {
  const { meta } = record.report
  if (meta === null || isOfEnd(record.report)) return record
  return { ...record, report: { ...record.report, meta: { ...meta, status: 'stopped', incomplete: true } } }
}
