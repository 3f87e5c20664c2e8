// The configuration that Keras keeps beside weights, reduced to the layers between input and output in their order. Keras 3,
// tf.keras 2 and the HDF5 files of both write it in different ways.

import type { StudioError } from '../errors.ts'
import { formatInteger } from '../format.ts'
import { fieldsOf } from '../report-fields/values.ts'
import { refuseNetwork, shortName, shortNames } from './weight-layers.ts'

/** A layer as a configuration has it. */
export interface ConfigLayer {
  readonly name: string
  /** Keras' class: `Conv1D` */
  readonly type: string
  /** its settings, as JSON */
  readonly settings: ReadonlyMap<string, unknown>
}

/** What a configuration says of a network. */
export interface KerasConfig {
  /** all layers as they are listed, inputs included: their order names the groups of Keras 3's weights */
  readonly listed: readonly ConfigLayer[]
  /** those from the first layer behind the posterior to the output, without inputs */
  readonly chain: readonly ConfigLayer[]
  /** what a `Concatenate` layer puts together, in its order; empty without one */
  readonly concatenated: readonly ConfigLayer[]
  /** shape of the posterior `[length, channels]` without the batch, `null` where a dimension is open */
  readonly inputShape: readonly (number | null)[] | null
}

interface Link {
  readonly layer: ConfigLayer
  /** names of the layers that it takes its input from; one list per use */
  readonly uses: readonly (readonly string[])[]
}

/** Keras' classes of whole networks; `Model` is what older versions call the second. */
const NETWORKS: readonly string[] = ['Sequential', 'Functional', 'Model']
/** More than any of the five networks has. */
const MOST_LAYERS = 200
/** Of lists within an inbound node; more than Keras writes. */
const MOST_NESTING = 10

/**
 * Reads a configuration: `config.json` of a `.keras` file, or the attribute `model_config` of an HDF5 file.
 * @param value parsed JSON
 * @param file name, for messages
 * @throws StudioError `bad-input` where it is none, or where its layers do not form one chain
 */
