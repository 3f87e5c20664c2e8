import { expect, test } from 'vitest'
import { curvePath, squareSize, trustPlot } from './trust-plot.ts'

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
  expect(plot.above).toEqual(plot.box)
})

test('a foot between the box and the horizontal axis', () => {
  const { box, below, above } = trustPlot({ ...SIZE, foot: 40 })
  expect(box).toEqual({ left: 52, top: 10, width: 100, height: 60 })
  expect(below).toEqual({ left: 52, top: 84, width: 100, height: 26 })
  expect(above).toEqual({ left: 52, top: 10, width: 100, height: 100 })
})

test('a square box, as wide as there is room, and what it needs around it', () => {
  const size = squareSize(326, 74)
  expect(size).toEqual({ width: 326, height: 384, foot: 74 })
  const { box, xTicks, yTicks } = trustPlot(size)
  expect([box.width, box.height]).toEqual([260, 260])
  expect([xTicks, yTicks].map((ticks) => ticks.map(({ label }) => label))).toEqual([
    ['0', '0.2', '0.4', '0.6', '0.8', '1.0'],
    ['0', '0.2', '0.4', '0.6', '0.8', '1.0'],
  ])
  expect(squareSize(900, 0)).toEqual({ width: 546, height: 530, foot: 0 })
})

test('ticks at 0.2 or 0.1, however wide', () => {
  const labels = (room: number, from: number) =>
    trustPlot({ width: room + 66, height: 300, foot: 0 }, { from }).xTicks.map(({ label }) => label)
  const tenths = ['0', '0.1', '0.2', '0.3', '0.4', '0.5', '0.6', '0.7', '0.8', '0.9', '1.0']
  const fifths = ['0', '0.2', '0.4', '0.6', '0.8', '1.0']
  expect([260, 416, 479].map((room) => labels(room, 0))).toEqual([fifths, fifths, fifths])
  expect([480, 700, 2400].map((room) => labels(room, 0))).toEqual([tenths, tenths, tenths])
  expect(labels(416, 0.5)).toEqual(['0.5', '0.6', '0.7', '0.8', '0.9', '1.0'])
  expect(labels(260, 0.2)).toEqual(['0.2', '0.4', '0.6', '0.8', '1.0'])
  expect(labels(416, 0.2)).toEqual(['0.2', '0.3', '0.4', '0.5', '0.6', '0.7', '0.8', '0.9', '1.0'])
})

test('an axis that begins at a share', () => {
  const { x, y } = trustPlot(SIZE, { from: 0.5 })
  expect([x(0.5), x(0.75), x(1), y(0.5)]).toEqual([52, 102, 152, 60])
  // a bin may reach beyond it
  expect([x(0.4), x(Number.NaN)]).toEqual([52, Number.NaN])
})

test('bins of equal width, with labels where there is room', () => {
  const ticks = (edges: readonly string[]) => trustPlot(SIZE, { edges }).xTicks
  expect(ticks(['0.00', '0.50', '4.96'])).toEqual([
    { at: 52, label: '0.00' },
    { at: 102, label: '0.50' },
    { at: 152, label: '4.96' },
  ])
  const { x } = trustPlot(SIZE, { edges: ['0.0', '0.5', '1', '2', '5'] })
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
