import { describe, expect, test } from 'vitest'
import fixture from '../../../reference/fixtures/comparison.json'
import { wilsonInterval } from './wilson.ts'

describe('equal to SciPy and statsmodels', () => {
  test.each(fixture.wilson)('$hits of $total', ({ hits, total, low, high }) => {
    const interval = wilsonInterval(hits, total)!
    expect(Math.abs(interval.low - low)).toBeLessThan(1e-12)
    expect(Math.abs(interval.high - high)).toBeLessThan(1e-12)
  })
})

test('the ends are exact', () => {
  for (const total of [1, 3, 50, 1113, 8846]) {
    expect(wilsonInterval(0, total)!.low).toBe(0)
    expect(wilsonInterval(total, total)!.high).toBe(1)
  }
})

test('nothing is known of no object', () => {
  expect(wilsonInterval(0, 0)).toBeNull()
})
