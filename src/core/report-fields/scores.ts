// Confusion matrices and scikit-learn's classification report, as a saved report holds them.

import type { ClassificationReport, ClassMetrics } from '../metrics.ts'
import type { ConfusionMatrix } from '../run.ts'
import {
  count,
  fieldsOf,
  listOf,
  numberOrNaN,
  type Place,
  type Reader,
  requiredFields,
  within,
  wrongValue,
} from './values.ts'

const RATIOS = ['precision', 'recall', 'f1-score'] as const
const METRICS = [...RATIOS, 'support'] as const

/** A matrix of counts, `[true class][predicted class]`. */
export function matrixOf(classes: number): Reader<ConfusionMatrix> {
  return listOf(listOf(count, classes), classes)
}

/** A classification report that must be whole; see `readScores`. */
export function scoresOf(classes: number): Reader<ClassificationReport> {
  return (value, at) => {
    const scores = readScores(requiredFields(value, at), classes, at)
    if (scores.report !== null) return scores.report
    throw wrongValue(undefined, within(at, scores.missing), 'an object')
  }
}

/** What a classification report holds, or the first class that it lacks. */
export type Scores =
  | { readonly report: ClassificationReport; readonly missing: null }
  | { readonly report: null; readonly missing: string }

/**
 * Reads a classification report. Values stay as they were saved, also where they contradict the matrix. Old ones may lack
 * accuracy and averages: those follow from the rows of the classes.
 * @param fields of the report
 * @throws StudioError `bad-input` for a row that lacks a metric, or has one that is no number
 */
export function readScores(fields: ReadonlyMap<string, unknown>, classes: number, at: Place): Scores {
  const rows: ClassMetrics[] = []
  for (let i = 0; i < classes; i++) {
    const row = readRow(fields, String(i), at)
    if (row === null) return { report: null, missing: String(i) }
    rows.push(row)
  }
  const accuracy = fields.get('accuracy')
  const weighted = meanOf(rows, ({ support }) => support)
  const byClass: Record<`${number}`, ClassMetrics> = {}
  for (const [i, row] of rows.entries()) byClass[`${i}`] = row
  return {
    report: {
      ...byClass,
      // recall, weighted by support, is the share of all objects that are right
      accuracy: typeof accuracy === 'number' ? accuracy : weighted.recall,
      'macro avg': savedMean(fields, 'macro avg') ?? meanOf(rows, () => 1),
      'weighted avg': savedMean(fields, 'weighted avg') ?? weighted,
    },
    missing: null,
  }
}

/** The metrics of one class; `null` where there are none. */
function readRow(fields: ReadonlyMap<string, unknown>, key: string, at: Place): ClassMetrics | null {
  const row = fieldsOf(fields.get(key))
  if (row === null) return null
  return asMetrics((metric) => {
    const value = row.get(metric)
    const place = within(within(at, key), metric)
    if (value === undefined) throw wrongValue(undefined, place, 'a number')
    return numberOrNaN(value, place)
  })
}

/** A saved average; `null` where it is not whole, for it can be computed. */
function savedMean(fields: ReadonlyMap<string, unknown>, key: string): ClassMetrics | null {
  const row = fieldsOf(fields.get(key))
  const isWhole = METRICS.every((metric) => typeof row?.get(metric) === 'number')
  return isWhole ? asMetrics((metric) => row!.get(metric) as number) : null
}

function asMetrics(read: (metric: (typeof METRICS)[number]) => number): ClassMetrics {
  const [precision, recall, f1, support] = METRICS.map(read) as [number, number, number, number]
  return { precision, recall, 'f1-score': f1, support }
}

function meanOf(rows: readonly ClassMetrics[], weight: (row: ClassMetrics) => number): ClassMetrics {
  const total = rows.reduce((sum, row) => sum + weight(row), 0)
  const mean = (metric: (typeof RATIOS)[number]) =>
    total === 0 ? 0 : rows.reduce((sum, row) => sum + weight(row) * row[metric], 0) / total
  return {
    precision: mean('precision'),
    recall: mean('recall'),
    'f1-score': mean('f1-score'),
    support: rows.reduce((sum, { support }) => sum + support, 0),
  }
}
