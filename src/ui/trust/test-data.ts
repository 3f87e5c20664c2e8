// Predictions for the tests of the view of trust: few rows whose numbers can be worked out by hand, or many at random.

import type { ModelCard } from '../../core/model-card.ts'
import type { ControlFit, RunPredictions, SplitPredictions } from '../../core/predictions.ts'
import type { EvaluatedSplit } from '../../core/run.ts'
import { REFERENCE_SETTINGS } from '../../core/settings.ts'
import { NO_NETWORK } from '../../store/network-state.ts'
import { NO_DATA, type StudioState } from '../../store/state.ts'
import { REPORT } from '../test-data.ts'

/** CNN3 on the data of `REPORT`, best after epoch 7. */
export const CARD: ModelCard = {
  version: 1,
  name: 'CNN3, DeltaZ',
  studio: '1.0.0',
  created: '2026-11-22T20:15:00.000Z',
  origin: 'trained',
  model: 'CNN3',
  length: 17_908,
  dropout: 0,
  target: 'DeltaZ',
  classes: REPORT.classes,
  labels: REPORT.labels,
  input: 'logPDF',
  redshift: 'value',
  floor: -100,
  zgrid: null,
  temperature: null,
  training: {
    epoch: 7,
    settings: REFERENCE_SETTINGS,
    dataset: {
      name: 'data/failed-redshifts',
      fingerprint: REPORT.fingerprint,
      counts: { train: [300, 100], validation: [60, 20], test: [50, 30] },
    },
  },
}

/** Of two descriptors. */
export const CONTROL: ControlFit = {
  descriptors: ['modes', 'entropy'],
  rows: 400,
  weights: [
    [0.5, -1.25],
    [-0.5, 1.25],
  ],
  bias: [0.1, -0.1],
  mean: [2.5, 0.333_33],
  scale: [1.5, 0.0625],
  seconds: 0.42,
}

/**
 * A split of two classes.
 * @param kept probabilities of class 0, of the network; `control` the same of the control
 */
export function splitOf(
  split: EvaluatedSplit,
  labels: readonly number[],
  kept: readonly number[],
  control: readonly number[] | null,
  redshift: readonly number[] = labels.map((_, row) => row / 2),
): SplitPredictions {
  return {
    split,
    fingerprint: split,
    rows: labels.length,
    objects: Uint32Array.from(labels.keys()),
    labels: Uint8Array.from(labels),
    redshift: Float64Array.from(redshift),
    logits: logitsOf(kept),
    control: control === null ? null : logitsOf(control),
  }
}

/** Logits whose softmax gives these probabilities of class 0. */
function logitsOf(kept: readonly number[]): Float32Array<ArrayBuffer> {
  return Float32Array.from(kept.flatMap((p) => [Math.log(p), Math.log1p(-p)]))
}

const LABELS = [0, 0, 0, 0, 1, 0, 1, 1, 1, 1]
/** right but for rows 4 and 5 */
const NETWORK = [0.95, 0.9, 0.85, 0.8, 0.7, 0.4, 0.3, 0.2, 0.1, 0.05]
/** right but for rows 2, 3, 4 and 9 */
const CONTROLLED = [0.9, 0.8, 0.4, 0.3, 0.75, 0.7, 0.35, 0.25, 0.15, 0.65]

/** Ten rows of test, of validation and of train, five of them of class 0; one of each wrong. */
export const PREDICTIONS: RunPredictions = {
  card: CARD,
  fingerprint: REPORT.fingerprint,
  splits: [
    splitOf('test', LABELS, NETWORK, CONTROLLED),
    splitOf('validation', LABELS, NETWORK, CONTROLLED),
    splitOf('train', LABELS, NETWORK, null),
  ],
  control: CONTROL,
}

/** The page in the view of trust, with these predictions of the data in use. */
export function trusting(predictions: RunPredictions = PREDICTIONS): Partial<StudioState> {
  return {
    view: 'trust',
    data: { ...NO_DATA, phase: 'ready', report: REPORT },
    network: { ...NO_NETWORK, card: predictions.card, predictions },
  }
}
