// Reads the library: all of it once, and then what other tabs say that they have changed.

import { restoreChoice } from './comparison-choice.ts'
import { failKeeping, inTurn, retryFailed } from './keep-runs.ts'
import { idUnderWay } from './live-record.ts'
import { mergeRuns } from './merge-runs.ts'
import type { Studio } from './studio.ts'

/** Asks which runs are kept. Never rejects. */
export function loadRuns(studio: Studio): Promise<void> {
  return inTurn(studio, () => read(studio, null))
}

/** Reads runs that other tabs have changed. Never rejects. */
export function refreshRuns(studio: Studio, ids: readonly string[]): Promise<void> {
  return inTurn(studio, () => read(studio, ids))
}

async function read(studio: Studio, ids: readonly string[] | null): Promise<void> {
  const { choices, library, store, unkept } = studio
  try {
    const { records, unread } = await (ids === null ? library.load() : library.load(ids))
    const asked = ids === null ? null : new Set(ids)
    store.setState(({ run, runs }) => {
      const merged = mergeRuns(runs, records, { asked, unkept, underWay: idUnderWay({ run, runs }) })
      const read = runs.phase === 'loading' ? restoreChoice(merged, choices.load()) : merged
      return { runs: { ...read, phase: 'ready', unread: ids === null ? unread : runs.unread } }
    })
    await retryFailed(studio)
  } catch (thrown) {
    store.setState(({ runs }) => ({ runs: { ...runs, phase: 'ready' } }))
    failKeeping(studio, thrown)
  }
}
