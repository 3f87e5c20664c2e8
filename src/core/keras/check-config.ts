// Whether the layers of a configuration compute what one of the five networks computes: kinds, sizes, activations, padding,
// strides, gates. Shapes of weights alone would not show most of these.

import { valueText } from '../json-text.ts'
import type { LayerSpec, ModelId } from '../models.ts'
import { MODEL_SPECS } from '../models.ts'
import { fieldsOf } from '../report-fields/values.ts'
import type { ConfigLayer, KerasConfig } from './parse-config.ts'
import { refuseNetwork, shortName, shortNames } from './weight-layers.ts'

/** A setting that decides what a layer computes. */
interface Expectation {
  readonly key: string
  /** in words: `a kernel of`, `the padding` */
  readonly words: string
  readonly expected: unknown
}

const TYPES: Readonly<Record<LayerSpec['kind'], string>> = {
  conv1d: 'Conv1D',
  maxPool: 'MaxPooling1D',
  flatten: 'Flatten',
  dense: 'Dense',
  gru: 'GRU',
  lstm: 'LSTM',
  dropout: 'Dropout',
  concatenateRedshift: 'Concatenate',
}

const CHANNELS_LAST: Expectation = {
  key: 'data_format',
  words: 'the data format',
  expected: 'channels_last',
}
const WITH_BIAS: Expectation = { key: 'use_bias', words: 'use_bias', expected: true }
const ONE_STEP = { words: 'strides of', expected: 1 } as const

/**
 * Compares a configuration with a network, layer by layer.
 * @returns the rate of its dropout layer, 0 without one
 * @throws StudioError `bad-input` that names the first layer and setting that differ
 */
export function checkConfig(
  config: KerasConfig,
  model: ModelId,
  classes: number,
  file: string,
): { readonly dropout: number } {
  const expected = MODEL_SPECS[model].layers(classes)
  const layers = withActivations(config.chain)
  const rates = layers.filter(({ type }) => type === 'Dropout').map(rateOf)
  const computing = layers.filter(({ type }) => type !== 'Dropout')
  let isFlat = false
  let next = 0
  for (const layer of computing) {
    // what is flat already is not changed by flattening; LAM-Redshift has it behind its GRU
    if (layer.type === 'Flatten' && isFlat) continue
    if (expected[next]?.kind === 'flatten' && isFlat) next += 1
    const spec = expected[next]
    if (spec === undefined || TYPES[spec.kind] !== layer.type) {
      const there = spec === undefined ? 'nothing' : article(TYPES[spec.kind])
      throw refuseNetwork(
        `${file}: layer ${shortName(layer.name)} is ${article(shortName(layer.type))}, ${model} has ${there} there.`,
      )
    }
    checkSettings(layer, spec, model, file)
    if (spec.kind === 'concatenateRedshift') checkOrder(config, layer, model, file)
    isFlat ||= spec.kind === 'flatten' || ('returnSequences' in spec && !spec.returnSequences)
    next += 1
  }
  const missing = expected[next]
  if (missing !== undefined) {
    throw refuseNetwork(
      `${file}: the network ends before ${article(TYPES[missing.kind])}, which ${model} has.`,
    )
  }
  // only CNN-GRU has a place for it; elsewhere it does nothing once a network is trained
  return { dropout: MODEL_SPECS[model].dropout === null ? 0 : (rates[0] ?? 0) }
}

function article(type: string): string {
  return `${/^(LSTM|[AEIO])/.test(type) ? 'an' : 'a'} ${type}`
}

function rateOf({ settings }: ConfigLayer): number {
  const rate = settings.get('rate')
  return typeof rate === 'number' && rate >= 0 && rate < 1 ? rate : 0
}

/** Layers that only apply an activation become that of the layer before, which must have none. */
function withActivations(layers: readonly ConfigLayer[]): readonly ConfigLayer[] {
  const merged: ConfigLayer[] = []
  for (const layer of layers) {
    const before = merged.at(-1)
    const activation = activationOf(layer)
    if (
      before !== undefined &&
      activation !== null &&
      nameOf(before.settings.get('activation')) === 'linear'
    ) {
      merged[merged.length - 1] = {
        ...before,
        settings: new Map(before.settings).set('activation', activation),
      }
    } else {
      merged.push(layer)
    }
  }
  return merged
}

/** Of a layer that does nothing else; `null` for any other. */
function activationOf({ type, settings }: ConfigLayer): string | null {
  if (type === 'Activation') return nameOf(settings.get('activation'))
  if (type === 'Softmax') return isLastAxis(settings.get('axis')) ? 'softmax' : null
  const isPlain = ['max_value', 'negative_slope', 'threshold'].every((key) => !settings.get(key))
  return type === 'ReLU' && isPlain ? 'relu' : null
}

