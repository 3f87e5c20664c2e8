// New labels outlive the page: those of earlier visits on the same data are read, and each change is written. All of it in
// turn, so that nothing is written over what has not been read. A browser that keeps nothing takes nothing away: the
// decisions then last until the page is closed, also while other data or another network are in use.

import { describeError, type ErrorReport } from '../core/errors.ts'
import type { Reflag } from '../core/reflags.ts'
import { setInspect } from './set-inspect.ts'
import type { Studio } from './studio.ts'

/** What is known of the decisions of one page. */
interface Keeping {
  /** data set that the decisions in the state belong to; `null` where there is none */
  fingerprint: string | null
  /** whether those of earlier visits are among them */
  isRead: boolean
  /** decisions that are not written yet, by data set; whole lists replace what is kept, others are added to it */
  readonly unkept: Map<string, { readonly reflags: readonly Reflag[]; readonly isWhole: boolean }>
  /** ends when everything so far was read and written; never rejects */
  turn: Promise<void>
}

/** Adds the decisions of earlier visits on the data in use, where they are not there yet. */
export async function readReflags(studio: Studio): Promise<void> {
  const keeping = keepingOf(studio)
  const fingerprint = claim(studio, keeping)
  if (fingerprint === null || keeping.isRead) return
  const isWanted = () => keeping.fingerprint === fingerprint && !keeping.isRead
  await inTurn(studio, keeping, fingerprint, async () => {
    if (!isWanted()) return
    const kept = await studio.reflags.load(fingerprint)
    if (!isWanted()) return
    const { reflags, undo } = studio.store.getState().inspect
    setInspect(studio, {
      reflags: mergeReflags(kept, reflags),
      undo: undo.map((before) => mergeReflags(kept, before)),
    })
    keeping.isRead = true
  })
}

/** Writes the decisions in the state. */
export async function keepReflags(studio: Studio): Promise<void> {
  const keeping = keepingOf(studio)
  const { fingerprint } = keeping
  if (fingerprint === null) return
  const { reflags } = studio.store.getState().inspect
  keeping.unkept.set(fingerprint, { reflags, isWhole: keeping.isRead })
  await inTurn(studio, keeping, fingerprint, async () => {
    const unkept = keeping.unkept.get(fingerprint)
    // the turn of an earlier change has written this one as well
    if (unkept === undefined) return
    const kept = unkept.isWhole ? [] : await studio.reflags.load(fingerprint)
    await studio.reflags.keep(fingerprint, mergeReflags(kept, unkept.reflags))
    if (keeping.unkept.get(fingerprint) === unkept) keeping.unkept.delete(fingerprint)
  })
}

/** The decisions in the state are forgotten, because what they were made on goes. */
export function leaveReflags(studio: Studio): void {
  const keeping = keepingOf(studio)
  keeping.fingerprint = null
  keeping.isRead = false
  setInspect(studio, { reflags: [], undo: [], storageError: null })
}

/** Decisions in the order they were made; a later one on the same object replaces an earlier one. */
export function mergeReflags(earlier: readonly Reflag[], later: readonly Reflag[]): readonly Reflag[] {
  const replaced = new Set(later.map(({ object }) => object))
  return [...earlier.filter(({ object }) => !replaced.has(object)), ...later]
}

const keepings = new WeakMap<Studio, Keeping>()

function keepingOf(studio: Studio): Keeping {
  const known = keepings.get(studio)
  if (known !== undefined) return known
  const keeping: Keeping = { fingerprint: null, isRead: false, unkept: new Map(), turn: Promise.resolve() }
  keepings.set(studio, keeping)
  return keeping
}

/** Makes the decisions in the state those on the data in use, as far as this page knows them. */
function claim(studio: Studio, keeping: Keeping): string | null {
  const fingerprint = studio.store.getState().data.report?.fingerprint ?? null
  if (fingerprint === keeping.fingerprint) return fingerprint
  leaveReflags(studio)
  if (fingerprint === null) return null
  const unkept = keeping.unkept.get(fingerprint)
  keeping.fingerprint = fingerprint
  keeping.isRead = unkept?.isWhole ?? false
  if (unkept !== undefined) {
    setInspect(studio, { reflags: unkept.reflags })
    // there may be room by now; if not, it is said again
    void keepReflags(studio)
  }
  return fingerprint
}

/** Does something when all before it is done; what goes wrong is shown as long as it is about the data in use. */
function inTurn(
  studio: Studio,
  keeping: Keeping,
  fingerprint: string,
  work: () => Promise<void>,
): Promise<void> {
  const tell = (storageError: ErrorReport | null) => {
    if (keeping.fingerprint === fingerprint) setInspect(studio, { storageError })
  }
  keeping.turn = keeping.turn.then(work).then(
    () => {
      if (!keeping.unkept.has(fingerprint)) tell(null)
    },
    (thrown) => tell(describeError(thrown)),
  )
  return keeping.turn
}
