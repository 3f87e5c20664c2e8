// Objects of the data: loaded when somebody looks, filtered, sorted, shown and stepped through.

import { describe, expect, test } from 'vitest'
import { chooseObjects, NO_FILTER } from '../core/object-order.ts'
import {
  answer,
  COUNT,
  FALLING,
  GONE,
  looking,
  MEANS,
  OBJECTS,
  objectsOf,
  posteriorsOf,
  prepareAgain,
  RISING,
  range,
  ready,
} from './objects.fixture.ts'
import { NO_OBJECTS } from './state.ts'
import { FILES, found, report } from './test-data.ts'
import { readThrough, type TestStudio, testStudio } from './test-engine.ts'

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
