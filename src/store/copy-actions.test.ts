import { describe, expect, test, vi } from 'vitest'
import { StudioError } from '../core/errors.ts'
import type { CopyState, StoredCopy } from '../core/stored-copy.ts'
import { canStart, NO_COPY } from './state.ts'
import { plan, report, STARTED } from './test-data.ts'
import { type TestStudio, testStudio } from './test-engine.ts'

const NONE: CopyState = { state: 'none', doneBytes: 0, totalBytes: 1000, inUse: false }
const PARTIAL: CopyState = { ...NONE, state: 'partial', doneBytes: 420 }
const COMPLETE: CopyState = { ...NONE, state: 'complete', doneBytes: 1000, inUse: true }
/** of `report('...')` */
const OWN: StoredCopy = { fingerprint: '9f3c1be2', name: 'own', bytes: 1000, complete: true }
const OTHER: StoredCopy = { fingerprint: '77aa', name: 'Flag balanced', bytes: 300, complete: false }

/** Answers the last question for the copies. */
async function answer({ calls }: TestStudio, state: CopyState | null, copies: readonly StoredCopy[] = []) {
  await calls.copyState.at(-1)!.resolve(state)
  await calls.listCopies.at(-1)!.resolve(copies)
}

function copyOf({ studio }: TestStudio) {
  return studio.store.getState().copy
}

/** Data are in use whose copy has this state. */
async function ready(state: CopyState | null = NONE, page = testStudio()): Promise<TestStudio> {
  void page.actions.loadSample()
  await page.calls.simulate[0]!.resolve(report('data'))
  await page.calls.plan[0]!.resolve(plan(2))
  await answer(page, state)
  return page
}

describe('after data were read', () => {
  test('the engine is asked, and the own copy is not among the others', async () => {
    const page = await ready()
    expect(copyOf(page)).toEqual({ ...NO_COPY, state: NONE })
    void page.actions.refreshCopies()
    await answer(page, COMPLETE, [OWN, OTHER])
    expect(copyOf(page)).toEqual({ ...NO_COPY, state: COMPLETE, others: [OTHER] })
  })

  test('data that need no copy list one of them all the same', async () => {
    const page = await ready()
    void page.actions.refreshCopies()
    await answer(page, null, [OWN])
    expect(copyOf(page)).toEqual({ ...NO_COPY, others: [OWN] })
  })

  test('a browser that cannot tell has none', async () => {
    const page = await ready()
    void page.actions.refreshCopies()
    await page.calls.copyState.at(-1)!.reject(new Error('refused'))
    await page.calls.listCopies.at(-1)!.reject(new Error('refused'))
    expect(copyOf(page)).toEqual(NO_COPY)
  })

  test('new data drop the answer for the old ones; copies of others stay in sight', async () => {
    const page = await ready()
    void page.actions.refreshCopies()
    await answer(page, NONE, [OTHER])
    void page.actions.refreshCopies()
    void page.actions.loadSample()
    expect(copyOf(page)).toEqual({ ...NO_COPY, others: [OTHER] })
    await answer(page, COMPLETE, [OWN])
    expect(copyOf(page)).toEqual({ ...NO_COPY, others: [OTHER] })
  })

  test('without data there are only others', async () => {
    const page = testStudio()
    void page.actions.refreshCopies()
    expect(page.calls.copyState).toEqual([])
    await page.calls.listCopies[0]!.resolve([OWN])
    expect(copyOf(page)).toEqual({ ...NO_COPY, others: [OWN] })
  })
})

