// One IndexedDB database of this origin as a store uses it: opened with the first call, again where the browser closed it,
// and out of the way of a later version of the page. What goes wrong is said in the store's words.

import { type DBSchema, type IDBPDatabase, type IDBPObjectStore, openDB, type StoreNames } from 'idb'
import { StudioError } from '../core/errors.ts'

/** What a database is, and what people are told about it. */
export interface DatabaseSpec {
  readonly name: string
  readonly version: number
  /** names of its stores; items have keys beside them */
  readonly stores: readonly string[]
  /** what it keeps, within a sentence: `new labels` */
  readonly kept: string
  /** what to do where it keeps nothing or cannot be reached */
  readonly hint: string
}

export interface Connection<Schema extends DBSchema> {
  /** Does something in the database; once more where the browser closed it in between. */
  within<Result>(work: (database: IDBPDatabase<Schema>) => Promise<Result>): Promise<Result>
  /** Changes a store in one transaction; it counts once that is complete. */
  change<Name extends StoreNames<Schema>>(
    name: Name,
    ask: (store: IDBPObjectStore<Schema, [Name], Name, 'readwrite'>) => Promise<void>,
  ): Promise<void>
}

/** Calls reject with a StudioError `bad-input`: no room, no database as in some private windows, another version. */
export function createConnection<Schema extends DBSchema>(spec: DatabaseSpec): Connection<Schema> {
  let opened: Promise<IDBPDatabase<Schema>> | null = null

  function connect(): Promise<IDBPDatabase<Schema>> {
    if (opened !== null) return opened
    const forget = () => {
      if (opened === opening) opened = null
    }
    const opening = open<Schema>(spec, forget)
    opened = opening
    opening.catch(forget)
    return opening
  }

  async function within<Result>(work: (database: IDBPDatabase<Schema>) => Promise<Result>): Promise<Result> {
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
      throw explain(thrown, spec)
    }
  }

  return {
    within,
    change: (name, ask) =>
      within(async (database) => {
        const transaction = database.transaction(name, 'readwrite')
        await allDone([ask(transaction.store), transaction.done])
      }),
  }
}

/** A browser without room may refuse as late as at the end of a transaction. Throws the first cause. */
async function allDone(parts: readonly Promise<void>[]): Promise<void> {
  const settled = await Promise.allSettled(parts)
  const errors = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  if (errors.length === 0) return
  // what follows from another error is an AbortError
  throw errors.find((error) => errorName(error) !== 'AbortError') ?? errors[0]
}

/** @param onClosed called when the connection is of no more use */
async function open<Schema extends DBSchema>(
  spec: DatabaseSpec,
  onClosed: () => void,
): Promise<IDBPDatabase<Schema>> {
  if (typeof indexedDB === 'undefined') throw keepsNothing(spec)
  return new Promise((resolve, reject) => {
    openDB<Schema>(spec.name, spec.version, {
      upgrade: (database) => {
        for (const store of spec.stores) database.createObjectStore(store as StoreNames<Schema>)
      },
      blocked: () =>
        reject(
          new StudioError(
            'bad-input',
            `Another tab with an earlier version of Redshift Studio holds the kept ${spec.kept}.`,
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

function explain(thrown: unknown, spec: DatabaseSpec): StudioError {
  if (thrown instanceof StudioError) return thrown
  const say = (message: string, hint: string) =>
    new StudioError('bad-input', message, hint, { cause: thrown })
  switch (errorName(thrown)) {
    case 'QuotaExceededError':
      return say(`This browser has no room left to keep ${spec.kept} (quota).`, spec.hint)
    case 'VersionError':
      return say(
        `A later version of Redshift Studio keeps the ${spec.kept} of this browser.`,
        'Reload this page to get that version.',
      )
    case 'SecurityError':
      return keepsNothing(spec, { cause: thrown })
    default: {
      const reason = thrown instanceof Error ? thrown.message : String(thrown)
      return say(`This browser cannot reach the kept ${spec.kept}: ${reason}`, spec.hint)
    }
  }
}

function keepsNothing({ kept, hint }: DatabaseSpec, options?: ErrorOptions): StudioError {
  const message = `This browser keeps no ${kept} for this page, as in some private windows.`
  return new StudioError('bad-input', message, hint, options)
}

/** DOMExceptions are not of the page's own classes everywhere. */
function errorName(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'name' in thrown ? String(thrown.name) : ''
}
