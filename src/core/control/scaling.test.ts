import { expect, test } from 'vitest'
import { scaleColumns, scalingOf } from './scaling.ts'

test('columns get mean 0 and the variance 1 of the population; constant ones become 0', () => {
  // the second column is constant up to rounding
  const x = Float64Array.of(1, 0.3, 3, 0.1 + 0.2, 5, 0.3, 7, 0.3)
  const scaling = scalingOf(x, 2)
  expect(scaling.mean[0]).toBe(4)
  expect([...scaling.scale]).toEqual([Math.sqrt(5), 1])
  const scaled = scaleColumns(x, scaling)
  expect([0, 2, 4, 6].map((i) => scaled[i])).toEqual([-3, -1, 1, 3].map((value) => value / Math.sqrt(5)))
  for (const i of [1, 3, 5, 7]) expect(Math.abs(scaled[i]!)).toBeLessThan(1e-15)
})
