import { describe, expect, test } from 'vitest'
import { verdictText } from './mcnemar-text.ts'
import { percentText, signedCount, signedText } from './number-text.ts'

test.each([
  [0.42, 2, '+0.42'],
  [-1, 2, '−1.00'],
  [0.004, 2, '0.00'],
  [-0.004, 2, '0.00'],
  [0, 2, '0.00'],
  [Number.NaN, 2, '–'],
])('difference %d', (value, decimals, text) => {
  expect(signedText(value, decimals)).toBe(text)
})

test('differences of counts', () => {
  expect([1204, -3, 0].map(signedCount)).toEqual(['+1,204', '−3', '0'])
})

test('percentages without a sign', () => {
  expect([percentText(0.93214, 1), percentText(1, 0), percentText(Number.NaN, 1)]).toEqual([
    '93.2',
    '100',
    '–',
  ])
})

describe('the verdict of McNemar’s test', () => {
  const counts = { bothRight: 9, bothWrong: 1 }

  test('more objects', () => {
    expect(verdictText({ ...counts, onlyBaseline: 101, onlyOther: 132, p: 0.032 })).toBe(
      'right on 31 objects more than the baseline',
    )
  })

  test('fewer', () => {
    expect(verdictText({ ...counts, onlyBaseline: 2000, onlyOther: 0, p: 0 })).toBe(
      'right on 2,000 objects fewer than the baseline',
    )
  })

  test('one, of which nothing can be told', () => {
    expect(verdictText({ ...counts, onlyBaseline: 0, onlyOther: 1, p: 1 })).toBe(
      'right on 1 object more than the baseline; no difference between the two can be seen',
    )
  })

  test('as many', () => {
    expect(verdictText({ ...counts, onlyBaseline: 3, onlyOther: 3, p: 1 })).toBe(
      'right on as many objects as the baseline; no difference between the two can be seen',
    )
  })
})
