// What a network said of unlabelled posteriors, counted: one rule for what is answered and what is kept, for the page, the
// command and every table.

import type { AppliedPredictions, AppliedReading } from './applied.ts'
import { predictedClasses, softmaxRows } from './trust/softmax.ts'

/** A network's answers at one temperature. */
export interface Answers {
  readonly applied: AppliedPredictions
  /** [row, class]; NaN for a row without an answer */
  readonly probabilities: Float64Array
  /** most probable class per row; of no meaning for a row without an answer */
  readonly predicted: Uint8Array
}

/** Counts over all rows. */
export interface AppliedSummary {
  /** rows with an answer */
  readonly answered: number
  /** of them, per class */
  readonly counts: readonly number[]
  /** mean of the highest probability of these rows; NaN without any */
  readonly meanConfidence: number
}

/** Rows that are kept. */
export interface KeptCount {
  readonly rows: number
  /** of them, those of which another class is more probable than the kept one; none at a threshold of more than a half */
  readonly ofOtherClass: number
}

/** @param temperature divides the logits; `null` to take them as they are */
export function answersAt(applied: AppliedPredictions, temperature: number | null): Answers {
  const classes = applied.card.classes.length
  return {
    applied,
    probabilities: softmaxRows(applied.logits, classes, temperature),
    // of logits: probabilities of very sure rows are equal before their logits are
    predicted: predictedClasses(applied.logits, classes),
  }
}

/** Counts the answers. */
export function summarise({ applied, probabilities, predicted }: Answers): AppliedSummary {
  const classes = applied.card.classes.length
  const counts = new Array<number>(classes).fill(0)
  let answered = 0
  let sum = 0
  for (let row = 0; row < applied.rows; row++) {
    const best = predicted[row]!
    const confidence = probabilities[row * classes + best]!
    if (Number.isNaN(confidence)) continue
    counts[best]! += 1
    answered += 1
    sum += confidence
  }
  return { answered, counts, meanConfidence: sum / answered }
}

/** Whether a row is kept: its probability of the kept class reaches the threshold. Without an answer, NaN, it is not. */
export function isKept(probability: number, threshold: number): boolean {
  return probability >= threshold
}

/** Counts the kept rows. */
export function countKept(
  { applied, probabilities, predicted }: Answers,
  { classIndex, threshold }: NonNullable<AppliedReading['kept']>,
): KeptCount {
  const classes = applied.card.classes.length
  let rows = 0
  let ofOtherClass = 0
  for (let row = 0; row < applied.rows; row++) {
    if (!isKept(probabilities[row * classes + classIndex]!, threshold)) continue
    rows += 1
    if (predicted[row] !== classIndex) ofOtherClass += 1
  }
  return { rows, ofOtherClass }
}
