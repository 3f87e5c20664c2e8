// Runs that were read from report files become records of the list.

import type { PartialReport } from '../core/report.ts'
import { createRunNamer } from '../core/run-names.ts'
import type { ReadRun, RunRecord } from '../core/run-record.ts'
import { countColours, rarestColour, sortRecords, takeInComparable } from './compared.ts'
import { asLeft } from './merge-runs.ts'
import { tidyTexts } from './run-texts.ts'
import { outlineOf, sameReport } from './same-report.ts'
import type { RunsSlice } from './state.ts'
import type { Studio } from './studio.ts'

/**
 * Adds runs, and takes those into the comparison that belong to it. What the list has already, whatever it is called there, is
 * not added again; another run of an id that is there, or may come back, gets an id of its own.
 * @returns the slice, and the ids of what is new in it
 */
export function admitRuns(
  runs: RunsSlice,
  read: readonly ReadRun[],
  { newId, now }: Pick<Studio, 'newId' | 'now'>,
): { readonly runs: RunsSlice; readonly ids: readonly string[] } {
  const { records, deleted } = runs
  const takenIds = new Set([...records, ...deleted.map(({ record }) => record)].map(({ id }) => id))
  const uniqueName = createRunNamer(records.map(({ name }) => name))
  const colours = countColours(records)
  const isNew = createDistinguisher(records.map(({ report }) => report))
  const added: RunRecord[] = []
  for (const each of read) {
    const colour = each.colour ?? rarestColour(colours)
    const texts = tidyTexts(each)
    const record = asLeft({ ...each, ...texts, id: each.id ?? newId(), at: each.at ?? now(), colour })
    if (!isNew(record.report)) continue
    const id = takenIds.has(record.id) ? newId() : record.id
    takenIds.add(id)
    colours[colour]!++
    added.push({ ...record, id, name: uniqueName(record.name || 'Run without a name') })
  }
  // ahead of the others, so that files of one moment stay in their order
  const all = { ...runs, records: sortRecords([...added, ...records]) }
  return { runs: takeInComparable(all, added), ids: added.map(({ id }) => id) }
}

/** Tells whether a report is none of the known ones; it is one of them from then on. */
function createDistinguisher(known: readonly PartialReport[]): (report: PartialReport) => boolean {
  const byOutline = new Map<string, PartialReport[]>()
  const isNew = (report: PartialReport): boolean => {
    const outline = outlineOf(report)
    const alike = byOutline.get(outline) ?? []
    if (alike.some((other) => sameReport(other, report))) return false
    byOutline.set(outline, [...alike, report])
    return true
  }
  known.forEach(isNew)
  return isNew
}
