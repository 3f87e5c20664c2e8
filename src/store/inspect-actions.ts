// Looking at single objects: those of a cell of the confusion matrix, and those whose label the network doubts; one at a
// time, with what explains it; and giving them new labels.

import { describeError } from '../core/errors.ts'
import { newLabelsFileName } from '../core/export/file-names.ts'
import { reflagsCsv } from '../core/export/reflags-csv.ts'
import type { Reflag } from '../core/reflags.ts'
import { largestMistake } from '../core/split-matrix.ts'
import { explain, stopExplaining } from './explain.ts'
import { listInView, placeInView, rowInView } from './inspected.ts'
import { keepReflags, leaveReflags, readReflags } from './keep-reflags.ts'
import { type InspectSlice, type MatrixCell, NO_INSPECTION } from './network-state.ts'
import { loadObjects } from './objects-actions.ts'
import { setInspect } from './set-inspect.ts'
import type { Studio } from './studio.ts'

/** Decisions that can be undone: each keeps a list. */
export const MOST_UNDONE = 200

/** Shows the objects of a cell of a confusion matrix, and the most confident of them in the viewer. */
export function inspectCell(studio: Studio, cell: MatrixCell): void {
  setInspect(studio, { list: 'cell', cell, selected: null })
  turnToView(studio)
}

/** Shows the objects whose label the network doubts; the one in the viewer stays there while it is among them. */
export function showDisagreements(
  studio: Studio,
  patch: Partial<Pick<InspectSlice, 'queueSplit' | 'confidence'>> = {},
): void {
  const wasShown = studio.store.getState().inspect.list === 'disagreements'
  setInspect(studio, { ...patch, list: 'disagreements' })
  if (!wasShown || placeInView(studio.store.getState()) < 0) setInspect(studio, { selected: null })
  turnToView(studio)
}

/**
 * What the view needs when somebody turns to it: facts of the objects, decisions of earlier visits, and an object in the
 * viewer. Who has chosen no cell is shown the mistakes.
 */
export function openInspection(studio: Studio): void {
  void loadObjects(studio)
  void readReflags(studio)
  const { inspect, network } = studio.store.getState()
  if (inspect.selected !== null) return
  if (inspect.list === 'cell' && inspect.cell === null && network.predictions !== null) {
    setInspect(studio, { cell: largestMistake(network.predictions) })
  }
  showFirst(studio)
}

/** Shows an object and explains it; the posterior before it stays in sight until this one is read. */
export async function inspectObject(studio: Studio, object: number): Promise<void> {
  stopExplaining(studio)
  setInspect(studio, { selected: object, saliencyError: null, saliencyProgress: null })
  const { predictions } = studio.store.getState().network
  const isCurrent = () => {
    const { inspect, network } = studio.store.getState()
    return inspect.selected === object && network.predictions === predictions
  }
  try {
    const lnP = await studio.engine.posteriors([object])
    if (!isCurrent()) return
    setInspect(studio, { posterior: { object, lnP }, error: null })
  } catch (thrown) {
    if (isCurrent()) setInspect(studio, { posterior: null, error: describeError(thrown) })
    return
  }
  await explain(studio)
}

/** Steps through the list in its order; stays at its ends. */
export async function stepInspected(studio: Studio, delta: number): Promise<void> {
  const state = studio.store.getState()
  const list = listInView(state)
  const at = placeInView(state)
  const next = at < 0 ? 0 : Math.min(list.length - 1, Math.max(0, at + delta))
  const row = list[next]
  if (row !== undefined && next !== at) await inspectObject(studio, row.object)
}

/** Changes how, or for which class, the object in the viewer is explained. */
export function setSaliency(
  studio: Studio,
  patch: Partial<Pick<InspectSlice, 'method' | 'explained'>>,
): void {
  setInspect(studio, patch)
  // before that the posterior is still being read, and the explanation follows it
  if (isShown(studio)) void explain(studio)
}

/** Gives the object in the viewer a label, and goes to the next one. Nobody can judge an object that is not in sight yet. */
export function reflag(studio: Studio, { newLabel, newFlag }: Pick<Reflag, 'newLabel' | 'newFlag'>): void {
  const row = rowInView(studio.store.getState())
  if (row === null || !isShown(studio)) return
  void readReflags(studio)
  const { object, split, label, predicted, confidence } = row
  const decision = { object, split, label, newLabel, newFlag, predicted, confidence, at: studio.now() }
  const { reflags, undo } = studio.store.getState().inspect
  setInspect(studio, {
    reflags: [...reflags.filter((other) => other.object !== object), decision],
    undo: [...undo, reflags].slice(-MOST_UNDONE),
  })
  void keepReflags(studio, reflags)
  void stepInspected(studio, 1)
}

/** Takes the last decision back, and shows its object again where the list has it. */
export function undoReflag(studio: Studio): void {
  const { reflags, undo } = studio.store.getState().inspect
  const before = undo.at(-1)
  if (before === undefined) return
  const object = reflags.find((reflag) => !before.includes(reflag))?.object
  setInspect(studio, { reflags: before, undo: undo.slice(0, -1) })
  void keepReflags(studio, reflags)
  const { inspect } = studio.store.getState()
  const isListed = listInView(studio.store.getState()).some((row) => row.object === object)
  if (object !== undefined && isListed && object !== inspect.selected) void inspectObject(studio, object)
}

/** Saves the decisions as CSV, with the facts of their objects. */
export async function exportReflags(studio: Studio): Promise<void> {
  await loadObjects(studio)
  const { objects, inspect, data } = studio.store.getState()
  if (inspect.reflags.length === 0 || data.report === null) return
  if (objects.loaded === null) {
    setInspect(studio, { error: objects.error })
    return
  }
  const { target, classes } = data.report
  const text = reflagsCsv(inspect.reflags, objects.loaded.columns, classes)
  studio.download(newLabelsFileName(target, studio.now()), new Blob([text], { type: 'text/csv' }))
}

/** Predictions have come: decisions of earlier visits are read, and whoever looks is shown an object. */
export async function loadReflags(studio: Studio): Promise<void> {
  if (studio.store.getState().view === 'inspect') openInspection(studio)
  await readReflags(studio)
}

/** Predictions have gone: so have their lists. How somebody likes to look stays, decisions wait for the same data. */
export function forgetInspection(studio: Studio): void {
  stopExplaining(studio)
  leaveReflags(studio)
  const { list, queueSplit, confidence, method } = studio.store.getState().inspect
  studio.store.setState({ inspect: { ...NO_INSPECTION, list, queueSplit, confidence, method } })
}

function turnToView(studio: Studio): void {
  studio.store.setState({ view: 'inspect' })
  openInspection(studio)
}

/** Shows the first object of the list; nothing where the list is empty. */
function showFirst(studio: Studio): void {
  const first = listInView(studio.store.getState())[0]
  if (first !== undefined) {
    void inspectObject(studio, first.object)
    return
  }
  stopExplaining(studio)
  setInspect(studio, {
    posterior: null,
    saliency: null,
    saliencyProgress: null,
    saliencyError: null,
    error: null,
  })
}

/** Whether the posterior in sight is that of the chosen object. */
function isShown(studio: Studio): boolean {
  const { selected, posterior } = studio.store.getState().inspect
  return posterior !== null && posterior.object === selected
}
