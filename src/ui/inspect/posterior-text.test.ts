import { describe, expect, test } from 'vitest'
import { analysePosterior } from './posterior-analysis.ts'
import {
  axisTitle,
  deltaText,
  densityText,
  describePosterior,
  intervalsText,
  levelText,
  lnPText,
  massText,
  rangeText,
  redshiftText,
  widthText,
  zText,
} from './posterior-text.ts'
import { zAxis } from './z-axis.ts'

const ZGRID = Float64Array.of(0, 0.1, 0.2, 0.4, 0.8)
const AXIS = zAxis(5, ZGRID, 'z')
const INDEX = zAxis(5, null, 'z')

describe('numbers', () => {
  test.each([
    [0, '0.0 %'],
    [0.0004, 'below 0.1 %'],
    [0.0005, '0.1 %'],
    [0.12345, '12.3 %'],
    [1, '100.0 %'],
  ])('mass %d is %s', (share, text) => expect(massText(share)).toBe(text))

  test.each([
    [0, '0'],
    [1.5e-7, '1.50e-7'],
    [0.00123, '0.00123'],
    [12.345, '12.3'],
    [4567.8, '4,568'],
    [2.5e6, '2.50e+6'],
  ])('density %d is %s', (value, text) => expect(densityText(value)).toBe(text))

  test.each([
    [Number.NEGATIVE_INFINITY, '−inf'],
    [Number.NaN, 'not a number'],
    [-1234.567, '−1234.57'],
    [3, '3.00'],
  ])('ln p %d is %s', (value, text) => expect(lnPText(value)).toBe(text))

  test('levels and places', () => {
    expect([levelText(0.68), levelText(0.9), levelText(0.9973)]).toEqual(['68 %', '90 %', '99.73 %'])
    expect([redshiftText(-0.001), zText(AXIS, 0.4), zText(INDEX, 12_345)]).toEqual([
      '−0.0010',
      '0.4000',
      '12,345',
    ])
    expect(rangeText(AXIS, [0.1, 0.25])).toBe('z 0.1000 to 0.2500')
    expect(rangeText(INDEX, [0.4, 3.6])).toBe('point 1 to 3')
    expect([axisTitle(AXIS), axisTitle(zAxis(5, ZGRID, 'ln(1+z)')), axisTitle(INDEX)]).toEqual([
      'redshift z',
      'redshift z, even in ln(1+z)',
      'point of the grid, no zgrid is known',
    ])
  })
})

describe('deltaText', () => {
  test('is (z - z_est) / (1 + z_est), with its sign', () => {
    expect(deltaText(AXIS, 4, 0.2)).toBe('+0.500')
    expect(deltaText(AXIS, 0, 0.08)).toBe('−0.074')
    const fine = zAxis(3, Float64Array.of(1, 1.001, 1.002), 'z')
    expect(deltaText(fine, 2, 1)).toBe('+1.0e-3')
  })

  test('is 0 where the point is the nearest one to z_est', () => {
    expect(deltaText(AXIS, 2, 0.2 + 1e-9)).toBe('0')
    expect(deltaText(AXIS, 2, 0.24)).toBe('0')
  })

  test.each([
    [AXIS, null],
    [AXIS, Number.NaN],
    [INDEX, 0.2],
  ])('has no value without grid or z_est', (axis, redshift) => {
    expect(deltaText(axis, 2, redshift)).toBe('–')
  })
})

describe('intervals', () => {
  const intervals = [
    { first: 0, last: 1, mass: 0.4 },
    { first: 3, last: 3, mass: 0.3 },
  ]

  test('have the extent of their trapezoidal weights', () => {
    // 0 to 0.15, and 0.3 to 0.6
    expect(widthText(AXIS, intervals)).toBe('0.450 in z')
    expect(widthText(INDEX, intervals)).toBe('3 points')
    expect(widthText(INDEX, intervals.slice(1))).toBe('1 point')
  })

  test('are counted', () => {
    expect(intervalsText(AXIS, { level: 0.68, intervals })).toBe('68 % of the mass: 0.450 in z, 2 intervals')
    expect(intervalsText(INDEX, { level: 0.95, intervals: intervals.slice(1) })).toBe(
      '95 % of the mass: 1 point, 1 interval',
    )
  })
})

describe('describePosterior', () => {
  const lnP = [-9, 0, -1, Number.NEGATIVE_INFINITY, -0.5]

  test('tells everything that is drawn', () => {
    expect(describePosterior(analysePosterior(lnP, ZGRID), AXIS, 0.1)).toBe(
      'Posterior at 5 points, z 0.0000 to 0.8000. z_est 0.1000. ' +
        '68 % of the mass: 0.300 in z, 2 intervals (0.1000 to 0.1000; 0.8000 to 0.8000). ' +
        '95 % of the mass: 0.450 in z, 2 intervals (0.1000 to 0.2000; 0.8000 to 0.8000). ' +
        'Peaks by height: 1 at 0.1000 with 56.1 %, 2 at 0.8000 with 43.9 %. ' +
        'ln p is −inf at 1 of 5 points.',
    )
  })

  test('says what is not known', () => {
    expect(describePosterior(analysePosterior([1, 1, 1, 1, 1], null), INDEX, null)).toBe(
      'Posterior at 5 points, point 0 to 4: no zgrid is known. z_est is not known. ' +
        '68 % of the mass: 4 points, 1 interval (0 to 3). 95 % of the mass: 5 points, 1 interval (0 to 4). ' +
        'No peak: p is the same at every point.',
    )
  })

  test('many intervals are only counted', () => {
    const comb = Float64Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 0 : -20))
    const text = describePosterior(analysePosterior(comb, null), zAxis(20, null, 'z'), null)
    expect(text).toContain('95 % of the mass: 10 points, 10 intervals. Peaks')
  })

  test('says why there is no shape', () => {
    const none = new Array<number>(5).fill(Number.NEGATIVE_INFINITY)
    expect(describePosterior(analysePosterior(none, ZGRID), AXIS, null)).toBe(
      'Posterior at 5 points, z 0.0000 to 0.8000. z_est is not known. ' +
        'No probabilities: ln p is −inf at all 5 points.',
    )
  })
})
