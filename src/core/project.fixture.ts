// Projects for tests: one of files, one of a sample, and ways to break them.

import type { DatasetReport, FileReport, SplitReport } from './dataset-report.ts'
import { plainPreparation, plainSummary } from './preparation.ts'
import { makeProject, type Project, type ProjectParts } from './project.ts'
import { REFERENCE_SETTINGS } from './settings.ts'

/** A file of the report: 4 bytes per value and a header. */
function fileReport(path: string, rows: number, width: number): FileReport {
  return { path, bytes: 4 * rows * width + 128, rows, width, type: '<f4' }
}

/** A split of two files. */
function splitReport(folder: string, counts: readonly number[]): SplitReport {
  const rows = counts.reduce((sum, count) => sum + count, 0)
  const path = `DeltaZ/balanced/${folder}`
  return {
    rows,
    width: 17_908,
    type: '<f4',
    counts,
    files: [fileReport(`${path}/X.npy`, rows, 17_908), fileReport(`${path}/Y.npy`, rows, 1)],
    hasAttributes: false,
    attributes: [],
    nonFinite: { nan: 0, posInf: 0, negInf: 0 },
  }
}

const COUNTS = { train: [900, 900], validation: [150, 150], test: [200, 200] }
const CLASSES = ['Deltaz<1e-3', 'Deltaz>=1e-3']
const LABELS = ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3']

/** 1,800 train, 300 validation, 400 test. */
export const REPORT: DatasetReport = {
  id: 'DeltaZ/balanced',
  name: 'DeltaZ balanced',
  layout: 'tree',
  target: 'DeltaZ',
  balance: 'balanced',
  classes: CLASSES,
  labels: LABELS,
  width: 17_908,
  splits: {
    train: splitReport('TRAIN', COUNTS.train),
    validation: splitReport('VALID', COUNTS.validation),
    test: splitReport('TEST', COUNTS.test),
  },
  zgrid: null,
  findings: [],
  shuffle: null,
  fingerprint: '9f3c1be2',
  sourceFingerprint: '5a11c0de',
  preparation: { ...plainPreparation('given'), drop: ['leaked', 'constant'] },
  planned: plainSummary(CLASSES, LABELS, COUNTS),
  choices: { given: true, fromAttributes: false, targets: ['DeltaZ'] },
}

/** What the project of files is made of. */
export const PARTS: ProjectParts = {
  report: REPORT,
  settings: { ...REFERENCE_SETTINGS, model: 'CNN-GRU', dropout: 0.2, memoryLimit: 2000 },
  columns: { X: 'lnp', label: 'cls' },
  candidate: 'DeltaZ/balanced',
  keepMegabytes: 600,
  sample: null,
  studio: '0.1.0',
  created: '2026-11-26T20:15:00.000Z',
}

/** Of files. */
export const PROJECT: Project = makeProject(PARTS)

/** 1,000 objects of 1,024 points. */
export const SAMPLE_PROJECT: Project = makeProject({
  ...PARTS,
  report: { ...REPORT, layout: 'sample', width: 1024 },
  candidate: '',
  columns: {},
  sample: { rows: 1000, points: 1024, seed: 1 },
})

/** A key within a key; a list's are its indices. */
export type Place = readonly (string | number)[]

/** A copy of `value` with something else at one place; `undefined` takes the key away. */
export function changed(value: unknown, place: Place, to: unknown): unknown {
  const [key, ...rest] = place
  if (key === undefined) return to
  const fields = value as Readonly<Record<string | number, unknown>>
  const inner = changed(fields[key], rest, to)
  if (Array.isArray(value)) return value.map((each, i) => (i === key ? inner : each))
  const others = Object.entries(fields).filter(([name]) => name !== key)
  return Object.fromEntries(inner === undefined ? others : [...others, [key, inner]])
}

