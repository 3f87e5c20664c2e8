// Trained networks for the tests of files. No bias is zero, so that one in the wrong place shows.

import { MODEL_CARD_VERSION, type ModelCard, type TrainedModel } from '../../core/model-card.ts'
import { describeModel, type ModelId, modelWeights, size } from '../../core/models.ts'
import { createRng } from '../../core/rng.ts'

/** The card of a CNN3 on DeltaZ that takes the PDF. */
export const CARD: ModelCard = {
  version: MODEL_CARD_VERSION,
  name: 'CNN3, DeltaZ',
  studio: '0.1.0',
  created: '2026-11-26T19:22:34.567Z',
  origin: 'trained',
  model: 'CNN3',
  length: 64,
  dropout: 0,
  target: 'DeltaZ',
  classes: ['Deltaz<1e-3', 'Deltaz>=1e-3'],
  labels: ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'],
  input: 'PDF',
  redshift: 'value',
  floor: -1234.5,
  zgrid: { first: 0, last: 4.993765830993652, step: 1e-4, spacing: 'ln(1+z)', points: 64 },
  temperature: null,
  training: {
    epoch: 3,
    settings: {
      model: 'CNN3',
      input: 'PDF',
      epochs: 5,
      batchSize: 128,
      seed: 1,
      schedule: 'exponential',
      backend: 'wasm',
      patience: 10,
      dropout: 0,
      redshift: 'value',
      classWeights: 'none',
      memoryLimit: null,
    },
    dataset: {
      name: 'sample',
      fingerprint: 'a1b2c3',
      counts: { train: [70, 30], validation: [13, 4], test: [15, 5] },
    },
  },
}

/** A network of `changes.model` with weights from a seed, wide enough that its outputs tell inputs apart. */
export function trainedModel(changes: Partial<ModelCard> = {}): TrainedModel {
  const card: ModelCard = { ...CARD, ...changes }
  const description = describeModel(card.model, card.length, card.classes.length, { dropout: card.dropout })
  const weights = modelWeights(description).map(({ name, shape, fanIn, fanOut }) => {
    const rng = createRng(5, name)
    const limit = fanIn === 0 ? 0.2 : Math.sqrt(9 / (fanIn + fanOut))
    return Float32Array.from({ length: size(shape) }, () => limit * (2 * rng.uniform() - 1))
  })
  return { card, weights }
}

/** The five networks, one with dropout, with two and three classes. */
export const FIVE: readonly { readonly id: ModelId; readonly changes: Partial<ModelCard> }[] = [
  { id: 'CNN3', changes: {} },
  { id: 'CNN8', changes: { model: 'CNN8', name: 'CNN8, DeltaZ' } },
  {
    id: 'CNN-GRU',
    changes: {
      model: 'CNN-GRU',
      name: 'CNN-GRU, Success3',
      dropout: 0.2,
      target: 'Success3',
      classes: ['Success', 'Spurious', 'Mismatch'],
      labels: ['Success', 'Spurious', 'Mismatch'],
      training: null,
    },
  },
  { id: 'CNN-LSTM', changes: { model: 'CNN-LSTM', name: 'CNN-LSTM, DeltaZ' } },
  { id: 'CNN-2inputs', changes: { model: 'CNN-2inputs', name: 'CNN-2inputs, DeltaZ', input: 'logPDF' } },
]
