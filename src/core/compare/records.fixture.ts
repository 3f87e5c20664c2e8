// Records of runs for tests: a run of this studio, and a report of LAM-Redshift.

import { confusionMatrix } from '../metrics.ts'
import { plainPreparation } from '../preparation.ts'
import { type PartialMeta, type PartialReport, REPORT_VERSION } from '../report.ts'
import type { RowOutcomes } from '../row-outcomes.ts'
import type { RunRecord } from '../run-record.ts'

const META: PartialMeta = {
  version: REPORT_VERSION,
  studio: '0.1.0',
  created: '2026-11-22T20:15:00.000Z',
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
  microBatchSize: 64,
  backend: 'wasm',
  adapter: 'SIMD, 2 threads',
  dataset: {
    name: 'DeltaZ balanced',
    fingerprint: 'a1b2',
    testFingerprint: '7e57f00d',
    counts: { train: [1500, 1200], validation: [200, 150], test: [6, 4] },
  },
  overruled: [],
  preparation: { ...plainPreparation('given'), dropped: {}, undersampled: 0 },
  bestEpoch: 2,
  stoppedEarly: false,
  status: 'finished',
  incomplete: false,
  trainMatrixOrigin: 'best-train',
  testLoss: 0.25,
  testRows: null,
  naturalTest: null,
  control: null,
  seconds: 12,
}

/** Rows of a test. */
export function outcomes(labels: string, predicted: string, fingerprint = '7e57f00d'): RowOutcomes {
  return { fingerprint, labels, predicted }
}

/** The confusion matrix of outcomes. */
export function outcomeMatrix({ labels, predicted }: RowOutcomes, classes: number): number[][] {
  return confusionMatrix(Array.from(labels, Number), Array.from(predicted, Number), classes)
}

/** Ten objects, of which the run has eight right. */
export const ROWS = outcomes('0000001111', '0000011110')

/** What is special about a record. */
export interface RecordParts {
  readonly meta?: Partial<PartialMeta>
  readonly report?: Partial<PartialReport>
  readonly rows?: RowOutcomes | null
  readonly labels?: readonly string[]
}

/** A finished run of this studio on two classes, whose matrix is that of its rows. */
export function trained(name: string, parts: RecordParts = {}): RunRecord {
  const { rows = ROWS, labels = ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'] } = parts
  const report: PartialReport = {
    conf_matrix_train: null,
    conf_matrix_test: rows === null ? null : outcomeMatrix(rows, labels.length),
    nb_class: labels.length,
    nom_classes: labels,
    acc: [0.75, 0.875],
    loss: [0.5, 0.375],
    val_acc: [0.75, 0.8],
    val_loss: [0.5, 0.4],
    report: null,
    model_summary: 'Model: "sequential"',
    lr: [1e-4, 9e-5],
    ...parts.report,
    meta: { ...META, testRows: rows, ...parts.meta },
  }
  const source = { kind: 'trained' } as const
  return { id: name, name, tags: [], note: '', at: 0, source, colour: 0, labels, gaps: [], report }
}

/** A run that has not been evaluated on test yet. */
export function underWay(name: string, parts: RecordParts = {}): RunRecord {
  return trained(name, {
    ...parts,
    rows: null,
    meta: { ...parts.meta, status: 'running', testLoss: null },
  })
}

/** A report of LAM-Redshift: nothing tells how it was made. */
export function imported(
  name: string,
  labels: readonly string[],
  report: Partial<PartialReport>,
  gaps: readonly string[] = ['lr'],
): RunRecord {
  const plain = trained(name, { labels, rows: null })
  return {
    ...plain,
    source: { kind: 'imported', file: `${name}.npy`, format: 'npy' },
    gaps,
    report: { ...plain.report, lr: null, ...report, meta: null },
  }
}
