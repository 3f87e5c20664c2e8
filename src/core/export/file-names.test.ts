import { expect, test } from 'vitest'
import type { RunRecord } from '../run-record.ts'
import { exportFileName, labelName } from './file-names.ts'
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
