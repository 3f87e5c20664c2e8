import { describe, expect, test } from 'vitest'
import type { AttributeName, DatasetReport, SplitReport } from '../../core/dataset-report.ts'
import type { SplitName } from '../../core/split-names.ts'
import { REPORT } from '../test-data.ts'
import { dataTraits, modelProblem } from './model-choice.ts'

function without(...names: readonly SplitName[]): DatasetReport {
  const splits = { ...REPORT.splits }
  for (const name of names) splits[name] = { ...splits[name], hasAttributes: false, attributes: [] }
  return { ...REPORT, splits }
}

function knowing(...attributes: readonly AttributeName[]): DatasetReport {
  const { train, validation, test: last } = REPORT.splits
  const only = (split: SplitReport): SplitReport => ({ ...split, attributes })
  return { ...REPORT, splits: { train: only(train), validation: only(validation), test: only(last) } }
}

describe('modelProblem', () => {
  test.each([
    ['CNN-2inputs', null, null],
    ['CNN-2inputs', REPORT, null],
    [
      'CNN-2inputs',
      without('train', 'validation', 'test'),
      'CNN-2inputs needs the estimated redshift: attributes.npy is missing',
    ],
    [
      'CNN-2inputs',
      without('validation', 'test'),
      'CNN-2inputs needs the estimated redshift: attributes.npy is missing in Validation and Test',
    ],
    ['CNN-2inputs', knowing('redshift'), null],
    ['CNN-2inputs', knowing('flag'), 'CNN-2inputs needs the estimated redshift: the data have none'],
    ['CNN-GRU', without('train', 'validation', 'test'), null],
  ] as const)('%s, %#', (id, report, text) => {
    expect(modelProblem(id, dataTraits(report))).toBe(text)
  })
})

test.each([
  [null, true],
  [REPORT, true],
  [without('test'), false],
  [knowing('logEvidence'), true],
  [knowing('redshift', 'deltaZ', 'status'), false],
] as const)('the input logVraisemblance needs a log-evidence in every split, %#', (report, has) => {
  expect(dataTraits(report).hasLogEvidence).toBe(has)
})

test('a grid is missing only where data lack it', () => {
  expect(dataTraits(null).hasZgrid).toBe(true)
  expect(dataTraits(REPORT).hasZgrid).toBe(true)
  expect(dataTraits({ ...REPORT, zgrid: null }).hasZgrid).toBe(false)
})
