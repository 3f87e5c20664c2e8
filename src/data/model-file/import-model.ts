// Weights of Keras, with what their file tells: AMAZED's attributes name classes, redshift range and input; other files tell
// nothing, and a person answers (`answerCard`).

import { indexNames } from '../../core/class-names.ts'
import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import { parseJson, valueText } from '../../core/json-text.ts'
import { AMAZED_CLASSES, targetOfNames } from '../../core/keras/class-order.ts'
import { includesLength } from '../../core/keras/lengths.ts'
import { type RecognisedNetwork, rangeText } from '../../core/keras/recognise.ts'
import { MODEL_CARD_VERSION, type ModelCard, type TrainedModel } from '../../core/model-card.ts'
import { reorderOutputs } from '../../core/output-order.ts'
import { REFERENCE_POINTS } from '../../core/zgrid.ts'
import type { Hdf5Reader } from '../../formats/hdf5/read-tree.ts'
import { requireFinite } from './finite-weights.ts'
import type { FileLayer } from './keras-layers.ts'

/** What is known where a file is read. */
export interface ImportOptions {
  /** ISO 8601, UTC: now */
  readonly created: string
  /** points of the posteriors in use, for weights that fit several lengths; those of the reference come next */
  readonly length?: number | undefined
}

const MOST_NAME = 200

/**
 * The network with a card that says what is known.
 * @throws StudioError `bad-input` where the weights fit neither length, and where AMAZED's attributes contradict them
 */
export function importModel(
  reader: Hdf5Reader,
  network: RecognisedNetwork<FileLayer>,
  { created, length }: ImportOptions,
): TrainedModel {
  const { model, classes, dropout, layers } = network
  const names = indexNames(classes)
  const card: ModelCard = {
    version: MODEL_CARD_VERSION,
    name: `${model}, ${reader.name}`.slice(0, MOST_NAME),
    studio: null,
    created,
    origin: 'imported',
    model,
    length: chooseLength(network, length, reader.name),
    dropout,
    target: null,
    classes: names,
    labels: names,
    input: null,
    redshift: 'value',
    floor: null,
    zgrid: null,
    temperature: null,
    training: null,
  }
  const amazed = readAmazed(reader, card)
  const weights = requireFinite(reader, layers)
  return amazed === null ? { card, weights } : inTargetOrder({ card: amazed, weights })
}

function chooseLength({ lengths }: RecognisedNetwork, given: number | undefined, name: string): number {
  if (lengths.least === lengths.most) return lengths.least
  const chosen = [given, REFERENCE_POINTS].find(
    (length) => length !== undefined && includesLength(lengths, length),
  )
  if (chosen !== undefined) return chosen
  throw new StudioError(
    'bad-input',
    `${name} holds weights for posteriors of ${rangeText(lengths)}, and does not say for how many.`,
    'Load posteriors of its length first, or save the whole network from Keras: model.save("network.keras").',
  )
}

/** What AMAZED's attributes say; `null` in a file that has none. */
function readAmazed(reader: Hdf5Reader, card: ModelCard): ModelCard | null {
  const first = readNumber(reader, 'zrange_min')
  const last = readNumber(reader, 'zgrid_end') ?? readNumber(reader, 'zrange_max')
  const step = readNumber(reader, 'zrange_step')
  if (first === null || last === null || step === null) return null
  if (!(first < last && step > 0 && [first, last, step].every(Number.isFinite))) {
    throw new StudioError(
      'bad-input',
      `${reader.name}: its redshift range is from ${first} to ${last} in steps of ${step}; expected a minimum below the maximum and a step above 0.`,
      'Correct the attributes zrange_min, zrange_step and zgrid_end.',
    )
  }
  const classes = readClasses(reader, card.classes.length)
  return {
    ...card,
    classes,
    labels: classes,
    // AMAZED gives a network exp(ln p), and nothing else
    input: 'PDF',
    zgrid: { first, last, step, spacing: 'ln(1+z)', points: card.length },
  }
}

/** An attribute of the file; one that is a text would else be taken for one that is not there. */
function readNumber(reader: Hdf5Reader, attribute: string): number | null {
  const value = reader.number('/', attribute)
  const text = value === null ? reader.text('/', attribute) : null
  if (text === null) return value
  throw new StudioError(
    'bad-input',
    `${reader.name}, attribute ${attribute} is the text ${valueText(text)}; expected a number`,
    `Write the attribute as a number, with h5py: file.attrs["${attribute}"] = ...`,
  )
}

/** Names of the outputs in the file's order. */
function readClasses(reader: Hdf5Reader, outputs: number): readonly string[] {
  const text = reader.text('/', 'classes')
  const title = `${reader.name}, attribute classes`
  const hint = 'Correct the attribute: a JSON list of as many names as the network has outputs.'
  const value: unknown = text === null ? AMAZED_CLASSES : parseJson(text, title, hint)
  const isList = Array.isArray(value) && value.every(isName)
  if (!isList || new Set(value).size !== value.length) {
    throw new StudioError(
      'bad-input',
      `${title} is ${valueText(value)}; expected a list of different names`,
      hint,
    )
  }
  if (value.length === outputs) return value
  throw new StudioError(
    'bad-input',
    `${title} names ${formatInteger(value.length)} classes, the network has ${formatInteger(outputs)} outputs`,
    hint,
  )
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= MOST_NAME
}

/**
 * Outputs in the order of the target that their names are of. AMAZED's own names are of no target; success comes first, as in
 * both targets of two classes.
 */
function inTargetOrder(model: TrainedModel): TrainedModel {
  const { classes } = model.card
  if (classes.join() === AMAZED_CLASSES.join()) return reorderOutputs(model, [1, 0])
  const found = targetOfNames(classes)
  if (found === null) return model
  const { card, weights } = reorderOutputs(model, found.order)
  return { card: { ...card, target: found.target, labels: found.labels }, weights }
}
