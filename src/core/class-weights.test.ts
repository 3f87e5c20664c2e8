import { describe, expect, test } from 'vitest'
import fixture from '../../reference/fixtures/preparation.json'
import { classWeights } from './class-weights.ts'

describe('equal to compute_class_weight("balanced") of scikit-learn', () => {
  test.each(fixture.weights)('$counts', ({ counts, weights }) => {
    expect(classWeights(counts)).toEqual(weights)
  })
})

test('every class that is present weighs the same in all', () => {
  const counts = [48_211, 0, 903, 17]
  const products = classWeights(counts).map((weight, i) => weight * counts[i]!)
  expect(products[0]).toBeCloseTo(49_131 / 3, 9)
  expect(products[1]).toBe(0)
  expect(products[2]).toBeCloseTo(49_131 / 3, 9)
  expect(products[3]).toBeCloseTo(49_131 / 3, 9)
})

test('no samples, no weights', () => {
  expect(classWeights([0, 0])).toEqual([0, 0])
})
