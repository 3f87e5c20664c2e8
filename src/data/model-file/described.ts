// What a trained network is, layer by layer, and the weights of each.

import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import type { TrainedModel } from '../../core/model-card.ts'
import { describeModel, type ModelDescription, modelWeights, size } from '../../core/models.ts'
import type { Hdf5Dataset } from '../../formats/hdf5/tree.ts'

/** A network that is ready to be written. */
export interface DescribedModel extends TrainedModel {
  readonly description: ModelDescription
  /** weights of each layer that has any, by its name, in Keras' order */
  readonly tensors: ReadonlyMap<string, readonly Hdf5Dataset[]>
}

/**
 * Describes a network by its card.
 * @throws StudioError `internal` if the weights are not those of the network that the card tells of
 */
export function describeTrained({ card, weights }: TrainedModel): DescribedModel {
  const description = describeModel(card.model, card.length, card.classes.length, { dropout: card.dropout })
  const specs = modelWeights(description)
  const lengths = (values: readonly number[]) => values.map(formatInteger).join(' ')
  const expected = lengths(specs.map(({ shape }) => size(shape)))
  const actual = lengths(weights.map(({ length }) => length))
  if (actual !== expected) {
    throw new StudioError('internal', `${card.name} has weights of ${actual} values; expected ${expected}.`)
  }
  let next = 0
  const tensors = description.layers.map(
    (layer) => [layer.name, layer.weights.map(({ shape }) => ({ shape, values: weights[next++]! }))] as const,
  )
  return { card, weights, description, tensors: new Map(tensors) }
}
