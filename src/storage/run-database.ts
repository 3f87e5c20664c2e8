// The list of runs in the browser's IndexedDB, from visit to visit and between tabs.

import { type DBSchema, type IDBPDatabase, type IDBPObjectStore, openDB } from 'idb'
import { StudioError } from '../core/errors.ts'
import { parseRecord } from '../core/parse-record.ts'
import { patchRun, type RunLibrary, type RunRecord } from '../core/run-record.ts'
import { createRunChannel } from './run-channel.ts'

const DATABASE = 'redshift-studio-runs'
const VERSION = 1
const STORE = 'runs'
/** A longer task would be felt. */
const SLICE_MS = 30

interface RunSchema extends DBSchema {
  [STORE]: { key: string; value: unknown }
}

type RunConnection = IDBPDatabase<RunSchema>
type RunStore = IDBPObjectStore<RunSchema, [typeof STORE], typeof STORE, 'readwrite'>

/**
 * Runs in a database of this origin, which is opened with the first call. Calls reject with a StudioError `bad-input` that
 * says what to do: no room, no database as in some private windows, another version of the studio in another tab.
 */
export function createRunDatabase(): RunLibrary {
  const channel = createRunChannel()
  let opened: Promise<RunConnection> | null = null

  function connect(): Promise<RunConnection> {
    if (opened === null) {
      const opening = open(() => {
        if (opened === opening) opened = null
      })
      opened = opening
      opening.catch(() => {
        if (opened === opening) opened = null
      })
    }
    return opened
  }

  /** Does something in the database; once more where the browser closed it in between. */
  async function within<Result>(work: (database: RunConnection) => Promise<Result>): Promise<Result> {
    try {
      const connection = connect()
      const database = await connection
      try {
        return await work(database)
      } catch (thrown) {
        if (errorName(thrown) !== 'InvalidStateError') throw thrown
        if (opened === connection) opened = null
        return await work(await connect())
      }
    } catch (thrown) {
      throw explain(thrown)
    }
  }

  /** Changes what is kept of one run, and tells the other tabs if anything was changed. */
  async function change(id: string, ask: (runs: RunStore) => Promise<boolean>): Promise<boolean> {
    const isChanged = await within((database) => transact(database, ask))
    if (isChanged) channel.tell(id)
    return isChanged
  }

  return {
    load: async (ids) => {
      const values = await within((database) =>
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
async function getSome(database: RunConnection, ids: readonly string[]): Promise<readonly unknown[]> {
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

/** @param onClosed called when the connection is of no more use */
function open(onClosed: () => void): Promise<RunConnection> {
  if (typeof indexedDB === 'undefined') return Promise.reject(keepsNothing())
  return new Promise((resolve, reject) => {
    openDB<RunSchema>(DATABASE, VERSION, {
      upgrade: (database) => {
        // id is a key of the record
        database.createObjectStore(STORE, { keyPath: 'id' })
      },
      blocked: () =>
        reject(
          new StudioError(
            'bad-input',
            'Another tab with an earlier version of Redshift Studio holds the kept runs.',
            'Close the other tabs of Redshift Studio, then reload this page.',
          ),
        ),
      // a later version of the page, in another tab, wants to change the database
      blocking: (_, __, event) => {
        onClosed()
        ;(event.target as IDBDatabase).close()
      },
      terminated: onClosed,
    }).then(resolve, reject)
  })
}

/** A change counts once its transaction is complete: a browser without room may refuse as late as that. */
async function transact<Result>(
  database: RunConnection,
  ask: (runs: RunStore) => Promise<Result>,
): Promise<Result> {
  const transaction = database.transaction(STORE, 'readwrite')
  const [result, done] = await Promise.allSettled([ask(transaction.store), transaction.done])
  if (result.status === 'fulfilled' && done.status === 'fulfilled') return result.value
  const errors = [result, done].flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  // what follows from another error is an AbortError
  throw errors.find((error) => errorName(error) !== 'AbortError') ?? errors[0]
}

function explain(thrown: unknown): StudioError {
  if (thrown instanceof StudioError) return thrown
  const options = { cause: thrown }
  switch (errorName(thrown)) {
    case 'QuotaExceededError':
      return new StudioError(
        'bad-input',
        'This browser has no room left to keep runs (quota).',
        "Delete runs here or export them; this session's runs stay until the page is closed.",
        options,
      )
    case 'VersionError':
      return new StudioError(
        'bad-input',
        'A later version of Redshift Studio keeps the runs of this browser.',
        'Reload this page to get that version.',
        options,
      )
    case 'SecurityError':
      return keepsNothing(options)
    default: {
      const reason = thrown instanceof Error ? thrown.message : String(thrown)
      return new StudioError(
        'bad-input',
        `This browser cannot reach the kept runs: ${reason}`,
        "Reload the page; export this session's runs first.",
        options,
      )
    }
  }
}

function keepsNothing(options?: ErrorOptions): StudioError {
  return new StudioError(
    'bad-input',
    'This browser keeps no runs for this page, as in some private windows.',
    "This session's runs stay until the page is closed: export them before.",
    options,
  )
}

/** DOMExceptions are not of the page's own classes everywhere. */
function errorName(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'name' in thrown ? String(thrown.name) : ''
}
