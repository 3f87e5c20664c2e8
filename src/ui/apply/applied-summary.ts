// What a network said of unlabelled posteriors, counted.

import type { AppliedPredictions } from '../../core/applied.ts'
import { predictedClasses } from '../../core/trust/softmax.ts'

/** A network's answers as they are shown. */
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

/** @param probabilities [row, class] */
export function answersOf(applied: AppliedPredictions, probabilities: Float64Array): Answers {
  // of logits: probabilities of very sure rows are equal before their logits are
  const predicted = predictedClasses(applied.logits, applied.card.classes.length)
  return { applied, probabilities, predicted }
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
    counts[best]!++
    answered++
    sum += confidence
  }
  return { answered, counts, meanConfidence: sum / answered }
}

/** Rows whose probability of a class is at least `threshold`. */
export function countKept(
  { applied, probabilities }: Answers,
  classIndex: number,
  threshold: number,
): number {
  const classes = applied.card.classes.length
  let kept = 0
  for (let i = classIndex; i < probabilities.length; i += classes) if (probabilities[i]! >= threshold) kept++
  return kept
}
