import { describe, expect, test } from 'vitest'
import type { DatasetReport, SplitName } from '../../core/dataset-report.ts'
import { REPORT } from '../test-data.ts'
import { dataTraits, modelProblem } from './model-choice.ts'

function without(...names: readonly SplitName[]): DatasetReport {
  const splits = { ...REPORT.splits }
  for (const name of names) splits[name] = { ...splits[name], hasAttributes: false }
  return { ...REPORT, splits }
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
    ['CNN-GRU', without('train', 'validation', 'test'), null],
  ] as const)('%s, %#', (id, report, text) => {
    expect(modelProblem(id, dataTraits(report))).toBe(text)
  })
})

test('a grid is missing only where data lack it', () => {
  expect(dataTraits(null).hasZgrid).toBe(true)
  expect(dataTraits(REPORT).hasZgrid).toBe(true)
  expect(dataTraits({ ...REPORT, zgrid: null }).hasZgrid).toBe(false)
})
