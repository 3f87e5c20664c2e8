// The list of runs in the browser's IndexedDB, from visit to visit and between tabs.

import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { StudioError } from '../core/errors.ts'
import { parseRecord } from '../core/parse-record.ts'
import type { RunLibrary, RunRecord } from '../core/run-record.ts'

const DATABASE = 'redshift-studio-runs'
const VERSION = 1
const STORE = 'runs'

interface RunSchema extends DBSchema {
  [STORE]: { key: string; value: unknown }
}

type RunConnection = IDBPDatabase<RunSchema>

/**
 * Runs in a database of this origin, which is opened with the first call. Calls reject with a StudioError `bad-input` that
 * says what to do: no room, no database as in some private windows, another version of the studio in another tab.
 */
export function createRunDatabase(): RunLibrary {
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

  return {
    load: () =>
      within(async (database) => {
        const values = await database.getAll(STORE)
        return values.map(parseRecord).filter((record) => record !== null)
      }),
    put: (record) => within((database) => change(database, (runs) => runs.put(record))),
    remove: (id) => within((database) => change(database, (runs) => runs.delete(id))),
  }
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
async function change(
  database: RunConnection,
  ask: (runs: {
    put(record: RunRecord): Promise<unknown>
    delete(id: string): Promise<unknown>
  }) => Promise<unknown>,
): Promise<void> {
  const transaction = database.transaction(STORE, 'readwrite')
  const outcomes = await Promise.allSettled([ask(transaction.store), transaction.done])
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
  if (errors.length === 0) return
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
