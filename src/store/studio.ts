// The store together with what its actions need: one object per page, made by the composition root.

import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ChoiceStore } from '../core/compare/choice.ts'
import type { FigureRenderer } from '../core/figure/request.ts'
import type { ReflagStore } from '../core/reflags.ts'
import type { RunField, RunLibrary } from '../core/run-record.ts'
import type { ChosenFile, Engine } from '../engine/types.ts'
import { followChoice } from './comparison-choice.ts'
import { INITIAL_STATE, type StudioState } from './state.ts'

/** What the library does not have yet of one run. */
export interface UnkeptChange {
  readonly kind: 'added' | 'changed' | 'deleted'
  /** newer here than there */
  readonly fields: ReadonlySet<RunField>
}

/** State, engine, environment, and what is under way. */
export interface Studio {
  readonly store: StoreApi<StudioState>
  readonly engine: Engine
  /** saves a file under a name, as a browser's download does */
  readonly download: (fileName: string, contents: Blob) => void
  /** where runs are kept */
  readonly library: RunLibrary
  /** where it is kept which of them are compared */
  readonly choices: ChoiceStore
  readonly figures: FigureRenderer
  /** where new labels are kept */
  readonly reflags: ReflagStore
  /** a name that nothing else has */
  readonly newId: () => string
  /** milliseconds since 1970 */
  readonly now: () => number
  /** asks the browser not to clear its storage when room is short; resolves to whether it will not */
  readonly persist?: () => Promise<boolean>
  /** chosen last, to look into them again with other columns */
  files: readonly ChosenFile[]
  /** ends the reading or saving that is under way */
  reading: AbortController | null
  /** ends the copying that is under way; a removal has one, too, that nobody aborts */
  copying: AbortController | null
  /** ends the computing of predictions that is under way */
  predicting: AbortController | null
  /** ends the applying that is under way */
  applying: AbortController | null
  /** ends the explaining of an object that is under way */
  explaining: AbortController | null
  /** galleries drawn so far: the seed of the next one */
  draws: number
  /** ends the run that is under way */
  run: { readonly stop: AbortController; readonly abandon: AbortController } | null
  /** changes that are not written yet, by the id of the run */
  readonly unkept: Map<string, UnkeptChange>
  /** those of them whose writing failed */
  readonly failedIds: Set<string>
  /** ends when the library has done all that it was asked for */
  libraryTurn: Promise<void>
}

/** A studio in its initial state. */
export function createStudio(
  environment: Pick<
    Studio,
    'engine' | 'download' | 'library' | 'choices' | 'figures' | 'reflags' | 'newId' | 'now' | 'persist'
  >,
): Studio {
  const store = createStore(() => INITIAL_STATE)
  followChoice(store, environment.choices)
  return {
    ...environment,
    store,
    files: [],
    reading: null,
    copying: null,
    predicting: null,
    applying: null,
    explaining: null,
    draws: 0,
    run: null,
    unkept: new Map(),
    failedIds: new Set(),
    libraryTurn: Promise.resolve(),
  }
}
