import { describe, expect, test } from 'vitest'
import { addLogits, emptyTally, tallyMatrix, tallyMeans } from './tally.ts'

describe('addLogits', () => {
  test('adds loss, accuracy and counts of the real rows only', () => {
    const tally = emptyTally(2)
    const logits = Float32Array.from([2, 0, 0, 1, 1, 1, 9, 9])
    expect(addLogits(tally, logits, Uint8Array.from([0, 0, 1, 1]), 3)).toBe(-1)
    expect(tallyMatrix(tally)).toEqual([
      [1, 1],
      // equal logits: the first class wins
      [1, 0],
    ])
    const expected = Math.log1p(Math.exp(-2)) + Math.log1p(Math.exp(1)) + Math.log(2)
    expect(tallyMeans(tally).loss).toBeCloseTo(expected / 3, 12)
    expect(tallyMeans(tally).acc).toBe(1 / 3)
  })

  test('weighs the loss by the class, and neither accuracy nor counts', () => {
    const weighted = emptyTally(2, { classWeights: [0.5, 4] })
    const plain = emptyTally(2)
    const logits = Float32Array.from([2, 0, 0, 1, 1, 1])
    for (const tally of [weighted, plain]) addLogits(tally, logits, Uint8Array.from([0, 0, 1]), 3)
    const ofFirst = Math.log1p(Math.exp(-2)) + Math.log1p(Math.exp(1))
    // divided by the number of samples, not by the sum of weights
    expect(tallyMeans(weighted).loss).toBeCloseTo((0.5 * ofFirst + 4 * Math.log(2)) / 3, 12)
    expect(tallyMeans(weighted).acc).toBe(tallyMeans(plain).acc)
    expect(tallyMatrix(weighted)).toEqual(tallyMatrix(plain))
  })

  test('stays finite where a probability is too small for a float', () => {
    const tally = emptyTally(2)
    expect(addLogits(tally, Float32Array.from([1000, -1000]), Uint8Array.from([1]), 1)).toBe(-1)
    expect(tallyMeans(tally).loss).toBe(2000)
    // whichever class is the likely one
    expect(addLogits(tally, Float32Array.from([-1000, 1000]), Uint8Array.from([0]), 1)).toBe(-1)
    expect(tallyMeans(tally).loss).toBe(2000)
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'names the first sample with %d and does not count it',
    (value) => {
      const tally = emptyTally(2)
      const logits = Float32Array.from([1, 0, value, value, 0, 1])
      expect(addLogits(tally, logits, Uint8Array.from([0, 0, 1]), 3)).toBe(1)
      expect(tally.samples).toBe(1)
    },
  )

  test('keeps the logits of each counted sample where it is asked to', () => {
    const tally = emptyTally(2, { keep: 3 })
    addLogits(tally, Float32Array.from([2, 0, 0, 1, 9, 9]), Uint8Array.from([0, 0, 1]), 2)
    addLogits(tally, Float32Array.from([0, 1]), Uint8Array.from([1]), 1)
    expect(tally.logits).toEqual(Float32Array.of(2, 0, 0, 1, 0, 1))
    expect(emptyTally(2).logits).toBeNull()
  })

  test('no samples have mean 0 and an empty matrix', () => {
    expect(tallyMeans(emptyTally(3))).toEqual({ loss: 0, acc: 0 })
  })
})
