import { describe, expect, test } from 'vitest'
import type { ClassMean } from '../core/class-means.ts'
import { StudioError } from '../core/errors.ts'
import { chooseObjects, NO_FILTER, type ObjectSort } from '../core/object-order.ts'
import { objectColumns } from '../core/objects.fixture.ts'
import type { LoadedObjects } from '../core/objects.ts'
import { NO_OBJECTS } from './state.ts'
import { FILES, found, plan, report } from './test-data.ts'
import { readThrough, studioWith, type TestStudio, testStudio } from './test-engine.ts'

const COUNT = 40
/** Objects without a class, and left out of the splits. */
const [NO_LABEL, LEFT_OUT] = [38, 39]
const POINTS = 3

/** 40 objects, in turn of class 0 and 1 but for two; redshift falls from 3.9 to 0 in the order of the files. */
const OBJECTS: LoadedObjects = {
  columns: objectColumns(
    Array.from({ length: COUNT }, (_, i) => ({
      place: i === LEFT_OUT ? 'none' : i < 30 ? 'train' : 'test',
      redshift: (COUNT - 1 - i) / 10,
      ...(i === NO_LABEL ? {} : { label: i % 2 }),
    })),
  ),
  zgrid: Float64Array.of(0, 0.5, 1),
}
const FALLING: ObjectSort = { column: 'redshift', descending: true }
const RISING: ObjectSort = { column: 'redshift', descending: false }
const GONE = new StudioError('file-gone', 'X.npy was removed.', 'Choose it again.')
const MEANS: readonly ClassMean[] = [
  { mean: Float64Array.of(0.5, 0.25, 0.25), objects: 20, of: 20 },
  { mean: Float64Array.of(0, 0, 1), objects: 19, of: 19 },
]

function objectsOf({ studio }: TestStudio) {
  return studio.store.getState().objects
}

/** Numbers from `from` to below `to`. */
function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}

/** Posteriors that tell whose they are: the object's number at each point. */
function posteriorsOf(objects: readonly number[]): Float32Array<ArrayBuffer> {
  return Float32Array.from(objects.flatMap((object) => new Array<number>(POINTS).fill(object)))
}

/** Answers a call for posteriors. */
function answer({ calls }: TestStudio, call: number): Promise<void> {
  const { args, resolve } = calls.posteriors[call]!
  return resolve(posteriorsOf(args[0]))
}

/** Data are in use, and nobody has looked at them. */
function ready(): Promise<TestStudio> {
  return studioWith(report('data'), plan(2))
}

/** `OBJECTS` are looked at: the first one is shown, and the gallery is there. */
async function looking(objects = OBJECTS): Promise<TestStudio> {
  const page = await ready()
  page.actions.showView('data')
  await page.calls.objects[0]!.resolve(objects)
  await answer(page, 0)
  await answer(page, 1)
  return page
}

/** The data in use are prepared in another way. */
async function prepareAgain({ actions, calls }: TestStudio): Promise<void> {
  void actions.chooseTarget('Flag3')
  await calls.prepare.at(-1)!.resolve(report('prepared'))
}

