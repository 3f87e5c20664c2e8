// Runs to export, for tests: two classes with a natural test, five classes, a report of LAM-Redshift, names that bite.

import { classificationReport } from '../metrics.ts'
import { modelSummary } from '../model-summary.ts'
import { describeModel } from '../models.ts'
import { plainPreparation } from '../preparation.ts'
import type { PartialMeta } from '../report.ts'
import type { ConfusionMatrix } from '../run.ts'
import type { RunRecord } from '../run-record.ts'
import { TARGETS } from '../targets.ts'

const TEST: ConfusionMatrix = [
  [1180, 20],
  [90, 1110],
]
const NATURAL: ConfusionMatrix = [
  [29_000, 500],
  [300, 9200],
]

const META: PartialMeta = {
  version: 1,
  studio: '0.1.0',
  created: '2026-11-26T20:15:00.000Z',
  seed: 7,
  model: 'CNN3',
  target: 'DeltaZ',
  input: 'logPDF',
  optimizer: 'Adam',
  schedule: 'exponential',
  epochs: 3,
  patience: 10,
  dropout: 0,
  redshift: 'value',
  classWeights: 'none',
  batchSize: 128,
  microBatchSize: 64,
  backend: 'webgpu',
  adapter: 'NVIDIA H100',
  dataset: {
    name: 'DeltaZ/unbalanced',
    fingerprint: 'a1b2c3d4',
    testFingerprint: 'e5f60718',
    counts: { train: [5400, 5400], validation: [950, 950], test: [1200, 1200] },
  },
  overruled: [],
  preparation: {
    ...plainPreparation('drawn'),
    stratified: true,
    balancing: 'smallest',
    drop: ['leaked', 'no-class'],
    dropped: { leaked: 1204, 'no-class': 2 },
    undersampled: 43_877,
  },
  bestEpoch: 2,
  stoppedEarly: false,
  status: 'finished',
  incomplete: false,
  trainMatrixOrigin: 'best-train',
  testLoss: 0.12,
  testRows: null,
  control: null,
  naturalTest: {
    counts: [29_500, 9500],
    excluded: 12_700,
    thinned: 1204,
    conf_matrix: NATURAL,
    acc: 38_200 / 39_000,
    loss: 0.08,
    report: classificationReport(NATURAL),
    rows: null,
  },
  seconds: 754,
}

/** CNN3 on DeltaZ: finished, 3 epochs of which the second is the best. */
export const TWO_CLASSES: RunRecord = {
  id: 'two',
  name: 'CNN3, DeltaZ',
  tags: ['baseline', 'seed 7'],
  note: 'Before the new leak check.',
  at: Date.UTC(2026, 10, 26, 20, 2),
  source: { kind: 'trained' },
  colour: 0,
  labels: TARGETS.DeltaZ.labels,
  gaps: [],
  report: {
    conf_matrix_train: [
      [5380, 20],
      [80, 5320],
    ],
    conf_matrix_test: TEST,
    nb_class: 2,
    nom_classes: TARGETS.DeltaZ.classes,
    acc: [0.8, 0.9, 0.95],
    loss: [0.5, 0.3, 0.2],
    val_acc: [0.82, 0.91, 0.9],
    val_loss: [0.45, 0.25, Number.NaN],
    report: classificationReport(TEST),
    model_summary: modelSummary(describeModel('CNN3', 17_908, 2)),
    lr: [1e-4, 9.048374180359595e-5, 8.187307530779819e-5],
    meta: META,
  },
}

const FLAGS: ConfusionMatrix = [
  [40, 10, 0, 5, 0],
  [12, 11_000, 30, 8, 0],
  [3, 41, 900, 56, 0],
  [0, 7, 60, 1400, 0],
  [0, 0, 2, 98, 0],
]

/** CNN-GRU on Flag: stopped by hand, a class that was never predicted, splits as given. */
export const FIVE_CLASSES: RunRecord = {
  ...TWO_CLASSES,
  id: 'five',
  name: 'CNN-GRU, Flag',
  tags: [],
  note: '',
  labels: TARGETS.Flag.labels,
  report: {
    ...TWO_CLASSES.report,
    conf_matrix_train: null,
    conf_matrix_test: FLAGS,
    nb_class: 5,
    nom_classes: TARGETS.Flag.classes,
    report: classificationReport(FLAGS),
    model_summary: modelSummary(describeModel('CNN-GRU', 17_908, 5, { dropout: 0.2 })),
    meta: {
      ...META,
      model: 'CNN-GRU',
      target: 'Flag',
      input: 'logVraisemblance',
      schedule: 'plateau',
      epochs: 50,
      dropout: 0.2,
      classWeights: 'balanced',
      dataset: {
        name: 'Flag',
        fingerprint: '0f1e2d3c',
        testFingerprint: '',
        counts: {
          train: [300, 52_000, 4700, 6900, 470],
          validation: [55, 9000, 830, 1200, 80],
          test: [55, 11_050, 1000, 1467, 100],
        },
      },
      preparation: {
        ...plainPreparation('given'),
        drop: ['repeated', 'constant'],
        dropped: { repeated: 3 },
        undersampled: 0,
      },
      status: 'stopped',
      incomplete: true,
      naturalTest: null,
    },
  },
}

