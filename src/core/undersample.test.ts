import { describe, expect, test } from 'vitest'
import fixture from '../../reference/fixtures/preparation.json'
import { countClasses } from './class-rows.ts'
import { NO_CLASS } from './objects.ts'
import { labelsOf, rowRange } from './plan-source.fixture.ts'
import type { Balancing } from './preparation.ts'
import { undersample, undersampledCounts } from './undersample.ts'

/** Rows that stay of a pool with these labels. */
function remaining(
  labels: readonly number[],
  classes: number,
  balancing: Balancing,
  seed = 1,
  stream = 'all',
) {
  const options = { labels: Uint8Array.from(labels), classes, balancing, seed, stream }
  return undersample(rowRange(0, labels.length), options)
}

describe('as many of each class as NumPy keeps', () => {
  const cases = fixture.targets.flatMap(({ target, threshold, classes, counts, smallest, tenthMore }) => [
    { target, threshold, classes, counts, balancing: 'smallest' as const, expected: smallest },
    { target, threshold, classes, counts, balancing: 'tenth-more' as const, expected: tenthMore },
  ])
  test.each(cases)('$balancing: $target at $threshold', ({ classes, counts, balancing, expected }) => {
    expect(undersampledCounts(counts, balancing)).toEqual(expected)
    const labels = Array.from(classes, (digit) => (digit === '.' ? NO_CLASS : Number(digit)))
    const rows = remaining(labels, counts.length, balancing)
    expect(countClasses([rows], Uint8Array.from(labels), counts.length)).toEqual(expected)
    // nothing else: rows without a class are left out
    expect(rows.length).toBe(expected.reduce((sum, count) => sum + count, 0))
    expect([...rows]).toEqual([...new Set(rows)].sort((a, b) => a - b))
  })
})

test('an absent class stays absent and is not the smallest', () => {
  expect(undersampledCounts([40, 0, 10], 'smallest')).toEqual([10, 0, 10])
  expect(undersampledCounts([40, 0, 10], 'tenth-more')).toEqual([11, 0, 10])
  expect(undersampledCounts([0, 0], 'smallest')).toEqual([0, 0])
  expect(undersampledCounts([0, 0], 'tenth-more')).toEqual([0, 0])
})

test('1.1 times the smallest is rounded down, and is whole for tens', () => {
  expect([9, 10, 11, 30, 2800].map((count) => undersampledCounts([count, 9999], 'tenth-more')[1])).toEqual([
    9, 11, 12, 33, 3080,
  ])
})

test('without balancing everything stays, rows without a class too', () => {
  expect([...remaining([0, NO_CLASS, 1, 0], 2, 'none')]).toEqual([0, 1, 2, 3])
})

test('rows stay by chance, not by their place in the files', () => {
  // 2,000 draws of 5 of 20 rows: each stays 500 times, give or take 19.4
  const labels = labelsOf([20, 5])
  const stays = new Array<number>(20).fill(0)
  for (let seed = 0; seed < 2000; seed++) {
    for (const row of remaining(labels, 2, 'smallest', seed)) if (row < 20) stays[row]!++
  }
  expect(Math.min(...stays)).toBeGreaterThan(410)
  expect(Math.max(...stays)).toBeLessThan(590)
})

test('the seed and the name of the stream choose the rows', () => {
  const labels = labelsOf([200, 50])
  const rows = remaining(labels, 2, 'smallest')
  expect(remaining(labels, 2, 'smallest')).toEqual(rows)
  expect(remaining(labels, 2, 'smallest', 2)).not.toEqual(rows)
  expect(remaining(labels, 2, 'smallest', 1, 'train')).not.toEqual(rows)
})