export function parseKerasConfig(value: unknown, file: string): KerasConfig {
  const type = text(fieldsOf(value)?.get('class_name'))
  const settings = fieldsOf(fieldsOf(value)?.get('config'))
  // the configurations of Keras 2.0 to 2.2 have the list of a Sequential in place of its settings
  const layers = Array.isArray(fieldsOf(value)?.get('config'))
    ? fieldsOf(value)?.get('config')
    : settings?.get('layers')
  if (type === null || !Array.isArray(layers)) {
    throw refuseNetwork(
      `${file} holds no configuration of a Keras network: expected class_name and config.layers.`,
    )
  }
  if (layers.length > MOST_LAYERS) {
    throw refuseNetwork(
      `${file}: its configuration has ${layers.length} layers; expected at most ${MOST_LAYERS}.`,
    )
  }
  const links = layers.map((layer, i) => linkOf(layer, i, file))
  switch (type) {
    case 'Sequential':
      return sequential(links, settings?.get('build_input_shape'))
    case 'Functional':
    case 'Model':
      return functional(links, settings, file)
    default:
      throw refuseNetwork(
        `${file} is a Keras ${shortName(type)}; expected a Functional or a Sequential network.`,
      )
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function linkOf(value: unknown, index: number, file: string): Link {
  const fields = fieldsOf(value)
  const settings = fieldsOf(fields?.get('config'))
  const type = text(fields?.get('class_name'))
  const name = text(fields?.get('name')) ?? text(settings?.get('name'))
  if (type !== null && NETWORKS.includes(type)) throw nested(name, type, index, file)
  if (type === null || settings === null || name === null) {
    throw refuseNetwork(`${file}: layer ${index} of its configuration has no class_name, name or config.`)
  }
  const nodes = fields?.get('inbound_nodes')
  const uses = Array.isArray(nodes)
    ? nodes.map((node) => namesIn(node)).filter((names) => names.length > 0)
    : []
  return { layer: { name, type, settings }, uses }
}

/** Its layers are in a list of their own, and their weights in groups of their own. */
function nested(name: string | null, type: string, index: number, file: string): StudioError {
  const layer = name === null ? formatInteger(index) : shortName(name)
  return refuseNetwork(
    `${file}: layer ${layer} is itself a network (${type}), and networks within networks are not read.`,
    'Build one network of all layers, give it the weights with set_weights, and save that from Keras.',
  )
}

/**
 * Names of the layers in one inbound node. Keras 3: `{args: [tensor or list of tensors], kwargs}` where a tensor has
 * `keras_history: [name, node, output]`; tf.keras 2: a list of `[name, node, output, kwargs]`.
 */
function namesIn(node: unknown, depth = 0): string[] {
  if (depth > MOST_NESTING) return []
  const within = (value: unknown) => namesIn(value, depth + 1)
  if (Array.isArray(node)) {
    const [name, index] = node
    return typeof name === 'string' && typeof index === 'number' ? [name] : node.flatMap(within)
  }
  const fields = fieldsOf(node)
  if (fields?.has('args')) return within(fields.get('args'))
  const history = fieldsOf(fields?.get('config'))?.get('keras_history')
  return history === undefined ? [] : within(history)
}

function sequential(links: readonly Link[], built: unknown): KerasConfig {
  const listed = links.map(({ layer }) => layer)
  const first = listed[0]
  const inputShape = (first === undefined ? null : shapeOf(first)) ?? withoutBatch(built)
  return { listed, chain: listed.filter(({ type }) => type !== 'InputLayer'), concatenated: [], inputShape }
}

/** Walks from the output back to the posterior. */
function functional(
  links: readonly Link[],
  settings: ReadonlyMap<string, unknown> | null,
  file: string,
): KerasConfig {
  const byName = new Map(links.map((link) => [link.layer.name, link]))
  const outputs = namesIn(settings?.get('output_layers'))
  if (outputs.length !== 1) {
    throw refuseNetwork(`${file}: the network has ${outputs.length} outputs; expected one.`)
  }
  const chain: ConfigLayer[] = []
  let concatenated: readonly ConfigLayer[] = []
  let link = found(byName, outputs[0]!, file)
  while (link.layer.type !== 'InputLayer') {
    const { layer, uses } = link
    if (chain.includes(layer))
      throw refuseNetwork(`${file}: layer ${shortName(layer.name)} takes its own output as input.`)
    if (uses.length !== 1) {
      throw refuseNetwork(
        `${file}: layer ${shortName(layer.name)} is used ${uses.length} times; expected once.`,
      )
    }
    chain.unshift(layer)
    const before = uses[0]!.map((name) => found(byName, name, file))
    if (before.length > 1) concatenated = before.map((one) => one.layer)
    link = onlyChain(before, layer, file)
  }
  return {
    listed: links.map(({ layer }) => layer),
    chain,
    concatenated,
    inputShape: shapeOf(link.layer),
  }
}

function found(byName: ReadonlyMap<string, Link>, name: string, file: string): Link {
  const link = byName.get(name)
  if (link === undefined)
    throw refuseNetwork(`${file}: its configuration refers to a layer ${shortName(name)} and has none.`)
  return link
}

/** What a layer takes: one tensor, or beside it that of an input (the redshift). */
function onlyChain(before: readonly Link[], { name, type }: ConfigLayer, file: string): Link {
  const [first, second, third] = before
  if (first !== undefined && second === undefined) return first
  const inner = before.filter(({ layer }) => layer.type !== 'InputLayer')
  if (type === 'Concatenate' && third === undefined && inner.length === 1) return inner[0]!
  const names = shortNames(before.map(({ layer }) => layer.name))
  throw refuseNetwork(
    `${file}: layer ${shortName(name)} (${shortName(type)}) takes ${names}; expected one layer, or one layer and an input.`,
  )
}

/** `batch_shape` (Keras 3) or `batch_input_shape` (tf.keras 2) without the batch. */
function shapeOf({ settings }: ConfigLayer): readonly (number | null)[] | null {
  return withoutBatch(settings.get('batch_shape') ?? settings.get('batch_input_shape'))
}

function withoutBatch(value: unknown): readonly (number | null)[] | null {
  if (!Array.isArray(value)) return null
  const shape: unknown[] = value.slice(1)
  const isShape = shape.every((size) => size === null || Number.isSafeInteger(size))
  return isShape ? (shape as (number | null)[]) : null
}
