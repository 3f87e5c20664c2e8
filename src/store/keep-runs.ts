// Writes runs where they are kept, field by field: other tabs write to the same library. A browser that keeps nothing, or has
// no room left, is told about in the state and disturbs nothing else; what failed is tried again after the next success.

import { describeError, type ErrorReport } from '../core/errors.ts'
import { uniqueRunName } from '../core/run-names.ts'
import { fieldsOfRun, type RunField, type RunLibrary, type RunRecord } from '../core/run-record.ts'
import { changeId, replaceRecord, sortRecords } from './compared.ts'
import { asLeft } from './merge-runs.ts'
import { sameReport } from './same-report.ts'
import type { Studio, UnkeptChange } from './studio.ts'

/**
 * Asks the library for one thing after the other. While it is read nothing is written, so that whatever it does not have by
 * then is among `unkept`.
 */
export function inTurn<Result>(studio: Studio, work: () => Promise<Result>): Promise<Result> {
  const turn = studio.libraryTurn.then(work)
  const end = () => {}
  studio.libraryTurn = turn.then(end, end)
  return turn
}

/** Notes what the library does not have; a run that it never had is still to be added after any change. */
export function markUnkept(
  { unkept }: Studio,
  id: string,
  kind: UnkeptChange['kind'],
  fields: readonly RunField[] = [],
): void {
  const before = unkept.get(id)
  unkept.set(id, {
    kind: kind === 'changed' && before !== undefined ? before.kind : kind,
    fields: new Set([...(before?.fields ?? []), ...fields]),
  })
}

/** Writes these fields of a run as they will be when it is its turn. Never rejects. */
export async function keepRun(studio: Studio, id: string, fields: readonly RunField[]): Promise<void> {
  markUnkept(studio, id, 'changed', fields)
  await writeInTurn(studio, id)
}

/** Adds runs, one after the other. Never rejects. What the library has of the same run already wins. */
export async function addRuns(studio: Studio, ids: readonly string[]): Promise<void> {
  for (const id of ids) markUnkept(studio, id, 'added')
  for (const id of ids) await writeInTurn(studio, id)
}

/** Removes a run where it is kept. Never rejects. */
export async function dropRun(studio: Studio, id: string): Promise<void> {
  markUnkept(studio, id, 'deleted')
  await writeInTurn(studio, id)
}

/** Shows why the library did not answer. */
export function failKeeping({ store }: Studio, thrown: unknown): void {
  setError(store, describeError(thrown))
}

/** After a success, in its turn: writes what failed before, and forgets the error once nothing is left of it. */
export async function retryFailed(studio: Studio): Promise<void> {
  for (const id of [...studio.failedIds]) {
    if (!(await tryToWrite(studio, id))) return
  }
  setError(studio.store, null)
}

function writeInTurn(studio: Studio, id: string): Promise<void> {
  return inTurn(studio, async () => {
    if (await tryToWrite(studio, id)) await retryFailed(studio)
  })
}

async function tryToWrite(studio: Studio, id: string): Promise<boolean> {
  studio.failedIds.delete(id)
  try {
    await write(studio, id)
    return true
  } catch (thrown) {
    studio.failedIds.add(id)
    failKeeping(studio, thrown)
    return false
  }
}

async function write(studio: Studio, id: string): Promise<void> {
  const { library, unkept } = studio
  const change = unkept.get(id)
  if (change === undefined) return
  const record = recordOf(studio, id)
  if (change.kind === 'deleted') await library.remove(id)
  // without a record it went out of the list before it was written
  else if (record !== undefined && !(await writeRecord(library, record, change))) {
    await meetKept(studio, id)
    return
  }
  const now = unkept.get(id)
  if (now === change) unkept.delete(id)
  // changed or brought back meanwhile, and so written once more
  else if (now?.kind === 'added' && change.kind !== 'deleted') unkept.set(id, { ...now, kind: 'changed' })
}

/** `false` if the run is new and something has its id already. */
async function writeRecord(
  library: RunLibrary,
  record: RunRecord,
  { kind, fields }: UnkeptChange,
): Promise<boolean> {
  if (kind === 'added') return library.add(record)
  if (fields.size === 0) return true
  const isThere = await library.update(record.id, fieldsOfRun(record, fields))
  // what another tab deleted stays away, but for results that nobody else has
  if (!isThere && fields.has('report')) await library.add(record)
  return true
}

/** The library has the id of a run that this tab took for new: it is the same run, or this one needs an id of its own. */
async function meetKept(studio: Studio, id: string): Promise<void> {
  const { library, newId, store, unkept } = studio
  const kept = (await library.load([id])).records.map(asLeft)[0]
  const here = recordOf(studio, id)
  const change = unkept.get(id)
  if (here === undefined || change === undefined) return
  const { fields } = change
  if (kept !== undefined && (fields.has('report') || sameReport(kept.report, here.report))) {
    const met = { ...kept, ...fieldsOfRun(here, fields) }
    store.setState(({ runs }) => ({ runs: { ...runs, records: replaceRecord(runs.records, met) } }))
    unkept.set(id, { kind: 'changed', fields })
    await write(studio, id)
    return
  }
  const ownId = newId()
  store.setState(({ runs }) => {
    const changed = changeId(runs, id, ownId, uniqueRunName(here.name, kept === undefined ? [] : [kept.name]))
    const records = kept === undefined ? changed.records : [kept, ...changed.records]
    return { runs: { ...changed, records: sortRecords(records) } }
  })
  unkept.delete(id)
  markUnkept(studio, ownId, 'added')
  await write(studio, ownId)
}

function recordOf({ store }: Studio, id: string): RunRecord | undefined {
  return store.getState().runs.records.find((record) => record.id === id)
}

function setError(store: Studio['store'], storageError: ErrorReport | null): void {
  if (store.getState().runs.storageError === storageError) return
  store.setState(({ runs }) => ({ runs: { ...runs, storageError } }))
}
