// The arguments of `npm run train`, and what they mean.

import { extname } from 'node:path'
import type { ColumnMapping } from '../core/column-roles.ts'
import type { Balance } from '../core/dataset-report.ts'
import type { KerasFormat } from '../core/model-card.ts'
import { MODEL_IDS } from '../core/models.ts'
import type { PreparationPatch } from '../core/preparation.ts'
import type { BackendChoice, InputId, RunSettings } from '../core/run.ts'
import { SCHEDULE_IDS } from '../core/schedule.ts'
import { KEPT_IN_MEMORY, MEMORY_LIMIT_RANGE, modelDefaults, REFERENCE_SETTINGS } from '../core/settings.ts'
import { TARGET_IDS } from '../core/targets.ts'
import {
  type Arguments,
  badUsage,
  type CommandSpec,
  choiceFlag,
  integerFlag,
  numberFlag,
  textFlag,
} from './arguments.ts'
import type { DatasetChoice } from './choose-dataset.ts'
import { COLUMNS_FLAG, columnsFlag } from './columns-flag.ts'
import { PREPARATION_FLAGS, preparationFlags } from './preparation-flags.ts'

const INPUTS: readonly InputId[] = ['logPDF', 'PDF', 'logVraisemblance']
/** The choices of `--backend`. */
export const BACKENDS: readonly BackendChoice[] = ['auto', 'webgpu', 'wasm']
/** Formats of networks that endings of files stand for; AMAZED's needs answers that only the page asks for. */
const NETWORK_ENDINGS: ReadonlyMap<string, KerasFormat> = new Map([
  ['.keras', 'keras'],
  ['.h5', 'hdf5'],
  ['.hdf5', 'hdf5'],
])
const MOST_EPOCHS = 10_000
const MOST_BATCH = 65_536
const MOST_SEED = 2 ** 31 - 1
const DEFAULT_EPOCHS = 5

/** What `npm run train` takes. */
export const TRAIN: CommandSpec = {
  name: 'train',
  summary:
    'Trains a network without a page and writes a report. Ctrl-C ends the run and keeps the best weights.',
  flags: {
    data: { value: 'DIR', help: 'folder of the data set, or one above it' },
    target: { value: 'TARGET', help: `${TARGET_IDS.join(', ')}; needed where DIR holds several` },
    columns: COLUMNS_FLAG,
    balanced: {
      help: 'the balanced data set of the target; of raw files, undersampled to the smallest class',
    },
    unbalanced: { help: 'the unbalanced one; of raw files, all objects' },
    ...PREPARATION_FLAGS,
    model: { value: 'MODEL', help: `${MODEL_IDS.join(', ')} (${REFERENCE_SETTINGS.model})` },
    epochs: { value: 'N', help: `at most so many (${DEFAULT_EPOCHS})` },
    batch: { value: 'N', help: `samples per optimiser step (${REFERENCE_SETTINGS.batchSize})` },
    seed: { value: 'N', help: `of initial weights and shuffles (${REFERENCE_SETTINGS.seed})` },
    schedule: {
      value: 'NAME',
      help: `${SCHEDULE_IDS.join(', ')} (${REFERENCE_SETTINGS.schedule}; CNN-2inputs: plateau)`,
    },
    input: { value: 'NAME', help: `${INPUTS.join(', ')} (${REFERENCE_SETTINGS.input})` },
    backend: { value: 'NAME', help: `${BACKENDS.join(', ')} (${REFERENCE_SETTINGS.backend})` },
    memory: {
      value: 'MB',
      help: `for weights and activations, at least ${MEMORY_LIMIT_RANGE.least} (automatic)`,
    },
    keep: {
      value: 'MB',
      help: `of posteriors that stay in memory; more are read again in each epoch (${KEPT_IN_MEMORY.usual})`,
    },
    out: { value: 'FILE', help: 'the report (report.json)' },
    weights: {
      value: 'FILE',
      help: 'the best weights as .npz; an interrupted run writes them beside the report in any case',
    },
    network: {
      value: 'FILE',
      help: 'the best weights and their settings as .keras or .h5, for npm run apply, the page, and Keras 3',
    },
    events: { value: 'FILE', help: 'appends each event of the run as one line of JSON' },
    patience: {
      value: 'N',
      help: `epochs without progress before the run stops early (${REFERENCE_SETTINGS.patience}; CNN-2inputs: 5)`,
    },
    dropout: { value: 'RATE', help: 'of the dropout layer of CNN-GRU (0.2)' },
    redshift: { value: 'KIND', help: 'value or index in zgrid, for CNN-2inputs (value)' },
    'class-weights': {
      value: 'KIND',
      help: 'none, or balanced: a sample counts n / (k count) times, by the count of its class in train (none)',
    },
    'max-samples': { value: 'N', help: 'the first N rows of each split after a shuffle, for trials' },
    'train-anyway': { help: 'trains in spite of findings that may be overruled, such as leaks' },
    help: { help: 'this text' },
  },
}