describe('objects', () => {
  test('are loaded when somebody looks; the first one is shown, and a gallery drawn', async () => {
    const page = await ready()
    const { actions, calls, studio } = page
    actions.showView('training')
    expect(calls.objects).toEqual([])
    actions.showView('data')
    expect(studio.store.getState().view).toBe('data')
    expect(objectsOf(page)).toEqual(NO_OBJECTS)
    await calls.objects[0]!.resolve(OBJECTS)
    expect(objectsOf(page)).toEqual({
      ...NO_OBJECTS,
      loaded: OBJECTS,
      order: Uint32Array.from(range(0, COUNT)),
      selected: 0,
      drawing: true,
    })
    expect(calls.posteriors.map(({ args: [objects] }) => objects.length)).toEqual([1, 24])
    await answer(page, 0)
    expect(objectsOf(page).posterior).toEqual({ object: 0, lnP: posteriorsOf([0]) })
  })

  test('are loaded once', async () => {
    const page = await looking()
    page.actions.showView('training')
    page.actions.showView('data')
    expect(page.calls.objects).toHaveLength(1)
  })

  test('of a second look count once as well', async () => {
    const page = await ready()
    const { actions, calls } = page
    for (const view of ['data', 'training', 'data', 'training', 'data'] as const) actions.showView(view)
    expect(calls.objects).toHaveLength(3)
    await calls.objects[0]!.resolve(OBJECTS)
    void actions.selectObject(5)
    await calls.objects[1]!.reject(GONE)
    await calls.objects[2]!.resolve({ ...OBJECTS })
    expect(objectsOf(page)).toMatchObject({ selected: 5, error: null })
    expect(objectsOf(page).loaded).toBe(OBJECTS)
    // the first object, the gallery, and object 5
    expect(calls.posteriors).toHaveLength(3)
  })

  test('wait for the posteriors, and come by themselves when these have been read', async () => {
    const page = testStudio()
    const { actions, calls } = page
    actions.showView('data')
    void actions.chooseFiles(FILES)
    await calls.discover[0]!.resolve(found('data'))
    actions.showView('data')
    expect(calls.objects).toEqual([])
    await readThrough(calls, report('data'))
    expect(calls.objects).toHaveLength(1)
    await calls.objects[0]!.resolve(OBJECTS)
    expect(objectsOf(page).loaded).toBe(OBJECTS)
  })

  test('are loaded again after a preparation: order, filter and choice stay, what was computed of them goes', async () => {
    const page = await looking()
    const { actions, calls } = page
    actions.sortObjects(RISING)
    const filter = { ...NO_FILTER, text: '1' }
    actions.filterObjects(filter)
    void actions.selectObject(1)
    void actions.computeMeans()
    await calls.classMeans[0]!.resolve(MEANS)
    await prepareAgain(page)
    expect(objectsOf(page)).toEqual({ ...NO_OBJECTS, sort: RISING, filter, selected: 1 })
    expect(calls.objects).toHaveLength(2)
    await calls.objects[1]!.resolve(OBJECTS)
    expect(objectsOf(page)).toEqual({
      ...NO_OBJECTS,
      loaded: OBJECTS,
      sort: RISING,
      filter,
      order: chooseObjects(OBJECTS.columns, filter, RISING),
      selected: 1,
      drawing: true,
    })
    expect(calls.posteriors.at(-2)!.args).toEqual([[1]])
  })

  test('of another target are no longer filtered by class', async () => {
    const page = await looking()
    page.actions.filterObjects({ ...NO_FILTER, labels: [0], text: '1' })
    const done = page.actions.chooseTarget('Success2')
    await page.calls.prepare[0]!.resolve({ ...report('sample'), target: 'Success2' })
    await done
    expect(objectsOf(page).filter).toEqual({ ...NO_FILTER, text: '1' })
  })

  test('are not loaded again while nobody looks', async () => {
    const page = await looking()
    page.actions.showView('training')
    await prepareAgain(page)
    expect(objectsOf(page)).toEqual({ ...NO_OBJECTS, selected: 0 })
    expect(page.calls.objects).toHaveLength(1)
    page.actions.showView('data')
    expect(page.calls.objects).toHaveLength(2)
  })

  test('of other data lose the order of the table, too', async () => {
    const page = await looking()
    page.actions.sortObjects(RISING)
    void page.actions.loadSample()
    expect(objectsOf(page)).toEqual(NO_OBJECTS)
    await page.calls.simulate[1]!.resolve(report('other'))
    expect(page.calls.objects).toHaveLength(2)
    expect(objectsOf(page)).toEqual(NO_OBJECTS)
  })

  test('of data that were replaced meanwhile are dropped, and so is their failure', async () => {
    const page = await ready()
    page.actions.showView('data')
    await prepareAgain(page)
    await page.calls.objects[0]!.resolve(OBJECTS)
    expect(objectsOf(page)).toEqual(NO_OBJECTS)
    void page.actions.loadSample()
    await page.calls.objects[1]!.reject(GONE)
    expect(objectsOf(page)).toEqual(NO_OBJECTS)
    expect(page.calls.posteriors).toEqual([])
  })

  test('that cannot be loaded say why, and are tried again at the next look', async () => {
    const page = await ready()
    page.actions.showView('data')
    await page.calls.objects[0]!.reject(GONE)
    expect(objectsOf(page)).toEqual({
      ...NO_OBJECTS,
      error: expect.objectContaining({ code: 'file-gone', message: 'X.npy was removed.' }),
    })
    page.actions.showView('data')
    await page.calls.objects[1]!.resolve(OBJECTS)
    expect(objectsOf(page)).toMatchObject({ loaded: OBJECTS, error: null })
  })
})

