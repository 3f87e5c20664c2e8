// Rows of one class against all others by falling score: everything that depends on a threshold is read from it.

import { knownRows } from './rows.ts'
import type { Ranking } from './trust.ts'

/**
 * Sorts rows by the probability of one class, once; equal ones are merged.
 * @param probabilities [row, class]; rows with NaN are left out, also of `rows`
 * @param labels true class per row
 * @param classIndex class of the redshifts that are kept
 * @throws RangeError unless there are `classes` probabilities for each label
 */
export function rankRows(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
  classIndex: number,
): Ranking {
  return rankChosen(knownRows(probabilities, labels, classes), probabilities, labels, classes, classIndex)
}

/**
 * The same of some rows only.
 * @param chosen indices of rows without NaN
 */
export function rankChosen(
  chosen: Uint32Array,
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
  classIndex: number,
): Ranking {
  const members = new Float64Array(chosen.length)
  const others = new Float64Array(chosen.length)
  let positives = 0
  let negatives = 0
  for (const row of chosen) {
    const score = probabilities[row * classes + classIndex]!
    if (labels[row] === classIndex) members[positives++] = score
    else others[negatives++] = score
  }
  return {
    rows: chosen.length,
    positives,
    // numbers alone sort several times as fast as rows
    ...merged(members.subarray(0, positives).sort(), others.subarray(0, negatives).sort()),
  }
}

/** Distinct scores of two ascending lists, falling, and how many of each list have at least that score. */
function merged(members: Float64Array, others: Float64Array): Omit<Ranking, 'rows' | 'positives'> {
  const most = members.length + others.length
  const scores = new Float64Array(most)
  const truePositives = new Float64Array(most)
  const falsePositives = new Float64Array(most)
  let member = members.length - 1
  let other = others.length - 1
  let count = 0
  while (member >= 0 || other >= 0) {
    const score = Math.max(
      members[member] ?? Number.NEGATIVE_INFINITY,
      others[other] ?? Number.NEGATIVE_INFINITY,
    )
    while (member >= 0 && members[member] === score) member--
    while (other >= 0 && others[other] === score) other--
    scores[count] = score
    truePositives[count] = members.length - 1 - member
    falsePositives[count] = others.length - 1 - other
    count++
  }
  return {
    scores: scores.slice(0, count),
    truePositives: truePositives.slice(0, count),
    falsePositives: falsePositives.slice(0, count),
  }
}
