// The store together with what its actions need: one object per page, made by the composition root.

import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Engine } from '../engine/types.ts'
import { INITIAL_STATE, type StudioState } from './state.ts'

/** State, engine, environment, and what is under way. */
export interface Studio {
  readonly store: StoreApi<StudioState>
  readonly engine: Engine
  /** saves a file under a name, as a browser's download does */
  readonly download: (fileName: string, contents: Blob) => void
  /** milliseconds since 1970 */
  readonly now: () => number
  /** ends the reading or saving that is under way */
  reading: AbortController | null
  /** ends the run that is under way */
  run: { readonly stop: AbortController; readonly abandon: AbortController } | null
}

/** A studio in its initial state. */
export function createStudio(environment: Pick<Studio, 'engine' | 'download' | 'now'>): Studio {
  return { ...environment, store: createStore(() => INITIAL_STATE), reading: null, run: null }
}
