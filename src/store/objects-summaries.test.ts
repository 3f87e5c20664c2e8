// What sums the objects up: class means and the gallery, each computed once at a time.

import { describe, expect, test } from 'vitest'
import { objectColumns } from '../core/objects.fixture.ts'
import {
  answer,
  GONE,
  LEFT_OUT,
  looking,
  MEANS,
  NO_LABEL,
  OBJECTS,
  objectsOf,
  posteriorsOf,
  prepareAgain,
  ready,
} from './objects.fixture.ts'
import type { TestStudio } from './test-engine.ts'

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
