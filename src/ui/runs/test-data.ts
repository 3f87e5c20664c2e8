// Plain records for the tests of the list of runs.

import { classificationReport } from '../../core/metrics.ts'
import type { PartialMeta, PartialReport } from '../../core/report.ts'
import type { RunRecord } from '../../core/run-record.ts'
import { META as COMPARED } from '../compare/test-data.ts'

const MATRIX = [
  [45, 5],
  [6, 24],
]

/** What a run of this studio says of itself: 42.2 s, best epoch 2. */
export const META: PartialMeta = {
  ...COMPARED,
  dataset: null,
  overruled: null,
  preparation: null,
  testLoss: 0.3991,
  testRows: null,
  seconds: 42.2,
}

/** Three epochs, 69 of 80 right on test. */
export const REPORT: PartialReport = {
  conf_matrix_train: null,
  conf_matrix_test: MATRIX,
  nb_class: 2,
  nom_classes: ['Deltaz<1e-3', 'Deltaz>=1e-3'],
  acc: [0.6, 0.75, 0.8],
  loss: [1.7, 0.5, 0.45],
  val_acc: [0.55, 0.7, 0.69],
  val_loss: [2.25, 0.6, 0.7],
  report: classificationReport(MATRIX),
  model_summary: '',
  lr: [1e-4, 9e-5, 8e-5],
  meta: META,
}

/** A run of 2026-11-26, 16:05 local time. */
export const RECORD: RunRecord = {
  id: 'a',
  name: 'CNN3 DeltaZ',
  tags: [],
  note: '',
  at: new Date(2026, 10, 26, 16, 5).getTime(),
  source: { kind: 'trained' },
  colour: 0,
  report: REPORT,
  labels: ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'],
  gaps: [],
}

const TRUE_CLASSES = '0'.repeat(50) + '1'.repeat(30)

/** The same with its control, 64 of 80: 5 objects that only the network has right, none that only the control has. */
export const CONTROLLED: RunRecord = {
  ...RECORD,
  report: {
    ...REPORT,
    meta: {
      ...META,
      testRows: {
        fingerprint: '7e57f00d',
        labels: TRUE_CLASSES,
        predicted: '0'.repeat(45) + '1'.repeat(5) + '0'.repeat(6) + '1'.repeat(24),
      },
      control: {
        descriptors: ['Modes', 'Entropy'],
        trainRows: 400,
        conf_matrix: [
          [43, 7],
          [9, 21],
        ],
        acc: 0.8,
        loss: 0.5,
        rows: {
          fingerprint: '7e57f00d',
          labels: TRUE_CLASSES,
          predicted: '0'.repeat(43) + '1'.repeat(7) + '0'.repeat(9) + '1'.repeat(21),
        },
      },
    },
  },
}

/** A report of LAM-Redshift without learning rate and class names, an hour earlier. */
export const IMPORTED: RunRecord = {
  ...RECORD,
  id: 'b',
  name: 'DeltaZ_Undersample',
  at: RECORD.at - 3_600_000,
  source: { kind: 'imported', file: 'DeltaZ_Undersample_Epoch80.npy', format: 'npy' },
  colour: 1,
  report: { ...REPORT, lr: null, meta: null },
  gaps: ['nom_classes', 'lr'],
}
