// Which of the five networks weights of Keras are of. A network that differs in anything that changes its answers is refused,
// with the layer and both values: its predictions here would not be Keras'.

import { formatInteger } from '../format.ts'
import {
  describeModel,
  type LayerDescription,
  MODEL_IDS,
  MODEL_SPECS,
  type ModelDescription,
  type ModelId,
} from '../models.ts'
import { checkConfig } from './check-config.ts'
import { includesLength, type LengthRange, lengthsOf } from './lengths.ts'
import type { KerasConfig } from './parse-config.ts'
import {
  kindOf,
  kindsText,
  modelsOf,
  refuseNetwork,
  shapeText,
  shortName,
  type WeightKind,
  type WeightLayer,
  weightKinds,
} from './weight-layers.ts'

/** A network that was recognised. */
export interface RecognisedNetwork<Layer extends WeightLayer = WeightLayer> {
  readonly model: ModelId
  readonly classes: number
  /** lengths of posteriors that it can have been made for; one where its configuration says it */
  readonly lengths: LengthRange
  /** rate of the dropout layer of its training; 0 without one, and where no configuration says it */
  readonly dropout: number
  /** the layers with weights, in the network's order */
  readonly layers: readonly Layer[]
}

/** Outputs are classes of a byte. */
const MOST_CLASSES = 255

/**
 * Recognises a network.
 * @param layers those with weights, by their names in the configuration, or in their order where there is none
 * @param config `null` for weights alone: then activations and padding are taken to be the network's own
 * @param file name, for messages
 * @throws StudioError `bad-input` that names the layer, what it has and what the network has
 */
export function recogniseNetwork<Layer extends WeightLayer>(
  layers: readonly Layer[],
  config: KerasConfig | null,
  file: string,
): RecognisedNetwork<Layer> {
  const ordered = config === null ? layers : inOrder(layers, config, file)
  if (ordered.length === 0) throw refuseNetwork(`${file} holds no weights of layers.`)
  const kinds = ordered.map((layer) => kindOf(layer, file))
  const model = chooseModel(ordered, kinds, file)
  const classes = ordered.at(-1)!.shapes.at(-1)![0]!
  if (classes < 2 || classes > MOST_CLASSES) {
    const outputs = `${formatInteger(classes)} ${classes === 1 ? 'output' : 'outputs'}`
    throw refuseNetwork(
      `${file}: the network has ${outputs}; expected 2 to ${MOST_CLASSES}, one for each class.`,
    )
  }
  const dropout = config === null ? 0 : checkConfig(config, model, classes, file).dropout
  const fromWeights = lengthsOf(model, flattenedPoints(ordered, kinds, model, file))
  const lengths = config === null ? fromWeights : ofInput(config, fromWeights, file)
  checkShapes(ordered, describeModel(model, lengths.least, classes), file)
  return { model, classes, lengths, dropout, layers: ordered }
}

function inOrder<Layer extends WeightLayer>(
  layers: readonly Layer[],
  { chain }: KerasConfig,
  file: string,
): readonly Layer[] {
  const byName = new Map(layers.map((layer) => [layer.name, layer]))
  const ordered = chain.map(({ name }) => byName.get(name)).filter((layer) => layer !== undefined)
  const unused = layers.find(({ name }) => !chain.some((layer) => layer.name === name))
  if (unused !== undefined) {
    throw refuseNetwork(
      `${file}: layer ${shortName(unused.name)} has weights and is not between input and output.`,
    )
  }
  return ordered
}

function chooseModel(layers: readonly WeightLayer[], kinds: readonly WeightKind[], file: string): ModelId {
  const [first, second] = modelsOf(kinds)
  if (first === undefined) {
    const known = MODEL_IDS.map((model) => `${model} ${kindsText(weightKinds(model))}`).join('; ')
    throw refuseNetwork(
      `${file} holds layers ${kindsText(kinds)}, as none of the five networks does: ${known}.`,
    )
  }
  if (second === undefined) return first
  // of the two, one takes the redshift beside the features of the dense layer before
  const [features, next] = layers.slice(-3)
  const taken = next!.shapes[0]![0]! - features!.shapes[0]![1]!
  return taken === 1 ? 'CNN-2inputs' : 'CNN3'
}

/** Points per channel in front of the first dense layer; `null` for a network that does not flatten its convolutions. */
function flattenedPoints(
  layers: readonly WeightLayer[],
  kinds: readonly WeightKind[],
  model: ModelId,
  file: string,
): number | null {
  if (!kinds.every((kind) => kind === 'conv1d' || kind === 'dense')) return null
  const { name, shapes } = layers[kinds.indexOf('dense')]!
  const channels = MODEL_SPECS[model]
    .layers(2)
    .reduce((last, spec) => (spec.kind === 'conv1d' ? spec.filters : last), 1)
  const rows = shapes[0]![0]!
  if (rows > 0 && rows % channels === 0) return rows / channels
  throw refuseNetwork(
    `${file}: layer ${shortName(name)} has a kernel of ${shapeText(shapes[0]!)}, ${model} has a multiple of ${channels} rows there.`,
  )
}

/** The length that a configuration says, where it says one. */
function ofInput({ inputShape }: KerasConfig, range: LengthRange, file: string): LengthRange {
  if (inputShape === null) return range
  const [length = null, channels = null] = inputShape
  if (inputShape.length !== 2 || (channels !== null && channels !== 1)) {
    throw refuseNetwork(
      `${file}: the network takes ${shapeText(inputShape)}; expected posteriors of [points, 1].`,
    )
  }
  if (length === null) return range
  if (includesLength(range, length)) return { least: length, most: length }
  throw refuseNetwork(
    `${file}: the network takes ${formatInteger(length)} points, its weights are for ${rangeText(range)}.`,
  )
}

/** `34 to 41 points` */
export function rangeText({ least, most }: LengthRange): string {
  const points = least === most ? formatInteger(least) : `${formatInteger(least)} to ${formatInteger(most)}`
  return `${points} points`
}

function checkShapes(layers: readonly WeightLayer[], description: ModelDescription, file: string): void {
  const expected = description.layers.filter(({ weights }) => weights.length > 0)
  for (const [i, layer] of layers.entries()) checkLayer(layer, expected[i]!, description.id, file)
}

function checkLayer(
  { name, shapes }: WeightLayer,
  { spec, weights }: LayerDescription,
  model: ModelId,
  file: string,
): void {
  for (const [i, { name: role, shape }] of weights.entries()) {
    const found = shapes[i]!
    if (found.length === shape.length && found.every((size, axis) => size === shape[axis])) continue
    const [kernel, wanted] = [found[0], shape[0]]
    if (spec.kind === 'conv1d' && i === 0 && kernel !== wanted) {
      throw refuseNetwork(
        `${file}: layer ${shortName(name)} has a kernel of ${kernel}, ${model} has ${wanted}.`,
      )
    }
    const what = role.slice(role.indexOf('/') + 1).replace('_', ' ')
    throw refuseNetwork(
      `${file}: layer ${shortName(name)} has a ${what} of ${shapeText(found)}, ${model} has ${shapeText(shape)}.`,
    )
  }
}
