// New labels that are kept in the browser: those of earlier visits, of other data, of two tabs, and what is
// done where nothing can be kept.

import { describe, expect, test, vi } from 'vitest'
import { predictedSplit, runPredictions } from '../core/inspected.fixture.ts'
import {
  forgetInspection,
  inspectCell,
  loadReflags,
  reflag,
  stepInspected,
  undoReflag,
} from './inspect-actions.ts'
import {
  CELL,
  decide,
  decision,
  FULL,
  FULL_REPORT,
  fakeStore,
  given,
  inspect,
  kept,
  looking,
  ONE,
  ready,
  show,
  use,
} from './reflag.fixture.ts'
import { NOW, settled, testStudio } from './test-engine.ts'

describe('decisions of earlier visits', () => {
  const KEPT = [kept(0, 1, NOW - 2), kept(7, 1, NOW - 1)]
  const READ = [decision(0, 1, NOW - 2), decision(7, 1, NOW - 1)]

  test('are there when predictions come', async () => {
    const store = fakeStore([['a', KEPT]])
    const page = await ready(store)
    expect(inspect(page)).toMatchObject({ reflags: READ, undo: [], storageError: null })
    await loadReflags(page.studio)
    expect(store.log).toEqual(['load a'])
  })

  test('are not lost to decisions that are made before they are read, nor to an undo of these', async () => {
    const store = fakeStore([['a', KEPT]])
    store.isHeld = true
    const page = await looking(store)
    await decide(page, 0)
    await decide(page, 1)
    expect(given(page)).toEqual([
      [0, 0],
      [1, 1],
    ])
    undoReflag(page.studio)
    await store.release()
    expect(given(page)).toEqual([
      [7, 1],
      [0, 0],
    ])
    expect(store.kept.get('a')!.map(({ row, newLabel }) => [row, newLabel])).toEqual(given(page))
    undoReflag(page.studio)
    await settled()
    expect(inspect(page).reflags).toEqual(READ)
    expect(store.kept.get('a')).toEqual(KEPT)
  })

  test('are read and written in turn, a quick row of decisions at once', async () => {
    const store = fakeStore()
    store.isHeld = true
    const page = await looking(store)
    for (const label of [1, 1, 1]) await decide(page, label)
    await store.release()
    expect(store.log).toEqual(['load a', 'keep a +0,1,2'])
    expect(inspect(page).storageError).toBeNull()
  })

  test('and a decision that is made while another is written are all kept', async () => {
    const store = fakeStore([['a', [kept(7, 1)]]])
    const page = await looking(store)
    store.isHeld = true
    await decide(page, 1)
    await decide(page, 1)
    await store.release()
    expect(store.log.slice(1)).toEqual(['keep a +0', 'keep a +0,1'])
    expect(store.kept.get('a')!.map(({ row }) => row)).toEqual([7, 0, 1])
  })
})

describe('other data', () => {
  test('have decisions of their own, and those of the first are there again with these', async () => {
    const store = fakeStore([['b', [kept(9, 1)]]])
    const page = await looking(store)
    await decide(page, 1)
    forgetInspection(page.studio)
    expect(inspect(page).reflags).toEqual([])
    use(page, 'b')
    await loadReflags(page.studio)
    expect(given(page)).toEqual([[9, 1]])
    forgetInspection(page.studio)
    use(page, 'a')
    await loadReflags(page.studio)
    expect(given(page)).toEqual([[0, 1]])
    expect(inspect(page).undo).toEqual([])
  })

  test('get nothing of a late answer for the data before', async () => {
    const store = fakeStore([['a', [kept(7, 1)]]])
    store.isHeld = true
    const page = await ready(store)
    forgetInspection(page.studio)
    use(page, 'b')
    void loadReflags(page.studio)
    await store.release()
    // what nobody waits for any more is read no further
    expect(store.log).toEqual(['load a', 'load b'])
    expect(inspect(page).reflags).toEqual([])
  })

  test('that come while a decision is written take nothing from it', async () => {
    const store = fakeStore([['a', [kept(7, 1)]]])
    store.isHeld = true
    const page = await looking(store)
    reflag(page.studio, ONE)
    forgetInspection(page.studio)
    use(page, 'b')
    void loadReflags(page.studio)
    await store.release()
    expect(store.kept.get('a')!.map(({ row }) => row)).toEqual([7, 0])
    expect(store.kept.has('b')).toBe(false)
    expect(inspect(page).reflags).toEqual([])
  })
})

