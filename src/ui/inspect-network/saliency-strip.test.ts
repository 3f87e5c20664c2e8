import { describe, expect, test } from 'vitest'
import { zAxis } from '../inspect/z-axis.ts'
import {
  extremesPerColumn,
  LEVELS,
  largestAbsolute,
  STRIP_VIEW_HEIGHT,
  shadeLevel,
  stripView,
} from './saliency-strip.ts'

/** As wide as 100 pixels of curves with the margins of the posterior's chart, 68 and 14. */
const WIDTH = 182
const index = (n: number) => Float64Array.from({ length: n }, (_, i) => i)

/** [for, against] per column. */
function columnsOf(...of: Parameters<typeof extremesPerColumn>): number[][] {
  const { forClass, againstClass } = extremesPerColumn(...of)
  return Array.from(forClass, (value, column) => [value, againstClass[column]!])
}

describe('extremesPerColumn', () => {
  test('keeps the largest of both signs', () => {
    expect(columnsOf([1, -3, 2, 0, 0.5, -0.25], index(6), [0, 6], 2)).toEqual([
      [2, 3],
      [0.5, 0.25],
    ])
  })

  test('a peak of one point survives any crowd', () => {
    const values = new Float32Array(17_908)
    values[12_345] = -2
    const columns = columnsOf(values, index(17_908), [0, 17_907], 300)
    expect(
      columns.flatMap(([up, down], column) => (up === 0 && down === 0 ? [] : [[column, up, down]])),
    ).toEqual([[Math.floor((12_345 * 300) / 17_907), 0, 2]])
  })

  test('a column without a point has the nearest one, also from beyond the range', () => {
    const ups = (...of: Parameters<typeof extremesPerColumn>) => columnsOf(...of).map(([up]) => up)
    expect(ups([1, 2, 3], [0, 10, 20], [0, 20], 4)).toEqual([1, 2, 2, 3])
    expect(ups([1, 2, 3], [0, 10, 20], [2, 8], 3)).toEqual([1, 1, 2])
  })

  test('what is not finite counts as 0', () => {
    const values = [Number.NaN, 1, Number.POSITIVE_INFINITY, Number.NaN]
    expect(columnsOf(values, index(4), [0, 4], 2)).toEqual([
      [1, 0],
      [0, 0],
    ])
    expect(largestAbsolute(values)).toBe(1)
  })
})

test('strength grows with the value, in equal steps', () => {
  const levels = [0, 0.06, 0.07, 0.5, 0.93, 0.94, 1].map((value) => shadeLevel(value, 1))
  expect(levels).toEqual([0, 0, 1, 4, 7, 8, 8])
  expect(LEVELS).toBe(8)
})

describe('stripView', () => {
  const axis = zAxis(5, Float64Array.of(0, 1, 2, 3, 4), 'z')

  test('has one path per strength whatever its sign, where the chart above has the same redshifts', () => {
    const view = stripView({ values: [0, 2, 0, -1, 0], axis, range: [0, 4], width: WIDTH })
    // a point every 25 pixels: columns belong to the nearest point, and strength is seen one pixel further
    expect(view.shades).toEqual([
      { level: 4, path: 'M130 3H157v20H130Z' },
      { level: 8, path: 'M80 3H107v20H80Z' },
    ])
    expect([view.strip.left, view.strip.width]).toEqual([68, 100])
  })

  test('bars go up for the class and down against it, the largest to the edge', () => {
    const view = stripView({ values: [0, 2, 0, -1, 0], axis, range: [0, 4], width: WIDTH })
    expect(view.zero).toBe(53)
    expect(view.forClass).toBe('M81 53V27H106V53Z')
    expect(view.againstClass).toBe('M131 53V66H156V53Z')
    expect(view.panel.top + view.panel.height).toBeLessThan(STRIP_VIEW_HEIGHT)
  })

  test('a place that counts for both has both bars, and the stronger shade', () => {
    const values = new Float32Array(401)
    values[200] = 2
    values[201] = -1
    const { shades, forClass, againstClass } = stripView({
      values,
      axis: zAxis(401, null, 'z'),
      range: [0, 400],
      width: WIDTH,
    })
    expect(shades).toEqual([{ level: 8, path: 'M117 3H120v20H117Z' }])
    expect([forClass, againstClass]).toEqual(['M118 53V27H119V53Z', 'M118 53V66H119V53Z'])
  })

  test('strength means the same in every range', () => {
    const view = stripView({ values: [0, 2, 0, -1, 0], axis, range: [2.5, 3.5], width: WIDTH })
    expect(view.shades).toEqual([{ level: 4, path: 'M68 3H168v20H68Z' }])
    expect(view.againstClass).toBe('M68 53V66H168V53Z')
  })

  test('the same contribution everywhere is one place', () => {
    const view = stripView({ values: [1, 1, 1, 1, 1], axis, range: [0, 4], width: WIDTH })
    expect(view.shades).toEqual([{ level: 8, path: 'M68 3H168v20H68Z' }])
  })

  test('without any contribution there is neither shade nor bar', () => {
    const view = stripView({ values: [0, 0, 0, 0, 0], axis, range: [0, 4], width: WIDTH })
    expect([view.shades, view.forClass, view.againstClass]).toEqual([[], '', ''])
  })

  test('follows an axis that is even in ln(1+z)', () => {
    const logarithmic = zAxis(3, Float64Array.of(0, 1, 3), 'ln(1+z)')
    const { forClass } = stripView({ values: [0, 1, 0], axis: logarithmic, range: [0, 3], width: WIDTH })
    // the middle of ln(1+z) is the middle of the strip
    expect(forClass).toBe('M93 53V27H143V53Z')
  })
})
