import { describe, expect, test } from 'vitest'
import { zAxis } from '../inspect/z-axis.ts'
import {
  LEVELS,
  largestAbsolute,
  STRIP_VIEW_HEIGHT,
  shadeLevel,
  stripView,
  strongestPerColumn,
} from './saliency-strip.ts'

/** As wide as 100 pixels of curves with the margins of the posterior's chart, 68 and 14. */
const WIDTH = 182
const index = (n: number) => Float64Array.from({ length: n }, (_, i) => i)

describe('strongestPerColumn', () => {
  test('keeps the value of the largest absolute one, with its sign', () => {
    expect([...strongestPerColumn([1, -3, 2, 0, 0.5, -0.25], index(6), [0, 6], 2)]).toEqual([-3, 0.5])
  })

  test('a peak of one point survives any crowd', () => {
    const values = new Float32Array(17_908)
    values[12_345] = -2
    const columns = strongestPerColumn(values, index(17_908), [0, 17_907], 300)
    expect([...columns].flatMap((value, column) => (value === 0 ? [] : [[column, value]]))).toEqual([
      [Math.floor((12_345 * 300) / 17_907), -2],
    ])
  })

  test('a column without a point has the nearest one, also from beyond the range', () => {
    expect([...strongestPerColumn([1, 2, 3], [0, 10, 20], [0, 20], 4)]).toEqual([1, 2, 2, 3])
    expect([...strongestPerColumn([1, 2, 3], [0, 10, 20], [2, 8], 3)]).toEqual([1, 1, 2])
  })

  test('what is not finite counts as 0', () => {
    const values = [Number.NaN, 1, Number.POSITIVE_INFINITY, Number.NaN]
    expect([...strongestPerColumn(values, index(4), [0, 4], 2)]).toEqual([1, 0])
    expect(largestAbsolute(values)).toBe(1)
  })
})

test('strength grows with the absolute value, in equal steps', () => {
  const levels = [0, 0.06, 0.07, -0.5, 0.93, 0.94, -1].map((value) => shadeLevel(value, 1))
  expect(levels).toEqual([0, 0, 1, 4, 7, 8, 8])
  expect(LEVELS).toBe(8)
})

describe('stripView', () => {
  const axis = zAxis(5, Float64Array.of(0, 1, 2, 3, 4), 'z')

  test('has one path per colour, where the chart above has the same redshifts', () => {
    const view = stripView({ values: [0, 2, 0, -1, 0], axis, range: [0, 4], width: WIDTH })
    // a point every 25 pixels: columns belong to the nearest point
    expect(view.shades).toEqual([
      { sign: -1, level: 4, path: 'M131 3H156v20H131Z' },
      { sign: 1, level: 8, path: 'M81 3H106v20H81Z' },
    ])
    expect([view.strip.left, view.strip.width]).toEqual([68, 100])
  })

  test('the curve has 0 in the middle, and the largest value at its edge', () => {
    const view = stripView({ values: [0, 2, 0, -1, 0], axis, range: [0, 4], width: WIDTH })
    expect(view.zero).toBe(53)
    expect(view.line).toBe('M68 53L93 27L118 53L143 66L168 53')
    expect(view.panel.top + view.panel.height).toBeLessThan(STRIP_VIEW_HEIGHT)
  })

  test('colours mean the same in every range', () => {
    const view = stripView({ values: [0, 2, 0, -1, 0], axis, range: [2.5, 3.5], width: WIDTH })
    expect(view.shades).toEqual([{ sign: -1, level: 4, path: 'M68 3H168v20H68Z' }])
  })

  test('the same contribution everywhere is one place', () => {
    const view = stripView({ values: [1, 1, 1, 1, 1], axis, range: [0, 4], width: WIDTH })
    expect(view.shades).toEqual([{ sign: 1, level: 8, path: 'M68 3H168v20H68Z' }])
  })

  test('without any contribution there is a line at 0 and no colour', () => {
    const view = stripView({ values: [0, 0, 0, 0, 0], axis, range: [0, 4], width: WIDTH })
    expect(view.shades).toEqual([])
    expect(view.line).toBe('M68 53L93 53L118 53L143 53L168 53')
  })

  test('follows an axis that is even in ln(1+z)', () => {
    const logarithmic = zAxis(3, Float64Array.of(0, 1, 3), 'ln(1+z)')
    const { line } = stripView({ values: [0, 1, 0], axis: logarithmic, range: [0, 3], width: WIDTH })
    expect(line).toBe('M68 53L118 27L168 53')
  })
})
