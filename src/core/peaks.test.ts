import { describe, expect, test } from 'vitest'
import fixture from '../../reference/fixtures/posteriors.json'
import { logPeaks } from './control/log-peaks.ts'
import { peakIndices, peaks } from './peaks.ts'
import { densities, masses, probabilities } from './posterior.ts'
import { createRng } from './rng.ts'

describe('equal to SciPy', () => {
  test.each(fixture.cases)('$name', ({ lnP: decimals, zgrid, peaks: expected }) => {
    const lnP = decimals.map((value) => value ?? Number.NEGATIVE_INFINITY)
    const p = probabilities(lnP)!
    const found = peaks(lnP, densities(p, zgrid), masses(p, zgrid), 100)
    const rows = found.map(({ index, first, last }) => [index, first, last])
    expect(rows).toEqual(expected.map(([index, , first, last]) => [index, first, last]))
    for (const [k, peak] of found.entries()) {
      const [, height, , , share] = expected[k]!
      expect(Math.abs(peak.height / height! - 1)).toBeLessThan(1e-12)
      expect(Math.abs(peak.share - share!)).toBeLessThan(1e-12)
    }
  })

  test('the cases hold few and many peaks', () => {
    const counts = fixture.cases.map(({ peaks: found }) => found.length)
    expect(counts).toEqual([1, 3, 3, 18, 5, 8, 6, 6, 1, 1, 1, 1, 1, 0, 0, 1, 2])
  })
})

describe('peaks', () => {
  // ln p and masses are exact in binary, so that shares are
  const lnP = [-9, 0, -3, -1, -4, -2, -9, -9, -9, -3, -9]
  const density = lnP.map(Math.exp)
  const mass = [0, 8, 2, 4, 1, 3, 0, 0, 0, 2, 0].map((value) => value / 20)

  test('come by height, with the basins that share out the grid', () => {
    expect(peaks(lnP, density, mass)).toEqual([
      { index: 1, height: 1, first: 0, last: 1, share: 0.4 },
      { index: 3, height: Math.exp(-1), first: 2, last: 3, share: 0.1 + 0.2 },
      { index: 5, height: Math.exp(-2), first: 4, last: 5, share: 0.05 + 0.15 },
      { index: 9, height: Math.exp(-3), first: 6, last: 10, share: 0.1 },
    ])
  })

  test('only the highest are returned, in the basins of all', () => {
    const all = peaks(lnP, density, mass)
    expect(peaks(lnP, density, mass, 2)).toEqual(all.slice(0, 2))
    const comb = Array(13).fill([-2, 0]).flat()
    expect(peaks(comb, comb.map(Math.exp), Array(26).fill(1 / 26))).toHaveLength(5)
  })

  test('p must fall by a factor of e on both sides: a little less, and the maximum is its neighbour’s', () => {
    const of = (valley: number) =>
      peaks([-9, 0, valley, -0.5, -9], [0, 1, 0.1, 0.6, 0], Array(5).fill(0.2)).map(({ index }) => index)
    expect(of(-1.5)).toEqual([1, 3])
    expect(of(-1.4375)).toEqual([1])
  })

  test('below 1 % of the highest there is none', () => {
    const of = (level: number) =>
      peaks([-9, 0, -9, level, -9], [0, 1, 0, 0.01, 0], Array(5).fill(0.2)).map(({ index }) => index)
    expect(of(Math.log(0.01))).toEqual([1, 3])
    expect(of(Math.log(0.0099))).toEqual([1])
  })

  test('of equal height come by index; a plateau has its middle, rounded down', () => {
    expect(peaks([-2, 0, -2, 0, -0.5], [1, 4, 1, 4, 2], Array(5).fill(0.2))).toMatchObject([
      { index: 1 },
      { index: 3 },
    ])
    expect(peakIndices([-5, 0, 0, 0, 0, -5], 0)).toEqual([2])
    // equal ones with less than e between them are one, where the first of them is
    expect(peakIndices([-5, 0, -0.5, 0, 0, -5], 0)).toEqual([1])
  })

  test.each([[[]], [[3]], [[2, 2, 2]], [[Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]]])(
    'there are none in %j',
    (values: number[]) => {
      expect(peaks(values, values, values)).toEqual([])
    },
  )

  test('are as many as the modes of the control', () => {
    const rng = createRng(1, 'modes')
    for (let row = 0; row < 50; row++) {
      const noisy = Float32Array.from({ length: 400 }, (_, i) => 4 * Math.sin(i / 30) + rng.normal())
      const highest = noisy.reduce((a, b) => Math.max(a, b))
      const found = peaks(noisy, noisy, noisy, 400)
      expect(found.length).toBe(logPeaks(noisy, highest).modes)
      expect(found.length).toBeGreaterThan(5)
    }
  })

  test('noise on two humps leaves the second one among the five', () => {
    const rng = createRng(1, 'humps')
    const hump = (i: number, centre: number) => -0.5 * ((i - centre) / 6) ** 2
    for (let row = 0; row < 50; row++) {
      const noisy = Array.from(
        { length: 400 },
        (_, i) => Math.max(-15, hump(i, 100), hump(i, 300) - 1.5) + 0.25 * rng.normal(),
      )
      const found = peaks(noisy, noisy.map(Math.exp), Array(400).fill(1 / 400))
      expect(found.some(({ index }) => Math.abs(index - 300) < 15)).toBe(true)
    }
  })
})
