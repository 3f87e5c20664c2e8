// The five networks of LAM-Redshift as data: layers, shapes, weights, parameter counts. Nothing here computes.

import { StudioError } from './errors.ts'

/** Name of a network, as `main.py`'s MODEL argument and the reports have it. */
export type ModelId = 'CNN3' | 'CNN8' | 'CNN-GRU' | 'CNN-LSTM' | 'CNN-2inputs'

/** One layer, in Keras' terms. Convolutions have stride 1 and relu; pooling has size and stride 2. */
export type LayerSpec =
  | {
      readonly kind: 'conv1d'
      readonly filters: number
      readonly kernelSize: number
      readonly padding: 'valid' | 'same'
    }
  | { readonly kind: 'maxPool' }
  | { readonly kind: 'flatten' }
  | { readonly kind: 'dense'; readonly units: number; readonly activation: 'relu' | 'linear' | 'softmax' }
  | { readonly kind: 'gru' | 'lstm'; readonly units: number; readonly returnSequences: boolean }
  | { readonly kind: 'dropout'; readonly rate: number }
  /** the estimated redshift becomes one more feature */
  | { readonly kind: 'concatenateRedshift' }

/** What a network is, before the length of its input and the number of classes are known. */
export interface ModelSpec {
  readonly id: ModelId
  readonly title: string
  /** layers from the input `[batch, length, 1]` to the class probabilities `[batch, classes]` */
  layers(classes: number, dropout?: number): readonly LayerSpec[]
  /** rate of its dropout layer unless another is asked for; `null` for a network that has none */
  readonly dropout: number | null
  /** whether it takes the estimated redshift as a second input `[batch, 1]` */
  readonly needsRedshift: boolean
}

/** Variations of a network. */
export interface ModelOptions {
  /** rate of the dropout layer of a network that has one; 0 leaves the layer out */
  readonly dropout?: number
  /** divides the width of every layer but the last; for fixtures that are small enough to keep */
  readonly scale?: number
}

/** One tensor of weights. */
export interface WeightSpec {
  /** layer and role, for example `conv1d_1/kernel` */
  readonly name: string
  readonly shape: readonly number[]
  readonly initialiser: 'glorotUniform' | 'orthogonal' | 'zeros' | 'unitForgetBias'
  /** inputs and outputs per unit as Keras counts them; 0 for a bias, which has neither */
  readonly fanIn: number
  readonly fanOut: number
}

/** One layer whose shapes are known. */
export interface LayerDescription {
  readonly spec: LayerSpec
  /** as Keras numbers layers: `conv1d`, `conv1d_1`, ... */
  readonly name: string
  /** Keras' class: `Conv1D`, `MaxPooling1D`, ... */
  readonly type: string
  /** without the batch: `[time, channel]` or `[feature]` */
  readonly outputShape: readonly number[]
  readonly parameters: number
  /**
   * In Keras' order and layout: conv1d kernel `[k, in, out]`, dense `[in, out]`, GRU kernel `[in, 3u]`, recurrent
   * `[u, 3u]`, bias `[2, 3u]` (gates z, r, h), LSTM kernel `[in, 4u]`, recurrent `[u, 4u]`, bias `[4u]` (i, f, c, o).
   */
  readonly weights: readonly WeightSpec[]
}

/** A network for one length of input and one number of classes. The weights of its layers follow `get_weights()`. */
export interface ModelDescription {
  readonly id: ModelId
  /** points of a posterior */
  readonly length: number
  readonly classes: number
  readonly needsRedshift: boolean
  readonly layers: readonly LayerDescription[]
  readonly parameters: number
  /** the shortest input that the layers allow */
  readonly minimumLength: number
}

const POOL: LayerSpec = { kind: 'maxPool' }
const FLATTEN: LayerSpec = { kind: 'flatten' }

function conv(filters: number, kernelSize: number, padding: 'valid' | 'same'): LayerSpec {
  return { kind: 'conv1d', filters, kernelSize, padding }
}

function dense(units: number, activation: 'relu' | 'linear' | 'softmax'): LayerSpec {
  return { kind: 'dense', units, activation }
}

function recurrent(kind: 'gru' | 'lstm', units: readonly number[]): LayerSpec[] {
  return units.map((size, i) => ({ kind, units: size, returnSequences: i < units.length - 1 }))
}

/** The three convolutions of `make_CNN_3layers` and its first dense layer. */
const CNN3_FEATURES: readonly LayerSpec[] = [
  conv(32, 9, 'valid'),
  POOL,
  conv(64, 6, 'valid'),
  POOL,
  conv(128, 3, 'valid'),
  POOL,
  FLATTEN,
  dense(64, 'relu'),
]

