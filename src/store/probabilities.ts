// Probabilities that the page shows: of the network in use, divided by the temperature where somebody asked for it, and of
// the control. The same array as long as nothing changes, so that selectors may compare by identity.

import type { RunPredictions, SplitPredictions } from '../core/predictions.ts'
import type { EvaluatedSplit } from '../core/run.ts'
import { softmaxRows } from '../core/trust/softmax.ts'
import type { StudioState } from './state.ts'

type InUse = Pick<StudioState, 'network' | 'trust'>

/** The temperature that divides the logits; `null` where they are taken as they are. */
export function temperatureInUse({ trust }: Pick<StudioState, 'trust'>): number | null {
  return trust.calibrated ? (trust.fit?.temperature ?? null) : null
}

/** A split of the predictions; `null` where there is none. */
export function predictionsOf(
  predictions: RunPredictions | null,
  split: EvaluatedSplit,
): SplitPredictions | null {
  return predictions?.splits.find((one) => one.split === split) ?? null
}

/** Probabilities of the network on a split, [row, class]; `null` where it has no predictions of it. */
export function probabilitiesOf(state: InUse, split: EvaluatedSplit): Float64Array<ArrayBuffer> | null {
  const { predictions } = state.network
  const of = predictionsOf(predictions, split)
  if (predictions === null || of === null) return null
  return remembered(of.logits, predictions.card.classes.length, temperatureInUse(state))
}

/** Probabilities of the control on a split, [row, class], which no temperature changes; `null` where it has none. */
export function controlProbabilitiesOf(
  { network: { predictions } }: InUse,
  split: EvaluatedSplit,
): Float64Array<ArrayBuffer> | null {
  const control = predictionsOf(predictions, split)?.control ?? null
  if (predictions === null || control === null) return null
  return remembered(control, predictions.card.classes.length, null)
}

const known = new WeakMap<Float32Array, { temperature: number | null; values: Float64Array<ArrayBuffer> }>()

function remembered(logits: Float32Array, classes: number, temperature: number | null) {
  const before = known.get(logits)
  if (before !== undefined && before.temperature === temperature) return before.values
  const values = softmaxRows(logits, classes, temperature)
  known.set(logits, { temperature, values })
  return values
}
