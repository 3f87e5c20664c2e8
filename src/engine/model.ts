// A network as an ordinary tf.LayersModel that ends in logits: the loss is computed from these, and softmax follows
// where probabilities are wanted.

import * as tf from '@tensorflow/tfjs-core'
import * as layers from '@tensorflow/tfjs-layers'
import { type LayerDescription, type ModelDescription, modelWeights, size } from '../core/models.ts'
import { createDropoutLayer } from './dropout-layer.ts'
import { createConvBlockLayer } from './kernels/conv-block-layer.ts'
import { createRecurrentLayer } from './kernels/recurrent-layer.ts'
import { trimMemory } from './kernels/webgpu-backend.ts'
import { createSplitDenseLayer, partRows } from './split-dense-layer.ts'

/** A network with its weights on the current backend. */
export interface Network {
  readonly description: ModelDescription
  readonly model: layers.LayersModel
  /**
   * the trained tensors, in the order of Keras' `get_weights()`; a dense kernel that is too large for one buffer is
   * several of them, its rows in their order
   */
  readonly variables: readonly tf.Variable[]
}

/** What a network computes on. */
export interface NetworkInput {
  /** posteriors [batch, length, 1] */
  readonly x: tf.Tensor3D
  /** estimated redshift [batch, 1], for a network that takes it */
  readonly redshift: tf.Tensor2D | null
}

/** Variations that change no prediction. */
export interface NetworkOptions {
  /** of the device; dense kernels that are larger are kept in parts */
  readonly largestBufferBytes?: number | undefined
  /** whether gradients of the input are asked for, which training needs none of */
  readonly explained?: boolean
}

/**
 * Builds a network with the given weights.
 * @param weights one array per weight, in the order of Keras' `get_weights()`
 * @param seed of the dropout masks
 */
export function createNetwork(
  description: ModelDescription,
  weights: readonly Float32Array[],
  seed: number,
  { largestBufferBytes = Number.POSITIVE_INFINITY, explained = false }: NetworkOptions = {},
): Network {
  const x = layers.input({ shape: [description.length, 1] })
  const redshift = description.needsRedshift ? layers.input({ shape: [1] }) : null
  const output = description.layers.reduce((tensor, layer, i, all) => {
    if (isPooledBefore(all, i)) return tensor
    const inputs = layer.spec.kind === 'concatenateRedshift' ? [tensor, redshift!] : tensor
    const place = { inputGradient: i > 0 || explained, pooled: isPooledBefore(all, i + 1) }
    return createLayer(layer, seed, place, largestBufferBytes).apply(inputs) as layers.SymbolicTensor
  }, x)
  const model = layers.model({ inputs: redshift === null ? x : [x, redshift], outputs: output })
  // A LayerVariable holds its tf.Variable in a protected field; only that one takes part in gradients by name.
  const variables = model.trainableWeights.map((weight) => (weight as unknown as { val: tf.Variable }).val)
  const network = { description, model, variables }
  setWeights(network, weights)
  return network
}

/**
 * Logits [batch, classes]; differentiable.
 * @param training whether dropout is active
 */
export function logits({ model }: Network, { x, redshift }: NetworkInput, training: boolean): tf.Tensor2D {
  return model.apply(redshift === null ? x : [x, redshift], { training }) as tf.Tensor2D
}

/** Replaces all weights. */
export function setWeights(network: Network, weights: readonly Float32Array[]): void {
  tf.tidy(() => {
    for (const [i, parts] of weightParts(network).entries()) {
      let start = 0
      for (const part of parts) {
        const values = weights[i]!.subarray(start, start + part.size)
        part.assign(tf.tensor(values, part.shape, 'float32'))
        start += part.size
      }
    }
  })
}

/**
 * A copy of all weights in memory, one array per weight, in the order of Keras' `get_weights()`. One tensor is read after the
 * other: a GPU reads through a buffer as large as the tensor.
 */
export async function readWeights(network: Network): Promise<Float32Array[]> {
  const weights: Float32Array[] = []
  for (const parts of weightParts(network)) {
    const values: Float32Array[] = []
    for (const part of parts) values.push((await part.data()) as Float32Array)
    weights.push(values.length === 1 ? values[0]! : joined(values))
  }
  return weights
}

/** The variables of each weight: one, or the parts of a dense kernel. */
function weightParts({ description, variables }: Network): tf.Variable[][] {
  let next = 0
  return modelWeights(description).map(({ shape }) => {
    const parts: tf.Variable[] = []
    for (let left = size(shape); left > 0; left -= parts.at(-1)!.size) parts.push(variables[next++]!)
    return parts
  })
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((total, { length }) => total + length, 0))
  let start = 0
  for (const part of parts) {
    whole.set(part, start)
    start += part.length
  }
  return whole
}

/** Frees the network's tensors, and what the backend has kept for more of their sizes. */
export function disposeNetwork(network: Network): void {
  network.model.dispose()
  trimMemory()
}

/** Kernels start at zero because `setWeights` follows: tfjs' own initialisers are slow and are not Keras'. */
const START = { kernelInitializer: 'zeros', biasInitializer: 'zeros' } as const

/** Whether a layer is the pooling that the convolution before it does itself. */
function isPooledBefore(all: readonly LayerDescription[], i: number): boolean {
  return all[i]?.spec.kind === 'maxPool' && all[i - 1]?.spec.kind === 'conv1d'
}

function createLayer(
  { spec, name, outputShape, weights }: LayerDescription,
  seed: number,
  { inputGradient, pooled }: { inputGradient: boolean; pooled: boolean },
  largestBufferBytes: number,
): layers.layers.Layer {
  switch (spec.kind) {
    case 'conv1d':
      return createConvBlockLayer({
        name,
        filters: spec.filters,
        kernelSize: spec.kernelSize,
        padding: spec.padding,
        pool: pooled ? 2 : 1,
        inputGradient,
      })
    case 'maxPool':
      return layers.layers.maxPooling1d({ name, poolSize: 2, strides: 2 })
    case 'flatten':
      // tfjs' own flatten refuses an input that is flat already, as the last state of a GRU is; Keras' does not
      return layers.layers.reshape({ name, targetShape: [...outputShape] })
    case 'dense': {
      const { units } = spec
      const activation = spec.activation === 'relu' ? 'relu' : 'linear'
      const rows = partRows(weights[0]!.shape as [number, number], largestBufferBytes)
      return rows.length > 1
        ? createSplitDenseLayer({ name, units, activation, rows })
        : layers.layers.dense({ name, units, activation, ...START })
    }
    case 'gru':
    case 'lstm':
      return createRecurrentLayer({ name, ...spec })
    case 'dropout':
      return createDropoutLayer({ name, rate: spec.rate, seed })
    case 'concatenateRedshift':
      return layers.layers.concatenate({ name })
    default:
      return spec satisfies never
  }
}