/** The eight convolutions that CNN8, CNN-GRU and CNN-LSTM share. */
const TRUNK: readonly LayerSpec[] = [
  [32, 10] as const,
  [64, 6] as const,
  [128, 5] as const,
  [256, 3] as const,
].flatMap(([filters, kernelSize]) => [
  conv(filters, kernelSize, 'same'),
  conv(filters, kernelSize, 'same'),
  POOL,
])

/** All networks by name. */
export const MODEL_SPECS: Readonly<Record<ModelId, ModelSpec>> = {
  CNN3: {
    id: 'CNN3',
    title: 'CNN, 3 convolutions',
    layers: (classes) => [...CNN3_FEATURES, dense(32, 'relu'), dense(classes, 'softmax')],
    needsRedshift: false,
    dropout: null,
  },
  CNN8: {
    id: 'CNN8',
    title: 'CNN, 8 convolutions',
    layers: (classes) => [
      ...TRUNK,
      FLATTEN,
      ...[256, 128, 64, 32].map((units) => dense(units, 'linear')),
      dense(classes, 'softmax'),
    ],
    needsRedshift: false,
    dropout: null,
  },
  'CNN-GRU': {
    id: 'CNN-GRU',
    title: 'CNN and GRU',
    layers: (classes, dropout = 0) => [
      ...TRUNK,
      ...recurrent('gru', [512, 256, 128, 64]),
      ...(dropout > 0 ? [{ kind: 'dropout', rate: dropout } as const] : []),
      FLATTEN,
      dense(classes, 'softmax'),
    ],
    needsRedshift: false,
    dropout: 0.2,
  },
  'CNN-LSTM': {
    id: 'CNN-LSTM',
    title: 'CNN and LSTM',
    layers: (classes) => [...TRUNK, ...recurrent('lstm', [256, 128, 64, 32]), dense(classes, 'softmax')],
    needsRedshift: false,
    dropout: null,
  },
  'CNN-2inputs': {
    id: 'CNN-2inputs',
    title: 'CNN, 3 convolutions and the redshift',
    layers: (classes) => [
      ...CNN3_FEATURES,
      { kind: 'concatenateRedshift' },
      dense(32, 'relu'),
      dense(classes, 'softmax'),
    ],
    needsRedshift: true,
    dropout: null,
  },
}

/** The networks in the order in which they are offered. */
export const MODEL_IDS: readonly ModelId[] = ['CNN3', 'CNN8', 'CNN-GRU', 'CNN-LSTM', 'CNN-2inputs']

/**
 * Shapes, weights and parameter counts of a network.
 * @param length points of a posterior
 * @throws StudioError `bad-input` if the layers need a longer input, naming the smallest length
 */
export function describeModel(
  id: ModelId,
  length: number,
  classes: number,
  { dropout = 0, scale = 1 }: ModelOptions = {},
): ModelDescription {
  const { layers, needsRedshift } = MODEL_SPECS[id]
  const layerSpecs = layers(classes, dropout).map((spec, i, all) =>
    i === all.length - 1 ? spec : narrowed(spec, scale),
  )
  const minimumLength = smallestLength(layerSpecs)
  if (!Number.isInteger(length) || length < minimumLength) {
    throw new StudioError(
      'bad-input',
      `${id} needs at least ${minimumLength} points per posterior, these have ${length}.`,
      'Choose another model, or data on a finer redshift grid.',
    )
  }
  const numbered = new Map<string, number>()
  let shape: readonly number[] = [length, 1]
  const described = layerSpecs.map((spec): LayerDescription => {
    const name = nextName(KERAS_NAMES[spec.kind], numbered)
    const weights = layerWeights(spec, shape, name)
    shape = outputShape(spec, shape)
    const parameters = weights.reduce((total, weight) => total + size(weight.shape), 0)
    return { spec, name, type: KERAS_TYPES[spec.kind], outputShape: shape, parameters, weights }
  })
  const parameters = described.reduce((total, layer) => total + layer.parameters, 0)
  return { id, length, classes, needsRedshift, layers: described, parameters, minimumLength }
}

/** The same layer with its width divided, at least 1. */
function narrowed(spec: LayerSpec, scale: number): LayerSpec {
  const width = (full: number) => Math.max(1, Math.floor(full / scale))
  switch (spec.kind) {
    case 'conv1d':
      return { ...spec, filters: width(spec.filters) }
    case 'dense':
    case 'gru':
    case 'lstm':
      return { ...spec, units: width(spec.units) }
    case 'maxPool':
    case 'flatten':
    case 'dropout':
    case 'concatenateRedshift':
      return spec
    default:
      return spec satisfies never
  }
}

