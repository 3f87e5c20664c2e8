import { expect, test } from 'vitest'
import {
  formatBytes,
  formatInteger,
  formatLearningRate,
  formatPercentage,
  formatSeconds,
  formatShare,
  formatTenths,
} from './format.ts'

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [58977, '58,977'],
  [18348706, '18,348,706'],
  [-1234.4, '-1,234'],
  [Number.NaN, 'unknown'],
])('integer %f: %s', (value, text) => {
  expect(formatInteger(value)).toBe(text)
})

test.each([
  [0, '0 B'],
  [512, '512 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [99_940, '99.9 kB'],
  [99_960, '100 kB'],
  [999_600, '1.0 MB'],
  [73_394_824, '73.4 MB'],
  [4_224_704_464, '4.2 GB'],
  [3e15, '3000 TB'],
  [Number.POSITIVE_INFINITY, 'unknown'],
])('%f bytes: %s', (value, text) => {
  expect(formatBytes(value)).toBe(text)
})

test.each([
  [0, '0.0 s'],
  [4.24, '4.2 s'],
  [9.96, '10 s'],
  [59.4, '59 s'],
  [59.6, '1 min 00 s'],
  [65, '1 min 05 s'],
  [3599.4, '59 min 59 s'],
  [3600, '1 h 00 min'],
  [7620, '2 h 07 min'],
  [7199, '2 h 00 min'],
  [Number.POSITIVE_INFINITY, 'unknown'],
])('%f seconds: %s', (value, text) => {
  expect(formatSeconds(value)).toBe(text)
})

test('percentages and shares have two decimals', () => {
  expect(formatPercentage(12.344)).toBe('12.34%')
  expect(formatPercentage(0)).toBe('0.00%')
  expect(formatShare(0.92109)).toBe('92.11%')
  expect(formatShare(1)).toBe('100.00%')
  expect(formatShare(Number.NaN)).toBe('unknown')
})

test('learning rates have three digits', () => {
  expect(formatLearningRate(9.048374e-5)).toBe('9.05e-5')
  expect(formatLearningRate(1e-4)).toBe('1.00e-4')
  expect(formatLearningRate(Number.NaN)).toBe('unknown')
})

test('a share in text has a space that does not break', () => {
  expect([formatTenths(0.8402), formatTenths(1), formatTenths(0)]).toEqual([
    '84.0\u00A0%',
    '100.0\u00A0%',
    '0.0\u00A0%',
  ])
  expect(formatTenths(Number.NaN)).toBe('unknown')
})
