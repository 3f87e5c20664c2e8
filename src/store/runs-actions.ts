// The list of runs: imported, opened, edited, deleted and brought back.

import { describeError } from '../core/errors.ts'
import { hasEnded } from '../core/run.ts'
import { GIVEN_FIELDS, type RunRecord } from '../core/run-record.ts'
import { sameData } from '../core/same-data.ts'
import type { ReportReading } from '../engine/types.ts'
import { admitRuns } from './admit-runs.ts'
import { compareOnly, replaceRecord, sortRecords, takeIn, takeOut } from './compared.ts'
import { addRuns, dropRun, keepRun } from './keep-runs.ts'
import { idUnderWay } from './live-record.ts'
import { loadRuns } from './load-runs.ts'
import { asLeft } from './merge-runs.ts'
import { tidyTexts } from './run-texts.ts'
import { sameReport } from './same-report.ts'
import { type Deletion, MOST_DELETED, type RunsSlice } from './state.ts'
import type { Studio } from './studio.ts'

/** Adds reports of this studio, of LAM-Redshift, and collections that `exportRuns` saved. */
export async function importReports(studio: Studio, files: readonly File[]): Promise<void> {
  const { store } = studio
  if (files.length === 0 || store.getState().runs.importing) return
  setRuns(studio, { importing: true, imported: null, refused: [] })
  const readings = await readReports(studio, files)
  const read = readings.flatMap((reading) => ('runs' in reading ? reading.runs : []))
  const refused = readings.flatMap((reading) => ('error' in reading ? [reading] : []))
  await untilLoaded(studio)
  // what was deleted comes back as it was, with what was written about it since the file was saved
  const back = store
    .getState()
    .runs.deleted.filter(({ record }) => read.some((run) => sameReport(asLeft(run).report, record.report)))
  for (const deletion of back) await bringBack(studio, deletion)
  const { runs, ids } = admitRuns(store.getState().runs, read, studio)
  const added = back.length + ids.length
  const imported = { added, known: read.length - added }
  store.setState({ runs: { ...runs, importing: false, imported, refused }, view: 'runs' })
  await addRuns(studio, ids)
}

/** Whoever does not know yet which runs there are cannot tell which are new. */
async function untilLoaded(studio: Studio): Promise<void> {
  await studio.libraryTurn
  if (studio.store.getState().runs.phase === 'loading') await loadRuns(studio)
}

async function readReports(studio: Studio, files: readonly File[]): Promise<readonly ReportReading[]> {
  try {
    return await studio.engine.readReports(files.map((file) => ({ path: file.name, file })))
  } catch (thrown) {
    return files.map((file) => ({ file: file.name, error: describeError(thrown) }))
  }
}

/** Forgets what the last import came to and what it refused. */
export function dismissRefused(studio: Studio): void {
  setRuns(studio, { imported: null, refused: [] })
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
  patch: Partial<Pick<RunRecord, 'name' | 'tags' | 'note'>>,
): Promise<void> {
  const record = recordOf(studio, id)
  if (record === undefined) return
  const texts = tidyTexts({ ...record, ...patch })
  const edited: RunRecord = { ...record, ...texts, name: texts.name || record.name }
  const fields = GIVEN_FIELDS.filter((field) => !sameData(edited[field], record[field]))
  if (fields.length === 0) return
  setRuns(studio, { records: replaceRecord(studio.store.getState().runs.records, edited) })
  await keepRun(studio, id, fields)
}

/** Deletes a run at once; `undoDelete` brings it back. The run under way stays. */
export async function deleteRun(studio: Studio, id: string): Promise<void> {
  const record = recordOf(studio, id)
  if (record === undefined || idUnderWay(studio.store.getState()) === id) return
  const { runs } = studio.store.getState()
  const { liveId, comparedIds, baselineId, comparedTest } = runs
  const deletion = { record, liveId, comparedIds, baselineId, comparedTest }
  setRuns(studio, {
    ...takeOut(runs, id),
    records: runs.records.filter((each) => each !== record),
    liveId: liveId === id ? null : liveId,
    openedId: runs.openedId === id ? null : runs.openedId,
    deleted: [deletion, ...runs.deleted].slice(0, MOST_DELETED),
  })
  await dropRun(studio, id)
}

/** Brings back what was deleted last, in the comparison too. */
export async function undoDelete(studio: Studio): Promise<void> {
  const newest = studio.store.getState().runs.deleted[0]
  if (newest !== undefined) await bringBack(studio, newest)
}

async function bringBack(studio: Studio, deletion: Deletion): Promise<void> {
  const { run, runs } = studio.store.getState()
  if (!runs.deleted.includes(deletion)) return
  const { record } = deletion
  // unless another run began since
  const isLive =
    deletion.liveId === record.id && run !== null && hasEnded(run.status) && run.startedAt === record.at
  const back: RunsSlice = {
    ...runs,
    records: sortRecords([record, ...runs.records]),
    liveId: isLive ? record.id : runs.liveId,
    deleted: runs.deleted.filter((each) => each !== deletion),
  }
  studio.store.setState({ runs: compareAgain(back, deletion) })
  await addRuns(studio, [record.id])
}

/** The run is compared again: as before, unless other runs were chosen since. */
function compareAgain(
  runs: RunsSlice,
  { record: { id }, comparedIds, baselineId, comparedTest }: Deletion,
): RunsSlice {
  if (!comparedIds.includes(id)) return runs
  const rest = comparedIds.filter((each) => each !== id)
  return rest.join() === runs.comparedIds.join()
    ? compareOnly(baselineId === id ? { ...runs, baselineId, comparedTest } : runs, comparedIds, baselineId)
    : takeIn(runs, id)
}

function recordOf(studio: Studio, id: string): RunRecord | undefined {
  return studio.store.getState().runs.records.find((record) => record.id === id)
}

function setRuns(studio: Studio, patch: Partial<RunsSlice>): void {
  studio.store.setState(({ runs }) => ({ runs: { ...runs, ...patch } }))
}
