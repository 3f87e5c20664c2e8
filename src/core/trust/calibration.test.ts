import { describe, expect, test } from 'vitest'
import fixture from '../../../reference/fixtures/trust.json'
import { classCalibration, topClassCalibration } from './calibration.ts'
import { expectClose } from './close.fixture.ts'
import type { Calibration } from './trust.ts'

/** In the form of the fixture, which lists bins with rows as scikit-learn does. */
function listed({ bins, ece, mce }: Calibration): object {
  const filled = bins.filter((bin) => bin.rows > 0)
  return {
    rows: bins.map((bin) => bin.rows),
    predicted: filled.map((bin) => bin.predicted),
    observed: filled.map((bin) => bin.observed),
    intervals: filled.map((bin) => [bin.low, bin.high]),
    ece,
    mce,
  }
}

describe('equal to scikit-learn, statsmodels and NumPy', () => {
  test.each(fixture.cases)('$name', ({ classes, labels, probabilities, keptClass, topClass, ofClass }) => {
    const p = probabilities.flat()
    expectClose(listed(topClassCalibration(p, labels, classes)), topClass)
    expectClose(listed(classCalibration(p, labels, classes, keptClass)), ofClass)
  })
})

test('all bins are returned, and one without rows has no shares', () => {
  const none = { predicted: Number.NaN, observed: Number.NaN, low: Number.NaN, high: Number.NaN }
  const { bins, ece, mce } = classCalibration([1, 0, 0.25, 0.75, 0.75, 0.25], [0, 1, 0], 2, 0, 4)
  expect(bins).toEqual([
    // 0.25 belongs to the first bin, 0.75 to the third
    { from: 0, to: 0.25, rows: 1, predicted: 0.25, observed: 0, low: 0, high: expect.closeTo(0.7934507, 7) },
    { from: 0.25, to: 0.5, rows: 0, ...none },
    {
      from: 0.5,
      to: 0.75,
      rows: 1,
      predicted: 0.75,
      observed: 1,
      low: expect.closeTo(0.2065493, 7),
      high: 1,
    },
    { from: 0.75, to: 1, rows: 1, predicted: 1, observed: 1, low: expect.closeTo(0.2065493, 7), high: 1 },
  ])
  expect([ece, mce]).toEqual([0.5 / 3, 0.25])
})

test("edges are rounded as those of NumPy's linspace", () => {
  // numpy.searchsorted(numpy.linspace(0, 1, 6)[1:-1], 0.6000000000000001) is 2
  const { bins } = classCalibration([0.6000000000000001, 0.3999999999999999], [0], 2, 0, 5)
  expect(bins.map(({ rows }) => rows)).toEqual([0, 0, 1, 0, 0])
})

test('0 belongs to the first bin, and of equal probabilities the first class is taken', () => {
  expect(classCalibration([0, 1], [1], 2, 0).bins[0]!.rows).toBe(1)
  expect(topClassCalibration([0.5, 0.5, 0.5, 0.5], [0, 1], 2, 2).bins[0]).toMatchObject({
    rows: 2,
    observed: 0.5,
  })
})

test('rows without probabilities are left out; without any row there is no error to tell', () => {
  const { bins, ece, mce } = topClassCalibration([Number.NaN, Number.NaN], [0], 2)
  expect(bins.map((bin) => bin.rows)).toEqual(new Array(15).fill(0))
  expect([ece, mce]).toEqual([Number.NaN, Number.NaN])
  const some = topClassCalibration([0.875, 0.125, Number.NaN, Number.NaN], [0, 0], 2)
  expect(some.ece).toBe(0.125)
})

test('refuses probabilities of another number of rows', () => {
  expect(() => topClassCalibration([0.5, 0.5, 0.5], [0, 1], 2)).toThrow(
    new RangeError('Expected 2 values for each of 2 labels (4), got 3'),
  )
})
