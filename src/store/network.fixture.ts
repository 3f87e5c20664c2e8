// A network and what it says, for tests of the store.

import type { AppliedPredictions } from '../core/applied.ts'
import type { ModelCard } from '../core/model-card.ts'
import type { RunPredictions } from '../core/predictions.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'

/** CNN3 on the data of `report('...')`. */
export const CARD: ModelCard = {
  version: 1,
  name: 'CNN3 DeltaZ',
  studio: '1.0.0',
  created: '2026-11-22T20:15:00.000Z',
  origin: 'trained',
  model: 'CNN3',
  length: 64,
  dropout: 0,
  target: 'DeltaZ',
  classes: ['Deltaz<1e-3', 'Deltaz>=1e-3'],
  labels: ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'],
  input: 'logPDF',
  redshift: 'value',
  floor: -100,
  zgrid: null,
  temperature: null,
  training: {
    epoch: 1,
    settings: REFERENCE_SETTINGS,
    dataset: {
      name: 'sample',
      fingerprint: '9f3c1be2',
      counts: { train: [6, 2], validation: [2, 1], test: [2, 1] },
    },
  },
}

/** A network for flags, which a studio saved. */
export const FLAGS: ModelCard = {
  ...CARD,
  name: 'CNN8 Flag3',
  created: '2026-11-20T08:00:00.000Z',
  origin: 'saved',
  target: 'Flag3',
  classes: ['Flag 1', 'Flags 2-9', 'Flags 3-4'],
  labels: ['Flag 1', 'Flags 2 & 9', 'Flags 3 & 4'],
}

/** What `CARD` says of three rows of validation. */
export const PREDICTIONS: RunPredictions = {
  card: CARD,
  fingerprint: '9f3c1be2',
  splits: [
    {
      split: 'validation',
      fingerprint: 'validation',
      rows: 3,
      objects: Uint32Array.of(0, 1, 2),
      labels: Uint8Array.of(0, 0, 1),
      redshift: Float64Array.of(1, 2, 3),
      logits: Float32Array.of(2, -2, -1, 1, -2, 2),
      control: null,
    },
  ],
  control: null,
}

/** What `CARD` says of two rows without labels. */
export const APPLIED: AppliedPredictions = {
  card: CARD,
  rows: 2,
  files: [{ name: 'night/pdfs32.npy', rows: 2 }],
  file: Uint16Array.of(0, 0),
  row: Uint32Array.of(0, 1),
  ids: null,
  redshift: null,
  logits: Float32Array.of(1, -1, -1, 1),
  notes: [],
}
