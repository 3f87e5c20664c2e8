// What the tests of the table of objects share: 40 objects, and a page that looks at them.

import type { ClassMean } from '../core/class-means.ts'
import { StudioError } from '../core/errors.ts'
import type { ObjectSort } from '../core/object-order.ts'
import { objectColumns } from '../core/objects.fixture.ts'
import type { LoadedObjects } from '../core/objects.ts'
import { plan, report } from './test-data.ts'
import { studioWith, type TestStudio } from './test-engine.ts'

/** Objects in all. */
export const COUNT = 40

/** Objects without a class, and left out of the splits. */
export const [NO_LABEL, LEFT_OUT] = [38, 39]

const POINTS = 3

/** 40 objects, in turn of class 0 and 1 but for two; redshift falls from 3.9 to 0 in the order of the files. */
export const OBJECTS: LoadedObjects = {
  columns: objectColumns(
    Array.from({ length: COUNT }, (_, i) => ({
      place: i === LEFT_OUT ? 'none' : i < 30 ? 'train' : 'test',
      redshift: (COUNT - 1 - i) / 10,
      ...(i === NO_LABEL ? {} : { label: i % 2 }),
    })),
  ),
  zgrid: Float64Array.of(0, 0.5, 1),
}

/** The sort by falling redshift. */
export const FALLING: ObjectSort = { column: 'redshift', descending: true }

/** The sort by rising redshift. */
export const RISING: ObjectSort = { column: 'redshift', descending: false }

/** What a removed file rejects with. */
export const GONE = new StudioError('file-gone', 'X.npy was removed.', 'Choose it again.')

/** Means of the two classes. */
export const MEANS: readonly ClassMean[] = [
  { mean: Float64Array.of(0.5, 0.25, 0.25), objects: 20, of: 20 },
  { mean: Float64Array.of(0, 0, 1), objects: 19, of: 19 },
]

/** The part of the state that is about objects. */
export function objectsOf({ studio }: TestStudio) {
  return studio.store.getState().objects
}

/** Numbers from `from` to below `to`. */
export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}

/** Posteriors that tell whose they are: the object's number at each point. */
export function posteriorsOf(objects: readonly number[]): Float32Array<ArrayBuffer> {
  return Float32Array.from(objects.flatMap((object) => new Array<number>(POINTS).fill(object)))
}

/** Answers a call for posteriors. */
export function answer({ calls }: TestStudio, call: number): Promise<void> {
  const { args, resolve } = calls.posteriors[call]!
  return resolve(posteriorsOf(args[0]))
}

/** Data are in use, and nobody has looked at them. */
export function ready(): Promise<TestStudio> {
  return studioWith(report('data'), plan(2))
}

/** `OBJECTS` are looked at: the first one is shown, and the gallery is there. */
export async function looking(objects = OBJECTS): Promise<TestStudio> {
  const page = await ready()
  page.actions.showView('data')
  await page.calls.objects[0]!.resolve(objects)
  await answer(page, 0)
  await answer(page, 1)
  return page
}

/** The data in use are prepared in another way. */
export async function prepareAgain({ actions, calls }: TestStudio): Promise<void> {
  void actions.chooseTarget('Flag3')
  await calls.prepare.at(-1)!.resolve(report('prepared'))
}