const LAM_TEST: ConfusionMatrix = [
  [5226, 114],
  [702, 2804],
]

/** A report of LAM-Redshift whose class names hold LaTeX, and which says nothing of data and settings. */
export const LAM: RunRecord = {
  id: 'lam',
  name: 'CNN_PDF_DeltaZ',
  tags: [],
  note: '',
  at: Date.UTC(2026, 10, 26, 21, 0),
  source: { kind: 'imported', file: 'lam-reports/CNN_PDF_DeltaZ.npy', format: 'npy' },
  colour: 1,
  labels: ['ΔZ < 1e-3', 'ΔZ ≥ 1e-3'],
  gaps: ['lr'],
  report: {
    conf_matrix_train: [
      [25_285, 438],
      [3235, 13_653],
    ],
    conf_matrix_test: LAM_TEST,
    nb_class: 2,
    nom_classes: ['$\\Delta$Z $< 10^{-3}$', '$\\Delta$Z $\\geq 10^{-3}$'],
    acc: [0.8988524079322815, 0.9132383465766907],
    loss: [0.3391633927822113, 0.25126779079437256],
    val_acc: [0.9067695140838623, 0.9053065776824951],
    val_loss: [0.2747647762298584, 0.2860088348388672],
    report: classificationReport(LAM_TEST),
    model_summary: TWO_CLASSES.report.model_summary,
    lr: null,
    meta: null,
  },
}

/** Every character that LaTeX, Markdown, HTML, spreadsheets or file systems take for something else. */
export const HOSTILE_NAME = 'a_b%c#$^{}\\~&|`<i>*"/../=[é–星]'

/** The first run with hostile names wherever a name may stand. */
export const HOSTILE: RunRecord = {
  ...TWO_CLASSES,
  id: 'hostile',
  name: HOSTILE_NAME,
  tags: [HOSTILE_NAME],
  note: `${HOSTILE_NAME}\n\n# not a heading`,
  labels: [HOSTILE_NAME, `[${HOSTILE_NAME}`],
  source: { kind: 'imported', file: `${HOSTILE_NAME}.json`, format: 'json' },
  gaps: [HOSTILE_NAME],
  report: {
    ...TWO_CLASSES.report,
    model_summary: '```\n<script>\nTotal params: 1,234',
    meta: {
      ...META,
      adapter: HOSTILE_NAME,
      studio: HOSTILE_NAME,
      dataset: { ...META.dataset!, name: HOSTILE_NAME, fingerprint: HOSTILE_NAME },
    },
  },
}

/** The first run on data whose blocking findings were overruled. */
export const LEAKED: RunRecord = {
  ...TWO_CLASSES,
  id: 'leaked',
  report: {
    ...TWO_CLASSES.report,
    meta: { ...META, overruled: ['TEST/X_1.npy: 12 rows (50.0 %) repeat rows of TRAIN.', 'X: 1 value NaN.'] },
  },
}

const TRUE_CLASSES = '0'.repeat(1200) + '1'.repeat(1200)

/** The first run with its control: 60 objects that only the network has right, 20 that only the control has. */
export const CONTROLLED: RunRecord = {
  ...TWO_CLASSES,
  id: 'controlled',
  report: {
    ...TWO_CLASSES.report,
    meta: {
      ...META,
      testRows: {
        fingerprint: 'e5f60718',
        labels: TRUE_CLASSES,
        predicted: '0'.repeat(1180) + '1'.repeat(20) + '0'.repeat(90) + '1'.repeat(1110),
      },
      control: {
        descriptors: ['Modes', 'Width of the 95 % set', 'Entropy'],
        trainRows: 10_000,
        conf_matrix: [
          [1150, 50],
          [100, 1100],
        ],
        acc: 2250 / 2400,
        loss: 0.2,
        rows: {
          fingerprint: 'e5f60718',
          labels: TRUE_CLASSES,
          predicted: '1'.repeat(50) + '0'.repeat(1150) + '0'.repeat(100) + '1'.repeat(1100),
        },
      },
    },
  },
}

/** The first run, left by its page before the second of three epochs. */
export const LEFT: RunRecord = {
  ...TWO_CLASSES,
  id: 'left',
  report: {
    ...TWO_CLASSES.report,
    conf_matrix_test: null,
    report: null,
    acc: [0.8],
    loss: [0.5],
    val_acc: [0.82],
    val_loss: [0.45],
    lr: [1e-4],
    meta: {
      ...META,
      bestEpoch: 1,
      status: 'stopped',
      incomplete: true,
      trainMatrixOrigin: 'epoch-train',
      testLoss: null,
      naturalTest: null,
    },
  },
}

/** Failed before anything was evaluated. */
export const WITHOUT_RESULTS: RunRecord = {
  ...TWO_CLASSES,
  id: 'early',
  report: {
    ...TWO_CLASSES.report,
    conf_matrix_test: null,
    report: null,
    meta: { ...META, status: 'failed', naturalTest: null, testLoss: null },
  },
}
