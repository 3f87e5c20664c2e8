import { expect, test } from 'vitest'
import fixture from '../../../reference/fixtures/comparison.json'
import { seedBand, spreadOf } from './seed-band.ts'

function near(actual: number, expected: number | null): void {
  if (expected === null) expect(actual).toBeNaN()
  else expect(Math.abs(actual - expected)).toBeLessThan(1e-12)
}

test.each(fixture.bands)('$runs runs per epoch, as NumPy', ({ curves, mean, deviation, runs }) => {
  const band = seedBand(curves.map((curve) => curve.map((value) => value ?? Number.NaN)))
  expect(band.map((point) => point.epoch)).toEqual(runs.map((_, i) => i + 1))
  expect(band.map((point) => point.runs)).toEqual(runs)
  for (const [i, point] of band.entries()) {
    near(point.mean, mean[i]!)
    near(point.deviation, deviation[i]!)
  }
})

test('an epoch of no finite value has no mean, one of a single value no deviation', () => {
  expect(seedBand([[Number.NaN, 0.5], [Number.NaN]])).toEqual([
    { epoch: 1, mean: Number.NaN, deviation: Number.NaN, runs: 0 },
    { epoch: 2, mean: 0.5, deviation: Number.NaN, runs: 1 },
  ])
})

test('no curves', () => {
  expect(seedBand([])).toEqual([])
  expect(seedBand([[], []])).toEqual([])
})

test('spread of numbers', () => {
  expect(spreadOf([1, 2, 3, 4])).toEqual({ mean: 2.5, deviation: Math.sqrt(5 / 3) })
})