describe('kept decisions', () => {
  const SPLITS = [
    predictedSplit('test', [
      { object: 4, label: 0, logits: [0, 5] },
      { object: 2, label: 0, logits: [0, 4] },
    ]),
    predictedSplit('validation', [{ object: 3, label: 0, logits: [0, 5] }]),
  ] as const

  test('belong to the same rows where these are other objects, and another split is another', async () => {
    const store = fakeStore()
    const page = testStudio({ reflags: store })
    use(page, 'a', runPredictions(...SPLITS))
    inspectCell(page.studio, CELL)
    await show(page)
    await decide(page, 1)
    inspectCell(page.studio, { ...CELL, split: 'validation' })
    await show(page)
    reflag(page.studio, ONE)
    await settled()
    expect([...store.kept].map(([split, reflags]) => [split, reflags.map(({ row }) => row)])).toEqual([
      ['test', [0]],
      ['validation', [0]],
    ])
    forgetInspection(page.studio)
    const [test] = SPLITS
    const renumbered = { ...test, objects: Uint32Array.of(0, 4) }
    use(page, 'b', runPredictions(renumbered, { ...SPLITS[1], fingerprint: 'another validation' }))
    await loadReflags(page.studio)
    expect(inspect(page).reflags).toMatchObject([{ object: 0, split: 'test', newLabel: 1 }])
    expect(store.kept.has('another validation')).toBe(false)
  })

  test('of an object in two splits are one: the latest', async () => {
    const store = fakeStore([
      ['test', [kept(1, 0, NOW - 1)]],
      ['natural', [kept(0, 1, NOW - 2)]],
    ])
    const page = testStudio({ reflags: store })
    const natural = predictedSplit('natural', [{ object: 2, label: 0, logits: [0, 4] }])
    use(page, 'a', runPredictions(SPLITS[0], natural))
    await loadReflags(page.studio)
    expect(inspect(page).reflags).toMatchObject([{ object: 2, split: 'test', newLabel: 0 }])
    inspectCell(page.studio, { ...CELL, split: 'natural' })
    await show(page)
    reflag(page.studio, ONE)
    await settled()
    expect(store.log.slice(-2)).toEqual(['keep test -1', 'keep natural +0'])
    undoReflag(page.studio)
    await settled()
    expect(store.log.slice(-2)).toEqual(['keep test +1', 'keep natural -0'])
    expect(inspect(page).reflags).toMatchObject([{ object: 2, split: 'test', newLabel: 0 }])
  })

  test('of one split that cannot be read keep no others away, and this stays said', async () => {
    const store = fakeStore([['validation', [kept(0, 1)]]])
    const load = (split: string) => (split === 'test' ? Promise.reject(FULL) : store.load(split))
    const page = testStudio({ reflags: { ...store, load } })
    use(page, 'a', runPredictions(...SPLITS))
    await loadReflags(page.studio)
    expect(given(page)).toEqual([[3, 1]])
    expect(inspect(page).storageError).toMatchObject(FULL_REPORT)
  })

  test('of two tabs are all kept; an undo takes back none of the other', async () => {
    const store = fakeStore()
    const [one, two] = [await looking(store), await looking(store)]
    await decide(one, 1)
    void stepInspected(two.studio, 1)
    await show(two)
    await decide(two, 0)
    await settled()
    expect(store.kept.get('a')).toMatchObject([{ row: 0 }, { row: 1 }])
    // the first decides on the same object later; then the second takes back what it had decided
    one.wait(5)
    await decide(one, 1)
    undoReflag(two.studio)
    await settled()
    expect(store.kept.get('a')).toMatchObject([
      { row: 0, newLabel: 1, at: NOW },
      { row: 1, newLabel: 1, at: NOW + 5000 },
    ])
    undoReflag(one.studio)
    undoReflag(one.studio)
    await settled()
    expect(store.kept.get('a')).toEqual([])
  })

  test('that were taken back in one tab are not brought back by the other', async () => {
    const store = fakeStore()
    const one = await looking(store)
    await decide(one, 1)
    await settled()
    const two = await looking(store)
    expect(given(two)).toEqual([[0, 1]])
    undoReflag(one.studio)
    void stepInspected(two.studio, 1)
    await show(two)
    await decide(two, 1)
    await settled()
    expect(store.kept.get('a')).toMatchObject([{ row: 1 }])
  })

  test('that are read after they were written are taken back by the undo of them', async () => {
    const store = fakeStore()
    const load = vi.fn(store.load).mockRejectedValueOnce(FULL).mockRejectedValueOnce(FULL)
    const page = testStudio({ reflags: { ...store, load } })
    use(page, 'a')
    inspectCell(page.studio, CELL)
    await settled()
    await show(page)
    await decide(page, 1)
    await settled()
    expect(store.kept.get('a')).toEqual(
      [kept(0, 1)].map((reflag) => ({ ...reflag, confidence: expect.any(Number) })),
    )
    await loadReflags(page.studio)
    expect(inspect(page)).toMatchObject({ reflags: [{ object: 0 }], undo: [[]], storageError: null })
    undoReflag(page.studio)
    await settled()
    expect(inspect(page).reflags).toEqual([])
    expect(store.kept.get('a')).toEqual([])
  })
})

