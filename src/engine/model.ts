// A network as an ordinary tf.LayersModel that ends in logits: the loss is computed from these, and softmax follows
// where probabilities are wanted.

import * as tf from '@tensorflow/tfjs-core'
import * as layers from '@tensorflow/tfjs-layers'
import { StudioError } from '../core/errors.ts'
import type { LayerDescription, ModelDescription } from '../core/models.ts'
import { modelWeights } from '../core/models.ts'

/** A network with its weights on the current backend. */
export interface Network {
  readonly description: ModelDescription
  readonly model: layers.LayersModel
  /** the trained tensors, in the order of Keras' `get_weights()` */
  readonly variables: readonly tf.Variable[]
}

/**
 * Builds a network with the given weights.
 * @param weights one array per weight, in the order of Keras' `get_weights()`
 */
export function createNetwork(description: ModelDescription, weights: readonly Float32Array[]): Network {
  const input = layers.input({ shape: [description.length, 1] })
  const output = description.layers.reduce((tensor, layer) => {
    return createLayer(layer).apply(tensor) as layers.SymbolicTensor
  }, input)
  const model = layers.model({ inputs: input, outputs: output })
  // A LayerVariable holds its tf.Variable in a protected field; only that one takes part in gradients by name.
  const variables = model.trainableWeights.map((weight) => (weight as unknown as { val: tf.Variable }).val)
  const network = { description, model, variables }
  setWeights(network, weights)
  return network
}

/** Logits [batch, classes] of posteriors [batch, length, 1]; differentiable. */
export function logits(network: Network, x: tf.Tensor3D): tf.Tensor2D {
  return network.model.apply(x, { training: true }) as tf.Tensor2D
}

/** Replaces all weights. */
export function setWeights(network: Network, weights: readonly Float32Array[]): void {
  const specs = modelWeights(network.description)
  tf.tidy(() => {
    for (const [i, variable] of network.variables.entries()) {
      variable.assign(tf.tensor(weights[i]!, [...specs[i]!.shape], 'float32'))
    }
  })
}

/** A copy of all weights in memory. */
export async function readWeights(network: Network): Promise<Float32Array[]> {
  return Promise.all(network.variables.map(async (variable) => (await variable.data()) as Float32Array))
}

/** Frees the network's tensors. */
export function disposeNetwork(network: Network): void {
  network.model.dispose()
}

/** Kernels start at zero because `setWeights` follows: tfjs' own initialisers are slow and are not Keras'. */
const START = { kernelInitializer: 'zeros', biasInitializer: 'zeros' } as const

function createLayer({ spec, name }: LayerDescription): layers.layers.Layer {
  switch (spec.kind) {
    case 'conv1d':
      return layers.layers.conv1d({
        name,
        filters: spec.filters,
        kernelSize: spec.kernelSize,
        padding: spec.padding,
        activation: 'relu',
        ...START,
      })
    case 'maxPool':
      return layers.layers.maxPooling1d({ name, poolSize: 2, strides: 2 })
    case 'flatten':
      return layers.layers.flatten({ name })
    case 'dense':
      return layers.layers.dense({
        name,
        units: spec.units,
        activation: spec.activation === 'relu' ? 'relu' : 'linear',
        ...START,
      })
    case 'dropout':
    case 'gru':
    case 'lstm':
    case 'concatenateRedshift':
      throw new StudioError('bad-input', `Layer ${name} cannot be trained yet.`, 'Choose CNN3.')
    default:
      return spec satisfies never
  }
}
