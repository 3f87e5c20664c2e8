import { expect, test } from 'vitest'
import { CARD as SAMPLE_CARD } from '../../store/network.fixture.ts'
import type { AppliedFormat } from '../applied.ts'
import type { ModelCard, ModelFormat } from '../model-card.ts'
import type { RunRecord } from '../run-record.ts'
import { REFERENCE_SETTINGS } from '../settings.ts'
import {
  appliedFileName,
  exportFileName,
  labelName,
  modelFileName,
  newLabelsFileName,
  trustFileName,
} from './file-names.ts'
import { HOSTILE, LAM, TWO_CLASSES } from './record.fixture.ts'

/** A report without settings, from a file of this name. */
function imported(file: string): RunRecord {
  return { ...LAM, source: { kind: 'imported', file, format: 'npy' } }
}

test('target, model, seed and day', () => {
  expect(exportFileName(TWO_CLASSES, '_paper-kit.zip')).toBe(
    'redshift-studio_DeltaZ_CNN3_seed7_2026-11-26_paper-kit.zip',
  )
  expect(exportFileName(HOSTILE, '.npy')).toBe('redshift-studio_DeltaZ_CNN3_seed7_2026-11-26.npy')
})

test('the day of the run where the report does not tell it', () => {
  const { meta } = TWO_CLASSES.report
  const record = { ...TWO_CLASSES, report: { ...TWO_CLASSES.report, meta: { ...meta!, created: null } } }
  expect(exportFileName({ ...record, at: Date.UTC(2025, 0, 2) }, '.json')).toBe(
    'redshift-studio_DeltaZ_CNN3_seed7_2025-01-02.json',
  )
})

test.each([
  ['lam-reports/CNN_PDF_DeltaZ.npy', 'CNN_PDF_DeltaZ_curves.csv'],
  [
    'DeltaZ_Undersample_Epoch80_BS128_Dropout-0.6.npy',
    'DeltaZ_Undersample_Epoch80_BS128_Dropout-0.6_curves.csv',
  ],
  ['C:\\reports\\a b.NPY', 'a-b_curves.csv'],
  ['a/../../etc/passwd', 'passwd_curves.csv'],
  ['..', 'run_curves.csv'],
  ['', 'run_curves.csv'],
  ['星.npy', 'run_curves.csv'],
  ['été Δz.npy', 'ete-z_curves.csv'],
  ['-rf.npy', 'rf_curves.csv'],
  ['.hidden.npy', 'hidden_curves.csv'],
  ['NUL.npy', 'run-NUL_curves.csv'],
  [`${'a'.repeat(300)}.npy`, `${'a'.repeat(80)}_curves.csv`],
])('a report of another program keeps its name: %s', (file, name) => {
  expect(exportFileName(imported(file), '_curves.csv')).toBe(name)
})

test('a run of this studio that knows neither target nor model is called by its name', () => {
  const record = { ...LAM, name: 'My run/2', source: { kind: 'trained' } as const }
  expect(exportFileName(record, '.md')).toBe('My-run-2.md')
})

test('runs that differ by their seed have names and labels of their own', () => {
  const seeded = (seed: number | null): RunRecord => {
    const { report } = TWO_CLASSES
    return { ...TWO_CLASSES, report: { ...report, meta: { ...report.meta!, seed } } }
  }
  expect([seeded(1), seeded(2), seeded(null)].map((record) => exportFileName(record, '.npy'))).toEqual([
    'redshift-studio_DeltaZ_CNN3_seed1_2026-11-26.npy',
    'redshift-studio_DeltaZ_CNN3_seed2_2026-11-26.npy',
    'redshift-studio_DeltaZ_CNN3_2026-11-26.npy',
  ])
  expect([seeded(1), seeded(2), seeded(null)].map(labelName)).toEqual([
    'DeltaZ-CNN3-seed1',
    'DeltaZ-CNN3-seed2',
    'DeltaZ-CNN3',
  ])
})

test('labels for LaTeX', () => {
  expect([TWO_CLASSES, LAM, imported('')].map(labelName)).toEqual([
    'DeltaZ-CNN3-seed7',
    'CNN-PDF-DeltaZ',
    'run',
  ])
})

const CARD: ModelCard = {
  ...SAMPLE_CARD,
  created: '2026-11-26T23:59:59.000Z',
  training: { ...SAMPLE_CARD.training!, settings: { ...REFERENCE_SETTINGS, seed: 42 } },
}

test.each<[ModelFormat, Partial<ModelCard>, string]>([
  ['keras', {}, 'redshift-studio_DeltaZ_CNN3_seed42_2026-11-26.keras'],
  ['hdf5', {}, 'redshift-studio_DeltaZ_CNN3_seed42_2026-11-26.h5'],
  ['amazed', {}, 'redshift-studio_DeltaZ_CNN3_seed42_2026-11-26_amazed.h5'],
  ['keras', { temperature: 1.5 }, 'redshift-studio_DeltaZ_CNN3_seed42_2026-11-26_calibrated.keras'],
  [
    'keras',
    { target: null, training: null, model: 'CNN-2inputs' },
    'redshift-studio_network_CNN-2inputs_2026-11-26.keras',
  ],
])('a saved network: %s %o', (format, patch, name) => {
  expect(modelFileName({ ...CARD, ...patch }, format)).toBe(name)
})

test.each<[string, number | null, Partial<ModelCard>, string]>([
  ['trust-test', null, {}, 'redshift-studio_DeltaZ_CNN3_seed42_2026-11-26_trust-test.csv'],
  ['predictions', 1.5, {}, 'redshift-studio_DeltaZ_CNN3_seed42_2026-11-26_predictions-calibrated.csv'],
  // calibrated in its weights, and then as they are
  [
    'predictions',
    null,
    { temperature: 2 },
    'redshift-studio_DeltaZ_CNN3_seed42_2026-11-26_calibrated_predictions.csv',
  ],
])('a table on trust: %s at %s', (what, temperature, patch, name) => {
  expect(trustFileName({ ...CARD, ...patch }, what, temperature)).toBe(name)
})

test('a table of new labels has the day in UTC', () => {
  expect(newLabelsFileName('Flag3', Date.UTC(2026, 10, 26, 23, 59))).toBe(
    'redshift-studio_Flag3_new-labels_2026-11-26.csv',
  )
})

test.each<[AppliedFormat, string[], number | null, string]>([
  ['csv', ['night/pdfs32.npy', 'night/b.npy'], null, 'pdfs32_CNN3-DeltaZ_predictions.csv'],
  ['ecsv', ['pdfs32.npy'], null, 'pdfs32_CNN3-DeltaZ_predictions.ecsv'],
  ['votable', ['C:\\night\\a b.fits'], null, 'a-b_CNN3-DeltaZ_predictions.vot'],
  ['npy', ['pdfs32.npy'], 1.5, 'pdfs32_CNN3-DeltaZ_predictions-calibrated.npy'],
  ['csv', ['all.npz, lnp'], null, 'all.npz-lnp_CNN3-DeltaZ_predictions.csv'],
  ['csv', [], null, 'posteriors_CNN3-DeltaZ_predictions.csv'],
])('a table of answers: %s of %o', (format, files, temperature, name) => {
  const applied = { card: CARD, files: files.map((file) => ({ name: file, rows: 1 })) }
  expect(appliedFileName(applied, format, temperature)).toBe(name)
})
