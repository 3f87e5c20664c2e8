import { describe, expect, test } from 'vitest'
import type { DatasetReport, Finding } from '../../core/dataset-report.ts'
import { plainPreparation } from '../../core/preparation.ts'
import { PLAN, REPORT } from '../test-data.ts'
import { classPercentage, reportFacts, unyieldingBlocks } from './report-facts.ts'

function fact(term: string, report: DatasetReport): string | undefined {
  return reportFacts(report, PLAN).find((line) => line.term === term)?.text
}

function withTrain(patch: Partial<DatasetReport['splits']['train']>): DatasetReport {
  return { ...REPORT, splits: { ...REPORT.splits, train: { ...REPORT.splits.train, ...patch } } }
}

const NONE = { hasAttributes: false, attributes: [] } as const
const SOME = { attributes: ['redshift', 'deltaZ', 'status'] } as const

describe('reportFacts', () => {
  test('says rows, width and type', () => {
    expect(fact('Posteriors', REPORT)).toBe('560 rows of 17,908 points, <f4')
    expect(fact('Posteriors', withTrain({ type: '>f8' }))).toBe('560 rows of 17,908 points, >f8 and <f4')
  })

  test('says the grid and how it is spaced', () => {
    expect(fact('zgrid', REPORT)).toBe('z from 0 to 4.994, even in ln(1+z), step 1.00e-4')
    expect(fact('zgrid', { ...REPORT, zgrid: { ...REPORT.zgrid!, spacing: 'z' } })).toBe(
      'z from 0 to 4.994, even in z, not in ln(1+z)',
    )
    expect(fact('zgrid', { ...REPORT, zgrid: null })).toBe(
      'not found: redshifts are known by their index only',
    )
  })

  test('says which splits have attributes', () => {
    expect(fact('Attributes', REPORT)).toBe('yes, in all three splits')
    expect(fact('Attributes', withTrain(NONE))).toBe('only in Validation and Test')
  })

  test.each([
    [NONE, NONE, 'no'],
    [SOME, SOME, 'redshift, deltaZ, status'],
    [NONE, SOME, 'redshift, deltaZ, status, only in Validation and Test'],
    [
      { attributes: ['flag'] },
      SOME,
      'Train: flag; Validation: redshift, deltaZ, status; Test: redshift, deltaZ, status',
    ],
  ] as const)('says which attributes there are, %#', (train, others, text) => {
    const { validation, test: last } = REPORT.splits
    const splits = { validation: { ...validation, ...others }, test: { ...last, ...others } }
    expect(fact('Attributes', { ...REPORT, splits: { ...withTrain(train).splits, ...splits } })).toBe(text)
  })

  test('adds non-finite values over the splits, by kind', () => {
    expect(fact('Non-finite values', REPORT)).toBe('none')
    expect(fact('Non-finite values', withTrain({ nonFinite: { nan: 3, posInf: 0, negInf: 12_031 } }))).toBe(
      '3 NaN, 12,031 −inf (p = 0, replaced by a floor)',
    )
    expect(fact('Non-finite values', withTrain({ nonFinite: null }))).toBe('being looked for')
  })

  test.each([
    ['tree', 'as given by folders'],
    ['splits', 'as given by folders'],
    ['files', 'as given by names'],
    ['table', 'by the split column'],
    ['sample', undefined],
  ] as const)('says who told the splits: %s', (layout, text) => {
    expect(fact('Splits', { ...REPORT, layout })).toBe(text)
  })

  test('says how splits were drawn, whether or not the files gave some', () => {
    const preparation = { ...plainPreparation('drawn'), seed: 7 }
    const choices = { ...REPORT.choices, given: false }
    expect(fact('Splits', { ...REPORT, layout: 'raw', preparation, choices })).toBe(
      'made here: 71 % / 14 % / 14 %, seed 7',
    )
    expect(fact('Splits', { ...REPORT, preparation })).toBe('drawn anew: 71 % / 14 % / 14 %, seed 7')
  })

  test('says how rows are shuffled, once it is known', () => {
    const shuffle = { blockRows: 1234, windowBlocks: 4 }
    expect(fact('Order of training', REPORT)).toBe('all rows shuffled freely')
    expect(fact('Order of training', { ...REPORT, shuffle })).toBe(
      'blocks of 1,234 rows shuffled, 4 blocks mixed at a time (data larger than memory)',
    )
    expect(fact('Order of training', { ...REPORT, fingerprint: '' })).toBe('known when the data are read')
  })

  test('says the memory of the plan, or that it is not known', () => {
    expect(fact('Training takes', REPORT)).toBe('about 757 MB')
    expect(reportFacts(REPORT, null).at(-1)?.text).toBe('not known yet')
  })
})

test('classPercentage is the share of the split', () => {
  expect(classPercentage([300, 100], 1)).toBe(25)
  expect(classPercentage([0, 0], 1)).toBe(0)
})

test('unyieldingBlocks are those that may not be overruled', () => {
  const finding: Finding = { code: 'a', severity: 'block', message: '', file: '', rows: [], counts: {} }
  const leak: Finding = { ...finding, code: 'leak', overridable: true }
  const note: Finding = { ...finding, code: 'note', severity: 'warning' }
  expect(unyieldingBlocks([finding, leak, note])).toEqual([finding])
})
