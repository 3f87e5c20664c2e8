import { expect, test } from 'vitest'
import { trainedModel } from '../data/model-file/trained.fixture.ts'
import { temper } from './temper.ts'

test('the last kernel and bias are divided in float32, the rest is shared', () => {
  const model = trainedModel()
  const { card, weights } = temper(model, 3)
  const last = model.weights.length - 2
  expect(weights.slice(0, last).every((values, i) => values === model.weights[i])).toBe(true)
  expect(weights.slice(last)).toEqual(
    model.weights.slice(last).map((values) => Float32Array.from(values, (value) => Math.fround(value / 3))),
  )
  expect(card).toEqual({ ...model.card, temperature: 3 })
})

test('what was calibrated before is divided further', () => {
  expect(temper(trainedModel({ temperature: 1.5 }), 2).card.temperature).toBe(3)
})

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('%d is no temperature', (temperature) => {
  expect(() => temper(trainedModel(), temperature)).toThrow(
    `A temperature is a number above 0, not ${temperature}.`,
  )
})
