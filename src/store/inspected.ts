// What the view of single objects shows, worked out of the state. A list is the same array as long as nothing that it
// depends on changes, so that components may compare by identity.

import {
  cellRows,
  disagreements,
  type InspectedRow,
  inspectedRow,
  type SplitProbabilities,
} from '../core/inspected.ts'
import { PREDICTED_SPLITS, type RunPredictions } from '../core/predictions.ts'
import type { EvaluatedSplit } from '../core/run.ts'
import type { Saliency, SaliencyRequest } from '../core/saliency.ts'
import { predictionsOf, probabilitiesOf, temperatureInUse } from './probabilities.ts'
import type { StudioState } from './state.ts'

type InUse = Pick<StudioState, 'network' | 'trust' | 'inspect'>

/** The objects of the chosen cell, or those whose label the network doubts, most confident first. */
export function listInView(state: InUse): readonly InspectedRow[] {
  const { predictions } = state.network
  if (predictions === null) return NONE
  const { list, cell, queueSplit, confidence } = state.inspect
  const temperature = temperatureInUse(state)
  const key = list === 'cell' ? [list, cell, temperature] : [list, queueSplit, confidence, temperature]
  const before = known.get(predictions)
  if (before?.key.every((part, i) => part === key[i])) return before.rows
  const rows = list === 'cell' ? rowsOfCell(state) : rowsInDoubt(state)
  known.set(predictions, { key, rows })
  return rows
}

/** Where the object in the viewer stands in the list, from 0; -1 where it is not in it. */
export function placeInView(state: InUse): number {
  const { selected } = state.inspect
  return selected === null ? -1 : listInView(state).findIndex(({ object }) => object === selected)
}

/** The object in the viewer: as it stands in the list, or in the first split that has it; `null` without one. */
export function rowInView(state: InUse): InspectedRow | null {
  const { selected } = state.inspect
  if (selected === null) return null
  const listed = listInView(state)[placeInView(state)]
  if (listed !== undefined) return listed
  for (const name of PREDICTED_SPLITS) {
    const split = splitOf(state, name)
    const row = split?.predictions.objects.indexOf(selected) ?? -1
    if (split !== null && row >= 0) return inspectedRow(split, classesOf(state), row)
  }
  return null
}

/** What would explain the object in the viewer; `null` without one. */
export function explanationInView(state: InUse): SaliencyRequest | null {
  const row = rowInView(state)
  if (row === null) return null
  const { explained, method } = state.inspect
  return { object: row.object, classIndex: explained ?? row.predicted, method }
}

/** Where the network looked in the object in the viewer, for the chosen class and method; `null` until that is known. */
export function saliencyInView(state: InUse): Saliency | null {
  const { saliency } = state.inspect
  const asked = explanationInView(state)
  const isAnswer =
    saliency?.object === asked?.object &&
    saliency?.classIndex === asked?.classIndex &&
    saliency?.method === asked?.method
  return isAnswer ? saliency : null
}

const NONE: readonly InspectedRow[] = []

const known = new WeakMap<RunPredictions, { key: readonly unknown[]; rows: readonly InspectedRow[] }>()

function rowsOfCell(state: InUse): readonly InspectedRow[] {
  const { cell } = state.inspect
  const split = cell === null ? null : splitOf(state, cell.split)
  if (cell === null || split === null) return NONE
  const classes = classesOf(state)
  const rows = cellRows(split.predictions, split.probabilities, classes, cell)
  return Array.from(rows, (row) => inspectedRow(split, classes, row))
}

function rowsInDoubt(state: InUse): readonly InspectedRow[] {
  const { queueSplit, confidence } = state.inspect
  const names = queueSplit === 'all' ? PREDICTED_SPLITS : [queueSplit]
  const splits = names.flatMap((name) => splitOf(state, name) ?? [])
  return disagreements(splits, classesOf(state), confidence)
}

function splitOf(state: InUse, name: EvaluatedSplit): SplitProbabilities | null {
  const predictions = predictionsOf(state.network.predictions, name)
  const probabilities = probabilitiesOf(state, name)
  return predictions === null || probabilities === null ? null : { predictions, probabilities }
}

function classesOf({ network }: InUse): number {
  return network.predictions?.card.classes.length ?? 0
}
