import { describe, expect, test } from 'vitest'
import fixture from '../../../reference/fixtures/trust.json'
import { expectClose } from './close.fixture.ts'
import { fitTemperature, TEMPERATURE_BOUNDS } from './temperature.ts'

describe('equal to SciPy and NumPy', () => {
  test.each(fixture.temperatures)('$name, $classes classes: T = $fit.temperature', ({ fit, ...one }) => {
    const ours = fitTemperature(one.logits.flat(), one.labels, one.classes)
    expect(Math.abs(ours.temperature / fit.temperature - 1)).toBeLessThan(1e-8)
    // at the least loss the error of T counts only squared; the calibration error has it as it is
    expectClose({ ...ours, temperature: 0, eceAfter: 0 }, { ...fit, temperature: 0, eceAfter: 0 })
    expectClose(ours.eceAfter, fit.eceAfter, 1e-8)
  })

  test('from overconfident to underconfident', () => {
    const temperatures = fixture.temperatures.map(({ fit }) => fit.temperature)
    expect(Math.min(...temperatures)).toBe(TEMPERATURE_BOUNDS.lowest)
    expect(Math.max(...temperatures)).toBe(TEMPERATURE_BOUNDS.highest)
  })
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
