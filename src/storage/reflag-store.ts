// New labels in the browser's IndexedDB, from visit to visit: one list per split of a data set.

import type { DBSchema } from 'idb'
import { StudioError } from '../core/errors.ts'
import { parseReflags } from '../core/parse-reflags.ts'
import { changedReflags, type ReflagStore } from '../core/reflags.ts'
import { createConnection, type DatabaseSpec } from './connection.ts'

const STORE = 'reflags'
const HINT = 'Those of this session stay until the page is closed: save them as CSV before.'

const DATABASE: DatabaseSpec = {
  name: 'redshift-studio-reflags',
  version: 1,
  stores: { [STORE]: null },
  kept: 'new labels',
  hints: { full: HINT, nothing: HINT, unreachable: HINT },
}

interface ReflagSchema extends DBSchema {
  [STORE]: { key: string; value: unknown }
}

/**
 * Decisions in a database of this origin, which is opened with the first call. Calls reject with a StudioError `bad-input`
 * that says what to do. Where what is kept cannot be understood, it is neither read nor written over.
 */
export function createReflagStore(): ReflagStore {
  const { within, change } = createConnection<ReflagSchema>(DATABASE)
  return {
    load: async (fingerprint) => {
      const kept = await within((database) => database.get(STORE, fingerprint))
      return kept === undefined ? [] : understood(kept)
    },
    keep: (fingerprint, changes) =>
      change(STORE, async (store) => {
        // in the transaction that writes: another tab may have kept more since this page read it
        const kept = await store.get(fingerprint)
        const reflags = changedReflags(kept === undefined ? [] : understood(kept), changes)
        if (reflags.length === 0) await store.delete(fingerprint)
        else await store.put(reflags, fingerprint)
      }),
  }
}

function understood(kept: unknown) {
  const reflags = parseReflags(kept)
  if (reflags !== null) return reflags
  throw new StudioError(
    'bad-input',
    'The new labels that this browser keeps for these data cannot be read; they were left as they are.',
    'Reload this page: a later version of Redshift Studio may have written them. New ones last until the page is closed.',
  )
}
