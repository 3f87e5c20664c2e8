import { describe, expect, test, vi } from 'vitest'
import { StudioError } from '../core/errors.ts'
import { CARD, predictedSplit, runPredictions } from '../core/inspected.fixture.ts'
import { objectColumns } from '../core/objects.fixture.ts'
import type { LoadedObjects } from '../core/objects.ts'
import type { RunPredictions } from '../core/predictions.ts'
import {
  changedReflags,
  type KeptReflag,
  type Reflag,
  type ReflagChange,
  type ReflagStore,
} from '../core/reflags.ts'
import {
  exportReflags,
  forgetInspection,
  inspectCell,
  inspectObject,
  loadReflags,
  MOST_UNDONE,
  reflag,
  showDisagreements,
  stepInspected,
  undoReflag,
} from './inspect-actions.ts'
import { NO_NETWORK } from './network-state.ts'
import { report } from './test-data.ts'
import { NOW, settled, type TestStudio, testStudio } from './test-engine.ts'

const CELL = { split: 'test', truth: 0, predicted: 1 } as const
const FULL = new StudioError('bad-input', 'This browser has no room left.', 'Save the labels.')
const FULL_REPORT = { code: 'bad-input', message: 'This browser has no room left.', hint: 'Save the labels.' }
const ONE = { newLabel: 1, newFlag: null } as const

/** Objects 0 to 3 are in `CELL`, in this order; 7 and 9 are in no cell of it. Each is in the row of its number. */
const ROWS = [5, 4, 3, 2, -1, -1, -1, -1, -1, -1].map((strength, object) => ({
  object,
  label: 0,
  logits: [0, strength],
}))

/** The test split of data `fingerprint`. */
const predictions = (fingerprint: string) => runPredictions(predictedSplit('test', ROWS, fingerprint))

const OBJECTS: LoadedObjects = {
  columns: objectColumns(
    Array.from({ length: 4 }, (_, i) => ({ row: 10 + i, label: 0, redshift: i / 8, flag: 2 })),
  ),
  zgrid: null,
}

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

