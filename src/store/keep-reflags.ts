// New labels outlive the page: those of earlier visits on the same rows are read, and each change is written, split by split
// and in turn. What is not written yet waits here, so that a browser that keeps nothing takes nothing away: decisions then
// last until the page is closed, also while other data or another network are in use.

import { describeError, type ErrorReport } from '../core/errors.ts'
import type { RunPredictions, SplitPredictions } from '../core/predictions.ts'
import {
  changedReflags,
  joinedChanges,
  type KeptReflag,
  latestReflags,
  type Reflag,
  type ReflagChange,
  withoutReflags,
} from '../core/reflags.ts'
import { setInspect } from './set-inspect.ts'
import type { Studio } from './studio.ts'

/** What is known of the decisions of one page. */
interface Keeping {
  /** predictions on whose rows the decisions in the state are; `null` where there are none */
  predictions: RunPredictions | null
  /** fingerprints of their splits whose decisions of earlier visits are in the state */
  read: Set<string>
  /** what is not written yet, by the fingerprint of the split */
  readonly unkept: Map<string, ReflagChange>
  /** ends when everything so far was read and written; never rejects */
  turn: Promise<void>
}

const NO_CHANGE: ReflagChange = { made: [], takenBack: [] }

/** Adds the decisions of earlier visits on the rows of the predictions in use, where they are not there yet. */
export async function readReflags(studio: Studio): Promise<void> {
  const keeping = keepingOf(studio)
  claim(studio, keeping)
  for (const split of keeping.predictions?.splits ?? []) {
    if (!keeping.read.has(split.fingerprint)) void readSplit(studio, keeping, split)
  }
  await keeping.turn
}

/**
 * Writes how the decisions in the state have changed.
 * @param before the decisions before
 */
export async function keepReflags(studio: Studio, before: readonly Reflag[]): Promise<void> {
  const keeping = keepingOf(studio)
  const { reflags } = studio.store.getState().inspect
  const made = without(reflags, before)
  const takenBack = without(before, reflags)
  for (const split of keeping.predictions?.splits ?? []) {
    const change = { made: keptOf(made, split), takenBack: keptOf(takenBack, split) }
    if (change.made.length === 0 && change.takenBack.length === 0) continue
    const { fingerprint } = split
    keeping.unkept.set(fingerprint, joinedChanges(keeping.unkept.get(fingerprint) ?? NO_CHANGE, change))
    void writeSplit(studio, keeping, fingerprint)
  }
  await keeping.turn
}

/** The decisions in the state are forgotten, because what they were made on goes; what is being written goes on. */
export function leaveReflags(studio: Studio): void {
  const keeping = keepingOf(studio)
  keeping.predictions = null
  keeping.read = new Set()
  setInspect(studio, { reflags: [], undo: [], storageError: null })
}

const keepings = new WeakMap<Studio, Keeping>()

function keepingOf(studio: Studio): Keeping {
  const known = keepings.get(studio)
  if (known !== undefined) return known
  const keeping: Keeping = {
    predictions: null,
    read: new Set(),
    unkept: new Map(),
    turn: Promise.resolve(),
  }
  keepings.set(studio, keeping)
  return keeping
}

/** Makes the decisions in the state those on the predictions in use, as far as this page knows them. */
function claim(studio: Studio, keeping: Keeping): void {
  const { predictions } = studio.store.getState().network
  if (predictions === keeping.predictions) return
  leaveReflags(studio)
  keeping.predictions = predictions
  for (const split of predictions?.splits ?? []) {
    const unkept = keeping.unkept.get(split.fingerprint)
    if (unkept === undefined) continue
    addToState(studio, reflagsOf(unkept.made, split))
    // there may be room by now; if not, it is said again
    void writeSplit(studio, keeping, split.fingerprint)
  }
}

function readSplit(studio: Studio, keeping: Keeping, split: SplitPredictions): Promise<void> {
  const { predictions } = keeping
  const { fingerprint } = split
  const isWanted = () => keeping.predictions === predictions && !keeping.read.has(fingerprint)
  return inTurn(studio, keeping, async () => {
    if (!isWanted()) return
    const kept = await studio.reflags.load(fingerprint)
    if (!isWanted()) return
    const { made, takenBack } = keeping.unkept.get(fingerprint) ?? NO_CHANGE
    // this page's own are in the state, and an undo must not find them among those before
    const own = keptOf(studio.store.getState().inspect.reflags, split)
    const earlier = withoutReflags(changedReflags(kept, { made: [], takenBack }), [...made, ...own])
    addToState(studio, reflagsOf(earlier, split))
    keeping.read.add(fingerprint)
  })
}

function writeSplit(studio: Studio, keeping: Keeping, fingerprint: string): Promise<void> {
  return inTurn(studio, keeping, async () => {
    const unkept = keeping.unkept.get(fingerprint)
    // the turn of an earlier change has written this one as well
    if (unkept === undefined) return
    await studio.reflags.keep(fingerprint, unkept)
    if (keeping.unkept.get(fingerprint) === unkept) keeping.unkept.delete(fingerprint)
  })
}

/** Decisions that the state did not have are there, and before each that can be undone. */
function addToState(studio: Studio, added: readonly Reflag[]): void {
  if (added.length === 0) return
  const { reflags, undo } = studio.store.getState().inspect
  const withAdded = (some: readonly Reflag[]) => latestReflags([...added, ...some], ({ object }) => object)
  setInspect(studio, { reflags: withAdded(reflags), undo: undo.map(withAdded) })
}

/** Does something when all before it is done; what goes wrong is shown as long as it is about the predictions in use. */
function inTurn(studio: Studio, keeping: Keeping, work: () => Promise<void>): Promise<void> {
  const { predictions } = keeping
  const tell = (storageError: ErrorReport | null) => {
    if (keeping.predictions === predictions) setInspect(studio, { storageError })
  }
  const isAllDone = () =>
    keeping.predictions?.splits.every(
      ({ fingerprint }) => keeping.read.has(fingerprint) && !keeping.unkept.has(fingerprint),
    ) ?? true
  keeping.turn = keeping.turn.then(work).then(
    () => {
      if (isAllDone()) tell(null)
    },
    (thrown) => tell(describeError(thrown)),
  )
  return keeping.turn
}

function without(reflags: readonly Reflag[], others: readonly Reflag[]): readonly Reflag[] {
  const gone = new Set(others)
  return reflags.filter((reflag) => !gone.has(reflag))
}

/** Those of a split as they are kept. */
function keptOf(reflags: readonly Reflag[], { split, objects }: SplitPredictions): readonly KeptReflag[] {
  return reflags.flatMap(({ object, split: own, ...decision }) => {
    const row = own === split ? objects.indexOf(object) : -1
    return row < 0 ? [] : [{ ...decision, row }]
  })
}

/** What is kept of a split as decisions on the objects of the data in use. */
function reflagsOf(kept: readonly KeptReflag[], { split, objects }: SplitPredictions): readonly Reflag[] {
  return kept.flatMap(({ row, ...decision }) => {
    const object = objects[row]
    return object === undefined ? [] : [{ ...decision, object, split }]
  })
}
