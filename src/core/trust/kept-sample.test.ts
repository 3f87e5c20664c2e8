import { describe, expect, test } from 'vitest'
import fixture from '../../../reference/fixtures/trust.json'
import { expectClose } from './close.fixture.ts'
import { keptAt, keptCurves, thresholdForPurity } from './kept-sample.ts'
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
