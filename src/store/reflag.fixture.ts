// What the tests of re-flagging share: a store of new labels that answers on demand, and pages with an object
// in sight.

import { StudioError } from '../core/errors.ts'
import { CARD, predictedSplit, runPredictions } from '../core/inspected.fixture.ts'
import type { RunPredictions } from '../core/predictions.ts'
import {
  changedReflags,
  type KeptReflag,
  type Reflag,
  type ReflagChange,
  type ReflagStore,
} from '../core/reflags.ts'
import { inspectCell, loadReflags, reflag } from './inspect-actions.ts'
import { NO_NETWORK } from './network-state.ts'
import { report } from './test-data.ts'
import { NOW, settled, type TestStudio, testStudio } from './test-engine.ts'

/** The confusion cell that is looked at. */
export const CELL = { split: 'test', truth: 0, predicted: 1 } as const

/** What a full browser rejects with. */
export const FULL = new StudioError('bad-input', 'This browser has no room left.', 'Save the labels.')

/** The same as the page says it. */
export const FULL_REPORT = {
  code: 'bad-input',
  message: 'This browser has no room left.',
  hint: 'Save the labels.',
}

/** A decision for class 1. */
export const ONE = { newLabel: 1, newFlag: null } as const

/** Objects 0 to 3 are in `CELL`, in this order; 7 and 9 are in no cell of it. Each is in the row of its number. */
const ROWS = [5, 4, 3, 2, -1, -1, -1, -1, -1, -1].map((strength, object) => ({
  object,
  label: 0,
  logits: [0, strength],
}))

/** The test split of data `fingerprint`. */
const predictions = (fingerprint: string) => runPredictions(predictedSplit('test', ROWS, fingerprint))

/** A store of new labels that answers when the test says so, and tells what it was asked for. */
interface FakeStore extends ReflagStore {
  readonly kept: Map<string, readonly KeptReflag[]>
  readonly log: string[]
  /** what each call rejects with; `null` to let them succeed */
  failWith: Error | null
  /** the same of writing only */
  keepFailsWith: Error | null
  /** calls wait for `release` */
  isHeld: boolean
  readonly release: () => Promise<void>
}

/** A store that holds these labels by fingerprint. */
export function fakeStore(kept: readonly (readonly [string, readonly KeptReflag[]])[] = []): FakeStore {
  const waiting: (() => void)[] = []
  const answer = async <Result>(entry: string, work: () => Result): Promise<Result> => {
    store.log.push(entry)
    if (store.isHeld) await new Promise<void>((resolve) => waiting.push(resolve))
    if (store.failWith !== null) throw store.failWith
    return work()
  }
  const store: FakeStore = {
    kept: new Map(kept),
    log: [],
    failWith: null,
    keepFailsWith: null,
    isHeld: false,
    load: (fingerprint) => answer(`load ${fingerprint}`, () => store.kept.get(fingerprint) ?? []),
    keep: (fingerprint, change) =>
      answer(`keep ${fingerprint} ${changeText(change)}`, () => {
        if (store.keepFailsWith !== null) throw store.keepFailsWith
        store.kept.set(fingerprint, changedReflags(store.kept.get(fingerprint) ?? [], change))
      }),
    release: () => {
      store.isHeld = false
      for (const go of waiting.splice(0)) go()
      return settled()
    },
  }
  return store
}

/** Rows: `+0,1 -2`. */
function changeText({ made, takenBack }: ReflagChange): string {
  const rows = (sign: string, reflags: readonly KeptReflag[]) =>
    reflags.length === 0 ? [] : [sign + reflags.map(({ row }) => row)]
  return [...rows('+', made), ...rows('-', takenBack)].join(' ')
}

/** What is kept of a decision on an object of `ROWS`. */
export function kept(object: number, newLabel: number, at = NOW): KeptReflag {
  const { object: row, split: _, ...rest } = decision(object, newLabel, at)
  return { ...rest, row }
}

/** A decision on an object of `ROWS` as the page has it. */
export function decision(object: number, newLabel: number, at = NOW): Reflag {
  return {
    object,
    split: 'test',
    label: 0,
    newLabel,
    newFlag: null,
    predicted: 1,
    confidence: 1 / (1 + Math.exp(object - 5)),
    at,
  }
}

/** Data `fingerprint` with a network's predictions are in use. */
export function use(
  { studio }: TestStudio,
  fingerprint: string,
  on: RunPredictions = predictions(fingerprint),
): void {
  studio.store.setState(({ data }) => ({
    data: { ...data, phase: 'ready', report: { ...report('data'), fingerprint } },
    network: { ...NO_NETWORK, card: CARD, predictions: on },
  }))
}

/** Data `a`, whose predictions have come. */
export async function ready(store: FakeStore): Promise<TestStudio> {
  const page = testStudio({ reflags: store })
  use(page, 'a')
  void loadReflags(page.studio)
  await settled()
  return page
}

/** The same with `CELL` in view and its first object in sight. */
export async function looking(store = fakeStore()): Promise<TestStudio> {
  const page = await ready(store)
  inspectCell(page.studio, CELL)
  await show(page)
  return page
}

/** Answers for the posterior that was asked for last. */
export function show({ calls }: TestStudio): Promise<void> {
  return calls.posteriors.at(-1)!.resolve(Float32Array.of(0))
}

/** Gives this label to the object in the viewer, and waits for the next one to be in sight. */
export async function decide(page: TestStudio, newLabel: number): Promise<void> {
  reflag(page.studio, { newLabel, newFlag: null })
  await show(page)
}

/** The part of the state that is about inspected objects. */
export function inspect({ studio }: TestStudio) {
  return studio.store.getState().inspect
}

/** Objects with their new labels, in order. */
export const given = (page: TestStudio) =>
  inspect(page).reflags.map(({ object, newLabel }) => [object, newLabel])
