import { describe, expect, test } from 'vitest'
import { highestDensityIntervals } from '../../core/highest-density.ts'
import { densities, probabilities } from '../../core/posterior.ts'
import { analysePosterior } from './posterior-analysis.ts'

const ZGRID = Float64Array.of(0, 0.1, 0.2, 0.4, 0.8)
const LN_P = Float32Array.of(-9, 0, -1, Number.NEGATIVE_INFINITY, -0.5)

describe('analysePosterior', () => {
  const p = probabilities(LN_P)!

  test('is what core finds, at 68 and 95 %', () => {
    const { shape, problem, infinite } = analysePosterior(LN_P, ZGRID)
    expect([problem, infinite]).toEqual(['', 1])
    expect(shape!.density).toEqual(densities(p, ZGRID))
    expect(shape!.levels).toEqual([
      { level: 0.68, intervals: highestDensityIntervals(p, 0.68, ZGRID) },
      { level: 0.95, intervals: highestDensityIntervals(p, 0.95, ZGRID) },
    ])
    expect(shape!.peaks.map(({ index }) => index)).toEqual([1, 4])
    expect(shape!.effectiveWidth).toBeCloseTo(
      (1 + Math.exp(-1) + Math.exp(-0.5)) ** 2 / (1 + Math.exp(-2) + Math.exp(-1)),
      3,
    )
  })

  test('another level for the wider intervals; the narrower never hold more', () => {
    expect(analysePosterior(LN_P, ZGRID, 0.99).shape!.levels.map(({ level }) => level)).toEqual([0.68, 0.99])
    expect(analysePosterior(LN_P, ZGRID, 0.5).shape!.levels.map(({ level }) => level)).toEqual([0.5, 0.5])
  })

  test.each([
    [[Number.NaN, 1, Number.POSITIVE_INFINITY], 'No probabilities: 2 of 3 values are NaN or +inf.', 0],
    [
      [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
      'No probabilities: ln p is −inf at all 2 points.',
      2,
    ],
  ])('says why there are no probabilities', (lnP, problem, infinite) => {
    expect(analysePosterior(lnP, null)).toEqual({ lnP, shape: null, problem, infinite })
  })
})
