import { describe, expect, test } from 'vitest'
import { bandPath, curvePath, curvePlot, labelHeights, lineEnd, valueEnds, valueTitle } from './curve-plot.ts'
import { type CurveSeries, curveSeries } from './curve-series.ts'
import { COMPARISON, HEADS } from './test-data.ts'

const SERIES = curveSeries(COMPARISON, HEADS, true)
const withAccuracies = (...valAcc: number[]): CurveSeries[] => [
  { ...SERIES[0]!, curves: { ...SERIES[0]!.curves, valAcc } },
]

describe('ends of the vertical axis', () => {
  test('of what is drawn', () => {
    expect(valueEnds('accuracy', SERIES, false)).toEqual([0.5, 1])
    expect(valueEnds('accuracy', SERIES, true)).toEqual([0.4, 1])
    expect(valueEnds('loss', SERIES, false)).toEqual([0, 2.5])
  })

  test.each([
    [0.934, 0.93],
    [0.9, 0.9],
    [0.905, 0.9],
    [0.9987, 0.998],
    [0.99999, 0.999],
    [1, 0.9],
    [0.04, 0],
    [0, 0],
  ])('accuracies from %d begin at %d', (lowest, from) => {
    expect(valueEnds('accuracy', withAccuracies(1, lowest, Number.NaN), false)).toEqual([from, 1])
  })

  test('hold a band', () => {
    const deviations = { acc: [], loss: [], valAcc: [0.2, Number.NaN], valLoss: [] }
    expect(valueEnds('accuracy', [{ ...withAccuracies(0.8, 0.7)[0]!, deviations }], false)).toEqual([0.6, 1])
  })

  test('of more epochs than a call takes values', () => {
    const curves = { ...SERIES[0]!.curves, valAcc: new Array<number>(200_000).fill(0.93) }
    expect(valueEnds('accuracy', [{ ...SERIES[0]!, curves }], false)).toEqual([0.93, 1])
  })

  test('without values', () => {
    expect(valueEnds('accuracy', [], false)).toEqual([0.9, 1])
    expect(valueEnds('loss', [], false)).toEqual([0, 1])
  })

  test('the title says where it does not begin at 0', () => {
    expect([valueTitle('accuracy', 0.5), valueTitle('loss', 0)]).toEqual(['accuracy (axis from 0.5)', 'loss'])
  })
})

// 400 px from epoch 0.5 to 4.5, 250 px from 0 to 1
const PLOT = curvePlot(58 + 400 + 50, 4, 0, [0, 1])

describe('lines', () => {
  test('epochs from 1, half an epoch from the edge; NaN leaves a gap', () => {
    expect(curvePath([0, 1, Number.NaN, 0.5], PLOT)).toBe('M108 260L208 10M408 135h0')
    expect(PLOT.xTicks).toEqual([
      { at: 108, label: '1' },
      { at: 208, label: '2' },
      { at: 308, label: '3' },
      { at: 408, label: '4' },
    ])
  })

  test('the axis has room for a run under way, an ended one is shown as far as it went', () => {
    expect(curvePlot(500, 4, 50, [0, 1]).lastEpoch).toBe(20)
    expect(curvePlot(500, 21, 50, [0, 1]).lastEpoch).toBe(40)
    expect(curvePlot(500, 21, 0, [0, 1]).lastEpoch).toBe(21)
  })

  test('a narrow axis leaves out numbers that have no room', () => {
    const { xTicks } = curvePlot(58 + 120 + 50, 7, 0, [0, 1])
    expect(xTicks.map(({ label }) => label)).toEqual(['1', '3', '5', '7'])
  })

  test('a band goes along its upper and back along its lower edge, and only where the deviation is known', () => {
    expect(bandPath([0.5, 0.5, 0.5, 0.5], [0.1, 0.2, Number.NaN, 0.1], PLOT)).toBe(
      'M108 110L208 85L208 185L108 160Z',
    )
    expect(bandPath([0.5, 0.5], [], PLOT)).toBe('')
  })

  test('a line ends at its last number', () => {
    expect(lineEnd([0.5, 1, Number.NaN], PLOT)).toEqual({ x: 208, y: 10 })
    expect(lineEnd([Number.NaN], PLOT)).toBeNull()
  })
})

describe('numbers at the ends of lines', () => {
  const box = { left: 0, top: 0, width: 100, height: 100 }

  test('are moved apart where they would cover each other, in the order of the ends', () => {
    const ends = [50, 48, 20].map((y) => ({ x: 90, y }))
    expect(labelHeights(ends, box)).toEqual([62, 48, 20])
  })

  test('stay within the chart', () => {
    expect(
      labelHeights(
        [
          { x: 90, y: 99 },
          { x: 90, y: 98 },
        ],
        box,
      ),
    ).toEqual([100, 86])
  })

  test('stay where they are beside shorter lines', () => {
    expect(
      labelHeights(
        [
          { x: 90, y: 50 },
          { x: 30, y: 50 },
        ],
        box,
      ),
    ).toEqual([50, 50])
  })
})
