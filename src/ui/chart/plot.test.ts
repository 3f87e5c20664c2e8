import { describe, expect, test } from 'vitest'
import { fixedAxis, linearAxis, linePath, logAxis, powerOfTen, runsPath, spanAxis } from './plot.ts'
import { tickMarks } from './ticks.ts'

const BOX = { left: 0, top: 10, width: 100, height: 100 }
const labels = ({ ticks }: { ticks: readonly { label: string }[] }) => ticks.map(({ label }) => label)

describe('value axes', () => {
  test('linear: from 0 at the bottom to just above the highest', () => {
    const axis = linearAxis(BOX, 100)
    expect(labels(axis)).toEqual(['0', '50', '100'])
    expect([axis.y(0), axis.y(106), axis.y(53)]).toEqual([110, 10, 60])
    expect(tickMarks(axis)).toEqual([
      { at: 110, label: '0' },
      { at: 62.8, label: '50' },
      { at: 15.7, label: '100' },
    ])
  })

  test.each([
    [0.004, ['0', '0.002', '0.004']],
    [0.0004, ['0', '2e-4', '4e-4']],
    [8500, ['0', '5,000']],
    [4e6, ['0', '2e6', '4e6']],
  ])('ticks up to %d', (highest, expected) => {
    expect(labels(linearAxis(BOX, highest))).toEqual(expected)
  })

  test('span: with a little room, and a minus sign', () => {
    const axis = spanAxis(BOX, -100, 0)
    expect(labels(axis)).toEqual(['−100', '−50', '0'])
    expect([axis.y(-105), axis.y(5)]).toEqual([110, 10])
    expect(spanAxis(BOX, 3, 3).y(3)).toBe(60)
  })

  test('fixed: from one end to the other', () => {
    const axis = fixedAxis(BOX, 0.9, 1)
    expect(labels(axis)).toEqual(['0.90', '0.95', '1.00'])
    expect([axis.y(0.9), axis.y(1)]).toEqual([110, 10])
  })

  test('values outside lie on the ends', () => {
    const axis = spanAxis(BOX, 0, 1)
    expect([axis.y(-5), axis.y(9)]).toEqual([110, 10])
  })

  test('logarithmic: eight decades at most, and zero at the bottom', () => {
    expect(labels(logAxis(BOX, 0, 100))).toEqual(['10⁻³', '10²'])
    expect(labels(logAxis({ ...BOX, height: 300 }, 0, 100))).toEqual(['10⁻⁶', '10⁻⁴', '10⁻²', '1', '10²'])
    expect(labels(logAxis(BOX, 0.5, 20))).toEqual(['1', '10'])
    const axis = logAxis(BOX, 0, 100)
    expect([axis.y(0), axis.y(1e-30), axis.y(150)]).toEqual([110, 110, 10])
    expect(logAxis(BOX, 5, 5).ticks.length).toBeGreaterThan(0)
  })

  test('powers of ten', () => {
    expect([-12, -1, 0, 1, 2, 10].map(powerOfTen)).toEqual(['10⁻¹²', '10⁻¹', '1', '10', '10²', '10¹⁰'])
  })
})

describe('paths', () => {
  const x = (index: number) => 10 * index

  test('a line in tenths of pixels, broken at NaN', () => {
    const heights = [1, 2.04, Number.NaN, 4, Number.NaN, 5, 6]
    expect(linePath([0, 1, 2, 3, 4, 5, 6], x, (i) => heights[i]!)).toBe('M0 1L10 2M30 4h0M50 5L60 6')
  })

  test('points that fall together are drawn once', () => {
    const heights = [1, 1.01, 0.99, 2]
    expect(
      linePath(
        [0, 1, 2, 3],
        (i) => i / 100,
        (i) => heights[i]!,
      ),
    ).toBe('M0 1L0 2')
    expect(
      linePath(
        [0, 1],
        () => 3,
        () => 4,
      ),
    ).toBe('M3 4h0')
  })

  test('beyond the left edge', () => {
    expect(
      linePath(
        [-1, 0],
        (i) => i * 3.25,
        (i) => i + 0.96,
      ),
    ).toBe('M-3.2 0L0 1')
  })

  test('a line that is nowhere', () => {
    expect(linePath([], x, x)).toBe('')
    expect(linePath([1], x, () => Number.NaN)).toBe('')
  })

  test('runs, each at least a pixel', () => {
    const marked = new Set([0, 1, 3])
    expect(runsPath([0, 1, 2, 3, 4], (i) => marked.has(i), x, 7)).toBe('M0 7H10M30 7H31')
    expect(runsPath([2, 3], (i) => marked.has(i), x, 7)).toBe('M30 7H31')
  })
})
