import { expect, test } from 'vitest'
import fixture from '../../../reference/fixtures/comparison.json'
import { holm } from './holm.ts'

test.each(fixture.holm)('$p as statsmodels', ({ p, adjusted }) => {
  const ours = holm(p)
  expect(ours).toHaveLength(adjusted.length)
  for (const [i, expected] of adjusted.entries()) {
    expect(Math.abs(ours[i]! - expected)).toBeLessThanOrEqual(1e-12 * expected)
  }
})

test('nothing to correct', () => {
  expect(holm([])).toEqual([])
})
