import { expect, test } from 'vitest'
import { curvePlot } from './curve-plot.ts'
import { endLabels } from './end-labels.ts'

// 1000 px from epoch 0.5 to 100.5, 250 px from 0 to 1: epoch e at 58 + 10 (e - 0.5), value v at 260 - 250 v
const PLOT = curvePlot(58 + 1000 + 50, 100, 0, [0, 1])
const flat = (value: number, epochs: number) => new Array<number>(epochs).fill(value)

test('numbers of the longest lines stand in a column right of them, apart, with leaders where they moved', () => {
  const lines = [
    { label: '1', values: flat(0.5, 100) },
    { label: '2', values: flat(0.5, 100) },
    { label: '3', values: flat(0.9, 99) },
  ]
  expect(endLabels(lines, PLOT)).toEqual([
    { x: 1066, y: 135, leader: '' },
    { x: 1066, y: 149, leader: 'M1058.5 137.3L1070 142' },
    // its line ends an epoch earlier
    { x: 1066, y: 35, leader: 'M1049 35L1063 35' },
  ])
})

test('the number of a shorter line stands beside its end where no line runs', () => {
  const long = { label: '1', values: flat(0.1, 100) }
  expect(endLabels([long, { label: '2', values: flat(0.6, 6) }], PLOT)[1]).toEqual({
    x: 126,
    y: 110,
    leader: '',
  })
})

test('a line that goes on where the number would stand moves it away, with a leader', () => {
  const long = { label: '1', values: flat(0.6, 100) }
  const moved = endLabels([long, { label: '2', values: flat(0.6, 6) }], PLOT)[1]!
  expect(moved).toEqual({ x: 126, y: 96, leader: 'M118.5 107.7L130 103' })
})

test('numbers of short lines do not lie on each other', () => {
  const short = ['1', '2', '3', '4', '5', '6'].map((label) => ({ label, values: flat(0.5, 6) }))
  const places = endLabels([...short, { label: '7', values: flat(0.52, 100) }], PLOT).map((place) => place!)
  for (const [i, a] of places.entries()) {
    for (const b of places.slice(0, i)) {
      expect(Math.abs(a.y - b.y) >= 14 || Math.abs(a.x - b.x) >= 12).toBe(true)
    }
  }
})

test('a line without a value has no number', () => {
  expect(endLabels([{ label: '1', values: [Number.NaN] }], PLOT)).toEqual([null])
  expect(endLabels([], PLOT)).toEqual([])
})