describe('the table', () => {
  test('is filtered and sorted, one after the other', async () => {
    const page = await looking()
    page.actions.filterObjects({ ...NO_FILTER, labels: [1], places: ['test'] })
    expect([...objectsOf(page).order]).toEqual([31, 33, 35, 37])
    page.actions.sortObjects(RISING)
    expect([...objectsOf(page).order]).toEqual([37, 35, 33, 31])
    page.actions.filterObjects(NO_FILTER)
    expect([...objectsOf(page).order]).toEqual(range(0, COUNT).reverse())
    expect(objectsOf(page)).toMatchObject({ filter: NO_FILTER, sort: RISING, selected: 0 })
  })

  test('cannot be filtered or sorted before there are objects', async () => {
    const page = await ready()
    page.actions.filterObjects({ ...NO_FILTER, text: '3' })
    page.actions.sortObjects(FALLING)
    expect(objectsOf(page)).toEqual(NO_OBJECTS)
  })
})

describe('an object', () => {
  test('is shown; the posterior before it stays in sight until its own is read', async () => {
    const page = await looking()
    void page.actions.selectObject(7)
    expect(page.calls.posteriors[2]!.args).toEqual([[7]])
    expect(objectsOf(page)).toMatchObject({ selected: 7, posterior: { object: 0 } })
    await answer(page, 2)
    expect(objectsOf(page).posterior).toEqual({ object: 7, lnP: posteriorsOf([7]) })
  })

  test('that is no longer looked at is dropped, and so is its failure', async () => {
    const page = await looking()
    void page.actions.selectObject(7)
    void page.actions.selectObject(8)
    void page.actions.selectObject(9)
    await answer(page, 4)
    await answer(page, 2)
    await page.calls.posteriors[3]!.reject(GONE)
    expect(objectsOf(page)).toMatchObject({ selected: 9, posterior: { object: 9 }, error: null })
  })

  test('of the splits before is dropped after a preparation, and so is its failure', async () => {
    const page = await looking()
    void page.actions.selectObject(0)
    void page.actions.selectObject(0)
    await prepareAgain(page)
    await page.calls.objects[1]!.resolve({ ...OBJECTS })
    await answer(page, 2)
    await page.calls.posteriors[3]!.reject(GONE)
    expect(objectsOf(page)).toMatchObject({ selected: 0, posterior: null, error: null })
    await answer(page, 4)
    expect(objectsOf(page).posterior).toEqual({ object: 0, lnP: posteriorsOf([0]) })
  })

  test('that cannot be read takes the posterior before it away, and says why until another can', async () => {
    const page = await looking()
    void page.actions.selectObject(7)
    await page.calls.posteriors[2]!.reject(GONE)
    expect(objectsOf(page)).toMatchObject({
      selected: 7,
      posterior: null,
      error: { code: 'file-gone', message: 'X.npy was removed.', hint: 'Choose it again.' },
    })
    void page.actions.selectObject(8)
    await answer(page, 3)
    expect(objectsOf(page)).toMatchObject({ posterior: { object: 8 }, error: null })
  })

  test('needs objects', async () => {
    const page = await ready()
    await page.actions.selectObject(0)
    await page.actions.stepObject(1)
    expect(page.calls.posteriors).toEqual([])
    expect(objectsOf(page)).toEqual(NO_OBJECTS)
  })
})

