// Looking at the objects: the table, one posterior at a time, the mean of each class, and a gallery drawn by chance.

import { describeError } from '../core/errors.ts'
import { chooseObjects, type ObjectFilter, type ObjectSort } from '../core/object-order.ts'
import { PLACES } from '../core/objects.ts'
import { createRng } from '../core/rng.ts'
import { NO_OBJECTS, type ObjectsSlice } from './state.ts'
import type { Studio } from './studio.ts'

/** Objects per class in the gallery. */
const GALLERY_OBJECTS = 12

/**
 * Forgets what was looked at, because the data changed; loads again where somebody is looking.
 * @param kept what is still right, as where the same objects were prepared in another way
 */
export function forgetObjects(
  studio: Studio,
  kept: Partial<Pick<ObjectsSlice, 'filter' | 'selected'>> = {},
): void {
  const { objects, view } = studio.store.getState()
  studio.store.setState({ objects: { ...NO_OBJECTS, sort: objects.sort, ...kept } })
  if (view === 'data') void loadObjects(studio)
}

/** Loads all objects, once per data set. */
export async function loadObjects(studio: Studio): Promise<void> {
  const { data, objects } = studio.store.getState()
  if (data.phase !== 'ready' || objects.loaded !== null) return
  const { report } = data
  // whoever turns to the view twice asks twice: the first answer counts
  const isCurrent = () => {
    const now = studio.store.getState()
    return now.data.report === report && now.objects.loaded === null
  }
  try {
    const loaded = await studio.engine.objects()
    if (!isCurrent()) return
    const { filter, sort, selected } = studio.store.getState().objects
    const order = chooseObjects(loaded.columns, filter, sort)
    setObjects(studio, { loaded, order, error: null })
    const shown = selected ?? order[0]
    if (shown !== undefined) void selectObject(studio, shown)
    void drawGallery(studio)
  } catch (thrown) {
    if (isCurrent()) setObjects(studio, { error: describeError(thrown) })
  }
}

/** Filters the table. */
export function filterObjects(studio: Studio, filter: ObjectFilter): void {
  const { loaded, sort } = studio.store.getState().objects
  if (loaded !== null) setObjects(studio, { filter, order: chooseObjects(loaded.columns, filter, sort) })
}

/** Sorts the table. */
export function sortObjects(studio: Studio, sort: ObjectSort): void {
  const { loaded, filter } = studio.store.getState().objects
  if (loaded !== null) setObjects(studio, { sort, order: chooseObjects(loaded.columns, filter, sort) })
}

/** Shows an object; the posterior before it stays in sight until this one is read. */
export async function selectObject(studio: Studio, object: number): Promise<void> {
  const { loaded } = studio.store.getState().objects
  if (loaded === null) return
  setObjects(studio, { selected: object })
  const isCurrent = () => {
    const { objects } = studio.store.getState()
    return objects.selected === object && objects.loaded === loaded
  }
  try {
    const lnP = await studio.engine.posteriors([object])
    if (isCurrent()) setObjects(studio, { posterior: { object, lnP }, error: null })
  } catch (thrown) {
    if (isCurrent()) setObjects(studio, { posterior: null, error: describeError(thrown) })
  }
}

/** Steps through the table in its order; stays at its ends. */
export async function stepObject(studio: Studio, delta: number): Promise<void> {
  const { order, selected } = studio.store.getState().objects
  if (order.length === 0) return
  const at = selected === null ? -1 : order.indexOf(selected)
  const next = at < 0 ? 0 : Math.min(order.length - 1, Math.max(0, at + delta))
  if (next !== at) await selectObject(studio, order[next]!)
}

/** Averages the posteriors of each class. */
export async function computeMeans(studio: Studio): Promise<void> {
  const { loaded, meansProgress } = studio.store.getState().objects
  if (loaded === null || meansProgress !== null) return
  const isCurrent = () => studio.store.getState().objects.loaded === loaded
  setObjects(studio, { meansProgress: { phase: 'scan', file: '', done: 0, total: 1 }, error: null })
  try {
    const means = await studio.engine.classMeans({
      onProgress: (progress) => {
        if (isCurrent()) setObjects(studio, { meansProgress: progress })
      },
    })
    if (isCurrent()) setObjects(studio, { means, meansProgress: null })
  } catch (thrown) {
    if (isCurrent()) setObjects(studio, { meansProgress: null, error: describeError(thrown) })
  }
}

/** Draws objects of each class by chance, others at each call. */
export async function drawGallery(studio: Studio): Promise<void> {
  const { loaded, drawing } = studio.store.getState().objects
  if (loaded === null || drawing) return
  const { columns } = loaded
  studio.draws++
  const isCurrent = () => studio.store.getState().objects.loaded === loaded
  const members = columns.labels.map((): number[] => [])
  const none = PLACES.indexOf('none')
  for (let object = 0; object < columns.length; object++) {
    if (columns.place[object] !== none) members[columns.label[object]!]?.push(object)
  }
  const drawn = members.map((objects, label) => {
    const order = Uint32Array.from(objects)
    createRng(studio.draws, `gallery of class ${label}`).shuffle(order)
    return [...order.subarray(0, GALLERY_OBJECTS)]
  })
  setObjects(studio, { drawing: true })
  try {
    const values = await studio.engine.posteriors(drawn.flat())
    if (!isCurrent()) return
    const width = values.length / Math.max(1, drawn.flat().length)
    let taken = 0
    const gallery = drawn.map((objects) =>
      objects.map((object) => {
        const lnP = values.subarray(taken * width, (taken + 1) * width)
        taken++
        return { object, lnP }
      }),
    )
    setObjects(studio, { gallery, drawing: false })
  } catch (thrown) {
    if (isCurrent()) setObjects(studio, { drawing: false, error: describeError(thrown) })
  }
}

function setObjects(studio: Studio, patch: Partial<ObjectsSlice>): void {
  studio.store.setState(({ objects }) => ({ objects: { ...objects, ...patch } }))
}
