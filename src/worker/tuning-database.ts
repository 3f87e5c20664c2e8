// The choices about kernels in the browser's IndexedDB, one record per adapter.

import type { TuningStore } from '../engine/tuning-store.ts'

const DATABASE = 'redshift-studio-tuning'
const STORE = 'adapters'

/** A store in a database of its own. A browser that keeps nothing, as in some private windows, rejects. */
export function tuningDatabase(factory: IDBFactory): TuningStore {
  return {
    load: (adapter) => inDatabase(factory, 'readonly', (store) => store.get(adapter)),
    save: async (adapter, kept) => {
      await inDatabase(factory, 'readwrite', (store) => store.put(kept, adapter))
    },
  }
}

/** Opened and closed for each request: there are two in a session, and an open database keeps others from deleting it. */
async function inDatabase(
  factory: IDBFactory,
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  const opening = factory.open(DATABASE, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
  const database = await resultOf(opening)
  try {
    return await resultOf(ask(database.transaction(STORE, mode).objectStore(STORE)))
  } finally {
    // a transaction that was begun still ends
    database.close()
  }
}

function resultOf<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
