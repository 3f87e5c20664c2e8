// Re-flagging by key: new labels, undo, and the file of them.

import { describe, expect, test } from 'vitest'
import { CARD } from '../core/inspected.fixture.ts'
import { objectColumns } from '../core/objects.fixture.ts'
import type { LoadedObjects } from '../core/objects.ts'
import {
  exportReflags,
  inspectObject,
  MOST_UNDONE,
  reflag,
  showDisagreements,
  stepInspected,
  undoReflag,
} from './inspect-actions.ts'
import {
  decide,
  decision,
  FULL,
  FULL_REPORT,
  fakeStore,
  given,
  inspect,
  looking,
  ONE,
  ready,
  show,
} from './reflag.fixture.ts'
import { NOW, settled, type TestStudio } from './test-engine.ts'

const OBJECTS: LoadedObjects = {
  columns: objectColumns(
    Array.from({ length: 4 }, (_, i) => ({ row: 10 + i, label: 0, redshift: i / 8, flag: 2 })),
  ),
  zgrid: null,
}

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