describe('stepping', () => {
  /** The table shows 38 to 31 in this order, and the viewer `selected`. */
  async function at(selected: number): Promise<TestStudio> {
    const page = await looking()
    page.actions.sortObjects(RISING)
    page.actions.filterObjects({ ...NO_FILTER, redshift: [0.1, 0.8] })
    expect([...objectsOf(page).order]).toEqual([38, 37, 36, 35, 34, 33, 32, 31])
    void page.actions.selectObject(selected)
    return page
  }

  test.each([
    [35, 1, 34],
    [35, -1, 36],
    [35, 3, 32],
    [32, 5, 31],
    [37, -5, 38],
  ])('from %i by %i in the order of the table: %i', async (from, delta, to) => {
    const page = await at(from)
    void page.actions.stepObject(delta)
    expect(objectsOf(page).selected).toBe(to)
    expect(page.calls.posteriors.at(-1)!.args).toEqual([[to]])
  })

  test.each([
    [31, 1],
    [38, -1],
  ])('stays at the end: from %i by %i', async (from, delta) => {
    const page = await at(from)
    const asked = page.calls.posteriors.length
    await page.actions.stepObject(delta)
    expect(objectsOf(page).selected).toBe(from)
    expect(page.calls.posteriors).toHaveLength(asked)
  })

  test('from an object that the table does not show begins at its start', async () => {
    const page = await at(3)
    void page.actions.stepObject(5)
    expect(objectsOf(page).selected).toBe(38)
  })

  test('in an empty table stays where it is', async () => {
    const page = await at(35)
    page.actions.filterObjects({ ...NO_FILTER, text: 'nothing' })
    await page.actions.stepObject(1)
    expect(objectsOf(page).selected).toBe(35)
  })
})

describe('class means', () => {
  test('say how far they are, and are computed once at a time', async () => {
    const page = await looking()
    const { actions, calls } = page
    void actions.computeMeans()
    expect(objectsOf(page).meansProgress).toEqual({ phase: 'scan', file: '', done: 0, total: 1 })
    await actions.computeMeans()
    expect(calls.classMeans).toHaveLength(1)
    const progress = { phase: 'scan', file: 'X.npy', done: 3, total: 8 } as const
    calls.classMeans[0]!.args[0]!.onProgress!(progress)
    expect(objectsOf(page)).toMatchObject({ meansProgress: progress, means: null })
    await calls.classMeans[0]!.resolve(MEANS)
    expect(objectsOf(page)).toMatchObject({ meansProgress: null, means: MEANS })
  })

  test('that fail say why until they are tried again', async () => {
    const page = await looking()
    void page.actions.computeMeans()
    await page.calls.classMeans[0]!.reject(GONE)
    expect(objectsOf(page)).toMatchObject({
      meansProgress: null,
      means: null,
      error: { code: 'file-gone', message: 'X.npy was removed.', hint: 'Choose it again.' },
    })
    void page.actions.computeMeans()
    expect(objectsOf(page).error).toBeNull()
    expect(page.calls.classMeans).toHaveLength(2)
  })

  test('of the splits before are dropped, with their progress and their failure', async () => {
    const page = await looking()
    const { actions, calls } = page
    void actions.computeMeans()
    await prepareAgain(page)
    await calls.objects[1]!.resolve({ ...OBJECTS })
    void actions.computeMeans()
    const { meansProgress } = objectsOf(page)
    calls.classMeans[0]!.args[0]!.onProgress!({ phase: 'scan', file: 'X.npy', done: 7, total: 8 })
    await calls.classMeans[0]!.resolve(MEANS)
    expect(objectsOf(page)).toMatchObject({ means: null, meansProgress })
    await prepareAgain(page)
    await calls.objects[2]!.resolve({ ...OBJECTS })
    await calls.classMeans[1]!.reject(GONE)
    expect(objectsOf(page).error).toBeNull()
  })

  test('need objects', async () => {
    const page = await ready()
    await page.actions.computeMeans()
    expect(page.calls.classMeans).toEqual([])
  })
})