function fakeStore(kept: readonly (readonly [string, readonly KeptReflag[]])[] = []): FakeStore {
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
function kept(object: number, newLabel: number, at = NOW): KeptReflag {
  const { object: row, split: _, ...rest } = decision(object, newLabel, at)
  return { ...rest, row }
}

function decision(object: number, newLabel: number, at = NOW): Reflag {
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
function use(
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
async function ready(store: FakeStore): Promise<TestStudio> {
  const page = testStudio({ reflags: store })
  use(page, 'a')
  void loadReflags(page.studio)
  await settled()
  return page
}

/** The same with `CELL` in view and its first object in sight. */
async function looking(store = fakeStore()): Promise<TestStudio> {
  const page = await ready(store)
  inspectCell(page.studio, CELL)
  await show(page)
  return page
}

/** Answers for the posterior that was asked for last. */
function show({ calls }: TestStudio): Promise<void> {
  return calls.posteriors.at(-1)!.resolve(Float32Array.of(0))
}

/** Gives this label to the object in the viewer, and waits for the next one to be in sight. */
async function decide(page: TestStudio, newLabel: number): Promise<void> {
  reflag(page.studio, { newLabel, newFlag: null })
  await show(page)
}

function inspect({ studio }: TestStudio) {
  return studio.store.getState().inspect
}

const given = (page: TestStudio) => inspect(page).reflags.map(({ object, newLabel }) => [object, newLabel])

describe('a new label', () => {
  test('is given to the object in the viewer, is kept, and the next object comes', async () => {
    const store = fakeStore()
    const page = await looking(store)
    page.wait(2)
    reflag(page.studio, { newLabel: 1, newFlag: 4 })
    const expected = { ...decision(0, 1, NOW + 2000), newFlag: 4, confidence: expect.closeTo(0.9933, 4) }
    expect(inspect(page).reflags).toEqual([expected])
    expect(inspect(page)).toMatchObject({ selected: 1, undo: [[]], storageError: null })
    await settled()
    const { object: row, split: _, ...rest } = expected
    expect([...store.kept]).toEqual([['a', [{ ...rest, row }]]])
    expect(store.log).toEqual(['load a', 'keep a +0'])
  })

  test('leaves the list as it is, and the last object of it in the viewer', async () => {
    const page = await looking()
    for (const label of [1, 0, 1, 1]) await decide(page, label)
    expect(given(page)).toEqual([
      [0, 1],
      [1, 0],
      [2, 1],
      [3, 1],
    ])
    expect(inspect(page).selected).toBe(3)
  })

  test('of the same object replaces the one before, and comes last', async () => {
    const page = await looking()
    await decide(page, 1)
    await decide(page, 1)
    void inspectObject(page.studio, 0)
    await show(page)
    page.wait(5)
    await decide(page, 0)
    expect(given(page)).toEqual([
      [1, 1],
      [0, 0],
    ])
    expect(inspect(page).reflags[1]!.at).toBe(NOW + 5000)
  })

  test('is not given to an object that is not in sight yet', async () => {
    const page = await looking()
    void stepInspected(page.studio, 1)
    reflag(page.studio, ONE)
    expect(inspect(page)).toMatchObject({ reflags: [], selected: 1 })
    await show(page)
    reflag(page.studio, ONE)
    expect(given(page)).toEqual([[1, 1]])
  })

  test('needs an object', async () => {
    const page = await ready(fakeStore())
    reflag(page.studio, ONE)
    expect(inspect(page).reflags).toEqual([])
  })
})

describe('undo', () => {
  test('takes back one after the other, and shows the object again', async () => {
    const store = fakeStore()
    const page = await looking(store)
    for (const label of [1, 0, 1]) await decide(page, label)
    undoReflag(page.studio)
    expect(given(page)).toEqual([
      [0, 1],
      [1, 0],
    ])
    expect(inspect(page).selected).toBe(2)
    undoReflag(page.studio)
    undoReflag(page.studio)
    expect(inspect(page)).toMatchObject({ reflags: [], undo: [], selected: 0 })
    undoReflag(page.studio)
    expect(inspect(page).selected).toBe(0)
    await settled()
    expect(store.kept.get('a')).toEqual([])
  })

  test('brings back what a second decision replaced', async () => {
    const page = await looking()
    await decide(page, 1)
    await decide(page, 1)
    void inspectObject(page.studio, 0)
    await show(page)
    await decide(page, 0)
    undoReflag(page.studio)
    expect(given(page)).toEqual([
      [0, 1],
      [1, 1],
    ])
    expect(inspect(page).selected).toBe(0)
  })

  test('reaches far, and not for ever', async () => {
    const page = await looking()
    void stepInspected(page.studio, 3)
    await show(page)
    // the last object stays in the viewer: each decision replaces the one before
    for (let i = 0; i < MOST_UNDONE + 2; i++) reflag(page.studio, { newLabel: i, newFlag: null })
    expect(inspect(page).undo).toHaveLength(MOST_UNDONE)
    for (let i = 0; i < MOST_UNDONE; i++) undoReflag(page.studio)
    expect(given(page)).toEqual([[3, 1]])
    undoReflag(page.studio)
    expect(given(page)).toEqual([[3, 1]])
  })

  test('leaves the viewer alone where the list does not have the object', async () => {
    const page = await looking()
    await decide(page, 1)
    showDisagreements(page.studio, { queueSplit: 'train' })
    undoReflag(page.studio)
    expect(inspect(page)).toMatchObject({ reflags: [], selected: null })
  })
})

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

describe('the file of new labels', () => {
  test('has the facts of the objects, which are loaded for it', async () => {
    const page = await looking()
    await decide(page, 1)
    const done = exportReflags(page.studio)
    expect(page.downloads).toEqual([])
    await page.calls.objects.at(-1)!.resolve(OBJECTS)
    await done
    const [{ fileName, contents }] = page.downloads as [TestStudio['downloads'][0]]
    expect(fileName).toBe('redshift-studio_DeltaZ_new-labels_2026-11-22.csv')
    expect(contents.type).toBe('text/csv')
    const [header, line, ...rest] = (await contents.text()).split('\r\n')
    expect(header!.split(',')).toHaveLength(13)
    expect(line).toBe(
      `X.npy,10,,test,0,Deltaz<1e-3,2,Deltaz>=1e-3,${inspect(page).reflags[0]!.confidence},Deltaz>=1e-3,,changed,2026-11-22T23:30:00.000Z`,
    )
    expect(rest).toEqual([''])
  })

  test('names the classes of the data, whatever the network in use tells apart', async () => {
    const page = await looking()
    await decide(page, 1)
    const { network } = page.studio.store.getState()
    page.studio.store.setState({ network: { ...network, card: { ...CARD, classes: ['Flag 1', 'Flag 2'] } } })
    const done = exportReflags(page.studio)
    await page.calls.objects.at(-1)!.resolve(OBJECTS)
    await done
    const [, line] = (await page.downloads[0]!.contents.text()).split('\r\n')
    expect(line!.split(',')[5]).toBe('Deltaz<1e-3')
  })

  test('is not made without decisions, and says why where the facts cannot be had', async () => {
    const page = await looking()
    await page.calls.objects[0]!.reject(FULL)
    const empty = exportReflags(page.studio)
    await page.calls.objects.at(-1)!.reject(FULL)
    await empty
    expect(inspect(page).error).toBeNull()
    await decide(page, 1)
    const failing = exportReflags(page.studio)
    await page.calls.objects.at(-1)!.reject(FULL)
    await failing
    expect(inspect(page).error).toMatchObject(FULL_REPORT)
    expect(page.downloads).toEqual([])
  })
})
