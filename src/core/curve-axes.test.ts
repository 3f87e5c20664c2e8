import { describe, expect, test } from 'vitest'
import { axisTo, curvePoints, epochAxis, valueAxis } from './curve-axes.ts'

const HISTORY = { acc: [0.5], loss: [0.7], valAcc: [0.4], valLoss: [0.8], lr: [1e-4] }

describe('curvePoints', () => {
  test('epochs count from 1', () => {
    expect(curvePoints(HISTORY)).toEqual([{ epoch: 1, acc: 0.5, loss: 0.7, valAcc: 0.4, valLoss: 0.8 }])
  })

  test('curves that a report lacks leave the others', () => {
    expect(curvePoints({ acc: [], loss: [], valAcc: [0.4, 0.6], valLoss: [], lr: [1, 1, 1] })).toEqual([
      { epoch: 1, acc: null, loss: null, valAcc: 0.4, valLoss: null },
      { epoch: 2, acc: null, loss: null, valAcc: 0.6, valLoss: null },
    ])
  })

  test('what is not finite is left out', () => {
    const [point] = curvePoints({ ...HISTORY, loss: [Number.NaN], valLoss: [Number.POSITIVE_INFINITY] })
    expect(point).toEqual({ epoch: 1, acc: 0.5, loss: null, valAcc: 0.4, valLoss: null })
  })
})

describe('valueAxis', () => {
  test('goes from 0 to 1 while nothing is above 1', () => {
    const axis = { domain: [0, 1], ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] }
    expect(valueAxis([])).toEqual(axis)
    expect(valueAxis(curvePoints({ ...HISTORY, loss: [1] }))).toEqual(axis)
  })

  test('grows to hold a loss above 1', () => {
    expect(valueAxis(curvePoints({ ...HISTORY, loss: [1.01] }))).toEqual({
      domain: [0, 1.5],
      ticks: [0, 0.5, 1, 1.5],
    })
    expect(valueAxis(curvePoints({ ...HISTORY, valLoss: [37] })).domain).toEqual([0, 40])
  })

  test('of more epochs than a call takes values', () => {
    const loss = new Array<number>(200_000).fill(1.5)
    expect(valueAxis(curvePoints({ ...HISTORY, loss })).domain).toEqual([0, 1.5])
  })

  test('does not grow to infinity', () => {
    expect(valueAxis(curvePoints({ ...HISTORY, loss: [Number.POSITIVE_INFINITY] })).domain).toEqual([0, 1])
  })
})

describe('axisTo', () => {
  test('ticks are round numbers without rounding noise', () => {
    expect(axisTo(1e-4, 3).ticks).toEqual([0, 5e-5, 1e-4])
    expect(axisTo(3, 5).ticks).toEqual([0, 1, 2, 3])
  })
})

describe('epochAxis', () => {
  test('shows all planned epochs of a short run', () => {
    expect(epochAxis(2, 8, false)).toEqual({ domain: [0.5, 8.5], ticks: [1, 2, 3, 4, 5, 6, 7, 8] })
  })

  test('a long plan is shown by doubling', () => {
    expect(epochAxis(3, 100, false).domain).toEqual([0.5, 20.5])
    expect(epochAxis(21, 100, false).domain).toEqual([0.5, 40.5])
    expect(epochAxis(81, 100, false).domain).toEqual([0.5, 100.5])
  })

  test('an ended run is shown as far as it went', () => {
    expect(epochAxis(17, 50, true).domain).toEqual([0.5, 17.5])
  })

  test('one epoch alone stands in the middle', () => {
    expect(epochAxis(1, 1, true)).toEqual({ domain: [0.5, 1.5], ticks: [1] })
  })

  test('ticks begin at 1 and go on at round epochs', () => {
    expect(epochAxis(20, 20, false).ticks).toEqual([1, 5, 10, 15, 20])
  })
})
