import { describe, expect, test } from 'vitest'
import { zAxis } from './z-axis.ts'
import { isWhole, middleOf, panBy, peakRange, toRange, zoomBy } from './zoom.ts'

/** 0, 1 ... 100 in z. */
const LINEAR = zAxis(
  101,
  Float64Array.from({ length: 101 }, (_, i) => i),
  'z',
)
/** Even in ln(1+z) from 1 to 1024. */
const LOG = zAxis(
  101,
  Float64Array.from({ length: 101 }, (_, i) => 2 ** (i / 10) - 1),
  'ln(1+z)',
)

function rounded([from, to]: readonly [number, number]): [number, number] {
  return [Number(from.toFixed(9)), Number(to.toFixed(9))]
}

describe('zoomBy', () => {
  test('keeps the fixed redshift where it is', () => {
    expect(zoomBy(LINEAR, [0, 100], 2, 50)).toEqual([25, 75])
    expect(zoomBy(LINEAR, [0, 100], 4, 20)).toEqual([15, 40])
    expect(zoomBy(LINEAR, [20, 40], 0.5, 30)).toEqual([10, 50])
  })

  test('in ln(1+z) the middle is the geometric one', () => {
    expect(middleOf(LOG, LOG.whole)).toBeCloseTo(31, 9)
    expect(rounded(zoomBy(LOG, LOG.whole, 2, middleOf(LOG, LOG.whole)))).toEqual([
      Number((2 ** 2.5 - 1).toFixed(9)),
      Number((2 ** 7.5 - 1).toFixed(9)),
    ])
  })

  test('stays inside the grid, and ends at its very ends', () => {
    expect(zoomBy(LINEAR, [0, 40], 0.5, 20)).toEqual([0, 80])
    expect(zoomBy(LOG, [1, 3], 1e-9, 2)).toEqual(LOG.whole)
    expect(isWhole(LOG, zoomBy(LOG, [1, 3], 1e-9, 2))).toBe(true)
    expect(isWhole(LOG, [0, 1000])).toBe(false)
  })

  test('a few points stay in view', () => {
    const [from, to] = zoomBy(LINEAR, [50, 60], 1e6, 55)
    expect(to - from).toBeCloseTo(400 / 101, 9)
  })
})

describe('panBy', () => {
  test('moves by a share of the length and stops at the ends', () => {
    expect(panBy(LINEAR, [20, 40], 0.1)).toEqual([22, 42])
    expect(panBy(LINEAR, [20, 40], -2)).toEqual([0, 20])
    expect(panBy(LINEAR, [70, 90], 1)).toEqual([80, 100])
    expect(panBy(LINEAR, LINEAR.whole, 0.5)).toEqual([0, 100])
  })
})

describe('toRange', () => {
  test('takes the ends in either order', () => {
    expect(toRange(LINEAR, 60, 20)).toEqual([20, 60])
    expect(toRange(LINEAR, -10, 30)).toEqual([0, 40])
  })
})

describe('peakRange', () => {
  const density = Float64Array.from({ length: 101 }, (_, i) => Math.exp(-0.5 * ((i - 50) / 3) ** 2))
  const peak = { index: 50, height: 1, first: 0, last: 100 }

  test('goes from foot to foot, with room beside it', () => {
    // above a thousandth within 3 sqrt(2 ln 1000) = 11.15 points; three quarters of 22 are 17
    expect(peakRange(LINEAR, density, peak)).toEqual([39 - 17, 61 + 17])
  })

  test('ends with the basin', () => {
    expect(peakRange(LINEAR, density, { ...peak, first: 48, last: 52 })).toEqual([36, 64])
  })

  test('stays inside the grid', () => {
    const atEnd = Float64Array.from({ length: 101 }, (_, i) => (i === 100 ? 1 : 0))
    expect(peakRange(LINEAR, atEnd, { index: 100, height: 1, first: 0, last: 100 })).toEqual([88, 100])
  })
})
