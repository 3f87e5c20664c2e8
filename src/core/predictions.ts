// What a network says about every row of a data set, and what the control says: the numbers that trust is measured on.

import type { ModelCard } from './model-card.ts'
import type { EvaluatedSplit } from './run.ts'

/** Order in which splits are shown where rows are chosen. */
export const PREDICTED_SPLITS: readonly EvaluatedSplit[] = ['test', 'natural', 'validation', 'train']

/** One split through a network. */
export interface SplitPredictions {
  readonly split: EvaluatedSplit
  /** of the rows with their labels, in order; equal rows give equal ones, whatever the files are */
  readonly fingerprint: string
  readonly rows: number
  /** number of each row's object, as in `ObjectColumns` */
  readonly objects: Uint32Array<ArrayBuffer>
  /** true class per row */
  readonly labels: Uint8Array<ArrayBuffer>
  /** z_est per row; NaN where it is not known */
  readonly redshift: Float64Array<ArrayBuffer>
  /** of the network, [row, class] */
  readonly logits: Float32Array<ArrayBuffer>
  /** logits of the control, [row, class]; `null` where it has none: TRAIN, and where it could not be fitted */
  readonly control: Float32Array<ArrayBuffer> | null
}

/** The control: a multinomial logistic regression on a few descriptors of each posterior. */
export interface ControlFit {
  /** names of the descriptors, in order */
  readonly descriptors: readonly string[]
  /** rows of TRAIN that it was fitted on */
  readonly rows: number
  /** [class, descriptor], of standardised descriptors */
  readonly weights: readonly (readonly number[])[]
  /** per class */
  readonly bias: readonly number[]
  /** mean and standard deviation of each descriptor over these rows */
  readonly mean: readonly number[]
  readonly scale: readonly number[]
  /** describing and fitting */
  readonly seconds: number
}

/** A network's predictions on the data set in use. */
export interface RunPredictions {
  readonly card: ModelCard
  /** of the data set */
  readonly fingerprint: string
  /** those that exist, in the order of PREDICTED_SPLITS */
  readonly splits: readonly SplitPredictions[]
  readonly control: ControlFit | null
}
