import { describe, expect, test } from 'vitest'
import fixture from '../../reference/fixtures/posteriors.json'
import { peaks } from './peaks.ts'
import { densities, masses, probabilities } from './posterior.ts'

describe('equal to SciPy', () => {
  test.each(fixture.cases)('$name', ({ lnP, zgrid, peaks: expected }) => {
    const p = probabilities(lnP.map((value) => value ?? Number.NEGATIVE_INFINITY))!
    const found = peaks(densities(p, zgrid), masses(p, zgrid), { most: 100 })
    const rows = found.map(({ index, first, last }) => [index, first, last])
    expect(rows).toEqual(expected.map(([index, , , first, last]) => [index, first, last]))
    for (const [k, peak] of found.entries()) {
      const [, height, prominence, , , share] = expected[k]!
      expect(Math.abs(peak.height / height! - 1)).toBeLessThan(1e-12)
      expect(Math.abs(peak.prominence / prominence! - 1)).toBeLessThan(1e-12)
      expect(Math.abs(peak.share - share!)).toBeLessThan(1e-12)
    }
  })

  test('the cases hold few and many peaks', () => {
    const counts = fixture.cases.map(({ peaks: found }) => found.length)
    expect(counts).toEqual([1, 3, 3, 24, 22, 8, 6, 6, 1, 1, 1, 1, 1, 0, 0, 1, 2])
  })
})

describe('peaks', () => {
  // heights are exact in binary, so that the results are
  const density = [0, 8, 2, 4, 1, 3, 0, 0, 0, 2, 0]
  const mass = density.map((value) => value / 20)

  test('come by height, with the basins that share out the grid', () => {
    expect(peaks(density, mass)).toEqual([
      { index: 1, height: 8, prominence: 8, first: 0, last: 1, share: 0.4 },
      { index: 3, height: 4, prominence: 2, first: 2, last: 3, share: 0.1 + 0.2 },
      { index: 5, height: 3, prominence: 2, first: 4, last: 5, share: 0.05 + 0.15 },
      { index: 9, height: 2, prominence: 2, first: 6, last: 10, share: 0.1 },
    ])
  })

  test('only the highest are returned, in the basins of all', () => {
    const all = peaks(density, mass)
    expect(peaks(density, mass, { most: 2 })).toEqual(all.slice(0, 2))
    expect(peaks(Array(13).fill([0, 1]).flat(), Array(26).fill(1 / 26))).toHaveLength(5)
  })

  test('what is not prominent enough belongs to its neighbour', () => {
    const found = peaks(density, mass, { leastProminence: 0.3 })
    expect(found).toEqual([{ index: 1, height: 8, prominence: 8, first: 0, last: 10, share: 1 }])
    // a prominence that is just enough counts
    expect(peaks(density, mass, { leastProminence: 0.25 }).map(({ index }) => index)).toEqual([1, 3, 5, 9])
  })

  test('of equal height come by index, and have their whole prominence', () => {
    expect(peaks([1, 4, 1, 4, 2], [0.1, 0.3, 0.1, 0.3, 0.2])).toMatchObject([
      { index: 1, prominence: 4 },
      { index: 3, prominence: 4 },
    ])
  })

  test.each([[[]], [[3]], [[2, 2, 2]], [[0, 0]]])('there are none in %j', (values: number[]) => {
    expect(peaks(values, values)).toEqual([])
  })
})
