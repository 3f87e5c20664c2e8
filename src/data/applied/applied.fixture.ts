// Answers of a network to rows of two files, with names that want to be escaped, and rows without an answer.

import type { AppliedPredictions, AppliedReading } from '../../core/applied.ts'
import { MODEL_CARD_VERSION, type ModelCard } from '../../core/model-card.ts'

/** A card of a network that some other studio trained. */
export const CARD: ModelCard = {
  version: MODEL_CARD_VERSION,
  name: 'CNN3, DeltaZ',
  studio: '0.1.0',
  created: '2026-11-26T20:00:00.000Z',
  origin: 'saved',
  model: 'CNN3',
  length: 40,
  dropout: 0,
  target: 'DeltaZ',
  classes: ['Deltaz<1e-3', 'Deltaz>=1e-3'],
  labels: ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'],
  input: 'logPDF',
  redshift: 'value',
  floor: -98.5,
  zgrid: null,
  temperature: null,
  training: null,
}

/** Logits as they are, and nobody chose which rows are kept. */
export const AS_GIVEN: AppliedReading = { temperature: null, kept: null }

/** Names as catalogues have them, and worse. */
export const IDS = [
  'J1234+0102',
  'a,b',
  'say "hi"',
  '<&>\'"',
  'two\nlines',
  'carriage\rreturn\r\nboth',
  '=1+2',
  '-12',
  'Ångström 銀河 😀',
  null,
  '007',
  '#7',
  '\u0001control',
  'odd\u000b\u000c\u001c\u0085\u2028ends',
  'half \ud83d',
  'tab\tbed',
  ' space ',
]

/** @param ids one per row; `null` for files without names */
export function appliedFixture(
  ids: readonly (string | null)[] | null = IDS,
  rows = IDS.length,
): AppliedPredictions {
  const second = Math.floor(rows / 4)
  const logits = Float32Array.from({ length: 2 * rows }, (_, i) => Math.fround(Math.sin(3 * i) * 4))
  logits.fill(Number.NaN, 2 * 3, 2 * 4)
  return {
    card: CARD,
    rows,
    files: [
      { name: 'tonight, "1".npy', rows: rows - second },
      { name: 'später/b&w.fits', rows: second },
    ],
    file: Uint16Array.from({ length: rows }, (_, row) => (row < rows - second ? 0 : 1)),
    row: Uint32Array.from({ length: rows }, (_, row) => (row < rows - second ? row : row - rows + second)),
    ids,
    redshift: Float64Array.from({ length: rows }, (_, row) => (row % 5 === 4 ? Number.NaN : row / 7)),
    logits,
    notes: ['1 of 17 rows has no answer: "tonight".', 'Zweite Note: größer > 1 \\ & 2 < 3'],
  }
}
