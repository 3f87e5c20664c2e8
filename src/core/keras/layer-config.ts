// The settings of each kind of layer as Keras 3.15 writes them into a model's config, defaults included: Keras reads a config
// by its keys, and a default that is left out here would be that of whichever version reads the file.

import type { LayerDescription, LayerSpec } from '../models.ts'
import type { JsonObject } from './json.ts'

type Spec<Kind extends LayerSpec['kind']> = Extract<LayerSpec, { kind: Kind }>

/** An object of Keras by its class: a policy, an initialiser. */
function kerasObject(module: string, className: string, config: JsonObject): JsonObject {
  return { module, class_name: className, config, registered_name: null }
}

const FLOAT32 = kerasObject('keras', 'DTypePolicy', { name: 'float32' })
const GLOROT_UNIFORM = kerasObject('keras.initializers', 'GlorotUniform', {
  seed: null,
  input_axes: null,
  output_axes: null,
})
const ORTHOGONAL = kerasObject('keras.initializers', 'Orthogonal', { seed: null, gain: 1 })
const ZEROS = kerasObject('keras.initializers', 'Zeros', {})

/**
 * `config` of an input.
 * @param shape without the batch
 */
export function inputConfig(name: string, shape: readonly number[]): JsonObject {
  return {
    batch_shape: [null, ...shape],
    dtype: 'float32',
    sparse: false,
    ragged: false,
    name,
    optional: false,
  }
}

/** `config` of a layer. */
export function layerConfig({ spec, name }: LayerDescription): JsonObject {
  return { name, trainable: true, dtype: FLOAT32, ...kindConfig(spec) }
}

function kindConfig(spec: LayerSpec): JsonObject {
  switch (spec.kind) {
    case 'conv1d':
      return conv1dConfig(spec)
    case 'maxPool':
      return { pool_size: [2], padding: 'valid', strides: [2], data_format: 'channels_last' }
    case 'flatten':
      return { data_format: 'channels_last' }
    case 'dense':
      return denseConfig(spec)
    case 'gru':
      return { ...recurrentConfig(spec), ...recurrentPenalties(), reset_after: true, seed: null }
    case 'lstm':
      return { ...recurrentConfig(spec), unit_forget_bias: true, ...recurrentPenalties(), seed: null }
    case 'dropout':
      return { rate: spec.rate, seed: null, noise_shape: null }
    case 'concatenateRedshift':
      return { axis: -1 }
    default:
      return spec satisfies never
  }
}

function conv1dConfig({ filters, kernelSize, padding }: Spec<'conv1d'>): JsonObject {
  return {
    filters,
    kernel_size: [kernelSize],
    strides: [1],
    padding,
    data_format: 'channels_last',
    dilation_rate: [1],
    groups: 1,
    activation: 'relu',
    ...biasAndInitialisers(),
    kernel_regularizer: null,
    bias_regularizer: null,
    activity_regularizer: null,
    kernel_constraint: null,
    bias_constraint: null,
  }
}

function denseConfig({ units, activation }: Spec<'dense'>): JsonObject {
  return {
    units,
    activation,
    ...biasAndInitialisers(),
    kernel_regularizer: null,
    bias_regularizer: null,
    kernel_constraint: null,
    bias_constraint: null,
    quantization_config: null,
  }
}

function biasAndInitialisers(): JsonObject {
  return { use_bias: true, kernel_initializer: GLOROT_UNIFORM, bias_initializer: ZEROS }
}

function recurrentConfig({ units, returnSequences }: Spec<'gru' | 'lstm'>): JsonObject {
  return {
    return_sequences: returnSequences,
    return_state: false,
    go_backwards: false,
    stateful: false,
    unroll: false,
    zero_output_for_mask: false,
    units,
    activation: 'tanh',
    recurrent_activation: 'sigmoid',
    use_bias: true,
    kernel_initializer: GLOROT_UNIFORM,
    recurrent_initializer: ORTHOGONAL,
    bias_initializer: ZEROS,
  }
}

function recurrentPenalties(): JsonObject {
  return {
    kernel_regularizer: null,
    recurrent_regularizer: null,
    bias_regularizer: null,
    activity_regularizer: null,
    kernel_constraint: null,
    recurrent_constraint: null,
    bias_constraint: null,
    dropout: 0,
    recurrent_dropout: 0,
  }
}
