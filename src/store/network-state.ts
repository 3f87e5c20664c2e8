// What the page knows of the network in use: what it says of the data in use, how far that is to be trusted, which objects
// are looked at, and what it was applied to.

import type { AppliedFormat, AppliedPredictions, AppliedReading } from '../core/applied.ts'
import type { ErrorReport } from '../core/errors.ts'
import type { ModelCard, ModelFormat } from '../core/model-card.ts'
import type { RunPredictions } from '../core/predictions.ts'
import type { Reflag } from '../core/reflags.ts'
import type { EvaluatedSplit } from '../core/run.ts'
import type { Saliency, SaliencyMethod, SaliencyProgress } from '../core/saliency.ts'
import type { TemperatureFit } from '../core/trust/trust.ts'
import type { PassProgress } from '../engine/types.ts'

/** The network in use and its predictions. */
export interface NetworkSlice {
  /** `null` before the first run, and before a network was loaded */
  readonly card: ModelCard | null
  /** of the data set in use; `null` until they are known, and while the data are others */
  readonly predictions: RunPredictions | null
  /** `null` where none are being computed */
  readonly progress: PassProgress | null
  /** why there are no predictions */
  readonly predictError: ErrorReport | null
  readonly loading: boolean
  /** `null` where no file is being made */
  readonly saving: ModelFormat | null
  /** of loading and saving */
  readonly error: ErrorReport | null
}

/** What the view of trust shows. */
export interface TrustSlice {
  readonly split: EvaluatedSplit
  /** class of the redshifts that are kept */
  readonly keptClass: number
  /** least probability of that class, 0 to 1 */
  readonly threshold: number
  /** rows in view when somebody chose the threshold; `null` where nobody did for this class and these probabilities */
  readonly chosenOn: EvaluatedSplit | null
  /** the same of a threshold that was chosen before `calibrated` changed: it keeps other rows since */
  readonly chosenBefore: EvaluatedSplit | null
  /** share of the class that is kept among the objects that the network is for, 0 to 1; `null` where nobody said */
  readonly surveyShare: number | null
  /** fitted on validation, on demand; `null` until then */
  readonly fit: TemperatureFit | null
  /** whether probabilities are divided by the fitted temperature, everywhere in the page */
  readonly calibrated: boolean
  /** why a table could not be saved */
  readonly error: ErrorReport | null
}

/** One cell of a confusion matrix. */
export interface MatrixCell {
  readonly split: EvaluatedSplit
  readonly truth: number
  readonly predicted: number
}

/** What the view of single objects shows. */
export interface InspectSlice {
  readonly list: 'cell' | 'disagreements'
  /** `null` until one was chosen */
  readonly cell: MatrixCell | null
  /** where disagreements are looked for */
  readonly queueSplit: EvaluatedSplit | 'all'
  /** least probability of the network's own class, 0 to 1 */
  readonly confidence: number
  /** number of the object in the viewer */
  readonly selected: number | null
  readonly posterior: { readonly object: number; readonly lnP: Float32Array } | null
  readonly method: SaliencyMethod
  /** class that is explained; `null` for the predicted one */
  readonly explained: number | null
  /** of the object in the viewer, or of the one before until it is known */
  readonly saliency: Saliency | null
  /** of the one that is being computed; `null` before its first pass has ended, and where none is */
  readonly saliencyProgress: SaliencyProgress | null
  readonly saliencyError: ErrorReport | null
  /** decisions in the order they were made, one per object */
  readonly reflags: readonly Reflag[]
  /** the lists before each decision, the latest last */
  readonly undo: readonly (readonly Reflag[])[]
  /** the browser keeps no decisions: they last until the page is closed */
  readonly storageError: ErrorReport | null
  readonly error: ErrorReport | null
}

/** A reading that no longer changes, because what it was chosen for is gone: the network, or the data with labels. */
export interface SettledReading extends AppliedReading {
  readonly since: 'network' | 'data'
}

/** Posteriors without labels. */
export interface ApplySlice {
  /** `null` where nothing is being applied */
  readonly progress: PassProgress | null
  readonly applied: AppliedPredictions | null
  /** how the answers are read whatever the view of trust says from now on; `null` as long as they follow it */
  readonly settled: SettledReading | null
  readonly error: ErrorReport | null
  /** the table that is being made */
  readonly making: AppliedFormat | null
}

export const NO_NETWORK: NetworkSlice = {
  card: null,
  predictions: null,
  progress: null,
  predictError: null,
  loading: false,
  saving: null,
  error: null,
}

export const NO_TRUST: TrustSlice = {
  split: 'test',
  keptClass: 0,
  threshold: 0.5,
  chosenOn: null,
  chosenBefore: null,
  surveyShare: null,
  fit: null,
  calibrated: false,
  error: null,
}

export const NO_INSPECTION: InspectSlice = {
  list: 'cell',
  cell: null,
  queueSplit: 'all',
  confidence: 0.9,
  selected: null,
  posterior: null,
  method: 'gradientTimesInput',
  explained: null,
  saliency: null,
  saliencyProgress: null,
  saliencyError: null,
  reflags: [],
  undo: [],
  storageError: null,
  error: null,
}

export const NOTHING_APPLIED: ApplySlice = {
  progress: null,
  applied: null,
  settled: null,
  error: null,
  making: null,
}
