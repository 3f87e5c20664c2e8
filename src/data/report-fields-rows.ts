// What became of each row of a test, as a report holds it: checked against the matrix, so that a comparison of runs can trust it.

import { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import { placeText } from '../core/json-text.ts'
import { confusionMatrix } from '../core/metrics.ts'
import { MOST_CLASSES, type RowOutcomes } from '../core/row-outcomes.ts'
import type { ConfusionMatrix } from '../core/run.ts'
import { objectOf, type Place, type Reader, text, within } from './report-fields-values.ts'

const OUTCOMES = objectOf({ fingerprint: text, labels: text, predicted: text })
const ZERO = 48

/** The matrix that rows must add up to; `null` where the report has none. */
export interface CountedMatrix {
  /** key of the report */
  readonly key: string
  readonly matrix: ConfusionMatrix | null
}

/**
 * Reads outcomes: two texts of equal length, a digit below the number of classes for each row, as many of each pair as the
 * matrix counts.
 */
export function rowOutcomes(classes: number, { key, matrix }: CountedMatrix): Reader<RowOutcomes> {
  return (value, at) => {
    const outcomes = OUTCOMES(value, at)
    const { labels, predicted } = outcomes
    if (labels.length !== predicted.length) {
      throw wrongRows(
        within(at, 'predicted'),
        `has ${formatInteger(predicted.length)} rows`,
        `${formatInteger(labels.length)}, as many as labels`,
      )
    }
    const counted = confusionMatrix(
      classesOf(labels, classes, within(at, 'labels')),
      classesOf(predicted, classes, within(at, 'predicted')),
      classes,
    )
    if (matrix === null) return outcomes
    for (const [i, row] of counted.entries()) {
      for (const [j, found] of row.entries()) {
        const expected = matrix[i]?.[j] ?? 0
        if (found === expected) continue
        throw wrongRows(
          at,
          `has ${formatInteger(found)} rows of class ${i} predicted as class ${j}`,
          `${formatInteger(expected)}, as in ${key}`,
        )
      }
    }
    return outcomes
  }
}

function classesOf(digits: string, classes: number, at: Place): Uint8Array {
  const values = new Uint8Array(digits.length)
  const most = Math.min(classes, MOST_CLASSES) - 1
  for (let row = 0; row < digits.length; row++) {
    const value = digits.charCodeAt(row) - ZERO
    if (!(value >= 0 && value <= most)) {
      throw wrongRows(at, `has ${JSON.stringify(digits[row])} in row ${row}`, `a class from 0 to ${most}`)
    }
    values[row] = value
  }
  return values
}

function wrongRows({ file, keys, hint }: Place, actual: string, expected: string): StudioError {
  return new StudioError('bad-input', `${file}: ${placeText(keys)} ${actual}; expected ${expected}.`, hint)
}
