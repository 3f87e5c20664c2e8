import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import fixture from '../../reference/fixtures/posteriors.json'
import { highestDensityIntervals } from './highest-density.ts'
import { masses, probabilities } from './posterior.ts'

describe('equal to NumPy', () => {
  test.each(fixture.cases)('$name', ({ lnP, zgrid, intervals }) => {
    const p = probabilities(lnP.map((value) => value ?? Number.NEGATIVE_INFINITY))!
    for (const [level, expected] of intervals as [number, [number, number, number][]][]) {
      const found = highestDensityIntervals(p, level, zgrid)
      expect(
        found.map(({ first, last }) => [first, last]),
        `level ${level}`,
      ).toEqual(expected.map(([first, last]) => [first, last]))
      for (const [k, { mass }] of found.entries()) {
        expect(Math.abs(mass - expected[k]![2]), `level ${level}`).toBeLessThan(1e-12)
      }
    }
  })

  test('every case has all levels', () => {
    expect(fixture.cases.map(({ intervals }) => intervals.length)).toEqual(Array(17).fill(5))
  })
})

describe('highestDensityIntervals', () => {
  test('takes the lower index of equals', () => {
    expect(highestDensityIntervals(Float64Array.of(0.2, 0.3, 0.3, 0.2), 0.55)).toEqual([
      { first: 1, last: 2, mass: 0.6 },
    ])
    expect(highestDensityIntervals(Float64Array.of(0.25, 0.25, 0.25, 0.25), 0.5)).toEqual([
      { first: 0, last: 1, mass: 0.5 },
    ])
    expect(highestDensityIntervals(Float64Array.of(0.4, 0.1, 0.4, 0.1), 0.85)).toEqual([
      { first: 0, last: 2, mass: 0.9 },
    ])
  })

  test('a level that is just reached takes no point more', () => {
    const tenths = Float64Array.from({ length: 10 }, () => 0.1)
    expect(highestDensityIntervals(tenths, 0.7).map(({ last }) => last)).toEqual([6])
  })

  test('a level beyond the mass takes all points', () => {
    expect(highestDensityIntervals(Float64Array.of(0.5, 0.25, 0.25), 1.5)).toEqual([
      { first: 0, last: 2, mass: 1 },
    ])
  })

  test('equal densities stay equal on a grid whose masses are not', () => {
    const zgrid = Float64Array.from({ length: 1000 }, (_, i) => Math.expm1(i / 500))
    const p = probabilities(new Float64Array(1000))!
    expect(highestDensityIntervals(p, 0.68, zgrid)).toHaveLength(1)
  })

  test('a dense point comes before a heavier one of lower density', () => {
    // the last point stands for ten times as much redshift as the first
    const zgrid = [0, 0.1, 0.2, 1.2, 2.2]
    const p = probabilities([0, 0, -5, -0.5, -0.5])!
    expect(highestDensityIntervals(p, 0.1, zgrid).map(({ first, last }) => [first, last])).toEqual([[0, 1]])
  })

  test('any posterior: the level is held, and not without the lowest chosen point', () => {
    const values = fc.array(fc.double({ min: -30, max: 0, noNaN: true }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(values, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (lnP, level) => {
        const p = probabilities(lnP)!
        const mass = masses(p, null)
        const chosen = highestDensityIntervals(p, level).flatMap(({ first, last }) =>
          Array.from({ length: last - first + 1 }, (_, k) => first + k),
        )
        const held = chosen.reduce((sum, i) => sum + mass[i]!, 0)
        const lowest = Math.min(...chosen.map((i) => p[i]!))
        const others = [...p.keys()].filter((i) => !chosen.includes(i))
        expect(held).toBeGreaterThanOrEqual(level - 2e-12)
        expect(held - lowest).toBeLessThan(level)
        expect(others.every((i) => p[i]! <= lowest)).toBe(true)
      }),
    )
  })
})