/** Values that are no longer legal: where, what instead, how a message calls it, and what it expects. */
export const BREAKS: readonly (readonly [place: Place, to: unknown, found: string, expected: string])[] = [
  [['studio'], 1, '1', 'a text'],
  [['created'], '2026-11-26', '"2026-11-26"', 'a time as 2026-11-26T20:15:00.000Z'],
  [['data'], undefined, 'missing', 'an object'],
  [['data'], 'files', '"files"', 'an object'],
  [['data', 'kind'], undefined, 'missing', 'one of sample, files'],
  [['data', 'kind'], 'tape', '"tape"', 'one of sample, files'],
  [['data', 'candidate'], null, 'null', 'a text'],
  [['data', 'name'], {}, 'an object', 'a text'],
  [['data', 'rows', 'test'], -1, '-1', 'an integer, 0 or more'],
  [['data', 'rows', 'train'], undefined, 'missing', 'an integer, 0 or more'],
  [['data', 'rows', 'validation'], 1.5, '1.5', 'an integer, 0 or more'],
  [['data', 'width'], 0, '0', 'an integer, 1 or more'],
  [['data', 'files'], {}, 'an object', 'a list of at most 200 files'],
  [
    ['data', 'files'],
    new Array(201).fill({ path: 'X.npy', bytes: 1 }),
    'a list of 201',
    'a list of at most 200 files',
  ],
  [['data', 'files', 1], 'X.npy', '"X.npy"', 'an object'],
  [['data', 'files', 0, 'path'], undefined, 'missing', 'a text'],
  [['data', 'files', 3, 'bytes'], '128', '"128"', 'an integer, 0 or more'],
  [['data', 'columns'], undefined, 'missing', 'an object'],
  [['data', 'columns'], [1, 2], 'a list of 2', 'an object'],
  [['data', 'columns'], null, 'null', 'an object'],
  [['data', 'columns', 'label'], 3, '3', 'a text'],
  [['target'], 'deltaz', '"deltaz"', 'one of DeltaZ, Success2, Success3, Flag3, Flag'],
  [['preparation'], null, 'null', 'an object'],
  [['preparation', 'splits'], 'made', '"made"', 'one of given, drawn'],
  [['preparation', 'testFraction'], 1, '1', 'a number from 0 to below 1'],
  [['preparation', 'testFraction'], -0.1, '-0.1', 'a number from 0 to below 1'],
  [['preparation', 'validationFraction'], '15 %', '"15 %"', 'a number from 0 to below 1'],
  [['preparation', 'seed'], 2 ** 31, '2147483648', 'an integer from 0 to 2147483647'],
  [['preparation', 'stratified'], 'no', '"no"', 'true or false'],
  [['preparation', 'balancing'], 'all', '"all"', 'one of none, smallest, tenth-more'],
  [['preparation', 'deltaZThreshold'], -1e-3, '-0.001', 'a number, 0 or more'],
  [['preparation', 'drop'], undefined, 'missing', 'a list of reasons to leave rows out'],
  [
    ['preparation', 'drop', 1],
    'ugly',
    '"ugly"',
    'one of leaked, near-leaked, same-object, repeated, disagreeing, without-shape, non-finite, constant, no-class',
  ],
  [['sourceFingerprint'], '', '""', 'a fingerprint: digits and the letters a to f'],
  [['fingerprint'], 'xyz', '"xyz"', 'a fingerprint: digits and the letters a to f'],
  [['keepMegabytes'], 8001, '8001', 'an integer from 0 to 8000'],
  [['settings', 'model'], 'CNN4', '"CNN4"', 'one of CNN3, CNN8, CNN-GRU, CNN-LSTM, CNN-2inputs'],
  [['settings', 'input'], 'ln', '"ln"', 'one of logPDF, PDF, logVraisemblance'],
  [['settings', 'epochs'], 'many', '"many"', 'an integer from 1 to 10000'],
  [['settings', 'epochs'], 0, '0', 'an integer from 1 to 10000'],
  [['settings', 'epochs'], undefined, 'missing', 'an integer from 1 to 10000'],
  [['settings', 'batchSize'], 65_537, '65537', 'an integer from 1 to 65536'],
  [['settings', 'seed'], -1, '-1', 'an integer from 0 to 2147483647'],
  [['settings', 'schedule'], 'step', '"step"', 'one of exponential, delayed, plateau'],
  [['settings', 'backend'], 'cpu', '"cpu"', 'one of auto, webgpu, wasm'],
  [['settings', 'patience'], 0, '0', 'an integer from 1 to 10000'],
  [['settings', 'dropout'], 1, '1', 'a number from 0 to below 1'],
  [['settings', 'redshift'], 'both', '"both"', 'one of value, index'],
  [['settings', 'classWeights'], null, 'null', 'one of none, balanced'],
  [['settings', 'memoryLimit'], undefined, 'missing', 'null or an integer from 50 to 1000000'],
  [['settings', 'memoryLimit'], 49, '49', 'null or an integer from 50 to 1000000'],
  [['settings', 'memoryLimit'], 'auto', '"auto"', 'null or an integer from 50 to 1000000'],
]

/** The same for the project of a sample. */
export const SAMPLE_BREAKS: typeof BREAKS = [
  [['data', 'sample'], undefined, 'missing', 'an object'],
  [['data', 'sample', 'rows'], 19, '19', 'an integer from 20 to 60000'],
  [['data', 'sample', 'points'], 17_909, '17909', 'an integer from 64 to 17908'],
  [['data', 'sample', 'seed'], 0.5, '0.5', 'an integer from 0 to 2147483647'],
]
