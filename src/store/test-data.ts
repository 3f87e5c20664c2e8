// Plain data for tests of the store.

import {
  ATTRIBUTE_NAMES,
  type DatasetCandidate,
  type DatasetReport,
  type Discovery,
  type Finding,
  type SplitReport,
} from '../core/dataset-report.ts'
import type { TrainingPlan } from '../core/plan.ts'
import { plainPreparation, plainSummary } from '../core/preparation.ts'
import { reportSoFar } from '../core/report.ts'
import { foldRun, type RunEvent, type RunState } from '../core/run.ts'
import type { RunRecord } from '../core/run-record.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import { STUDIO_VERSION } from '../core/version.ts'
import type { ChosenFile } from '../engine/types.ts'

/** One chosen file; the fake engine never reads it. */
export const FILES: readonly ChosenFile[] = [{ path: 'data/DeltaZ/X.npy', file: new Blob(['x']) }]

/** A data set that was found at `path`. */
export function candidate(path: string): DatasetCandidate {
  return {
    id: path,
    target: 'DeltaZ',
    balance: 'balanced',
    path,
    splits: ['train', 'validation', 'test'],
    bytes: 1000,
  }
}

/** What was found: a data set at each path. */
export function found(...paths: readonly string[]): Discovery {
  return { layout: 'tree', candidates: paths.map(candidate), ignored: [], findings: [], tables: [] }
}

/** A blocking finding. */
export function block(code: string, overridable: boolean): Finding {
  return {
    code,
    severity: 'block',
    message: `${code} in X.npy`,
    file: 'X.npy',
    rows: [7],
    counts: {},
    overridable,
  }
}

/** Nothing was found, and why. */
export const NOTHING_FOUND: Discovery = {
  layout: 'raw',
  candidates: [],
  ignored: [],
  findings: [block('raw-files', false)],
  tables: [],
}

/** A table whose columns nobody understands. */
export const UNCLEAR: Discovery = {
  layout: 'table',
  candidates: [],
  ignored: [],
  findings: [block('columns-unclear', false)],
  tables: [
    {
      path: 'objects.parquet',
      format: 'Parquet',
      columns: [
        { name: 'lnp', type: '<f4', shape: [12, 64], role: null },
        { name: 'cls', type: '<i8', shape: [12], role: null },
      ],
    },
  ],
}

/** A data set of 6 + 2, 2 + 1 and 2 + 1 rows of 64 points. */
export function report(name: string, findings: readonly Finding[] = []): DatasetReport {
  return {
    id: name,
    name,
    layout: 'tree',
    target: 'DeltaZ',
    balance: 'balanced',
    classes: ['Deltaz<1e-3', 'Deltaz>=1e-3'],
    labels: ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'],
    width: 64,
    splits: { train: split([6, 2]), validation: split([2, 1]), test: split([2, 1]) },
    zgrid: null,
    shuffle: null,
    findings,
    fingerprint: '9f3c1be2',
    sourceFingerprint: '5a11c0de',
    preparation: plainPreparation('given'),
    planned: plainSummary(['Deltaz<1e-3', 'Deltaz>=1e-3'], ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'], {
      train: [6, 2],
      validation: [2, 1],
      test: [2, 1],
    }),
    choices: { given: true, fromAttributes: false, targets: ['DeltaZ'] },
  }
}

/** A plan of `stepsPerEpoch` steps. */
export function plan(stepsPerEpoch: number): TrainingPlan {
  return {
    parameters: 1000,
    batchSize: 4,
    microBatchSize: 4,
    microBatches: 1,
    stepsPerEpoch,
    bytes: { parameters: 16_000, activations: 2000, data: 3000, total: 21_000 },
    exceeded: [],
  }
}

/** The first event of a run on `report('...')`, two steps per epoch. */
export const STARTED: RunEvent = {
  type: 'runStarted',
  at: 0,
  settings: { ...REFERENCE_SETTINGS, epochs: 2 },
  dataset: {
    name: 'DeltaZ balanced',
    fingerprint: '9f3c1be2',
    testFingerprint: '7e57f00d',
    target: 'DeltaZ',
    classes: ['Deltaz<1e-3', 'Deltaz>=1e-3'],
    labels: ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'],
    counts: { train: [6, 2], validation: [2, 1], test: [2, 1] },
    natural: null,
    overruled: [],
    preparation: report('').preparation,
    planned: report('').planned,
  },
  plan: plan(2),
  modelSummary: 'Model: "CNN3"',
  backend: 'wasm',
  adapter: 'CPU, wasm SIMD, 2 threads',
}

/** The end of epoch 1, the best so far. */
export const EPOCH_1: RunEvent = {
  type: 'epochEnded',
  epoch: 1,
  loss: 0.5,
  acc: 0.75,
  valLoss: 0.625,
  valAcc: 0.6875,
  learningRate: 1e-4,
  confusionTrain: [
    [5, 1],
    [1, 1],
  ],
  confusionValidation: [
    [1, 1],
    [0, 1],
  ],
  improved: true,
  seconds: 3,
}

/** The best weights on a split. */
export const EVALUATED: readonly RunEvent[] = [
  {
    type: 'evaluated',
    split: 'train',
    confusion: [
      [6, 0],
      [1, 1],
    ],
    loss: 0.25,
    acc: 0.875,
    rows: null,
  },
  {
    type: 'evaluated',
    split: 'test',
    confusion: [
      [2, 0],
      [1, 0],
    ],
    loss: 0.75,
    acc: 2 / 3,
    rows: { fingerprint: '7e57f00d', labels: '001', predicted: '000' },
  },
]

/** A good end. */
export const FINISHED: RunEvent = { type: 'runEnded', status: 'finished', stoppedEarly: false, seconds: 12.5 }

/** The state after these events. */
export function folded(...events: readonly RunEvent[]): RunState {
  const state = events.reduce<RunState | null>(foldRun, null)
  if (state === null) throw new Error('Expected at least one event')
  return state
}

/** A run of an earlier visit, which finished; called like its id unless told otherwise. */
export function keptRun(id: string, patch: Partial<RunRecord> = {}): RunRecord {
  const run = folded(STARTED, EPOCH_1, ...EVALUATED, FINISHED)
  return {
    id,
    name: id,
    tags: [],
    note: '',
    at: 1000,
    source: { kind: 'trained' },
    colour: 0,
    labels: run.dataset.labels,
    gaps: [],
    report: reportSoFar(run, { studio: STUDIO_VERSION, created: '2026-11-21T20:15:00.000Z' }),
    ...patch,
  }
}

function split(counts: readonly number[]): SplitReport {
  const rows = counts.reduce((sum, count) => sum + count, 0)
  return {
    rows,
    width: 64,
    type: '<f4',
    counts,
    files: [],
    hasAttributes: true,
    attributes: ATTRIBUTE_NAMES,
    nonFinite: { nan: 0, posInf: 0, negInf: 0 },
  }
}
