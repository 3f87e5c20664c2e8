// A network as Keras 3.15 describes a Functional model: the `config.json` of a `.keras` file and the `model_config` of its older
// HDF5 file. Keras builds the network from it before it reads the weights.

import type { LayerDescription, LayerSpec, ModelDescription } from '../models.ts'
import type { Json, JsonObject } from './json.ts'
import { inputConfig, layerConfig } from './layer-config.ts'

/** The version whose files these are. */
export const KERAS_VERSION = '3.15.1'

/** Keras' names of the two inputs: the posterior, and the redshift where a network takes it. */
export const INPUT_NAMES = ['input_layer', 'input_layer_1'] as const

/** Something that gives a tensor; shapes are without the batch. */
interface Source {
  readonly name: string
  readonly shape: readonly number[]
}

/** A layer and where its input comes from. */
interface Connected {
  readonly layer: LayerDescription
  readonly input: Source
}

const REDSHIFT: Source = { name: INPUT_NAMES[1], shape: [1] }

/**
 * `config.json` of a `.keras` file. Layers keep the names of the description.
 * @param name of the model: a letter or digit, then letters, digits, `.`, `_` and `-`; Keras refuses `/`, TensorFlow the rest
 */
export function kerasConfig(description: ModelDescription, name: string): JsonObject {
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: functionalConfig(description, name, builtLayer, inputLayer),
    registered_name: 'Functional',
    build_config: { input_shape: null },
    compile_config: {},
  }
}

/**
 * `model_config` of Keras' older whole-model HDF5 file: the same without what it does not know.
 * @param name of the model: a letter or digit, then letters, digits, `.`, `_` and `-`; Keras refuses `/`, TensorFlow the rest
 */
export function olderKerasConfig(description: ModelDescription, name: string): JsonObject {
  return {
    class_name: 'Functional',
    config: functionalConfig(description, name, olderLayer, olderInputLayer),
  }
}

/** Names of all layers, inputs among them, in the order in which Keras lists them. */
export function kerasLayerNames(description: ModelDescription): readonly string[] {
  const named = (source: Source) => source.name
  return listLayers(description, ({ layer }) => layer.name, named)
}

function functionalConfig(
  description: ModelDescription,
  name: string,
  layerOf: (connected: Connected) => JsonObject,
  inputOf: (input: Source) => JsonObject,
): JsonObject {
  const inputs = INPUT_NAMES.slice(0, description.needsRedshift ? 2 : 1).map(tensorOf)
  return {
    name,
    trainable: true,
    layers: listLayers(description, layerOf, inputOf),
    input_layers: inputs.length === 1 ? inputs[0]! : inputs,
    output_layers: tensorOf(description.layers.at(-1)!.name),
  }
}

/** Every layer once; the redshift's input stands before the layer that takes it. */
function listLayers<T>(
  description: ModelDescription,
  layerOf: (connected: Connected) => T,
  inputOf: (input: Source) => T,
): T[] {
  let input: Source = { name: INPUT_NAMES[0], shape: [description.length, 1] }
  const listed = [inputOf(input)]
  for (const layer of description.layers) {
    if (layer.spec.kind === 'concatenateRedshift') listed.push(inputOf(REDSHIFT))
    listed.push(layerOf({ layer, input }))
    input = { name: layer.name, shape: layer.outputShape }
  }
  return listed
}

function builtLayer(connected: Connected): JsonObject {
  const { spec } = connected.layer
  const shapes = inputsOf(connected).map(({ shape }) => batched(shape))
  const built = isBuilt(spec)
    ? { build_config: { input_shape: shapes.length === 1 ? shapes[0]! : shapes } }
    : {}
  return { module: 'keras.layers', registered_name: null, ...olderLayer(connected), ...built }
}

function olderLayer(connected: Connected): JsonObject {
  const { layer } = connected
  return {
    class_name: layer.type,
    config: layerConfig(layer),
    name: layer.name,
    inbound_nodes: [{ args: [argumentOf(connected)], kwargs: callKeywords(layer.spec) }],
  }
}

function inputLayer(input: Source): JsonObject {
  return { module: 'keras.layers', registered_name: null, ...olderInputLayer(input) }
}

function olderInputLayer({ name, shape }: Source): JsonObject {
  return { class_name: 'InputLayer', config: inputConfig(name, shape), name, inbound_nodes: [] }
}

function inputsOf({ layer, input }: Connected): readonly Source[] {
  return layer.spec.kind === 'concatenateRedshift' ? [input, REDSHIFT] : [input]
}

/** What a layer is called with: one tensor, or a list of two. */
function argumentOf(connected: Connected): Json {
  const tensors = inputsOf(connected).map(kerasTensor)
  return tensors.length === 1 ? tensors[0]! : tensors
}

function kerasTensor({ name, shape }: Source): JsonObject {
  return {
    class_name: '__keras_tensor__',
    config: { shape: batched(shape), dtype: 'float32', keras_history: tensorOf(name) },
  }
}

/** The first output of the first call of a layer. */
function tensorOf(name: string): Json {
  return [name, 0, 0]
}

function batched(shape: readonly number[]): Json {
  return [null, ...shape]
}

/** Pooling and dropout need no shape to be built, and Keras keeps none. */
function isBuilt({ kind }: LayerSpec): boolean {
  return kind !== 'maxPool' && kind !== 'dropout'
}

function callKeywords({ kind }: LayerSpec): JsonObject {
  if (kind === 'gru' || kind === 'lstm') return { training: false, mask: null }
  return kind === 'dropout' ? { training: false } : {}
}
