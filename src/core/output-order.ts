// A network whose outputs stand in another order: AMAZED wants the failure class first, and a data set's labels follow the
// target's order. Nothing but the order changes, so the probabilities stay the same.

import { StudioError } from './errors.ts'
import type { ModelCard, ModelTraining, TrainedModel } from './model-card.ts'

/**
 * The same network with output `i` being the former output `order[i]`: classes, labels and counts of the card, and the columns of
 * the last kernel and bias. The other weights are shared.
 * @throws StudioError `internal` if `order` does not name each output once
 */
export function reorderOutputs({ card, weights }: TrainedModel, order: readonly number[]): TrainedModel {
  const sorted = [...order].sort((a, b) => a - b)
  if (sorted.length !== card.classes.length || sorted.some((output, i) => output !== i)) {
    throw new StudioError('internal', `(${order.join(', ')}) is no order of ${card.classes.length} outputs.`)
  }
  const inOrder = <T>(values: readonly T[]) => order.map((output) => values[output]!)
  const training = card.training === null ? null : reorderedTraining(card.training, inOrder)
  const reordered: ModelCard = {
    ...card,
    classes: inOrder(card.classes),
    labels: inOrder(card.labels),
    training,
  }
  return {
    card: reordered,
    weights: [...weights.slice(0, -2), ...weights.slice(-2).map((w) => columns(w, order))],
  }
}

function reorderedTraining(
  training: ModelTraining,
  inOrder: <T>(values: readonly T[]) => T[],
): ModelTraining {
  const { train, validation, test } = training.dataset.counts
  const counts = { train: inOrder(train), validation: inOrder(validation), test: inOrder(test) }
  return { ...training, dataset: { ...training.dataset, counts } }
}

/** The columns of `values [row, output]` in another order. */
function columns(values: Float32Array, order: readonly number[]): Float32Array {
  const width = order.length
  return Float32Array.from(values, (_, i) => values[i - (i % width) + order[i % width]!]!)
}
