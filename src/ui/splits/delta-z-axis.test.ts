import { describe, expect, test } from 'vitest'
import { deltaZHistogram } from '../../core/delta-z-histogram.ts'
import { countAxis, deltaZAxis, thresholdAfter, thresholdText } from './delta-z-axis.ts'

const axisOf = (...values: number[]) => deltaZAxis(deltaZHistogram(Float64Array.from(values)))

describe('deltaZAxis', () => {
  test('is even in the logarithm over the whole plot', () => {
    const axis = axisOf(2e-4, 0.5)
    expect([axis.least, axis.most]).toEqual([1e-4, 1])
    expect(axis.ticks.map(({ text }) => text)).toEqual(['1e-4', '1e-3', '1e-2', '1e-1', '1'])
    axis.ticks.forEach(({ at }, i) => {
      expect(at).toBeCloseTo(25 * i, 9)
    })
    expect(axis.place(Math.sqrt(1e-7))).toBeCloseTo(12.5, 9)
    expect([axis.place(1e-9), axis.place(7)]).toEqual([0, 100])
  })

  test('leaves room for zeros', () => {
    expect(axisOf(0, 2e-4, 0.5).ticks[0]).toEqual({ at: 12, text: '1e-4', isMinor: false })
  })

  test('gives values with two digits, none beyond its ends', () => {
    const axis = axisOf(2e-4, 0.5)
    expect(axis.valueAt(25)).toBe(1e-3)
    expect(axis.valueAt(30)).toBe(1.6e-3)
    expect([axis.valueAt(-10), axis.valueAt(120)]).toEqual([1e-4, 1])
  })

  test('every second of many decades is minor, never 1', () => {
    const texts = (values: number[], isMinor: boolean) =>
      axisOf(...values)
        .ticks.filter((tick) => tick.isMinor === isMinor)
        .map(({ text }) => text)
    expect(texts([2e-6, 2], false)).toEqual(['1e-6', '1e-4', '1e-2', '1'])
    expect(texts([2e-6, 2], true)).toEqual(['1e-5', '1e-3', '1e-1', '10'])
    expect(texts([2e-5, 0.5], true)).toEqual([])
  })
})

describe('countAxis', () => {
  test('linear, up to a round number', () => {
    const { height, ticks } = countAxis(372, false)
    expect(ticks).toEqual([
      { at: 100, text: '0', isMinor: false },
      { at: 75, text: '100', isMinor: false },
      { at: 50, text: '200', isMinor: false },
      { at: 25, text: '300', isMinor: false },
      { at: 0, text: '400', isMinor: false },
    ])
    expect([height(0), height(100), height(372)]).toEqual([0, 25, 93])
  })

  test('by the square root, with the same numbers', () => {
    const { height, ticks } = countAxis(372, true)
    expect(ticks.map(({ text }) => text)).toEqual(['0', '100', '200', '300', '400'])
    expect(ticks[1]!.at).toBeCloseTo(50, 9)
    expect(height(100)).toBeCloseTo(50, 9)
  })

  test('whole numbers only, also of few objects, of many and of none', () => {
    expect(countAxis(2, false).ticks.map(({ text }) => text)).toEqual(['0', '1', '2'])
    expect(countAxis(30_000, false).ticks.at(-1)!.text).toBe('30,000')
    expect(countAxis(0, true).ticks.map(({ text }) => text)).toEqual(['0', '1'])
  })
})

describe('thresholdAfter', () => {
  const axis = axisOf(2e-6, 0.5)

  test.each([
    ['ArrowRight', 1e-3, 2e-3],
    ['ArrowUp', 1.25e-3, 2e-3],
    ['ArrowRight', 9e-4, 1e-3],
    ['ArrowLeft', 1e-3, 9e-4],
    ['ArrowDown', 1.25e-3, 1e-3],
    ['ArrowLeft', 5e-3, 4e-3],
    ['PageUp', 1.25e-3, 1.25e-2],
    ['PageDown', 1.25e-3, 1.25e-4],
    ['PageUp', 0.5, 1],
    ['ArrowDown', 1e-6, 1e-6],
    ['ArrowRight', 1e-9, 1e-6],
    ['PageDown', 50, 1],
    ['Home', 1e-3, 1e-6],
    ['End', 1e-3, 1],
  ])('%s from %f', (key, from, to) => {
    expect(thresholdAfter(key, from, axis)).toBe(to)
  })

  test('other keys do nothing', () => {
    expect(thresholdAfter('Tab', 1e-3, axis)).toBeNull()
  })
})

test.each([
  [1e-3, '1e-3'],
  [0.0125, '1.25e-2'],
  [0.1, '0.1'],
  [2, '2'],
])('%f is written as %s', (threshold, text) => {
  expect(thresholdText(threshold)).toBe(text)
})
