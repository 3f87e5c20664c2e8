// Plain runs and a comparison of three of them for the tests of what is shown. The numbers are made up by hand, so that none
// of them is computed by what is tested elsewhere.

import type { ComparedRun, Comparison } from '../../core/compare/comparison.ts'
import { plainPreparation } from '../../core/preparation.ts'
import type { PartialMeta, PartialReport } from '../../core/report.ts'
import type { RunRecord } from '../../core/run-record.ts'
import type { RunHead } from './run-heads.ts'

/** What a run of this studio says of itself. */
export const META: PartialMeta = {
  version: 1,
  studio: '0.1.0',
  created: '2026-11-26T16:05:00.000Z',
  seed: 1,
  model: 'CNN3',
  target: 'DeltaZ',
  input: 'logPDF',
  optimizer: 'Adam',
  schedule: 'exponential',
  epochs: 50,
  patience: 10,
  dropout: 0,
  redshift: 'value',
  classWeights: 'none',
  batchSize: 128,
  microBatchSize: 128,
  backend: 'wasm',
  adapter: 'SIMD, 2 threads',
  dataset: {
    name: 'DeltaZ',
    fingerprint: '9f3c1be2',
    testFingerprint: '7e57f00d',
    counts: { train: [300, 100], validation: [60, 20], test: [4, 4] },
  },
  overruled: [],
  preparation: { ...plainPreparation('given'), dropped: {}, undersampled: 0 },
  bestEpoch: 2,
  stoppedEarly: false,
  status: 'finished',
  incomplete: false,
  trainMatrixOrigin: 'best-train',
  testLoss: 0.4,
  testRows: { fingerprint: '7e57f00d', labels: '00001111', predicted: '00011111' },
  naturalTest: null,
  control: null,
  seconds: 42,
}

const REPORT: PartialReport = {
  conf_matrix_train: null,
  conf_matrix_test: [
    [3, 1],
    [0, 4],
  ],
  nb_class: 2,
  nom_classes: ['Deltaz<1e-3', 'Deltaz>=1e-3'],
  acc: [0.6, 0.75, 0.8],
  loss: [1.7, 0.5, 0.45],
  val_acc: [0.55, 0.7, 0.69],
  val_loss: [2.25, 0.6, 0.7],
  report: null,
  model_summary: '',
  lr: [1e-4, 9e-5, 8e-5],
  meta: META,
}

/** `CNN3`, seed 1: three epochs, the second is the best. */
export const FIRST: RunRecord = {
  id: 'a',
  name: 'CNN3',
  tags: [],
  note: '',
  at: 0,
  source: { kind: 'trained' },
  colour: 0,
  report: REPORT,
  labels: ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'],
  gaps: [],
}

/** `CNN8`, on the same rows: four epochs, the last is the best, a loss that is not a number. */
export const SECOND: RunRecord = {
  ...FIRST,
  id: 'b',
  name: 'CNN8',
  colour: 4,
  report: {
    ...REPORT,
    conf_matrix_test: [
      [4, 0],
      [0, 4],
    ],
    acc: [0.5, 0.6, 0.7, 0.8],
    loss: [0.9, 0.8, 0.7, 0.6],
    val_acc: [0.65, 0.75, 0.8, 0.9],
    val_loss: [0.8, Number.NaN, 0.5, 0.3],
    meta: {
      ...META,
      model: 'CNN8',
      bestEpoch: 4,
      testRows: { fingerprint: '7e57f00d', labels: '00001111', predicted: '00001111' },
    },
  },
}

/** `CNN-GRU`, under way: two epochs of 50. */
export const LIVE: RunRecord = {
  ...FIRST,
  id: 'c',
  name: 'CNN-GRU',
  colour: 2,
  report: {
    ...REPORT,
    conf_matrix_test: null,
    acc: [0.4, 0.5],
    loss: [0.9, 0.8],
    val_acc: [0.6, 0.7],
    val_loss: [0.9, 0.7],
    meta: { ...META, model: 'CNN-GRU', status: 'running', testRows: null },
  },
}

/** `CNN3` with another seed. */
export const RESEEDED: RunRecord = {
  ...FIRST,
  id: 'd',
  name: 'CNN3 again',
  colour: 3,
  report: { ...REPORT, val_acc: [0.65, 0.8, 0.79], meta: { ...META, seed: 2 } },
}

/** Another target. */
export const THREE_CLASSES: RunRecord = {
  ...FIRST,
  id: 'e',
  name: 'Flags',
  colour: 5,
  labels: ['Flag 1', 'Flags 2 & 9', 'Flags 3 & 4'],
  report: {
    ...REPORT,
    nb_class: 3,
    nom_classes: ['Flag 1', 'Flags 2-9', 'Flags 3-4'],
    conf_matrix_test: null,
  },
}

/** Heads of `FIRST`, `SECOND` and `LIVE`, numbered 1 to 3. */
export const HEADS: readonly RunHead[] = [FIRST, SECOND, LIVE].map(({ id, name, colour }, index) => ({
  id,
  name,
  colour,
  number: index + 1,
}))

const NO_RESULT: Omit<ComparedRun, 'record'> = {
  matrix: null,
  accuracy: null,
  macroF1: null,
  control: null,
  classes: null,
  difference: null,
  mcnemar: null,
  withoutMcNemar: '',
}

/** `FIRST` as the baseline. */
export const BASELINE_RUN: ComparedRun = {
  ...NO_RESULT,
  record: FIRST,
  matrix: FIRST.report.conf_matrix_test,
  accuracy: { value: 0.9394, interval: { low: 0.9321, high: 0.9476 }, delta: null },
  macroF1: { value: 0.94, interval: null, delta: null },
  classes: [
    {
      precision: { value: 1, interval: { low: 0.4, high: 1 }, delta: null },
      recall: { value: 0.75, interval: { low: 0.301, high: 0.954 }, delta: null },
      f1: { value: 0.8571, interval: null, delta: null },
      support: 1204,
    },
    {
      precision: { value: 0.8, interval: { low: 0.376, high: 0.964 }, delta: null },
      recall: { value: 1, interval: { low: 0.51, high: 1 }, delta: null },
      f1: { value: 0.8889, interval: null, delta: null },
      support: 4,
    },
  ],
}

/** `SECOND` against it. */
export const OTHER_RUN: ComparedRun = {
  ...BASELINE_RUN,
  record: SECOND,
  matrix: SECOND.report.conf_matrix_test,
  accuracy: { value: 0.9436, interval: { low: 0.936, high: 0.951 }, delta: 0.0042 },
  macroF1: { value: 0.93, interval: null, delta: -0.01 },
  difference: {
    counts: [
      [1, -1],
      [0, 0],
    ],
    points: [
      [25, -25],
      [0, 0],
    ],
  },
  mcnemar: { onlyBaseline: 101, onlyOther: 132, bothRight: 5280, bothWrong: 45, p: 0.0493, holm: 0.0986 },
}

/** `FIRST`, `SECOND` and `LIVE`, the first of which is the baseline. */
export const COMPARISON: Comparison = {
  test: 'test',
  baseline: FIRST,
  labels: FIRST.labels,
  runs: [
    BASELINE_RUN,
    OTHER_RUN,
    { ...NO_RESULT, record: LIVE, withoutMcNemar: '“CNN-GRU” is still running.' },
  ],
  refused: [],
  notices: [],
  settings: {
    different: [{ name: 'Model', values: ['CNN3', 'CNN8', 'unknown'] }],
    same: [{ name: 'Input', values: ['logPDF', 'logPDF', 'logPDF'] }],
  },
  groups: [],
}
