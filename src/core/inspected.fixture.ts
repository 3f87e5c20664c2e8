// Predictions for tests of single objects, written as a list of rows.

import type { ModelCard } from './model-card.ts'
import type { RunPredictions, SplitPredictions } from './predictions.ts'
import type { EvaluatedSplit } from './run.ts'

/** One row of a split. */
export interface PredictedRow {
  readonly object: number
  readonly label: number
  /** per class */
  readonly logits: readonly number[]
  readonly redshift?: number
}

/** A network for DeltaZ whose weights do not matter. */
export const CARD: ModelCard = {
  version: 1,
  name: 'CNN3, DeltaZ',
  studio: '0.9.0',
  created: '2026-11-22T23:00:00.000Z',
  origin: 'trained',
  model: 'CNN3',
  length: 64,
  dropout: 0,
  target: 'DeltaZ',
  classes: ['Deltaz<1e-3', 'Deltaz>=1e-3'],
  labels: ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'],
  input: 'logPDF',
  redshift: 'value',
  floor: null,
  zgrid: null,
  temperature: null,
  training: null,
}

/** A split of these rows; its fingerprint is its name unless told otherwise. */
export function predictedSplit(
  split: EvaluatedSplit,
  rows: readonly PredictedRow[],
  fingerprint: string = split,
): SplitPredictions {
  return {
    split,
    fingerprint,
    rows: rows.length,
    objects: Uint32Array.from(rows, ({ object }) => object),
    labels: Uint8Array.from(rows, ({ label }) => label),
    redshift: Float64Array.from(rows, ({ redshift }) => redshift ?? Number.NaN),
    logits: Float32Array.from(rows.flatMap(({ logits }) => logits)),
    control: null,
  }
}

/** Predictions of `CARD` on these splits. */
export function runPredictions(...splits: readonly SplitPredictions[]): RunPredictions {
  return { card: CARD, fingerprint: '9f3c1be2', splits, control: null }
}
