import { describe, expect, test } from 'vitest'
import fixture from '../../../reference/fixtures/trust.json'
import { expectClose } from './close.fixture.ts'
import { keptByRedshift, rankByRedshift, redshiftEdges } from './redshift-bins.ts'

const NAN = Number.NaN

describe('equal to NumPy and statsmodels', () => {
  test.each(fixture.cases)('$name', ({ classes, labels, probabilities, keptClass, kept, ...one }) => {
    const redshift = one.redshift.map((z) => z ?? NAN)
    const edges = redshiftEdges(redshift, 4)
    expectClose(edges, one.edges)
    const { threshold } = kept[1]!
    const p = probabilities.flat()
    expectClose(
      keptByRedshift(
        rankByRedshift({ probabilities: p, labels, redshift, classes, keptClass, edges: one.edges }),
        threshold,
      ),
      one.bins,
    )
  })

  test('some quantiles are equal', () => {
    expect(fixture.cases.filter(({ edges }) => edges.length < 5).length).toBeGreaterThan(4)
  })
})

describe('edges', () => {
  test('hold about equally many rows', () => {
    const redshift = Float64Array.from({ length: 81 }, (_, i) => 80 - i)
    expect(redshiftEdges(redshift)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80])
  })

  test('what is not finite is left out', () => {
    expect(redshiftEdges([NAN, 2, Number.POSITIVE_INFINITY, 0, NAN, 1], 2)).toEqual([0, 1, 2])
    expect(redshiftEdges([NAN, NAN])).toEqual([])
  })

  test('equal redshifts make one bin', () => {
    expect(redshiftEdges([0.5, NAN, 0.5])).toEqual([0.5, 0.5])
  })
})

test('an edge belongs to the bin above it, the last one to the last bin; rows beyond or unknown to none', () => {
  const redshift = [-0.5, 0, 0.5, 1, 1.5, 2, 2.5, NAN, 0.25]
  const ranked = rankByRedshift({
    // the last row has no probabilities
    probabilities: [...redshift.slice(1).flatMap(() => [0.5, 0.5]), NAN, NAN],
    labels: [0, 0, 1, 0, 1, 1, 0, 0, 0],
    redshift,
    classes: 2,
    keptClass: 0,
    edges: [0, 1, 2, 2],
  })
  const bins = keptByRedshift(ranked, 0.5)
  expect(bins.map(({ from, to, rows, purity }) => [from, to, rows, purity.count, purity.of])).toEqual([
    [0, 1, 2, 1, 2],
    [1, 2, 2, 1, 2],
    [2, 2, 1, 0, 1],
  ])
})

test('a bin without rows has no shares', () => {
  const ranked = rankByRedshift({
    probabilities: [0.5, 0.5],
    labels: [0],
    redshift: [3],
    classes: 2,
    keptClass: 0,
    edges: [0, 1],
  })
  const [bin] = keptByRedshift(ranked, 0.5)
  const nothing = { count: 0, of: 0, share: NAN, low: NAN, high: NAN }
  expect(bin).toEqual({
    from: 0,
    to: 1,
    rows: 0,
    threshold: 0.5,
    purity: nothing,
    completeness: nothing,
    coverage: nothing,
    contamination: nothing,
  })
})

test('refuses redshifts of another number of rows', () => {
  const table = { probabilities: [0.5, 0.5], labels: [0], redshift: [], edges: [0, 1] }
  expect(() => rankByRedshift({ ...table, classes: 2, keptClass: 0 })).toThrow(
    new RangeError('Expected one redshift for each of 1 labels, got 0'),
  )
})
