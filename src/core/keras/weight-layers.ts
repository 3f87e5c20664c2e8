// Layers as their weights alone show them: what a file without a configuration says of a network.

import { StudioError } from '../errors.ts'
import { type LayerSpec, MODEL_IDS, MODEL_SPECS, type ModelId } from '../models.ts'

/** A layer that has weights, as a file holds it. */
export interface WeightLayer {
  readonly name: string
  /** of its weights, in Keras' order */
  readonly shapes: readonly (readonly number[])[]
}

/** Kinds of layers that have weights in the five networks. */
export type WeightKind = Extract<LayerSpec['kind'], 'conv1d' | 'dense' | 'gru' | 'lstm'>

/** Keras' classes of these. */
export const WEIGHT_TYPES: Readonly<Record<WeightKind, string>> = {
  conv1d: 'Conv1D',
  gru: 'GRU',
  lstm: 'LSTM',
  dense: 'Dense',
}

/** The order in which the five networks have these kinds: convolutions, recurrent layers, dense ones. */
export const WEIGHT_KINDS = Object.keys(WEIGHT_TYPES) as readonly WeightKind[]

const HINT =
  'The studio reads the five networks of LAM-Redshift as they are: CNN3, CNN8, CNN-GRU, CNN-LSTM and CNN-2inputs.'

/**
 * The error for a network that cannot be used here.
 * @param hint left out for one that is none of the five, or not quite
 */
export function refuseNetwork(message: string, hint = HINT): StudioError {
  return new StudioError('bad-input', message, hint)
}

const MOST_CHARACTERS = 60
const NAMES_SHOWN = 5

/** A name or value of a file as in messages: such a text may be as long as the file. */
export function shortName(name: string): string {
  return name.length > MOST_CHARACTERS ? `${name.slice(0, MOST_CHARACTERS)}...` : name
}

/** The first five names. */
export function shortNames(names: readonly string[]): string {
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : ''
  return names.slice(0, NAMES_SHOWN).map(shortName).join(', ') + more
}

/** A shape as in messages: `[9, 1, 32]`. */
export function shapeText(shape: readonly (number | null)[]): string {
  return shortName(`[${shape.map((size) => size ?? 'any').join(', ')}]`)
}

/**
 * What kind of layer has these weights.
 * @throws StudioError `bad-input` where none of the five networks has such a layer, with the shapes
 */
export function kindOf({ name, shapes }: WeightLayer, file: string): WeightKind {
  const [kernel = [], second = [], bias] = shapes
  const width = kernel.at(-1) ?? 0
  if (shapes.length === 2 && second.length === 1) {
    if (kernel.length === 3) return 'conv1d'
    if (kernel.length === 2) return 'dense'
  }
  // the recurrent kernel tells the number of gates: [units, gates * units]
  if (shapes.length === 3 && bias !== undefined && kernel.length === 2 && second.length === 2) {
    if (width === 3 * second[0]!) return 'gru'
    if (width === 4 * second[0]!) return 'lstm'
  }
  throw refuseNetwork(
    `${file}: layer ${shortName(name)} has weights of shapes ${shortName(shapes.map(shapeText).join(' ')) || 'unknown'}, as no layer of the five networks has.`,
  )
}

/** The layers with weights of a network, in order. */
export function weightKinds(model: ModelId): readonly WeightKind[] {
  return MODEL_SPECS[model]
    .layers(2)
    .map(({ kind }) => kind)
    .filter((kind): kind is WeightKind => (WEIGHT_KINDS as readonly string[]).includes(kind))
}

/** Networks that have layers of these kinds in this order: none, one, or the two that begin with three convolutions. */
export function modelsOf(kinds: readonly WeightKind[]): readonly ModelId[] {
  return MODEL_IDS.filter((model) => weightKinds(model).join() === kinds.join())
}

/** `8 Conv1D, 4 GRU and 1 Dense` */
export function kindsText(kinds: readonly WeightKind[]): string {
  const parts = WEIGHT_KINDS.map((kind) => [kinds.filter((one) => one === kind).length, WEIGHT_TYPES[kind]])
    .filter(([count]) => count !== 0)
    .map(([count, type]) => `${count} ${type}`)
  return parts.length < 2 ? (parts[0] ?? 'none') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
