// Networks and answers for the tests of the view "Apply": few rows whose numbers can be worked out by hand.

import type { AppliedPredictions } from '../../core/applied.ts'
import type { ModelCard } from '../../core/model-card.ts'
import { TARGETS } from '../../core/targets.ts'
import { NO_NETWORK, NOTHING_APPLIED } from '../../store/network-state.ts'
import type { StudioState } from '../../store/state.ts'
import { CARD as TRAINED } from '../trust/test-data.ts'

/** The grid of the reference, as a float32 file holds it. */
export const ZGRID = {
  first: 0,
  last: Math.fround(4.99412),
  step: 1.000_000_02e-4,
  spacing: 'ln(1+z)',
  points: 17_908,
} as const

/** CNN3 that was trained here, on the PDF. */
export const CARD: ModelCard = { ...TRAINED, name: 'CNN3 DeltaZ', input: 'PDF', zgrid: ZGRID }

/** Weights of Keras with two outputs, of which nothing is known. */
export const IMPORTED: ModelCard = {
  ...CARD,
  name: 'CNN3, weights.h5',
  studio: null,
  origin: 'imported',
  target: null,
  classes: ['class 0', 'class 1'],
  labels: ['class 0', 'class 1'],
  input: null,
  floor: null,
  zgrid: null,
  training: null,
}

/** The same with two inputs and three outputs. */
export const TWO_INPUTS: ModelCard = {
  ...IMPORTED,
  name: 'CNN-2inputs, weights.h5',
  model: 'CNN-2inputs',
  classes: ['class 0', 'class 1', 'class 2'],
  labels: ['class 0', 'class 1', 'class 2'],
}

/** The same with another number of outputs than any target has. */
export const FOUR_OUTPUTS: ModelCard = {
  ...IMPORTED,
  classes: ['a', 'b', 'c', 'd'],
  labels: ['a', 'b', 'c', 'd'],
}

/** What was said of `IMPORTED`. */
export const ANSWERED: ModelCard = {
  ...IMPORTED,
  target: 'Success2',
  classes: TARGETS.Success2.classes,
  labels: TARGETS.Success2.labels,
  input: 'logPDF',
}

const P = [0.9, 0.6, 0.2, 0.5, 0.05]
const LOGITS = P.flatMap((p) => [Math.log(p), Math.log1p(-p)])

/** Six rows of two files, the last one without an answer. */
export const APPLIED: AppliedPredictions = {
  card: CARD,
  rows: 6,
  files: [
    { name: 'night/a.npy', rows: 4 },
    { name: 'night/b.npy', rows: 2 },
  ],
  file: Uint16Array.of(0, 0, 0, 0, 1, 1),
  row: Uint32Array.of(0, 1, 2, 3, 0, 1),
  ids: null,
  redshift: null,
  logits: Float32Array.from([...LOGITS, Number.NaN, Number.NaN]),
  notes: ['1 of 6 rows has no answer, because it holds NaN or +inf: night/b.npy row 1.'],
}

/** The same with names and redshifts where they are known. */
export const NAMED: AppliedPredictions = {
  ...APPLIED,
  ids: ['A-1', null, 'A-3', 'A-4', 'A-5', 'A-6'],
  redshift: Float64Array.of(0.5, Number.NaN, 1.234_567, 2, 3, 4),
}

/** The page in this view, with this network in use. */
export function using(card: ModelCard | null): Partial<StudioState> {
  return { view: 'apply', network: { ...NO_NETWORK, card } }
}

/** The same with answers. */
export function answered(applied: AppliedPredictions, card: ModelCard | null = CARD): Partial<StudioState> {
  return { ...using(card), apply: { ...NOTHING_APPLIED, applied } }
}

/** Something that went wrong. */
export const WRONG = { code: 'bad-input', message: 'a.txt is no network.', hint: 'Choose another.' } as const