describe('copying', () => {
  test('shows how far it is, and at the end what there is', async () => {
    const persist = vi.fn(async () => true)
    const page = await ready(NONE, testStudio({ persist }))
    void page.actions.fastCopy()
    expect(persist).toHaveBeenCalledOnce()
    expect(copyOf(page).progress).toEqual({ phase: 'write', file: '', done: 0, total: 1000 })
    const { onProgress } = page.calls.makeCopy[0]!.args[0]!
    onProgress!({ phase: 'write', file: 'X.npy', done: 100, total: 1000 })
    page.wait(2)
    onProgress!({ phase: 'write', file: 'X.npy', done: 500, total: 1000 })
    expect(copyOf(page)).toMatchObject({
      progress: { file: 'X.npy', done: 500 },
      pace: { perSecond: 200, secondsLeft: 2.5 },
    })
    await page.calls.makeCopy[0]!.resolve(COMPLETE)
    await answer(page, COMPLETE, [OWN])
    expect(copyOf(page)).toEqual({ ...NO_COPY, state: COMPLETE })
  })

  test('goes on where a part was copied, also where the browser promises nothing', async () => {
    const page = await ready(PARTIAL, testStudio({ persist: () => Promise.reject(new Error('refused')) }))
    void page.actions.fastCopy()
    expect(copyOf(page).progress).toMatchObject({ done: 420, total: 1000 })
    expect(page.calls.makeCopy).toHaveLength(1)
  })

  test('keeps a run from starting until it is over, and is started once', async () => {
    const page = await ready()
    void page.actions.fastCopy()
    void page.actions.fastCopy()
    void page.actions.removeCopy('77aa')
    expect(page.calls.makeCopy).toHaveLength(1)
    expect(page.calls.removeCopy).toEqual([])
    void page.actions.startTraining()
    expect(page.calls.train).toEqual([])
    await page.calls.makeCopy[0]!.resolve(COMPLETE)
    expect(canStart(page.studio.store.getState())).toBe(false)
    await answer(page, COMPLETE)
    expect(canStart(page.studio.store.getState())).toBe(true)
  })

  test('a failure is told, and the data stay in use', async () => {
    const page = await ready()
    void page.actions.fastCopy()
    await page.calls.makeCopy[0]!.reject(
      new StudioError('bad-input', 'The copy needs 1,000 bytes; 10 are free.', 'Remove other copies.'),
    )
    await answer(page, NONE)
    expect(copyOf(page)).toMatchObject({
      state: NONE,
      progress: null,
      error: { message: 'The copy needs 1,000 bytes; 10 are free.', hint: 'Remove other copies.' },
    })
    expect(page.studio.store.getState().data).toMatchObject({ phase: 'ready', error: null })
    void page.actions.fastCopy()
    expect(copyOf(page).error).toBeNull()
  })

  test('cancel waits for the engine to end, and leaves a part', async () => {
    const page = await ready()
    void page.actions.fastCopy()
    const { signal, onProgress } = page.calls.makeCopy[0]!.args[0]!
    page.actions.cancelCopy()
    expect(signal!.aborted).toBe(true)
    onProgress!({ phase: 'write', file: 'X.npy', done: 900, total: 1000 })
    expect(copyOf(page).progress).toMatchObject({ done: 0 })
    await page.calls.makeCopy[0]!.reject(new StudioError('cancelled', 'It was stopped'))
    await answer(page, PARTIAL, [{ ...OWN, complete: false }])
    expect(copyOf(page)).toEqual({ ...NO_COPY, state: PARTIAL })
  })

  test('new data end it: neither its progress nor its end comes late', async () => {
    const page = await ready()
    void page.actions.fastCopy()
    const { signal, onProgress } = page.calls.makeCopy[0]!.args[0]!
    void page.actions.loadSample()
    expect(signal!.aborted).toBe(true)
    onProgress!({ phase: 'write', file: 'X.npy', done: 900, total: 1000 })
    await page.calls.makeCopy[0]!.reject(new StudioError('cancelled', 'It was stopped'))
    expect(copyOf(page)).toEqual(NO_COPY)
    expect(page.calls.copyState).toHaveLength(1)
  })

  test('not where it is complete or would not help', async () => {
    const complete = await ready(COMPLETE)
    void complete.actions.fastCopy()
    const needless = await ready(null)
    void needless.actions.fastCopy()
    needless.actions.cancelCopy()
    expect([...complete.calls.makeCopy, ...needless.calls.makeCopy]).toEqual([])
  })
})

describe('removing', () => {
  test('asks what is left', async () => {
    const page = await ready(COMPLETE)
    void page.actions.removeCopy('9f3c1be2')
    expect(page.calls.removeCopy[0]!.args).toEqual(['9f3c1be2'])
    expect(copyOf(page).removing).toBe(true)
    expect(canStart(page.studio.store.getState())).toBe(false)
    await page.calls.removeCopy[0]!.resolve()
    await answer(page, NONE, [OTHER])
    expect(copyOf(page)).toEqual({ ...NO_COPY, state: NONE, others: [OTHER] })
  })

  test('a failure is told', async () => {
    const page = await ready(COMPLETE)
    void page.actions.removeCopy('77aa')
    await page.calls.removeCopy[0]!.reject(new StudioError('bad-input', 'Another tab uses it', 'Close it.'))
    await answer(page, COMPLETE, [OTHER])
    expect(copyOf(page)).toMatchObject({ removing: false, others: [OTHER], error: { hint: 'Close it.' } })
  })

  test('new data drop what became of it', async () => {
    const page = await ready(COMPLETE)
    void page.actions.removeCopy('9f3c1be2')
    void page.actions.loadSample()
    await page.calls.removeCopy[0]!.reject(new StudioError('bad-input', 'Another tab uses it'))
    expect(copyOf(page)).toEqual(NO_COPY)
  })
})

test('while training copies stay as they are', async () => {
  const page = await ready(PARTIAL)
  void page.actions.startTraining()
  await page.calls.train[0]!.emit(STARTED)
  void page.actions.fastCopy()
  void page.actions.removeCopy('9f3c1be2')
  expect([...page.calls.makeCopy, ...page.calls.removeCopy]).toEqual([])
})
