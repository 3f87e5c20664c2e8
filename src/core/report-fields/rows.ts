// What became of each row of a test, as a report holds it: checked against the matrix, so that a comparison of runs can trust it.

import { formatInteger } from '../format.ts'
import { MOST_CLASSES, type RowOutcomes } from '../row-outcomes.ts'
import type { ConfusionMatrix } from '../run.ts'
import { objectOf, type Place, type Reader, text, within, wrong } from './values.ts'

const OUTCOMES = objectOf({ fingerprint: text, labels: text, predicted: text })
const ZERO = 48
/** What is no class, by the last class. */
const OTHERS = Array.from({ length: MOST_CLASSES }, (_, most) => new RegExp(`[^0-${most}]`))

/** The matrix that something must agree with; `null` where the report has none. */
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
      throw wrong(
        within(at, 'predicted'),
        `has ${formatInteger(predicted.length)} rows`,
        `${formatInteger(labels.length)}, as many as labels`,
      )
    }
    const most = Math.min(classes, MOST_CLASSES) - 1
    requireDigits(labels, most, within(at, 'labels'))
    requireDigits(predicted, most, within(at, 'predicted'))
    if (matrix === null) return outcomes
    const counted = countPairs(outcomes)
    for (const [i, row] of matrix.entries()) {
      for (const [j, expected] of row.entries()) {
        const found = Math.max(i, j) > most ? 0 : counted[MOST_CLASSES * i + j]!
        if (found === expected) continue
        throw wrong(
          at,
          `has ${formatInteger(found)} rows of class ${i} predicted as class ${j}`,
          `${formatInteger(expected)}, as in ${key}`,
        )
      }
    }
    return outcomes
  }
}

function requireDigits(digits: string, most: number, at: Place): void {
  const row = digits.search(OTHERS[most] ?? /[\s\S]/)
  if (row < 0) return
  throw wrong(
    at,
    `has ${JSON.stringify(digits[row])} in row ${formatInteger(row)}`,
    `a class from 0 to ${most}`,
  )
}

/** Rows by true and predicted digit. One flat pass: a thousand runs of ten thousand rows are read in one go. */
function countPairs({ labels, predicted }: RowOutcomes): Uint32Array {
  const counted = new Uint32Array(MOST_CLASSES ** 2)
  for (let row = 0; row < labels.length; row++) {
    const pair = MOST_CLASSES * (labels.charCodeAt(row) - ZERO) + predicted.charCodeAt(row) - ZERO
    counted[pair] = counted[pair]! + 1
  }
  return counted
}
