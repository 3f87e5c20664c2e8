import { expect, test } from 'vitest'
import { softmaxRows } from '../../core/trust/softmax.ts'
import { answersOf, countKept, summarise } from './applied-summary.ts'
import { APPLIED } from './apply.fixture.ts'

const ANSWERS = answersOf(APPLIED, softmaxRows(APPLIED.logits, 2))

test('rows per class, without those that have no answer', () => {
  const { answered, counts, meanConfidence } = summarise(ANSWERS)
  // 0.9 and 0.6, and of equal probabilities the first class
  expect([answered, ...counts]).toEqual([5, 3, 2])
  expect(meanConfidence).toBeCloseTo((0.9 + 0.6 + 0.8 + 0.5 + 0.95) / 5, 6)
})

test('no answer at all has no mean', () => {
  const nothing = { ...APPLIED, logits: APPLIED.logits.map(() => Number.NaN) }
  expect(summarise(answersOf(nothing, softmaxRows(nothing.logits, 2)))).toEqual({
    answered: 0,
    counts: [0, 0],
    meanConfidence: Number.NaN,
  })
})

test.each([
  [0, 0.5, 3],
  [0, 0.61, 1],
  [1, 0.5, 3],
  [1, 0.9, 1],
  [0, 0, 5],
])('rows with a probability of class %d of at least %d', (classIndex, threshold, kept) => {
  expect(countKept(ANSWERS, classIndex, threshold)).toBe(kept)
})

test('classes are those of the logits, where probabilities are equal', () => {
  const logits = Float32Array.of(100, 101)
  const sure = { ...APPLIED, rows: 1, logits }
  expect([...answersOf(sure, softmaxRows(logits, 2, 1e20)).predicted]).toEqual([1])
})
