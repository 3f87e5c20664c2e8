import { describe, expect, test } from 'vitest'
import { classificationReport } from './metrics.ts'
import { parseRecord } from './parse-record.ts'
import { plainPreparation } from './preparation.ts'
import type { PartialMeta } from './report.ts'
import type { RunRecord } from './run-record.ts'

const MATRIX = [
  [2, 0],
  [1, 0],
]

const META: PartialMeta = {
  version: 1,
  studio: '0.1.0',
  created: '2026-11-22T23:30:00.000Z',
  seed: 7,
  model: 'CNN3',
  target: 'DeltaZ',
  input: 'logPDF',
  optimizer: 'Adam',
  schedule: 'exponential',
  epochs: 2,
  patience: 15,
  dropout: 0,
  redshift: 'value',
  classWeights: 'none',
  batchSize: 16,
  microBatchSize: 16,
  backend: 'wasm',
  adapter: 'CPU, wasm SIMD, 2 threads',
  dataset: {
    name: 'DeltaZ balanced',
    fingerprint: '9f3c1be2',
    testFingerprint: '7e57f00d',
    counts: { train: [6, 2], validation: [2, 1], test: [2, 1] },
  },
  overruled: ['2 objects of TRAIN are in TEST as well.'],
  preparation: { ...plainPreparation('drawn'), drop: ['leaked'], dropped: { leaked: 4 }, undersampled: 9 },
  bestEpoch: 1,
  stoppedEarly: false,
  status: 'finished',
  incomplete: false,
  trainMatrixOrigin: 'best-train',
  testLoss: 0.75,
  testRows: { fingerprint: '7e57f00d', labels: '001', predicted: '000' },
  control: null,
  naturalTest: {
    counts: [2, 1],
    excluded: 11,
    thinned: 2,
    conf_matrix: MATRIX,
    acc: 2 / 3,
    loss: 0.5,
    report: classificationReport(MATRIX),
    rows: { fingerprint: 'aa', labels: '001', predicted: '000' },
  },
  seconds: 12.5,
}

const RECORD: RunRecord = {
  id: 'a',
  name: 'CNN3 DeltaZ',
  tags: ['first'],
  note: 'with leaks dropped',
  at: 1_795_390_200_000,
  source: { kind: 'trained' },
  colour: 7,
  labels: ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'],
  gaps: [],
  report: {
    conf_matrix_train: MATRIX,
    conf_matrix_test: MATRIX,
    nb_class: 2,
    nom_classes: ['Deltaz<1e-3', 'Deltaz>=1e-3'],
    acc: [0.75],
    loss: [Number.NaN],
    val_acc: [0.6875],
    val_loss: [0.5],
    report: classificationReport(MATRIX),
    model_summary: 'Model: "CNN3"',
    lr: [1e-4],
    meta: META,
  },
}

/** Of LAM-Redshift: no meta, and hardly anything else. */
const IMPORTED: RunRecord = {
  ...RECORD,
  source: { kind: 'imported', file: 'old.npy', format: 'npy' },
  gaps: ['lr', 'conf_matrix_train'],
  report: { ...RECORD.report, conf_matrix_train: null, report: null, lr: null, meta: null },
}

describe('what this version wrote', () => {
  test.each([
    ['a run of this studio', RECORD],
    ['an import', IMPORTED],
    ['a run under way', withMeta({ status: 'running', testRows: null, naturalTest: null })],
  ])('%s comes back as it is', (_, record) => {
    expect(parseRecord(structuredClone(record))).toEqual(record)
  })
})

test('values of curves that are not finite are all NaN', () => {
  const parsed = parseRecord(withReport({ val_loss: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] }))
  expect(parsed!.report.val_loss).toEqual([Number.NaN, Number.NaN])
})

test.each([Number.NaN, Number.POSITIVE_INFINITY])('a loss of test may be %f', (testLoss) => {
  expect(parseRecord(withMeta({ testLoss }))).toEqual(withMeta({ testLoss }))
})

test('a clock that was set back is no reason to lose a run', () => {
  const record = { ...withMeta({ seconds: -2, created: '1969-12-31T23:00:00.000Z' }), at: -3_600_000 }
  expect(parseRecord(record)).toEqual(record)
})

describe('what another version wrote', () => {
  test('keys of meta that it did not know are null', () => {
    const { testRows, classWeights, overruled, ...meta } = META
    expect(parseRecord({ ...RECORD, report: { ...RECORD.report, meta } })).toEqual(
      withMeta({ testRows: null, classWeights: null, overruled: null }),
    )
  })

  test('keys that are not known here are left out', () => {
    const more = { ...withMeta({ moons: 3 }), rings: true }
    expect(parseRecord(more)).toEqual(RECORD)
  })

  test('a prototype is no key', () => {
    const finite = withReport({ loss: [0.5], val_loss: [0.5] })
    const parsed = parseRecord(
      JSON.parse(JSON.stringify(finite).replace('"id":', '"__proto__":{"name":"x"},"id":')),
    )
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype)
    expect(parsed?.name).toBe('CNN3 DeltaZ')
  })
})

describe('what cannot be understood is left out', () => {
  test.each([
    ['nothing', undefined],
    ['no object', 'CNN3'],
    ['an empty object', {}],
    ['no name', { ...RECORD, name: undefined }],
    ['a colour that nobody has', { ...RECORD, colour: 8 }],
    ['a time that is none', { ...RECORD, at: Number.NaN }],
    ['another source', { ...RECORD, source: { kind: 'sent' } }],
    ['a name too few', { ...RECORD, labels: ['DeltaZ < 1e-3'] }],
    ['a curve of texts', withReport({ acc: ['0.75'] })],
    ['a matrix of fractions', withReport({ conf_matrix_test: [[0.5, 1], MATRIX[1]] })],
    ['a matrix of another size', withReport({ conf_matrix_test: [[3]] })],
    ['a matrix with a short row', withReport({ conf_matrix_train: [[2, 0], [1]] })],
    ['metrics of one class', withReport({ report: classificationReport([[3]]) })],
    ['a model of a later version', withMeta({ model: 'Transformer' })],
    ['a status of a later version', withMeta({ status: 'paused' })],
    ['a version of a later version', withMeta({ version: 2 })],
    ['rows of two lengths', withMeta({ testRows: { ...META.testRows, labels: '0010' } })],
    ['rows that are no digits', withMeta({ testRows: { ...META.testRows, labels: '0a1' } })],
    ['rows that contradict their matrix', withMeta({ testRows: { ...META.testRows, predicted: '001' } })],
    [
      'a natural accuracy that contradicts its matrix',
      withMeta({ naturalTest: { ...META.naturalTest, acc: 0.5 } }),
    ],
    [
      'a row left out for an unknown reason',
      withMeta({ preparation: { ...META.preparation, dropped: { cloudy: 1 } } }),
    ],
    ['a curve that nobody trains', withReport({ acc: new Array(100_001).fill(0.5) })],
    [
      'a natural matrix of another size',
      withMeta({ naturalTest: { ...META.naturalTest, conf_matrix: [[3]] } }),
    ],
    [
      'natural metrics of one class',
      withMeta({ naturalTest: { ...META.naturalTest, report: classificationReport([[3]]) } }),
    ],
  ])('%s', (_, value) => {
    expect(parseRecord(value)).toBeNull()
  })
})

function withReport(patch: Record<string, unknown>) {
  return { ...RECORD, report: { ...RECORD.report, ...patch } }
}

function withMeta(patch: Record<string, unknown>) {
  return withReport({ meta: { ...META, ...patch } })
}
