import { describe, expect, test } from 'vitest'
import { predictedClasses, softmaxRows } from './softmax.ts'

const { log } = Math

/** Logits whose exponentials are 1, 2 and 5 in one order, and the same in another with an offset that changes nothing. */
const LOGITS = [0, log(2), log(5), log(5) - 3, -3, log(2) - 3]

describe('softmax', () => {
  test('of each row, from its own logits alone', () => {
    const expected = [1 / 8, 2 / 8, 5 / 8, 5 / 8, 1 / 8, 2 / 8]
    const found = softmaxRows(LOGITS, 3)
    expect(found).toBeInstanceOf(Float64Array)
    expect(found).toHaveLength(6)
    for (const [i, p] of expected.entries()) expect(found[i]).toBeCloseTo(p, 14)
  })

  test('a temperature divides the logits', () => {
    // 1, 4 and 25 with a half; square roots with 2
    const sharper = softmaxRows(LOGITS, 3, 0.5)
    for (const [i, p] of [1 / 30, 4 / 30, 25 / 30].entries()) expect(sharper[i]).toBeCloseTo(p, 14)
    const sum = 1 + Math.SQRT2 + Math.sqrt(5)
    const softer = softmaxRows(LOGITS, 3, 2)
    for (const [i, p] of [1 / sum, Math.SQRT2 / sum, Math.sqrt(5) / sum].entries()) {
      expect(softer[i]).toBeCloseTo(p, 14)
    }
    expect(softmaxRows(LOGITS, 3, 1)).toEqual(softmaxRows(LOGITS, 3))
    expect(softmaxRows(LOGITS, 3, null)).toEqual(softmaxRows(LOGITS, 3))
  })

  test('large logits neither overflow nor lose small probabilities', () => {
    expect([...softmaxRows([1000, 1000, -1000, -1000], 2)]).toEqual([0.5, 0.5, 0.5, 0.5])
    const [small, large] = softmaxRows(Float32Array.of(-400, 200), 2)
    expect(large).toBe(1)
    expect(small! / Math.exp(-600)).toBeCloseTo(1, 14)
  })

  test('a row that holds NaN is NaN, and its neighbours are not', () => {
    expect([...softmaxRows([0, 0, Number.NaN, 1, 2, 2], 2)]).toEqual([
      0.5,
      0.5,
      Number.NaN,
      Number.NaN,
      0.5,
      0.5,
    ])
  })

  test('no rows have no probabilities', () => {
    expect(softmaxRows([], 3)).toEqual(new Float64Array(0))
  })
})

describe('the predicted class', () => {
  test('is that of the highest value of each row', () => {
    expect(predictedClasses([3, 1, 2, -3, -2, -1, 0, 1, -1], 3)).toEqual(Uint8Array.of(0, 2, 1))
  })

  test('of equal values is the first', () => {
    expect(predictedClasses([1, 1, 0, 0, 2, 2, 5, 5, 5], 3)).toEqual(Uint8Array.of(0, 1, 0))
  })

  test('of no rows is none', () => {
    expect(predictedClasses([], 2)).toEqual(new Uint8Array(0))
  })
})
