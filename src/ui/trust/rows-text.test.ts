import { describe, expect, test } from 'vitest'
import { REPORT } from '../test-data.ts'
import {
  balanceText,
  balanceWarning,
  keptShareText,
  naturalShareOf,
  rowsWarning,
  splitText,
} from './rows-text.ts'

const SAMPLE = {
  split: 'test',
  labels: Uint8Array.of(0, 1, 1, 0),
  names: REPORT.labels,
  keptClass: 1,
} as const
const BALANCED = { ...REPORT, balance: 'balanced' } as const

test('rows and the share of the kept class', () => {
  expect(splitText({ split: 'natural', rows: 1204 })).toBe('Natural test, 1,204 rows')
  expect(keptShareText(SAMPLE)).toBe('2 of 4 rows (50.0 %) belong to DeltaZ ≥ 1e-3.')
})

test('what the network has seen is told', () => {
  expect(rowsWarning('train')).toBe(
    'The network was trained on these rows: numbers on rows that it has not seen are worse.',
  )
  expect(rowsWarning('validation')).toBe(
    'These rows chose the epoch whose weights are in use, and the temperature is fitted on them: numbers on test may be worse.',
  )
  expect([rowsWarning('test'), rowsWarning('natural')]).toEqual([null, null])
})

describe('balanced rows', () => {
  // 150 of all 560 objects are of class 1
  const TEXT = 'These rows are balanced: 50.0 % of them belong to DeltaZ ≥ 1e-3, but 26.8 % of all objects.'
  const SHOWN = `${TEXT} Purity at natural prevalence differs: Threshold shows it.`

  test('of a balanced data set', () => {
    expect(balanceText(SAMPLE, BALANCED)).toBe(TEXT)
    expect(balanceWarning(SAMPLE, BALANCED, false)).toBe(SHOWN)
    expect(balanceWarning(SAMPLE, BALANCED, true)).toBe(
      `${TEXT} Purity at natural prevalence differs. Choose the natural test to see it.`,
    )
    expect(naturalShareOf(SAMPLE, BALANCED)).toBe(150 / 560)
    expect(naturalShareOf({ ...SAMPLE, keptClass: 0 }, BALANCED)).toBe(410 / 560)
  })

  test('that undersampling made', () => {
    const preparation = { ...REPORT.preparation, balancing: 'smallest' as const }
    expect(balanceWarning(SAMPLE, { ...REPORT, preparation }, false)).toBe(SHOWN)
  })

  test('of data whose prevalence nobody knows', () => {
    const planned = { ...REPORT.planned, prevalence: [201, 199] }
    expect(balanceWarning(SAMPLE, { ...BALANCED, planned }, false)).toBe(
      'These rows are balanced: 50.0 % of them belong to DeltaZ ≥ 1e-3. Purity at natural prevalence differs: say under Threshold how common they are in your survey.',
    )
    expect(naturalShareOf(SAMPLE, { ...BALANCED, planned })).toBeNull()
  })

  test('others are not', () => {
    expect(balanceWarning(SAMPLE, REPORT, false)).toBeNull()
    expect(balanceText(SAMPLE, REPORT)).toBeNull()
    expect(naturalShareOf(SAMPLE, REPORT)).toBeNull()
    expect(naturalShareOf({ ...SAMPLE, split: 'natural' }, BALANCED)).toBeNull()
    expect(balanceWarning({ ...SAMPLE, split: 'natural' }, BALANCED, true)).toBeNull()
  })
})
