// The list of runs in the browser's IndexedDB, from visit to visit and between tabs.

import type { DBSchema, IDBPDatabase, IDBPObjectStore } from 'idb'
import { parseRecord } from '../core/parse-record.ts'
import { patchRun, type RunLibrary, type RunRecord } from '../core/run-record.ts'
import { createConnection, type DatabaseSpec } from './connection.ts'
import { createRunChannel } from './run-channel.ts'

const STORE = 'runs'

const DATABASE: DatabaseSpec = {
  name: 'redshift-studio-runs',
  version: 1,
  stores: { [STORE]: 'id' },
  kept: 'runs',
  hints: {
    full: "Delete runs here or export them; this session's runs stay until the page is closed.",
    nothing: "This session's runs stay until the page is closed: export them before.",
    unreachable: "Reload the page; export this session's runs first.",
  },
}

/** A longer task would be felt. */
const SLICE_MS = 30

interface RunSchema extends DBSchema {
  [STORE]: { key: string; value: unknown }
}

type RunStore = IDBPObjectStore<RunSchema, [typeof STORE], typeof STORE, 'readwrite'>

/**
 * Runs in a database of this origin, which is opened with the first call. Calls reject with a StudioError `bad-input` that
 * says what to do: no room, no database as in some private windows, another version of the studio in another tab.
 */
export function createRunDatabase(): RunLibrary {
  const connection = createConnection<RunSchema>(DATABASE)
  const channel = createRunChannel()

  /** Changes what is kept of one run, and tells the other tabs if anything was changed. */
  async function change(id: string, ask: (runs: RunStore) => Promise<boolean>): Promise<boolean> {
    const isChanged = await connection.change(STORE, ask)
    if (isChanged) channel.tell(id)
    return isChanged
  }

  return {
    load: async (ids) => {
      const values = await connection.within((database) =>
        ids === undefined ? database.getAll(STORE) : getSome(database, ids),
      )
      const records = await parseInSlices(values)
      return { records, unread: values.length - records.length }
    },
    add: (record) =>
      change(record.id, async (runs) => {
        if ((await runs.getKey(record.id)) !== undefined) return false
        await runs.put(record)
        return true
      }),
    update: (id, patch) =>
      change(id, async (runs) => {
        const kept = await runs.get(id)
        if (parseRecord(kept) === null) return false
        // what was kept and not what was parsed: keys of a later version stay
        await runs.put(patchRun(kept as RunRecord, patch))
        return true
      }),
    remove: async (id) => {
      await change(id, async (runs) => {
        await runs.delete(id)
        return true
      })
    },
    onChange: channel.listen,
  }
}

/** What is kept under these ids, where anything is. */
async function getSome(
  database: IDBPDatabase<RunSchema>,
  ids: readonly string[],
): Promise<readonly unknown[]> {
  const { store } = database.transaction(STORE)
  const values = await Promise.all(ids.map((id) => store.get(id)))
  return values.filter((value) => value !== undefined)
}

/** The records in what was kept. Hundreds take as many milliseconds: in between the page has its turn. */
async function parseInSlices(values: readonly unknown[]): Promise<readonly RunRecord[]> {
  const records: RunRecord[] = []
  let sliceStart = performance.now()
  for (const value of values) {
    if (performance.now() - sliceStart >= SLICE_MS) {
      await new Promise((resolve) => setTimeout(resolve))
      sliceStart = performance.now()
    }
    const record = parseRecord(value)
    if (record !== null) records.push(record)
  }
  return records
}
