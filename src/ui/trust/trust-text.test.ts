import { expect, test } from 'vitest'
import { CARD } from './test-data.ts'
import {
  calibratedText,
  countText,
  decimalText,
  networkText,
  rowsText,
  scoreText,
  shareText,
  shortNumber,
} from './trust-text.ts'

const SHARE = { count: 1204, of: 1252, share: 1204 / 1252, low: 0.9494, high: 0.971 }

test('shares with their intervals, and what they were counted from', () => {
  expect(shareText(SHARE)).toBe('96.2 % (94.9 to 97.1)')
  expect(countText(SHARE)).toBe('1,204 of 1,252')
  expect(shareText({ share: Number.NaN, low: Number.NaN, high: Number.NaN })).toBe('–')
})

test('numbers', () => {
  expect([decimalText(0.123_45, 4), decimalText(Number.NaN, 4)]).toEqual(['0.1235', '–'])
  expect([shortNumber(0.5), shortNumber(0.973_12), shortNumber(0.999_99)]).toEqual(['0.5', '0.9731', '1'])
  expect([rowsText(1), rowsText(1200), rowsText(0)]).toEqual(['1 row', '1,200 rows', '0 rows'])
})

test('a score that is not 0 is never told as 0', () => {
  expect([0, 0.000_049, 0.000_05, 0.0531, Number.NaN].map(scoreText)).toEqual([
    '0.0000',
    '< 0.0001',
    '0.0001',
    '0.0531',
    '–',
  ])
})

test.each([
  ['trained', CARD, 'CNN3, DeltaZ, epoch 7 of a run on data/failed-redshifts, ended 2026-11-22'],
  [
    'loaded',
    { ...CARD, origin: 'saved' as const },
    'CNN3, DeltaZ, epoch 7 of a run on data/failed-redshifts, ended 2026-11-22, loaded from a file',
  ],
  [
    'imported',
    { ...CARD, origin: 'imported' as const, training: null },
    'CNN3, DeltaZ, weights imported from Keras',
  ],
])('a network that was %s', (_, card, text) => {
  expect(networkText(card)).toBe(text)
})

test('a temperature follows a caption', () => {
  expect(calibratedText(0.936_04)).toBe(' Calibrated, T = 0.936.')
  expect(calibratedText(null)).toBe('')
})