/** The name of a function, which may be written as an object. */
function nameOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  // Keras reads no activation as this one
  if (value === null) return 'linear'
  const inner = fieldsOf(value)?.get('config')
  return typeof inner === 'string' ? inner : null
}

function isLastAxis(axis: unknown): boolean {
  return axis === undefined || axis === -1 || (Array.isArray(axis) && axis.length === 1 && axis[0] === -1)
}

function checkSettings({ name, settings }: ConfigLayer, spec: LayerSpec, model: ModelId, file: string): void {
  for (const { key, words, expected } of expectations(spec)) {
    // older versions lack keys: what is not written is what Keras does without it
    if (!settings.has(key)) continue
    const found = plain(key, settings.get(key))
    if (found === expected) continue
    throw refuseNetwork(
      `${file}: layer ${shortName(name)} has ${words} ${said(found)}, ${model} has ${said(expected)}.`,
    )
  }
}

/** Tuples of one number as that number, functions by their names. */
function plain(key: string, value: unknown): unknown {
  if (Array.isArray(value) && value.length === 1) return value[0]
  return key.endsWith('activation') ? nameOf(value) : value
}

/** A value as in messages; JSON.stringify gives in at lists within lists within lists. */
function said(value: unknown): string {
  if (typeof value === 'string') return shortName(value)
  const isFlat = Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null)
  return isFlat ? shortName(JSON.stringify(value)) : value === undefined ? 'none' : valueText(value)
}

function expectations(spec: LayerSpec): readonly Expectation[] {
  switch (spec.kind) {
    case 'conv1d':
      return [
        { key: 'kernel_size', words: 'a kernel of', expected: spec.kernelSize },
        { key: 'filters', words: 'filters:', expected: spec.filters },
        { key: 'padding', words: 'the padding', expected: spec.padding },
        { key: 'strides', ...ONE_STEP },
        { key: 'dilation_rate', words: 'a dilation of', expected: 1 },
        { key: 'groups', words: 'groups:', expected: 1 },
        { key: 'activation', words: 'the activation', expected: 'relu' },
        CHANNELS_LAST,
        WITH_BIAS,
      ]
    case 'maxPool':
      return [
        { key: 'pool_size', words: 'a pool of', expected: 2 },
        { key: 'strides', words: 'strides of', expected: 2 },
        { key: 'padding', words: 'the padding', expected: 'valid' },
        CHANNELS_LAST,
      ]
    case 'flatten':
      return [CHANNELS_LAST]
    case 'dense':
      return [
        { key: 'units', words: 'units:', expected: spec.units },
        { key: 'activation', words: 'the activation', expected: spec.activation },
        WITH_BIAS,
      ]
    case 'gru':
      // without reset_after the bias has another shape, which tells it in older files
      return [...recurrent(spec), { key: 'reset_after', words: 'reset_after', expected: true }]
    case 'lstm':
      return recurrent(spec)
    case 'dropout':
    case 'concatenateRedshift':
      return []
    default:
      return spec satisfies never
  }
}

function recurrent(spec: Extract<LayerSpec, { kind: 'gru' | 'lstm' }>): readonly Expectation[] {
  return [
    { key: 'units', words: 'units:', expected: spec.units },
    { key: 'activation', words: 'the activation', expected: 'tanh' },
    { key: 'recurrent_activation', words: 'the recurrent activation', expected: 'sigmoid' },
    { key: 'return_sequences', words: 'return_sequences', expected: spec.returnSequences },
    { key: 'go_backwards', words: 'go_backwards', expected: false },
    { key: 'stateful', words: 'stateful', expected: false },
    { key: 'return_state', words: 'return_state', expected: false },
    { key: 'time_major', words: 'time_major', expected: false },
    WITH_BIAS,
  ]
}

/** The features come first, then the redshift: the order of the next kernel's rows. */
function checkOrder({ concatenated }: KerasConfig, layer: ConfigLayer, model: ModelId, file: string): void {
  const axis = layer.settings.get('axis')
  if (axis !== undefined && axis !== -1 && axis !== 1) {
    throw refuseNetwork(
      `${file}: layer ${shortName(layer.name)} has the axis ${said(axis)}, ${model} has -1.`,
    )
  }
  const [first, second] = concatenated
  if (first?.type === 'InputLayer' || second?.type !== 'InputLayer') {
    const names = shortNames(concatenated.map(({ name }) => name))
    throw refuseNetwork(
      `${file}: layer ${shortName(layer.name)} takes ${names || 'one layer'}, ${model} has its features and then the redshift.`,
    )
  }
}