describe('a browser that keeps nothing', () => {
  test('says so; decisions go on, and outlast another network and other data', async () => {
    const store = fakeStore()
    store.failWith = FULL
    const page = await looking(store)
    expect(inspect(page).storageError).toMatchObject(FULL_REPORT)
    await decide(page, 1)
    await decide(page, 1)
    undoReflag(page.studio)
    await settled()
    expect(given(page)).toEqual([[0, 1]])
    expect(inspect(page)).toMatchObject({ storageError: FULL_REPORT, error: null })
    forgetInspection(page.studio)
    expect(inspect(page).storageError).toBeNull()
    use(page, 'b')
    await loadReflags(page.studio)
    expect(given(page)).toEqual([])
    forgetInspection(page.studio)
    use(page, 'a')
    await loadReflags(page.studio)
    expect(given(page)).toEqual([[0, 1]])
    expect(inspect(page).storageError).toMatchObject(FULL_REPORT)
  })

  test('and does again has all of them, and what it had', async () => {
    const store = fakeStore([['a', [kept(7, 1)]]])
    store.failWith = FULL
    const page = await looking(store)
    await decide(page, 1)
    await settled()
    store.failWith = null
    await decide(page, 1)
    await settled()
    expect(given(page)).toEqual([
      [7, 1],
      [0, 1],
      [1, 1],
    ])
    expect(store.kept.get('a')).toEqual([kept(7, 1), kept(0, 1), kept(1, 1)])
    expect(inspect(page).storageError).toBeNull()
  })

  test('while an undo is written brings nothing back that was undone, and tries again later', async () => {
    const store = fakeStore([['a', [kept(7, 1)]]])
    const page = await looking(store)
    await decide(page, 1)
    await settled()
    store.keepFailsWith = FULL
    undoReflag(page.studio)
    await settled()
    expect(store.kept.get('a')).toHaveLength(2)
    expect(inspect(page)).toMatchObject({ reflags: [decision(7, 1)], storageError: FULL_REPORT })
    forgetInspection(page.studio)
    use(page, 'a')
    await loadReflags(page.studio)
    await settled()
    expect(inspect(page)).toMatchObject({ reflags: [decision(7, 1)], storageError: FULL_REPORT })
    store.keepFailsWith = null
    forgetInspection(page.studio)
    await loadReflags(page.studio)
    await settled()
    expect(store.kept.get('a')).toEqual([kept(7, 1)])
    expect(inspect(page).storageError).toBeNull()
  })

  test('is still said when only reading succeeds', async () => {
    const store = fakeStore([['a', [kept(7, 1)]]])
    store.isHeld = true
    const page = await looking(store)
    store.keepFailsWith = FULL
    await decide(page, 1)
    forgetInspection(page.studio)
    await store.release()
    await loadReflags(page.studio)
    await settled()
    expect(given(page)).toEqual([
      [7, 1],
      [0, 1],
    ])
    expect(inspect(page).storageError).toMatchObject(FULL_REPORT)
  })

  test('is not said of data that are no longer in use', async () => {
    const store = fakeStore()
    store.isHeld = true
    const page = await ready(store)
    forgetInspection(page.studio)
    store.failWith = FULL
    await store.release()
    expect(inspect(page).storageError).toBeNull()
  })
})
