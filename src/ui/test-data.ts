// Plain data for the tests of components: a small data set and the runs on it.

import { ATTRIBUTE_NAMES, type DatasetReport, type SplitReport } from '../core/dataset-report.ts'
import type { TrainingPlan } from '../core/plan.ts'
import { plainPreparation, plainSummary } from '../core/preparation.ts'
import type { RunState } from '../core/run.ts'
import { INITIAL_STATE } from '../store/state.ts'

/** A split of 17,908 points with attributes and one file. */
export function splitReport(counts: readonly number[], folder: string): SplitReport {
  const rows = counts.reduce((sum, count) => sum + count, 0)
  return {
    rows,
    width: 17_908,
    type: '<f4',
    counts,
    files: [{ path: `DeltaZ/${folder}/X.npy`, bytes: rows * 71_632 + 128, rows, width: 17_908, type: '<f4' }],
    hasAttributes: true,
    attributes: ATTRIBUTE_NAMES,
    nonFinite: { nan: 0, posInf: 0, negInf: 0 },
  }
}

/** 300 + 100 train, 60 + 20 validation, 50 + 30 test. */
export const REPORT: DatasetReport = {
  id: 'DeltaZ',
  name: 'data/DeltaZ/unbalanced',
  layout: 'tree',
  target: 'DeltaZ',
  balance: 'unbalanced',
  classes: ['Deltaz<1e-3', 'Deltaz>=1e-3'],
  labels: ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'],
  width: 17_908,
  splits: {
    train: splitReport([300, 100], 'TRAIN'),
    validation: splitReport([60, 20], 'VALID'),
    test: splitReport([50, 30], 'TEST'),
  },
  zgrid: { file: 'zgrid32.npy', points: 17_908, first: 0, last: 4.99412, step: 1e-4, spacing: 'ln(1+z)' },
  findings: [],
  shuffle: null,
  fingerprint: '9f3c1be2',
  sourceFingerprint: '5a11c0de',
  preparation: plainPreparation('given'),
  planned: plainSummary(['Deltaz<1e-3', 'Deltaz>=1e-3'], ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'], {
    train: [300, 100],
    validation: [60, 20],
    test: [50, 30],
  }),
  choices: { given: true, fromAttributes: false, targets: ['DeltaZ'] },
}

/** 4 steps per epoch, 757 MB. */
export const PLAN: TrainingPlan = {
  parameters: 18_348_706,
  batchSize: 128,
  microBatchSize: 128,
  microBatches: 1,
  stepsPerEpoch: 4,
  bytes: { parameters: 293_000_000, activations: 412_000_000, data: 52_000_000, total: 757_000_000 },
  exceeded: [],
}

/** A run in epoch 3 of 12, batch 1 of 4; epoch 2 was the best. */
export const RUN: RunState = {
  status: 'running',
  startedAt: 0,
  settings: { ...INITIAL_STATE.settings, epochs: 12 },
  dataset: {
    name: 'data/failed-redshifts',
    fingerprint: '9f3c1be2',
    testFingerprint: '7e57f00d',
    target: 'DeltaZ',
    classes: REPORT.classes,
    labels: REPORT.labels,
    counts: { train: [300, 100], validation: [60, 20], test: [50, 30] },
    natural: null,
    overruled: [],
    preparation: REPORT.preparation,
    planned: REPORT.planned,
  },
  plan: PLAN,
  modelSummary: '',
  backend: 'wasm',
  adapter: 'SIMD, 2 threads',
  epoch: 3,
  batch: 1,
  samples: 128,
  batchLoss: 0.41234,
  batchAcc: 0.8125,
  samplesPerSecond: 412.4,
  secondsLeft: 32,
  learningRate: 8.187e-5,
  history: {
    acc: [0.6, 0.75],
    loss: [1.7, 0.5],
    valAcc: [0.55, 0.7],
    valLoss: [2.25, 0.6],
    lr: [1e-4, 9.048e-5],
  },
  bestEpoch: 2,
  train: {
    matrix: [
      [270, 30],
      [25, 75],
    ],
    origin: 'epoch-train',
  },
  test: {
    matrix: [
      [51, 9],
      [7, 13],
    ],
    origin: 'epoch-validation',
  },
  testLoss: null,
  testAcc: null,
  testRows: null,
  natural: null,
  control: null,
  evaluation: null,
  stoppedEarly: false,
  seconds: 42.2,
  error: null,
}

/** `RUN` after two epochs, ended with `status`, with the exact matrices of the best weights. */
export function endedRun(status: 'finished' | 'stopped' | 'failed'): RunState {
  return {
    ...RUN,
    status,
    epoch: 2,
    batch: 4,
    secondsLeft: 0,
    train: {
      matrix: [
        [280, 20],
        [15, 85],
      ],
      origin: 'best-train',
    },
    test: {
      matrix: [
        [45, 5],
        [6, 24],
      ],
      origin: 'best-test',
    },
    testLoss: 0.3991,
    testAcc: 0.8625,
  }
}
