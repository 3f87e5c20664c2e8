// One IndexedDB database of this origin as a store uses it: opened with the first call, again where the browser closed it,
// and out of the way of a later version of the page. What goes wrong is said in the store's words.

import { type DBSchema, type IDBPDatabase, type IDBPObjectStore, openDB, type StoreNames } from 'idb'
import { StudioError } from '../core/errors.ts'

/** What a database is, and what people are told about it. */
export interface DatabaseSpec {
  readonly name: string
  readonly version: number
  /** its stores by name, each with the path of the key in its items; `null` where keys stand beside the items */
  readonly stores: Readonly<Record<string, string | null>>
  /** what it keeps, within a sentence: `new labels` */
  readonly kept: string
  /** what to do */
  readonly hints: {
    /** the browser has no room left */
    readonly full: string
    /** the browser keeps nothing for this page */
    readonly nothing: string
    /** anything else */
    readonly unreachable: string
  }
}

export interface Connection<Schema extends DBSchema> {
  /** Does something in the database; once more where the browser closed it in between. */
  within<Result>(work: (database: IDBPDatabase<Schema>) => Promise<Result>): Promise<Result>
  /** Changes a store in one transaction; it counts once that is complete. */
  change<Name extends StoreNames<Schema>, Result>(
    name: Name,
    ask: (store: IDBPObjectStore<Schema, [Name], Name, 'readwrite'>) => Promise<Result>,
  ): Promise<Result>
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
        return settled(ask(transaction.store), transaction.done)
      }),
  }
}

/** What was asked for, once all is done: a browser without room may refuse as late as at the end of a transaction. */
async function settled<Result>(asked: Promise<Result>, done: Promise<void>): Promise<Result> {
  const [result, end] = await Promise.allSettled([asked, done])
  if (result.status === 'fulfilled' && end.status === 'fulfilled') return result.value
  const errors = [result, end].flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
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
        for (const [store, keyPath] of Object.entries(spec.stores)) {
          database.createObjectStore(store as StoreNames<Schema>, { keyPath })
        }
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
      return say(`This browser has no room left to keep ${spec.kept} (quota).`, spec.hints.full)
    case 'VersionError':
      return say(
        `A later version of Redshift Studio keeps the ${spec.kept} of this browser.`,
        'Reload this page to get that version.',
      )
    case 'SecurityError':
      return keepsNothing(spec, { cause: thrown })
    default: {
      const reason = thrown instanceof Error ? thrown.message : String(thrown)
      return say(`This browser cannot reach the kept ${spec.kept}: ${reason}`, spec.hints.unreachable)
    }
  }
}

function keepsNothing({ kept, hints }: DatabaseSpec, options?: ErrorOptions): StudioError {
  const message = `This browser keeps no ${kept} for this page, as in some private windows.`
  return new StudioError('bad-input', message, hints.nothing, options)
}

/** DOMExceptions are not of the page's own classes everywhere. */
function errorName(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'name' in thrown ? String(thrown.name) : ''
}
