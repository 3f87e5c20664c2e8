import { describe, expect, test } from 'vitest'
import fixture from '../../../reference/fixtures/trust.json'
import { expectClose } from './close.fixture.ts'
import {
  keptAsMany,
  keptAt,
  keptCurves,
  rowsToShow,
  thresholdForCount,
  thresholdForPurity,
} from './kept-sample.ts'
import { rankRows } from './ranking.ts'

describe('equal to NumPy and statsmodels', () => {
  test.each(fixture.cases)('$name', ({ classes, labels, probabilities, keptClass, kept, purities }) => {
    const ranking = rankRows(probabilities.flat(), labels, classes, keptClass)
    for (const sample of kept) expectClose(keptAt(ranking, sample.threshold), sample)
    for (const [purity, threshold] of purities) {
      expect(thresholdForPurity(ranking, purity!), `purity ${purity}`).toBe(threshold)
    }
  })

  test('some purities are reached, others are not', () => {
    const thresholds = fixture.cases.flatMap(({ purities }) => purities.map(([, threshold]) => threshold))
    expect(thresholds.filter((threshold) => threshold === null).length).toBeGreaterThan(5)
    expect(new Set(thresholds).size).toBeGreaterThan(10)
  })
})

describe('curves against the threshold', () => {
  test.each(fixture.cases)('$name: as single samples', ({ classes, labels, probabilities, keptClass }) => {
    const ranking = rankRows(probabilities.flat(), labels, classes, keptClass)
    const { thresholds, purity, completeness, coverage } = keptCurves(ranking)
    expect([...thresholds]).toEqual([...new Set([0, ...ranking.scores, 1])].sort((a, b) => a - b))
    for (const [i, threshold] of thresholds.entries()) {
      const sample = keptAt(ranking, threshold)
      expect([purity[i], completeness[i], coverage[i]]).toEqual([
        sample.purity.share,
        sample.completeness.share,
        sample.coverage.share,
      ])
    }
  })

  test('above the highest score nothing is kept', () => {
    expect(keptCurves(rankRows([0.75, 0.25, 0.5, 0.5], [0, 1], 2, 0))).toEqual({
      thresholds: Float64Array.of(0, 0.5, 0.75, 1),
      purity: Float64Array.of(0.5, 0.5, 1, Number.NaN),
      completeness: Float64Array.of(1, 1, 1, 0),
      coverage: Float64Array.of(1, 1, 0.5, 0),
    })
  })
})

test('of equally complete samples the purest is taken', () => {
  // 0.75 is of the class, 0.5 is not: the second would be 50 % pure
  expect(thresholdForPurity(rankRows([0.75, 0.25, 0.5, 0.5], [0, 1], 2, 0), 0.5)).toBe(0.75)
})

test('without rows there is no threshold and nothing is kept', () => {
  const ranking = rankRows([], [], 2, 0)
  expect(thresholdForPurity(ranking, 0)).toBeNull()
  const nothing = { count: 0, of: 0, share: Number.NaN, low: Number.NaN, high: Number.NaN }
  expect(keptAt(ranking, 0.5)).toEqual({
    threshold: 0.5,
    purity: nothing,
    completeness: nothing,
    coverage: nothing,
    contamination: nothing,
  })
})

describe('a threshold that keeps so many rows', () => {
  test.each(fixture.cases)(
    '$name: the score of the row of that rank',
    ({ classes, labels, probabilities, keptClass }) => {
      const ranking = rankRows(probabilities.flat(), labels, classes, keptClass)
      const falling = probabilities.map((row) => row[keptClass]!).sort((a, b) => b - a)
      const counts = [...falling.keys()].map((i) => i + 1)
      expect(counts.map((count) => thresholdForCount(ranking, count))).toEqual(falling)
    },
  )

  test('no rows, equal rows, more than there are, and none at all', () => {
    const ranking = rankRows([0.75, 0.25, 0.5, 0.5, 0.5, 0.5, 0.25, 0.75], [0, 1, 0, 1], 2, 0)
    expect([0, 1, 2, 3, 4, 9].map((count) => thresholdForCount(ranking, count))).toEqual([
      1, 0.75, 0.5, 0.5, 0.25, 0.25,
    ])
    expect(thresholdForCount(rankRows([], [], 2, 0), 1)).toBe(0)
  })
})

describe('as many rows as another sample', () => {
  // falling: 0.9 of the class, 0.7 of the class and another, 0.2 another
  const ranking = rankRows([0.9, 0.1, 0.7, 0.3, 0.7, 0.3, 0.2, 0.8], [0, 0, 1, 1], 2, 0)

  test.each([
    [1, 0.9, 1],
    // two rows are equal
    [2, 0.7, 3],
    [3, 0.7, 3],
    [4, 0.2, 4],
    // there are no more
    [5, 0.2, 4],
  ])('%d rows: from %d on %d are kept', (count, threshold, kept) => {
    expect(keptAsMany(ranking, count)).toEqual(keptAt(ranking, threshold))
    expect(keptAt(ranking, threshold).purity.of).toBe(kept)
  })

  test('without rows there are none', () => {
    expect(keptAsMany(rankRows([], [], 2, 0), 3).purity.of).toBe(0)
  })
})

test.each([
  // n / (n + 1.96²) reaches it
  [0.5, 4],
  [0.95, 73],
  [0.99, 381],
])('a purity of %d takes %d rows', (purity, rows) => {
  expect(rowsToShow(purity)).toBe(rows)
  expect(
    keptAt(rankRows(Array(rows * 2).fill(1), Array(rows).fill(0), 2, 0), 0.5).purity.low,
  ).toBeGreaterThan(purity)
})
