// What is said of a trained network beside its weights: enough to apply it to other posteriors as it was trained, and to say
// where it comes from. It travels inside the model file.

import type { ModelId } from './models.ts'
import type { InputId, RunSettings } from './run.ts'
import type { SplitName } from './split-names.ts'
import type { TargetId } from './targets.ts'
import type { ZgridDescription } from './zgrid.ts'

/** Version of the card: it grows when a key changes its meaning or goes. */
export const MODEL_CARD_VERSION = 1

/** The network in use. */
export interface ModelCard {
  readonly version: typeof MODEL_CARD_VERSION
  /** for example `CNN3 DeltaZ` */
  readonly name: string
  /** version of the studio that trained it; `null` for weights of another program */
  readonly studio: string | null
  /** ISO 8601, UTC: when training ended, or when the weights were read where that is not known */
  readonly created: string
  /** `trained` here in this session, `saved` by a studio and loaded, `imported` from Keras */
  readonly origin: 'trained' | 'saved' | 'imported'
  readonly model: ModelId
  /** points of a posterior */
  readonly length: number
  /** rate of the dropout layer of training; 0 without one */
  readonly dropout: number
  /** `null` where imported weights do not tell; then `classes` are names of indices */
  readonly target: TargetId | null
  /** contract names, in the order of the network's outputs */
  readonly classes: readonly string[]
  /** the same classes as a person should read them */
  readonly labels: readonly string[]
  /** `null` where imported weights do not tell */
  readonly input: InputId | null
  /** how a network that takes the estimated redshift gets it */
  readonly redshift: RunSettings['redshift']
  /** what -inf is read as: the lowest finite value of TRAIN; `null` where it is not known */
  readonly floor: number | null
  /** of the data it was trained on; `null` where they had none */
  readonly zgrid: (ZgridDescription & { readonly points: number }) | null
  /**
   * by which the logits were divided so that probabilities are calibrated: the kernel and bias of the last layer have been
   * divided by it already; `null` where they have not
   */
  readonly temperature: number | null
  /** `null` for weights of another program */
  readonly training: ModelTraining | null
}

/** How a network was trained. */
export interface ModelTraining {
  /** of the lowest val_loss, whose weights these are; from 1 */
  readonly epoch: number
  readonly settings: RunSettings
  readonly dataset: {
    readonly name: string
    readonly fingerprint: string
    /** objects per class, in class order */
    readonly counts: Readonly<Record<SplitName, readonly number[]>>
  }
}

/** What a person must say of imported weights before they can be applied. */
export interface ModelAnswers {
  readonly target: TargetId
  readonly input: InputId
  readonly redshift: RunSettings['redshift']
}

/** A trained network: its card and its weights. */
export interface TrainedModel {
  readonly card: ModelCard
  /** float32, in the order of Keras' `get_weights()`; not written again */
  readonly weights: readonly Float32Array[]
}

/**
 * How a network can be saved. `keras`: one `.keras` file that Keras 3 loads and this studio too, with its card; `hdf5`:
 * Keras' older whole-model `.h5`; `amazed`: the same with the attributes that AMAZED's deepLearningSolver asks for.
 */
export type ModelFormat = 'keras' | 'hdf5' | 'amazed'

/** Formats that need no more to be told. */
export type KerasFormat = Exclude<ModelFormat, 'amazed'>

/** The solver's redshift range; AMAZED compares it for equality with its own parameters. */
export interface AmazedRange {
  readonly min: number
  readonly max: number
  /** in ln(1+z) */
  readonly step: number
}

/** What AMAZED must be told beside the network. */
export interface AmazedOptions {
  readonly range: AmazedRange
  /** class index that AMAZED shall take for the failure */
  readonly failureClass: number
}

/** What a person chooses to save a network as. */
export type SavedAs = readonly [format: KerasFormat] | readonly [format: 'amazed', options: AmazedOptions]

/** What a saved network is to have. */
export interface SaveModelOptions {
  /** divides the logits for good, and is written into the card; `null` to leave them */
  readonly temperature: number | null
}

/** A format with its options, as arguments. */
export type SaveModelArguments =
  | readonly [format: KerasFormat, options: SaveModelOptions]
  | readonly [format: 'amazed', options: SaveModelOptions & AmazedOptions]

/** Whether a network may be applied: nothing about it is unknown. */
export function isComplete(card: ModelCard): card is ModelCard & ModelAnswers {
  return card.target !== null && card.input !== null
}
