import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countBelow, deltaZHistogram } from './delta-z-histogram.ts'

function histogram(values: readonly number[], bins?: number) {
  const { edges, counts, zeros, absent } = deltaZHistogram(Float64Array.from(values), bins)
  return { edges: [...edges], counts: [...counts], zeros, absent }
}

describe('deltaZHistogram', () => {
  test('signs do not count; zeros and absent values are counted apart', () => {
    expect(histogram([-2e-3, 2e-3, 0, -0, Number.NaN, 5e-2], 2)).toEqual({
      edges: [1e-3, 1e-2, 1e-1],
      counts: [2, 1],
      zeros: 2,
      absent: 1,
    })
  })

  test('a value on an edge is in the bin above it', () => {
    expect(histogram([1e-3, 1e-2, 9.999999e-3], 2)).toEqual({
      edges: [1e-3, 1e-2, 1e-1],
      counts: [2, 1],
      zeros: 0,
      absent: 0,
    })
  })

  test('values below 1e-8 are in the first bin, infinite ones in the last', () => {
    expect(histogram([3e-12, 5e-324, 2e-8, 4e-7, Number.NEGATIVE_INFINITY], 2)).toEqual({
      edges: [1e-8, 1e-7, 1e-6],
      counts: [3, 2],
      zeros: 0,
      absent: 0,
    })
    expect(histogram([3e-12], 1).edges).toEqual([1e-8, 1e-7])
  })

  test('values from 1e3 on are in the last bin', () => {
    expect(histogram([20, 1e3, 9e99, -99], 2)).toEqual({
      edges: [10, 100, 1000],
      counts: [2, 2],
      zeros: 0,
      absent: 0,
    })
    expect(histogram([9999], 1)).toEqual({ edges: [100, 1000], counts: [1], zeros: 0, absent: 0 })
  })

  test.each([[[]], [[0, Number.NaN]]])(
    'without a value above 0 it has the decades from 1e-6 to 1: %j',
    (values) => {
      const { edges, counts } = histogram(values, 6)
      expect(edges).toEqual([1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1])
      expect(counts).toEqual([0, 0, 0, 0, 0, 0])
    },
  )

  test.each([
    [60, 30],
    [61, 31],
    [1, 1],
    [0, 1],
  ])('%i bins asked for over two decades are %i in each', (bins, perDecade) => {
    const { edges } = histogram([2e-3, 5e-2], bins)
    expect(edges).toHaveLength(2 * perDecade + 1)
    expect([edges[0], edges[perDecade], edges.at(-1)]).toEqual([1e-3, 1e-2, 0.1])
    expect(edges[1]).toBeCloseTo(1e-3 * 10 ** (1 / perDecade), 15)
  })

  test('each bin holds what lies between its edges', () => {
    const value = fc.oneof(
      fc.double({ min: 0, max: 10 }),
      fc.double({ min: -6, max: 1, noNaN: true }).map((exponent) => -(10 ** exponent)),
      fc.constantFrom(1e-8, 1e-5, 1e-3, 0.1, 1),
    )
    fc.assert(
      fc.property(fc.array(value, { maxLength: 50 }), fc.integer({ min: 1, max: 80 }), (values, bins) => {
        const { edges, counts, zeros, absent } = histogram(values, bins)
        const sizes = values.map(Math.abs)
        const last = edges.length - 2
        const expected = edges.slice(0, -1).map((from, i) => {
          const to = edges[i + 1]!
          return sizes.filter((size) => size > 0 && (i === 0 || size >= from) && (i === last || size < to))
            .length
        })
        expect(counts).toEqual(expected)
        expect(zeros).toBe(sizes.filter((size) => size === 0).length)
        expect(absent).toBe(sizes.filter(Number.isNaN).length)
        expect(edges.every((edge, i) => i === 0 || edge > edges[i - 1]!)).toBe(true)
      }),
    )
  })
})

test('countBelow is strict, takes abs, and leaves out absent values', () => {
  const values = Float64Array.of(1e-3, -1e-3, 9e-4, -9e-4, 0, Number.NaN, Number.NEGATIVE_INFINITY)
  expect(countBelow(values, 1e-3)).toBe(3)
  expect(countBelow(values, 1.1e-3)).toBe(5)
  expect(countBelow(values, 0)).toBe(0)
  expect(countBelow(new Float64Array(), 1)).toBe(0)
})
