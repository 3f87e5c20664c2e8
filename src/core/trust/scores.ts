// Single numbers that say how good a classifier's probabilities are.

import { argmax } from '../argmax.ts'
import { topClassCalibration } from './calibration.ts'
import { areaUnderRoc, averagePrecision } from './curves.ts'
import { rankRows } from './ranking.ts'
import { knownRows } from './rows.ts'
import type { TrustScores } from './trust.ts'

/**
 * All scores of one classifier on some rows, equal to scikit-learn's `accuracy_score`, `log_loss` (which takes probabilities
 * below the epsilon of float64 for that epsilon), `brier_score_loss`, `roc_auc_score` and `average_precision_score`.
 * @param probabilities [row, class]; rows with NaN are left out, also of `rows`
 * @param labels true class per row
 * @param keptClass class that `auc` and `averagePrecision` set against all others
 * @throws RangeError unless there are `classes` probabilities for each label
 */
export function trustScores(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
  keptClass: number,
): TrustScores {
  const known = knownRows(probabilities, labels, classes)
  let right = 0
  let loss = 0
  let squares = 0
  for (const row of known) {
    const label = labels[row]!
    if (argmax(probabilities, row * classes, classes) === label) right++
    loss -= Math.log(clipped(probabilities[row * classes + label]!))
    for (let k = 0; k < classes; k++) {
      squares += (probabilities[row * classes + k]! - (k === label ? 1 : 0)) ** 2
    }
  }
  const ranking = rankRows(probabilities, labels, classes, keptClass)
  return {
    rows: known.length,
    accuracy: right / known.length,
    logLoss: loss / known.length,
    brier: squares / known.length / (classes === 2 ? 2 : 1),
    ece: topClassCalibration(probabilities, labels, classes).ece,
    auc: areaUnderRoc(ranking),
    averagePrecision: averagePrecision(ranking),
  }
}

function clipped(probability: number): number {
  return Math.min(Math.max(probability, Number.EPSILON), 1 - Number.EPSILON)
}
