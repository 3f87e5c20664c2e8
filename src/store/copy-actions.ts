// Fast copies of data sets in this browser's own storage: made, gone on with, removed. New data end what is under way,
// and its late answer is dropped.

import type { DatasetReport } from '../core/dataset-report.ts'
import { describeError, type ErrorReport } from '../core/errors.ts'
import { createPace } from './pace.ts'
import { type CopySlice, mayChangeCopies, NO_COPY } from './state.ts'
import type { Studio } from './studio.ts'

/** Makes a fast copy of the data set in use, or goes on with it. */
export async function fastCopy(studio: Studio): Promise<void> {
  const { state } = studio.store.getState().copy
  if (!mayChangeCopies(studio.store.getState()) || state === null || state.state === 'complete') return
  const progress = { phase: 'write', file: '', done: state.doneBytes, total: state.totalBytes } as const
  const pace = createPace(studio.now)
  // the copy does not wait for it: some browsers ask the visitor, and it is of use without, too
  void studio.persist?.().catch(() => false)
  await change(studio, { progress }, (copying) =>
    studio.engine.makeCopy({
      signal: copying.signal,
      onProgress: (progress) => {
        if (!copying.signal.aborted) setCopy(studio, { progress, pace: pace(progress) })
      },
    }),
  )
}

/** Ends the copying; what was copied stays. It is over once the engine says so. */
export function cancelCopy(studio: Studio): void {
  if (studio.store.getState().copy.progress !== null) studio.copying?.abort()
}

/** Removes a copy, of the data set in use or of another one. */
export async function removeCopy(studio: Studio, fingerprint: string): Promise<void> {
  if (!mayChangeCopies(studio.store.getState())) return
  await change(studio, { removing: true }, () => studio.engine.removeCopy(fingerprint))
}

/** Asks the engine how far the data set in use is copied, and which other copies there are. */
export async function refreshCopies(studio: Studio): Promise<void> {
  const before = reportInUse(studio)
  const found = await findCopies(studio)
  if (reportInUse(studio) === before && studio.copying === null) setCopy(studio, found)
}

/** Ends what is under way. Copies of other data are still there. */
export function forgetCopy(studio: Studio): void {
  studio.copying?.abort()
  studio.copying = null
  studio.store.setState(({ copy }) => ({ copy: { ...NO_COPY, others: copy.others } }))
}

/** Does what changes the copies, then asks what became of them. */
async function change(
  studio: Studio,
  underWay: Partial<CopySlice>,
  work: (copying: AbortController) => Promise<unknown>,
): Promise<void> {
  const copying = new AbortController()
  studio.copying = copying
  setCopy(studio, { error: null, ...underWay })
  let error: ErrorReport | null = null
  try {
    await work(copying)
  } catch (thrown) {
    if (!copying.signal.aborted) error = describeError(thrown)
  }
  if (studio.copying !== copying) return
  const found = await findCopies(studio)
  if (studio.copying !== copying) return
  studio.copying = null
  setCopy(studio, { ...found, error, progress: null, pace: null, removing: false })
}

/** Nobody asked for it in so many words: a browser that cannot tell has no copies to offer. */
async function findCopies(studio: Studio): Promise<Pick<CopySlice, 'state' | 'others'>> {
  const inUse = reportInUse(studio)
  const [state, all] = await Promise.all([
    inUse === null ? null : studio.engine.copyState().catch(() => null),
    studio.engine.listCopies().catch(() => []),
  ])
  // data that need no copy may have one all the same, from another day: then it is only in the way
  const others = state === null ? all : all.filter(({ fingerprint }) => fingerprint !== inUse?.fingerprint)
  return { state, others }
}

function reportInUse(studio: Studio): DatasetReport | null {
  const { phase, report } = studio.store.getState().data
  return phase === 'ready' ? report : null
}

function setCopy(studio: Studio, patch: Partial<CopySlice>): void {
  studio.store.setState(({ copy }) => ({ copy: { ...copy, ...patch } }))
}
