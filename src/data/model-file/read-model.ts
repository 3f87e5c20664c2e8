// Reads a trained network: a file of this studio with its card, or weights of Keras that are recognised. The content tells what
// a file is, not its name. Nothing of a file is believed: its layers must be one of the five networks, its weights finite.

import { StudioError } from '../../core/errors.ts'
import { parseJson } from '../../core/json-text.ts'
import { orderOfTarget } from '../../core/keras/class-order.ts'
import { type KerasConfig, parseKerasConfig } from '../../core/keras/parse-config.ts'
import { type RecognisedNetwork, recogniseNetwork } from '../../core/keras/recognise.ts'
import { refuseNetwork, shortNames } from '../../core/keras/weight-layers.ts'
import type { ModelCard, TrainedModel } from '../../core/model-card.ts'
import { reorderOutputs } from '../../core/output-order.ts'
import { parseModelCard } from '../../core/parse-model-card.ts'
import { listed } from '../../core/text.ts'
import { type Hdf5Source, isHdf5, readHdf5 } from '../../formats/hdf5/read-hdf5.ts'
import type { Hdf5Reader } from '../../formats/hdf5/read-tree.ts'
import { RECOGNISE_BYTES, tableFormatOf, wrongFormat } from '../../formats/recognise.ts'
import { requireFinite } from './finite-weights.ts'
import { type ImportOptions, importModel } from './import-model.ts'
import { readKerasArchive } from './keras-archive.ts'
import { type FileLayer, findLayers } from './keras-layers.ts'
import { CARD_ATTRIBUTE } from './write-hdf5-model.ts'

const EXPECTED = 'a saved network (.keras, .h5)'
const HINT = 'Choose a file that "Save network" wrote, or one that Keras saved: model.save("network.keras").'
const MOST_TEXT = 2 ** 20

/** What a file says of a network beside its weights. */
interface Description {
  readonly config: KerasConfig | null
  /** text of our card */
  readonly card: string | null
}

/**
 * Reads a file of a network: `.keras` of this studio or of Keras, whole networks and weights alone in HDF5, and AMAZED's.
 * @param options when it is read, and the length of posteriors for weights that fit several
 * @throws StudioError `bad-input` that says what the file is, or in what its network differs from the five
 */
export async function readModel(file: Hdf5Source, options: ImportOptions): Promise<TrainedModel> {
  const head = new Uint8Array(await file.blob.slice(0, RECOGNISE_BYTES).arrayBuffer())
  if (isHdf5(head)) {
    return readHdf5(file, (reader) =>
      readNetwork(reader, { config: configOf(reader), card: reader.text('/', CARD_ATTRIBUTE) }, options),
    )
  }
  if (tableFormatOf(head) !== 'zip') throw wrongFormat(head, file.name, EXPECTED, HINT, false)
  const { config, card, weights } = await readKerasArchive(file.blob, file.name)
  const title = `${file.name}, config.json`
  const parsed = parseKerasConfig(parseJson(config, title, HINT), file.name)
  return readHdf5({ name: file.name, blob: weights }, (reader) =>
    readNetwork(reader, { config: parsed, card }, options),
  )
}

/** The configuration of a whole network; `null` in a file of weights alone. */
function configOf(reader: Hdf5Reader): KerasConfig | null {
  const text = reader.text('/', 'model_config')
  if (text === null) return null
  return parseKerasConfig(parseJson(text, `${reader.name}, model_config`, HINT), reader.name)
}

function readNetwork(
  reader: Hdf5Reader,
  { config, card }: Description,
  options: ImportOptions,
): TrainedModel {
  const layers = findLayers(reader, config)
  if (layers === null) {
    const names = reader.names('/') ?? []
    const held = names.length === 0 ? 'nothing' : shortNames(names)
    throw refuseNetwork(
      `${reader.name} holds no network of Keras: it holds ${held}; expected layers or model_weights.`,
    )
  }
  const network = recogniseNetwork(layers, config, reader.name)
  return card === null
    ? importModel(reader, network, options)
    : savedModel(reader, network, parseCard(card, reader.name))
}

function parseCard(text: string, name: string): ModelCard {
  if (text.length > MOST_TEXT) {
    throw new StudioError(
      'bad-input',
      `${name}: its card has ${text.length} characters; expected at most ${MOST_TEXT}`,
    )
  }
  return parseModelCard(text, name)
}

/** A network that a studio saved; a file for AMAZED has its classes in another order than the target. */
function savedModel(
  reader: Hdf5Reader,
  network: RecognisedNetwork<FileLayer>,
  card: ModelCard,
): TrainedModel {
  const { model, classes, lengths } = network
  const told = [card.model, card.classes.length, card.length].join()
  if (told !== [model, classes, lengths.least].join() || lengths.least !== lengths.most) {
    throw refuseNetwork(
      `${reader.name}: its card is of ${text(card.model, card.classes.length, card.length)}, its weights of ${text(model, classes, lengths.least)}.`,
    )
  }
  const saved: TrainedModel = {
    card: { ...card, origin: 'saved' },
    weights: requireFinite(reader, network.layers),
  }
  if (card.target === null) return saved
  const found = orderOfTarget(card.target, card.classes)
  if (found === null) {
    throw new StudioError(
      'bad-input',
      `${reader.name}: its card has the target ${card.target} and the classes ${listed(card.classes)}, which are not that target's.`,
      HINT,
    )
  }
  return found.order.every((position, i) => position === i) ? saved : reorderOutputs(saved, found.order)
}

function text(model: string, classes: number, length: number): string {
  return `${model} with ${classes} classes and ${length} points`
}
