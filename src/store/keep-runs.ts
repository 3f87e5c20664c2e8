// Writes runs where they are kept. A browser that keeps none, or has no room left, is told about in the state and disturbs
// nothing else; what could not be written is tried again once something else could.

import { describeError, type ErrorReport } from '../core/errors.ts'
import type { Studio } from './studio.ts'

interface Unkept {
  /** runs that are newer here than in the library, or not there at all */
  readonly newer: Set<string>
  /** those of them whose writing failed last */
  readonly failed: Set<string>
}

const unkept = new WeakMap<Studio, Unkept>()

/** Runs of this page that the library does not have as they are. */
export function unkeptRuns(studio: Studio): ReadonlySet<string> {
  return unkeptOf(studio).newer
}

/** Writes a run as it is now. Never rejects. */
export async function keepRun(studio: Studio, id: string): Promise<void> {
  if (await tryToKeep(studio, id)) await clearError(studio)
}

/** Writes several, one after the other; none of them counts as deleted by another tab until it was its turn. */
export async function keepRuns(studio: Studio, ids: readonly string[]): Promise<void> {
  const { newer } = unkeptOf(studio)
  for (const id of ids) newer.add(id)
  for (const id of ids) await keepRun(studio, id)
}

/** Removes a run where it is kept. Never rejects. */
export async function dropRun(studio: Studio, id: string): Promise<void> {
  try {
    await studio.library.remove(id)
    await clearError(studio)
  } catch (thrown) {
    setError(studio, describeError(thrown))
  }
}

/** Shows why the library did not answer. */
export function failKeeping(studio: Studio, thrown: unknown): void {
  setError(studio, describeError(thrown))
}

/** After a success: writes what could not be written before, and forgets the error if that succeeds as well. */
export async function clearError(studio: Studio): Promise<void> {
  const { failed } = unkeptOf(studio)
  for (const id of [...failed]) {
    if (!(await tryToKeep(studio, id))) return
  }
  setError(studio, null)
}

async function tryToKeep(studio: Studio, id: string): Promise<boolean> {
  const { newer, failed } = unkeptOf(studio)
  failed.delete(id)
  const record = recordOf(studio, id)
  // deleted meanwhile
  if (record === undefined) return true
  newer.add(id)
  try {
    await studio.library.put(record)
    // what was changed meanwhile is written by whoever changed it
    if (recordOf(studio, id) === record) newer.delete(id)
    return true
  } catch (thrown) {
    if (recordOf(studio, id) !== undefined) failed.add(id)
    setError(studio, describeError(thrown))
    return false
  }
}

function recordOf(studio: Studio, id: string) {
  return studio.store.getState().runs.records.find((record) => record.id === id)
}

function setError({ store }: Studio, storageError: ErrorReport | null): void {
  if (store.getState().runs.storageError === storageError) return
  store.setState(({ runs }) => ({ runs: { ...runs, storageError } }))
}

function unkeptOf(studio: Studio): Unkept {
  const known = unkept.get(studio)
  if (known !== undefined) return known
  const none = { newer: new Set<string>(), failed: new Set<string>() }
  unkept.set(studio, none)
  return none
}
