import { expect, test } from 'vitest'
import type { AppliedPredictions } from './applied.ts'
import { answersAt, countKept, isKept, summarise } from './applied-summary.ts'
import { CARD } from './inspected.fixture.ts'

/** Answers to rows with these probabilities; NaN for rows without an answer. */
function answered(...probabilities: readonly (readonly number[])[]): AppliedPredictions {
  const rows = probabilities.length
  const classes = probabilities[0]!.map((_, k) => `class ${k}`)
  return {
    card: { ...CARD, classes, labels: classes },
    rows,
    files: [{ name: 'a.npy', rows }],
    file: new Uint16Array(rows),
    row: Uint32Array.from({ length: rows }, (_, i) => i),
    ids: null,
    redshift: null,
    logits: Float32Array.from(probabilities.flat(), Math.log),
    notes: [],
  }
}

const NONE = [Number.NaN, Number.NaN]
const TWO = answered([0.9, 0.1], [0.6, 0.4], [0.2, 0.8], [0.5, 0.5], [0.05, 0.95], NONE)

test('rows per class, without those that have no answer', () => {
  const { answered, counts, meanConfidence } = summarise(answersAt(TWO, null))
  // of equal probabilities the first class
  expect([answered, ...counts]).toEqual([5, 3, 2])
  expect(meanConfidence).toBeCloseTo((0.9 + 0.6 + 0.8 + 0.5 + 0.95) / 5, 6)
})

test('the temperature changes the confidence, and no class', () => {
  const { answered, counts, meanConfidence } = summarise(answersAt(TWO, 2))
  expect([answered, ...counts]).toEqual([5, 3, 2])
  // at T = 2 odds become their square roots: 9 becomes 3
  const halved = [9, 1.5, 4, 1, 19].map((odds) => Math.sqrt(odds) / (1 + Math.sqrt(odds)))
  expect(meanConfidence).toBeCloseTo(halved.reduce((sum, p) => sum + p) / 5, 6)
})

test('no answer at all has no mean', () => {
  expect(summarise(answersAt(answered(NONE), null))).toEqual({
    answered: 0,
    counts: [0, 0],
    meanConfidence: Number.NaN,
  })
})

test('classes are those of the logits, where probabilities are equal', () => {
  const sure = { ...answered([0.5, 0.5]), logits: Float32Array.of(100, 101) }
  const { probabilities, predicted } = answersAt(sure, 1e20)
  expect([...probabilities]).toEqual([0.5, 0.5])
  expect([...predicted]).toEqual([1])
})

test('a row is kept from the threshold on, and not without an answer', () => {
  expect([0.499, 0.5, 1, Number.NaN].map((p) => isKept(p, 0.5))).toEqual([false, true, true, false])
  expect(isKept(Number.NaN, 0)).toBe(false)
})

test.each([
  [0, 0.5, 3],
  [0, 0.61, 1],
  [1, 0.5, 3],
  [1, 0.9, 1],
  [0, 0, 5],
])('rows with a probability of class %d of at least %d', (classIndex, threshold, rows) => {
  expect(countKept(answersAt(TWO, null), { classIndex, threshold }).rows).toBe(rows)
})

test.each([
  // the fourth row has both at 0.5, and its class is the first
  [1, 0.5, 3, 1],
  [1, 0.501, 2, 0],
  [0, 0, 5, 2],
])(
  'kept for class %d from %d on: %d rows, %d of them of another class',
  (classIndex, threshold, rows, ofOtherClass) => {
    expect(countKept(answersAt(TWO, null), { classIndex, threshold })).toEqual({ rows, ofOtherClass })
  },
)

test('with three classes a kept row may be of another one below a half', () => {
  const three = answersAt(answered([0.35, 0.45, 0.2], [0.4, 0.3, 0.3], [0.3, 0.3, 0.4]), null)
  expect(countKept(three, { classIndex: 0, threshold: 1 / 3 })).toEqual({ rows: 2, ofOtherClass: 1 })
})
