// The list of runs: read, imported, exported, opened, edited, deleted and brought back.

import { describeError } from '../core/errors.ts'
import { hasEnded } from '../core/run.ts'
import { collectionFileName, makeCollection } from '../core/run-collection.ts'
import type { RunRecord } from '../core/run-record.ts'
import { sameData } from '../core/same-data.ts'
import { STUDIO_VERSION } from '../core/version.ts'
import type { ReportReading } from '../engine/types.ts'
import { admitRuns } from './admit-runs.ts'
import { compareOnly, replaceRecord, sortRecords, takeIn, takeOut } from './compared.ts'
import { clearError, dropRun, failKeeping, keepRun, keepRuns, unkeptRuns } from './keep-runs.ts'
import { isUnderWay } from './live-record.ts'
import { mergeRuns } from './merge-runs.ts'
import type { RunsSlice } from './state.ts'
import type { Studio } from './studio.ts'

/** Limits of what a person writes about a run. */
export const RUN_TEXT_LIMITS = { name: 200, tags: 20, tag: 40, note: 10_000 } as const

/** Asks which runs are kept; those of another tab come in. */
export async function loadRuns(studio: Studio): Promise<void> {
  const { records } = studio.store.getState().runs
  const unkept = [...unkeptRuns(studio)]
  try {
    const loaded = await studio.library.load()
    const before = { records, unkept: new Set([...unkept, ...unkeptRuns(studio)]) }
    studio.store.setState(({ runs }) => ({ runs: mergeRuns(runs, loaded, before) }))
    await clearError(studio)
  } catch (thrown) {
    setRuns(studio, { phase: 'ready' })
    failKeeping(studio, thrown)
  }
}

/** Adds reports of this studio, of LAM-Redshift, and collections that `exportRuns` saved. */
export async function importReports(studio: Studio, files: readonly File[]): Promise<void> {
  if (files.length === 0 || studio.store.getState().runs.importing) return
  setRuns(studio, { importing: true, refused: [] })
  const readings = await readReports(studio, files)
  const read = readings.flatMap((reading) => ('runs' in reading ? reading.runs : []))
  const refused = readings.flatMap((reading) => ('error' in reading ? [reading] : []))
  const { runs, ids } = admitRuns(studio.store.getState().runs, read, studio)
  studio.store.setState({ runs: { ...runs, importing: false, refused }, view: 'runs' })
  await keepRuns(studio, ids)
}

async function readReports(studio: Studio, files: readonly File[]): Promise<readonly ReportReading[]> {
  try {
    return await studio.engine.readReports(files.map((file) => ({ path: file.name, file })))
  } catch (thrown) {
    return files.map((file) => ({ file: file.name, error: describeError(thrown) }))
  }
}

/** Forgets what the last import refused. */
export function dismissRefused(studio: Studio): void {
  setRuns(studio, { refused: [] })
}

/** Saves all runs of the list in one file. */
export function exportRuns(studio: Studio): void {
  const { records } = studio.store.getState().runs
  if (records.length === 0) return
  const created = new Date(studio.now()).toISOString()
  const collection = makeCollection(records, { studio: STUDIO_VERSION, created })
  const text = `${JSON.stringify(collection)}\n`
  studio.download(collectionFileName(created), new Blob([text], { type: 'application/json' }))
}

/** Shows a kept run in the panels of results. */
export function openRun(studio: Studio, id: string): void {
  const { run, runs } = studio.store.getState()
  if (!runs.records.some((record) => record.id === id)) return
  // the panels show the run of this session as it goes on
  const openedId = id === runs.liveId && run !== null ? null : id
  studio.store.setState({ runs: { ...runs, openedId }, view: 'training' })
}

/** Shows the run of this session again. */
export function closeRun(studio: Studio): void {
  setRuns(studio, { openedId: null })
}

/** Changes name, tags or note. A name that is empty is not taken; tags are told apart, and all is cut to its limit. */
export async function editRun(
  studio: Studio,
  id: string,
  { name, tags, note }: Partial<Pick<RunRecord, 'name' | 'tags' | 'note'>>,
): Promise<void> {
  const record = recordOf(studio, id)
  if (record === undefined) return
  const edited: RunRecord = {
    ...record,
    name: cut(name ?? '', RUN_TEXT_LIMITS.name) || record.name,
    tags: tags === undefined ? record.tags : tidyTags(tags),
    note: note === undefined ? record.note : cut(note, RUN_TEXT_LIMITS.note),
  }
  if (sameData(edited, record)) return
  setRuns(studio, { records: replaceRecord(studio.store.getState().runs.records, edited) })
  await keepRun(studio, id)
}

/** Deletes a run at once; `undoDelete` brings it back. The run under way stays. */
export async function deleteRun(studio: Studio, id: string): Promise<void> {
  const record = recordOf(studio, id)
  if (record === undefined || isUnderWay(studio, id)) return
  const { runs } = studio.store.getState()
  const { comparedIds, baselineId } = runs
  setRuns(studio, {
    ...takeOut(runs, id),
    records: runs.records.filter((each) => each !== record),
    liveId: runs.liveId === id ? null : runs.liveId,
    openedId: runs.openedId === id ? null : runs.openedId,
    deleted: { record, comparedIds, baselineId },
  })
  await dropRun(studio, id)
}

/** Brings back what was deleted last, in the comparison too. */
export async function undoDelete(studio: Studio): Promise<void> {
  const { run, runs } = studio.store.getState()
  if (runs.deleted === null) return
  const { deleted } = runs
  const { record } = deleted
  const isLive = run !== null && hasEnded(run.status) && record.at === run.startedAt
  const back: RunsSlice = {
    ...runs,
    records: sortRecords([record, ...runs.records]),
    liveId: isLive && record.source.kind === 'trained' ? record.id : runs.liveId,
    deleted: null,
  }
  studio.store.setState({ runs: compareAgain(back, deleted) })
  await keepRun(studio, record.id)
}

/** The run is compared again: as before, unless other runs were chosen since. */
function compareAgain(
  runs: RunsSlice,
  { record: { id }, comparedIds, baselineId }: NonNullable<RunsSlice['deleted']>,
): RunsSlice {
  if (!comparedIds.includes(id)) return runs
  const rest = comparedIds.filter((each) => each !== id)
  return rest.join() === runs.comparedIds.join()
    ? compareOnly(runs, comparedIds, baselineId)
    : takeIn(runs, id)
}

function tidyTags(tags: readonly string[]): readonly string[] {
  const tidied = tags.map((tag) => cut(tag, RUN_TEXT_LIMITS.tag)).filter((tag) => tag !== '')
  return [...new Set(tidied)].slice(0, RUN_TEXT_LIMITS.tags)
}

/** At most so many characters, and no blanks about them. */
function cut(text: string, most: number): string {
  return Array.from(text.trim()).slice(0, most).join('').trimEnd()
}

function recordOf(studio: Studio, id: string): RunRecord | undefined {
  return studio.store.getState().runs.records.find((record) => record.id === id)
}

function setRuns(studio: Studio, patch: Partial<RunsSlice>): void {
  studio.store.setState(({ runs }) => ({ runs: { ...runs, ...patch } }))
}
