import { expect, test } from 'vitest'
import { curvePath, trustPlot } from './trust-plot.ts'

const SIZE = { width: 166, height: 150, foot: 0 }

test('axes with room for ticks and titles', () => {
  const plot = trustPlot(SIZE)
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
  expect(trustPlot({ ...SIZE, foot: 40 }).box.height).toBe(60)
})

test('bins of equal width, with labels where there is room', () => {
  const ticks = (edges: readonly string[]) => trustPlot(SIZE, edges).xTicks
  expect(ticks(['0.00', '0.50', '4.96'])).toEqual([
    { at: 52, label: '0.00' },
    { at: 102, label: '0.50' },
    { at: 152, label: '4.96' },
  ])
  const { x } = trustPlot(SIZE, ['0.0', '0.5', '1', '2', '5'])
  expect([x(0), x(1), x(4)]).toEqual([52, 77, 152])
  // 27 of 25 pixels
  expect(ticks(['0.0', '0.5', '1', '2', '5']).map(({ label }) => label)).toEqual(['0.0', '1', '5'])
  expect(ticks(['1.5', '1.5'])).toEqual([{ at: 52, label: '1.5' }])
})

test('lines, straight and in steps before each point', () => {
  const plot = trustPlot(SIZE)
  expect(curvePath([0, 0.5, 1], [1, 0.5, 0], plot)).toBe('M52 10L102 60L152 110')
  expect(curvePath([0, 0.5, 1], [1, 0.5, 0], plot, 'steps')).toBe('M52 10L52 60L102 60L102 110L152 110')
  expect(curvePath([], [], plot, 'steps')).toBe('')
  expect(curvePath([0, 0.5, 1], [1, 1, Number.NaN], plot, 'steps')).toBe('M52 10L102 10')
})
