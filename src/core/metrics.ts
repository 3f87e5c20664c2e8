// Confusion matrices and what follows from them. The report equals scikit-learn's `classification_report` with
// `output_dict=True, zero_division=0, labels=range(k)`, computed from the matrix alone.

import type { ConfusionMatrix } from './run.ts'

/** One row of a classification report, with scikit-learn's names. */
export interface ClassMetrics {
  readonly precision: number
  readonly recall: number
  readonly 'f1-score': number
  /** objects whose true class this is */
  readonly support: number
}

/** scikit-learn's `classification_report(output_dict=True)`; classes are keyed "0", "1", ... */
export interface ClassificationReport {
  readonly [classIndex: `${number}`]: ClassMetrics
  readonly accuracy: number
  readonly 'macro avg': ClassMetrics
  readonly 'weighted avg': ClassMetrics
}

/** A matrix of zeros, `[true class, predicted class]`, to count into. */
export function emptyMatrix(classes: number): number[][] {
  return Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
}

/**
 * Counts objects by true and predicted class.
 * @param trueClasses class index per object
 * @param predictedClasses class index per object, in the same order
 * @throws RangeError if the lengths differ or an index is not a class
 */
export function confusionMatrix(
  trueClasses: ArrayLike<number>,
  predictedClasses: ArrayLike<number>,
  classes: number,
): number[][] {
  if (trueClasses.length !== predictedClasses.length) {
    throw new RangeError(
      `Expected as many predictions as true classes, got ${predictedClasses.length} and ${trueClasses.length}`,
    )
  }
  const matrix = emptyMatrix(classes)
  for (let i = 0; i < trueClasses.length; i++) {
    const row = matrix[trueClasses[i]!]
    const predicted = predictedClasses[i]!
    if (row?.[predicted] === undefined) {
      throw new RangeError(
        `Expected classes from 0 to ${classes - 1}, got ${trueClasses[i]} predicted as ${predicted} in row ${i}`,
      )
    }
    row[predicted] += 1
  }
  return matrix
}

/** Objects in a matrix. */
export function totalCount(matrix: ConfusionMatrix): number {
  return sum(matrix.map(sum))
}

/** Share of the objects on the diagonal, 0 to 1; 0 for an empty matrix. */
export function accuracy(matrix: ConfusionMatrix): number {
  return ratio(sum(matrix.map((row, i) => row[i]!)), totalCount(matrix))
}

/** Each cell as a percentage (0 to 100) of its row, the true class; 0 in a row without objects. */
export function rowPercentages(matrix: ConfusionMatrix): number[][] {
  return matrix.map((row) => {
    const total = sum(row)
    return row.map((count) => 100 * ratio(count, total))
  })
}

/**
 * Precision, recall, F1 and support per class, their plain and support-weighted means, and accuracy. A ratio with a
 * zero denominator is 0, and a class without objects keeps its key.
 */
export function classificationReport(matrix: ConfusionMatrix): ClassificationReport {
  const classes = matrix.map((row, i) => {
    const hits = row[i]!
    const support = sum(row)
    const predicted = sum(matrix.map((other) => other[i]!))
    return {
      precision: ratio(hits, predicted),
      recall: ratio(hits, support),
      'f1-score': ratio(2 * hits, support + predicted),
      support,
    }
  })
  const perClass: Record<`${number}`, ClassMetrics> = {}
  for (const [i, metrics] of classes.entries()) perClass[`${i}`] = metrics
  return {
    ...perClass,
    accuracy: accuracy(matrix),
    'macro avg': average(classes, () => 1),
    'weighted avg': average(classes, ({ support }) => support),
  }
}

function average(classes: readonly ClassMetrics[], weight: (metrics: ClassMetrics) => number): ClassMetrics {
  const weights = sum(classes.map(weight))
  const mean = (key: 'precision' | 'recall' | 'f1-score') =>
    ratio(sum(classes.map((metrics) => weight(metrics) * metrics[key])), weights)
  return {
    precision: mean('precision'),
    recall: mean('recall'),
    'f1-score': mean('f1-score'),
    support: sum(classes.map(({ support }) => support)),
  }
}

function ratio(numerator: number, denominator: number): number {
  return denominator === 0 ? 0 : numerator / denominator
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