describe('the gallery', () => {
  /** Object numbers by class. */
  const drawn = (page: TestStudio) =>
    objectsOf(page).gallery!.map((objects) => objects.map(({ object }) => object))

  test('holds 12 objects of each class that a split has, each with its own posterior', async () => {
    const page = await looking()
    const [first, second] = drawn(page)
    for (const [label, objects] of [first!, second!].entries()) {
      expect(objects).toHaveLength(12)
      expect(new Set(objects).size).toBe(12)
      expect(objects.filter((object) => object % 2 !== label)).toEqual([])
    }
    // the class of the one is not known, the other is in no split
    expect([...first!, ...second!]).not.toContain(NO_LABEL)
    expect([...first!, ...second!]).not.toContain(LEFT_OUT)
    expect(page.calls.posteriors[1]!.args).toEqual([[...first!, ...second!]])
    for (const { object, lnP } of objectsOf(page).gallery!.flat()) expect(lnP).toEqual(posteriorsOf([object]))
  })

  test('holds all of a class that has fewer', async () => {
    const objects = {
      ...OBJECTS,
      columns: objectColumns([{ label: 1 }, { label: 1 }, { label: 1 }, { place: 'none', label: 0 }]),
    }
    const page = await looking(objects)
    expect(drawn(page).map((each) => each.sort())).toEqual([[], [0, 1, 2]])
  })

  test('is another one at each draw, and the same ones in each session', async () => {
    const page = await looking()
    const first = drawn(page)
    void page.actions.drawGallery()
    expect(objectsOf(page).drawing).toBe(true)
    expect(drawn(page)).toEqual(first)
    await answer(page, 2)
    const second = drawn(page)
    expect(objectsOf(page).drawing).toBe(false)
    expect(second[0]).not.toEqual(first[0])
    expect(second[1]).not.toEqual(first[1])
    const again = await looking()
    expect(drawn(again)).toEqual(first)
    void again.actions.drawGallery()
    await answer(again, 2)
    expect(drawn(again)).toEqual(second)
  })

  test('is drawn once at a time, and not without objects', async () => {
    const page = await looking()
    void page.actions.drawGallery()
    await page.actions.drawGallery()
    expect(page.calls.posteriors).toHaveLength(3)
    const none = await ready()
    await none.actions.drawGallery()
    expect(none.calls.posteriors).toEqual([])
  })

  test('that cannot be read says why, and leaves the one before', async () => {
    const page = await looking()
    const first = drawn(page)
    void page.actions.drawGallery()
    await page.calls.posteriors[2]!.reject(GONE)
    expect(drawn(page)).toEqual(first)
    expect(objectsOf(page)).toMatchObject({ drawing: false, error: { message: 'X.npy was removed.' } })
  })

  test('of the splits before is dropped, and so is its failure', async () => {
    const page = await looking()
    void page.actions.drawGallery()
    await prepareAgain(page)
    await page.calls.objects[1]!.resolve({ ...OBJECTS })
    await answer(page, 2)
    expect(objectsOf(page)).toMatchObject({ gallery: null, drawing: true })
    await prepareAgain(page)
    await page.calls.objects[2]!.resolve({ ...OBJECTS })
    await page.calls.posteriors[4]!.reject(GONE)
    expect(objectsOf(page)).toMatchObject({ gallery: null, drawing: true, error: null })
  })
})
