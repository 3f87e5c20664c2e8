import { describe, expect, test } from 'vitest'
import type { ScheduleId } from './schedule.ts'
import { learningRate } from './schedule.ts'

function rates(schedule: ScheduleId, epochs: number, valLosses: readonly number[] = []): number[] {
  return Array.from({ length: epochs }, (_, i) => learningRate(schedule, i + 1, valLosses))
}

test('exponential: 1e-4 in epoch 1, then a factor exp(-0.1) each', () => {
  expect(learningRate('exponential', 1, [])).toBe(1e-4)
  expect(learningRate('exponential', 2, [0.5])).toBeCloseTo(9.048374180359595e-5, 18)
  expect(learningRate('exponential', 21, [])).toBeCloseTo(1.353352832366127e-5, 18)
})

test('delayed: constant for 10 epochs, then a factor exp(-0.1) each', () => {
  expect(rates('delayed', 10)).toEqual(new Array(10).fill(1e-3))
  expect(learningRate('delayed', 11, [])).toBeCloseTo(9.048374180359595e-4, 17)
  expect(learningRate('delayed', 12, [])).toBeCloseTo(8.187307530779819e-4, 17)
})

describe('plateau, as ReduceLROnPlateau', () => {
  test('stays while val_loss falls', () => {
    expect(rates('plateau', 5, [0.9, 0.8, 0.7, 0.6])).toEqual([1e-3, 1e-3, 1e-3, 1e-3, 1e-3])
  })

  test('halves after two epochs without progress, and counts anew', () => {
    expect(rates('plateau', 7, [0.5, 0.5, 0.5, 0.5, 0.5, 0.5])).toEqual([
      1e-3, 1e-3, 1e-3, 5e-4, 5e-4, 2.5e-4, 2.5e-4,
    ])
  })

  test('progress between bad epochs starts the count again', () => {
    expect(rates('plateau', 6, [0.5, 0.6, 0.4, 0.6, 0.39])).toEqual([1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3])
  })

  test('a fall of 1e-4 or less is no progress, and the best stays the earlier loss', () => {
    // each falls by 6e-5: the second is 1.2e-4 below the best, which counts
    expect(rates('plateau', 4, [0.5, 0.49994, 0.49988])).toEqual([1e-3, 1e-3, 1e-3, 1e-3])
    expect(rates('plateau', 4, [0.5, 0.49995, 0.49991])).toEqual([1e-3, 1e-3, 1e-3, 5e-4])
  })

  test('NaN is no progress, also in the first epoch', () => {
    expect(rates('plateau', 4, [Number.NaN, Number.NaN, 0.5])).toEqual([1e-3, 1e-3, 5e-4, 5e-4])
    expect(rates('plateau', 4, [0.5, Number.NaN, Number.POSITIVE_INFINITY])).toEqual([1e-3, 1e-3, 1e-3, 5e-4])
  })

  test('never falls below 1e-6', () => {
    const flat = new Array<number>(40).fill(0.5)
    expect(learningRate('plateau', 20, flat)).toBe(1e-3 / 2 ** 9)
    expect(learningRate('plateau', 22, flat)).toBe(1e-6)
    expect(learningRate('plateau', 40, flat)).toBe(1e-6)
  })

  test('looks at the epochs before only', () => {
    expect(learningRate('plateau', 3, [0.5, 0.5, 0.5, 0.5, 0.5])).toBe(1e-3)
  })
})
