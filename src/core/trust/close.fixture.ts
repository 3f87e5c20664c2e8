// How the tests of trust compare with numbers that Python wrote.

import { expect } from 'vitest'

/**
 * Expects equal structures whose numbers differ by no more than `tolerance`, relative to the number where it is above 1.
 * @param expected as JSON holds it: `null` for NaN, lists for typed arrays
 */
export function expectClose(actual: unknown, expected: unknown, tolerance = 1e-12, place = ''): void {
  if (expected === null) {
    expect(actual, place).toBeNaN()
  } else if (typeof expected === 'number') {
    const error = Math.abs((actual as number) - expected)
    expect(error, `${place}: ${actual} for ${expected}`).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(expected)),
    )
  } else if (Array.isArray(expected)) {
    const values = Array.from(actual as ArrayLike<unknown>)
    expect(values, place).toHaveLength(expected.length)
    for (const [i, one] of expected.entries()) expectClose(values[i], one, tolerance, `${place}/${i}`)
  } else {
    const [ours, theirs] = [actual as Record<string, unknown>, expected as Record<string, unknown>]
    expect(Object.keys(ours).sort(), place).toEqual(Object.keys(theirs).sort())
    for (const key of Object.keys(theirs)) expectClose(ours[key], theirs[key], tolerance, `${place}/${key}`)
  }
}