/** All weights of a network in the order of Keras' `get_weights()`. */
export function modelWeights(description: ModelDescription): readonly WeightSpec[] {
  return description.layers.flatMap((layer) => layer.weights)
}

/** Values in a tensor of this shape. */
export function size(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1)
}

const KERAS_TYPES: Readonly<Record<LayerSpec['kind'], string>> = {
  conv1d: 'Conv1D',
  maxPool: 'MaxPooling1D',
  flatten: 'Flatten',
  dense: 'Dense',
  gru: 'GRU',
  lstm: 'LSTM',
  dropout: 'Dropout',
  concatenateRedshift: 'Concatenate',
}

const KERAS_NAMES: Readonly<Record<LayerSpec['kind'], string>> = {
  conv1d: 'conv1d',
  maxPool: 'max_pooling1d',
  flatten: 'flatten',
  dense: 'dense',
  gru: 'gru',
  lstm: 'lstm',
  dropout: 'dropout',
  concatenateRedshift: 'concatenate',
}

/** Keras gives the first layer of a type no number, the second `_1`. */
function nextName(base: string, numbered: Map<string, number>): string {
  const number = numbered.get(base) ?? 0
  numbered.set(base, number + 1)
  return number === 0 ? base : `${base}_${number}`
}

/** Walks from the last layer back: each must still get one point. */
function smallestLength(specs: readonly LayerSpec[]): number {
  return specs.reduceRight((needed, spec) => {
    if (spec.kind === 'maxPool') return needed * 2
    if (spec.kind === 'conv1d' && spec.padding === 'valid') return needed + spec.kernelSize - 1
    return needed
  }, 1)
}

function outputShape(spec: LayerSpec, input: readonly number[]): readonly number[] {
  const time = input[0]!
  switch (spec.kind) {
    case 'conv1d':
      return [spec.padding === 'same' ? time : time - spec.kernelSize + 1, spec.filters]
    case 'maxPool':
      return [Math.floor(time / 2), input[1]!]
    case 'flatten':
      return [size(input)]
    case 'dense':
      return [...input.slice(0, -1), spec.units]
    case 'gru':
    case 'lstm':
      return spec.returnSequences ? [time, spec.units] : [spec.units]
    case 'dropout':
      return input
    case 'concatenateRedshift':
      return [...input.slice(0, -1), input.at(-1)! + 1]
    default:
      return spec satisfies never
  }
}

function layerWeights(spec: LayerSpec, input: readonly number[], layer: string): readonly WeightSpec[] {
  const features = input.at(-1)!
  switch (spec.kind) {
    case 'conv1d': {
      const { kernelSize, filters } = spec
      const kernel = glorot(`${layer}/kernel`, [kernelSize, features, filters], kernelSize)
      return [kernel, zeros(`${layer}/bias`, [filters])]
    }
    case 'dense':
      return [glorot(`${layer}/kernel`, [features, spec.units]), zeros(`${layer}/bias`, [spec.units])]
    case 'gru': {
      const width = 3 * spec.units
      return [
        glorot(`${layer}/kernel`, [features, width]),
        orthogonal(`${layer}/recurrent_kernel`, [spec.units, width]),
        zeros(`${layer}/bias`, [2, width]),
      ]
    }
    case 'lstm': {
      const width = 4 * spec.units
      return [
        glorot(`${layer}/kernel`, [features, width]),
        orthogonal(`${layer}/recurrent_kernel`, [spec.units, width]),
        { ...zeros(`${layer}/bias`, [width]), initialiser: 'unitForgetBias' },
      ]
    }
    case 'maxPool':
    case 'flatten':
    case 'dropout':
    case 'concatenateRedshift':
      return []
    default:
      return spec satisfies never
  }
}

/** @param receptive values per channel that a unit sees: the kernel size of a convolution */
function glorot(name: string, shape: readonly number[], receptive = 1): WeightSpec {
  const fanIn = receptive * shape.at(-2)!
  const fanOut = receptive * shape.at(-1)!
  return { name, shape, initialiser: 'glorotUniform', fanIn, fanOut }
}

function orthogonal(name: string, shape: readonly [number, number]): WeightSpec {
  return { name, shape, initialiser: 'orthogonal', fanIn: shape[0], fanOut: shape[1] }
}

function zeros(name: string, shape: readonly number[]): WeightSpec {
  return { name, shape, initialiser: 'zeros', fanIn: 0, fanOut: 0 }
}
