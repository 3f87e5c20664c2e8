import { expect, test } from 'vitest'
import { curvePath, trustPlot } from './trust-plot.ts'

const SIZE = { width: 166, height: 150, foot: 0 }

test('axes with room for ticks and titles', () => {
  const plot = trustPlot(SIZE, [0, 1], [0, 1])
  expect(plot.box).toEqual({ left: 52, top: 10, width: 100, height: 100 })
  expect([plot.x(0), plot.x(0.25), plot.x(1), plot.y(0), plot.y(1)]).toEqual([52, 77, 152, 110, 10])
  expect(plot.xTicks).toEqual([
    { at: 52, label: '0' },
    { at: 102, label: '0.5' },
    { at: 152, label: '1.0' },
  ])
  expect(plot.yTicks.map(({ at, label }) => [at, label])).toEqual([
    [110, '0'],
    [60, '0.5'],
    [10, '1.0'],
  ])
  expect(trustPlot({ ...SIZE, foot: 40 }, [0, 1], [0, 1]).box.height).toBe(60)
})

test('other ends, and values beyond them', () => {
  const plot = trustPlot(SIZE, [1, 5], [0, 1])
  expect([plot.x(1), plot.x(3), plot.x(5), plot.x(9), plot.x(-1)]).toEqual([52, 102, 152, 152, 52])
})

test('lines, straight and in steps before each point', () => {
  const plot = trustPlot(SIZE, [0, 1], [0, 1])
  expect(curvePath([0, 0.5, 1], [1, 0.5, 0], plot)).toBe('M52 10L102 60L152 110')
  expect(curvePath([0, 0.5, 1], [1, 0.5, 0], plot, 'steps')).toBe('M52 10L52 60L102 60L102 110L152 110')
  expect(curvePath([], [], plot, 'steps')).toBe('')
  expect(curvePath([0, 0.5, 1], [1, 1, Number.NaN], plot, 'steps')).toBe('M52 10L102 10')
})
