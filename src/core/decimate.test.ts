import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decimate } from './decimate.ts'

const POINTS = 17_908
const INDEX = Float64Array.from({ length: POINTS }, (_, i) => i)
const WHOLE = [0, POINTS - 1] as const

describe('decimate', () => {
  test('never loses a peak of one point', () => {
    for (const peak of [0, 1, 24, 25, 8999, 17_906, 17_907]) {
      const values = new Float64Array(POINTS)
      values[peak] = 1
      const kept = decimate(values, INDEX, WHOLE, 700)
      expect(kept).toContain(peak)
      expect(kept.length).toBeLessThanOrEqual(4 * 701)
    }
  })

  test('keeps first, lowest, highest and last of each column, in order and once', () => {
    const values = [5, 1, 9, 3, 4, 4, 4, 4]
    expect(decimate(values, INDEX.subarray(0, 8), [0, 8], 2)).toEqual([0, 1, 2, 3, 4, 7])
  })

  test('all points stay where there are no more than columns', () => {
    expect(decimate([3, 1, 2, 5, 4], [0, 1, 2, 3, 4], [0, 4], 50)).toEqual([0, 1, 2, 3, 4])
  })

  test('takes one point beyond each end of the range', () => {
    const values = INDEX.map((i) => -i)
    expect(decimate(values, INDEX, [10.5, 13.5], 100)).toEqual([10, 11, 12, 13, 14])
    expect(decimate(values, INDEX, [10, 13], 100)).toEqual([9, 10, 11, 12, 13, 14])
    expect(decimate(values, INDEX, [10.2, 10.4], 100)).toEqual([10, 11])
  })

  test('keeps -inf and the lowest finite point of its column', () => {
    const values = [-3, Number.NEGATIVE_INFINITY, -7, -5, -1, -2]
    expect(decimate(values, INDEX.subarray(0, 6), [0, 6], 1)).toEqual([0, 1, 2, 4, 5])
  })

  test('NaN hides no extreme', () => {
    const values = [Number.NaN, -3, Number.NaN, -7, -5, Number.NaN]
    expect(decimate(values, INDEX.subarray(0, 6), [0, 6], 1)).toEqual([0, 1, 3, 5])
  })

  test('no points, no indices', () => {
    expect(decimate([], [], [0, 1], 10)).toEqual([])
  })

  test('any curve: each column keeps its extremes', () => {
    const curve = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(curve, fc.integer({ min: 1, max: 40 }), (values, columns) => {
        const kept = decimate(values, INDEX.subarray(0, values.length), [0, values.length], columns)
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b))
        for (let column = 0; column < columns; column++) {
          const isInside = (i: number) => Math.floor(i * (columns / values.length)) === column
          const all = [...values.keys()].filter(isInside)
          const some = kept.filter(isInside)
          expect(some.length).toBeLessThanOrEqual(4)
          const extremes = (of: number[]) => [
            Math.min(...of.map((i) => values[i]!)),
            Math.max(...of.map((i) => values[i]!)),
            of[0],
            of.at(-1),
          ]
          expect(extremes(some)).toEqual(extremes(all))
        }
      }),
    )
  })
})
