import { describe, expect, test } from 'vitest'
import { strongestRanges } from './strongest-ranges.ts'

/** 1,000 points of 0 but for these: a window is 10 points. */
function withValues(values: Readonly<Record<number, number>>): Float32Array {
  const all = new Float32Array(1000)
  for (const [index, value] of Object.entries(values)) all[Number(index)] = value
  return all
}

describe('strongestRanges', () => {
  test('finds a planted second peak, its share and what it speaks for', () => {
    const ranges = strongestRanges(withValues({ 300: 2, 301: 4, 302: 2, 800: -1, 801: -1 }))
    expect(ranges).toEqual([
      { first: 300, last: 302, share: 0.8, net: 8 },
      { first: 800, last: 801, share: 0.2, net: -2 },
    ])
  })

  test('signs that alternate within a peak belong together', () => {
    const ranges = strongestRanges(withValues({ 500: 3, 501: -2, 502: 3, 503: -2 }))
    expect(ranges).toEqual([{ first: 500, last: 503, share: 1, net: 2 }])
  })

  test('three at most, the strongest first, none over another', () => {
    const ranges = strongestRanges(withValues({ 10: 1, 200: 5, 400: -3, 600: 1, 605: 3, 995: 2 }))
    expect(ranges.map(({ first, last }) => [first, last])).toEqual([
      [200, 200],
      [600, 605],
      [400, 400],
    ])
    expect(ranges.map(({ share }) => share)).toEqual([5 / 15, 4 / 15, 3 / 15])
  })

  test('a peak that is wider than a window is one range', () => {
    const wide = Object.fromEntries(Array.from({ length: 25 }, (_, i) => [300 + i, i % 2 === 0 ? 4 : -2]))
    expect(strongestRanges(withValues({ ...wide, 700: 5 }))).toEqual([
      { first: 300, last: 324, share: 76 / 81, net: 28 },
      { first: 700, last: 700, share: 5 / 81, net: 5 },
    ])
  })

  test('peaks with more than a few points between them stay apart', () => {
    const near = strongestRanges(withValues({ 100: 8, 109: 8, 112: 8, 121: 8 }))
    expect(near.map(({ first, last }) => [first, last])).toEqual([[100, 121]])
    const apart = strongestRanges(withValues({ 100: 8, 109: 8, 113: 8, 122: 8 }))
    expect(apart.map(({ first, last }) => [first, last])).toEqual([
      [100, 109],
      [113, 122],
    ])
  })

  test('what holds less than a tenth of the strongest is not told', () => {
    const ranges = strongestRanges(withValues({ 100: 10, 300: 1.01, 500: 0.99 }))
    expect(ranges.map(({ first }) => first)).toEqual([100, 300])
  })

  test('weak ends are cut off, weak points within are not', () => {
    const ranges = strongestRanges(withValues({ 100: 0.04, 101: 1, 102: 0.04, 103: 1, 104: 0.04 }))
    expect(ranges[0]).toMatchObject({ first: 101, last: 103 })
  })

  test('contributions that are not finite count as none', () => {
    const ranges = strongestRanges(withValues({ 100: Number.NaN, 101: Number.POSITIVE_INFINITY, 500: -1 }))
    expect(ranges).toEqual([{ first: 500, last: 500, share: 1, net: -1 }])
  })

  test('without contributions there are none', () => {
    expect(strongestRanges(new Float32Array(1000))).toEqual([])
    expect(strongestRanges(new Float32Array(0))).toEqual([])
  })

  test('of few points each is a range', () => {
    expect(strongestRanges([0.25, 0, -0.75])).toEqual([
      { first: 2, last: 2, share: 0.75, net: -0.75 },
      { first: 0, last: 0, share: 0.25, net: 0.25 },
    ])
  })

  test('what rounding leaves of a running sum is no range', () => {
    const values = withValues({ 3: 0.1, 5: 0.7, 7: 0.2 })
    expect(strongestRanges(values).map(({ first, last }) => [first, last])).toEqual([[3, 7]])
  })
})