/** A command line of `npm run train` that was understood. */
export interface TrainOptions {
  readonly data: string
  readonly choice: DatasetChoice
  readonly columns: ColumnMapping
  /** how objects are to become splits, where it is not to be as the files say */
  readonly preparation: PreparationPatch
  /** megabytes of posteriors that stay in memory */
  readonly keepMegabytes: number
  readonly settings: RunSettings
  readonly out: string
  /** where the best weights go; `null` for nowhere */
  readonly weights: string | null
  /** where the network goes, and as what; `null` for nowhere */
  readonly network: { readonly path: string; readonly format: KerasFormat } | null
  readonly events: string | null
  readonly maxSamples: number | null
  readonly trainAnyway: boolean
}

/**
 * What the arguments mean, with the reference's settings for the rest.
 * @throws StudioError `bad-input` naming the flag, its value and what is allowed
 */
export function trainOptions(args: Arguments): TrainOptions {
  const data = textFlag(args, 'data')
  if (data === undefined) throw badUsage(TRAIN, '--data DIR is missing.')
  const defaults = modelDefaults(choiceFlag(args, 'model', MODEL_IDS) ?? REFERENCE_SETTINGS.model)
  return {
    data,
    choice: { target: choiceFlag(args, 'target', TARGET_IDS) ?? null, balance: balanceOf(args) },
    columns: columnsFlag(args),
    preparation: preparationFlags(args),
    keepMegabytes:
      integerFlag(args, 'keep', KEPT_IN_MEMORY.least, KEPT_IN_MEMORY.most) ?? KEPT_IN_MEMORY.usual,
    settings: {
      ...REFERENCE_SETTINGS,
      ...defaults,
      input: choiceFlag(args, 'input', INPUTS) ?? REFERENCE_SETTINGS.input,
      epochs: integerFlag(args, 'epochs', 1, MOST_EPOCHS) ?? DEFAULT_EPOCHS,
      batchSize: integerFlag(args, 'batch', 1, MOST_BATCH) ?? REFERENCE_SETTINGS.batchSize,
      seed: integerFlag(args, 'seed', 0, MOST_SEED) ?? REFERENCE_SETTINGS.seed,
      schedule: choiceFlag(args, 'schedule', SCHEDULE_IDS) ?? defaults.schedule,
      backend: choiceFlag(args, 'backend', BACKENDS) ?? REFERENCE_SETTINGS.backend,
      patience: integerFlag(args, 'patience', 1, MOST_EPOCHS) ?? defaults.patience,
      dropout: numberFlag(args, 'dropout', 0, 1) ?? defaults.dropout,
      redshift: choiceFlag(args, 'redshift', ['value', 'index']) ?? REFERENCE_SETTINGS.redshift,
      classWeights:
        choiceFlag(args, 'class-weights', ['none', 'balanced']) ?? REFERENCE_SETTINGS.classWeights,
      memoryLimit:
        integerFlag(args, 'memory', MEMORY_LIMIT_RANGE.least, MEMORY_LIMIT_RANGE.most) ??
        REFERENCE_SETTINGS.memoryLimit,
    },
    out: textFlag(args, 'out') ?? 'report.json',
    weights: textFlag(args, 'weights') ?? null,
    network: networkOf(args),
    events: textFlag(args, 'events') ?? null,
    maxSamples: integerFlag(args, 'max-samples', 1, Number.MAX_SAFE_INTEGER) ?? null,
    trainAnyway: args.flags.has('train-anyway'),
  }
}

function networkOf(args: Arguments): TrainOptions['network'] {
  const path = textFlag(args, 'network')
  if (path === undefined) return null
  const format = NETWORK_ENDINGS.get(extname(path).toLowerCase())
  if (format !== undefined) return { path, format }
  throw badUsage(
    TRAIN,
    `--network is "${path}", whose ending tells no format; expected one of ${[...NETWORK_ENDINGS.keys()].join(', ')}.`,
  )
}

function balanceOf({ flags }: Arguments): Balance | null {
  const balanced = flags.has('balanced')
  if (balanced && flags.has('unbalanced')) {
    throw badUsage(TRAIN, '--balanced and --unbalanced exclude each other; got both.')
  }
  return balanced ? 'balanced' : flags.has('unbalanced') ? 'unbalanced' : null
}
