import { describe, expect, test } from 'vitest'
import fixture from '../../../reference/fixtures/trust.json'
import { expectClose } from './close.fixture.ts'
import { fitTemperature, TEMPERATURE_BOUNDS, temperatureEffect } from './temperature.ts'

describe('equal to SciPy and NumPy', () => {
  test.each(fixture.temperatures)('$name, $classes classes: T = $fit.temperature', ({ fit, ...one }) => {
    const ours = fitTemperature(one.logits.flat(), one.labels, one.classes)
    expect(Math.abs(ours.temperature / fit.temperature - 1)).toBeLessThan(1e-8)
    // at the least loss the error of T counts only squared; the calibration error has it as it is
    expectClose({ ...ours, temperature: 0, eceAfter: 0 }, { ...fit, temperature: 0, eceAfter: 0 })
    expectClose(ours.eceAfter, fit.eceAfter, 1e-8)
  })

  test.each(fixture.temperatures)('$name, $classes classes: what T changes', ({ fit, ...one }) => {
    const { temperature, ...effect } = fit
    // rows without an answer count for nothing
    const logits = [...one.logits.flat(), ...Array<number>(one.classes).fill(Number.NaN)]
    const ours = temperatureEffect(logits, [...one.labels, 0], one.classes, temperature)
    expectClose(ours, effect, 1e-8)
  })

  test('from overconfident to underconfident', () => {
    const temperatures = fixture.temperatures.map(({ fit }) => fit.temperature)
    expect(Math.min(...temperatures)).toBe(TEMPERATURE_BOUNDS.lowest)
    expect(Math.max(...temperatures)).toBe(TEMPERATURE_BOUNDS.highest)
  })
})

test.each([1e-30, 0.001, 1, 1e4, 1e30])(
  'logits of %d with 80 of 100 rows right have a least loss',
  (size) => {
    const labels = Array.from({ length: 100 }, (_, row) => row % 2)
    const logits = labels.flatMap((label, row) => {
      const predicted = row % 10 < 2 ? 1 - label : label
      return predicted === 0 ? [size, 0] : [0, size]
    })
    const fit = fitTemperature(logits, labels, 2)
    // p = 0.8 in every row: size / T = ln 4
    expect(fit.temperature / (size / Math.log(4))).toBeCloseTo(1, 9)
    expect(fit.lossAfter).toBeCloseTo(-0.8 * Math.log(0.8) - 0.2 * Math.log(0.2), 12)
    expect(fit.eceAfter).toBeCloseTo(0, 9)
  },
)

test.each([1e-30, 1, 1e30])('logits of %d without a least loss: all right, and all wrong', (size) => {
  expect(fitTemperature([size, 0, 0, size], [0, 1], 2).temperature).toBe(TEMPERATURE_BOUNDS.lowest)
  expect(fitTemperature([size, 0, 0, size], [1, 0], 2).temperature).toBe(TEMPERATURE_BOUNDS.highest)
})

test('a slope of rounding says nothing', () => {
  // right by 0.1 and 0.2, wrong by 0.3; and the other way round
  for (const labels of [
    [0, 0, 1],
    [1, 1, 0],
  ]) {
    const { temperature } = fitTemperature([0.1, 0, 0.2, 0, 0.1 + 0.2, 0], labels, 2)
    expect(temperature).toBe(TEMPERATURE_BOUNDS.highest)
  }
  expect(fitTemperature([0.1, 0, 0.2, 0, 0.1, 0], [0, 0, 1], 2).temperature).toBeLessThan(1)
})

test('logits that say nothing, or none at all, stay as they are', () => {
  expect(fitTemperature([3, 3, -1, -1], [0, 1], 2).temperature).toBe(1)
  expectClose(fitTemperature([], [], 2), {
    temperature: 1,
    rows: 0,
    lossBefore: null,
    lossAfter: null,
    eceBefore: null,
    eceAfter: null,
  })
})

test('rows with a value that is not finite are left out, and a constant added to all logits changes nothing', () => {
  const { logits, labels, classes } = fixture.temperatures[0]!
  const fit = fitTemperature(logits.flat(), labels, classes)
  const more = [Number.NaN, 0, Number.NEGATIVE_INFINITY, 1, ...logits.flat()]
  expect(fitTemperature(more, [0, 0, ...labels], classes)).toEqual(fit)
  const raised = fitTemperature(
    logits.flat().map((logit) => logit + 1024),
    labels,
    classes,
  )
  expect(raised.temperature).toBeCloseTo(fit.temperature, 8)
})

test('refuses logits of another number of rows', () => {
  expect(() => fitTemperature([1, 2], [0], 3)).toThrow(
    new RangeError('Expected 3 values for each of 1 labels (3), got 2'),
  )
})
