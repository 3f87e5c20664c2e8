// The numbers of a test as tables and paragraphs give them: shares with their intervals.

import { type Interval, wilsonInterval } from '../compare/wilson.ts'
import type { ClassificationReport, ClassMetrics } from '../metrics.ts'
import { classificationReport, totalCount } from '../metrics.ts'
import type { ConfusionMatrix } from '../run.ts'
import type { RunView } from '../run-view.ts'

/** A share, 0 to 1, with Wilson's 95 % interval; `null` where it is none of independent objects, or their number is unknown. */
export interface Estimate {
  readonly value: number
  readonly interval: Interval | null
}

/** One class of a test. */
export interface ClassFigures {
  /** readable name */
  readonly label: string
  readonly precision: Estimate
  readonly recall: Estimate
  readonly f1: number
  readonly support: number
  /** objects that were predicted as this class; `null` where the matrix is unknown */
  readonly predicted: number | null
}

/** Everything that is told of a test. */
export interface TestFigures {
  /** [true class, predicted class]; `null` for a report without it */
  readonly matrix: ConfusionMatrix | null
  readonly classes: readonly ClassFigures[]
  readonly accuracy: Estimate
  readonly macro: ClassMetrics
  readonly weighted: ClassMetrics
  /** objects */
  readonly total: number
}

/** Of the whole test split, never of validation; `null` where a run has not come so far, or a report does not hold it. */
export function testFigures({ test, savedReport, labels }: RunView): TestFigures | null {
  if (test !== null && (test.origin === 'best-test' || test.origin === 'saved-test')) {
    return figuresOfMatrix(test.matrix, labels)
  }
  return savedReport === null ? null : figuresOfReport(savedReport, null, labels)
}

/** Of the test at natural prevalence; `null` where there is none, or it was not evaluated. */
export function naturalFigures({ natural, labels }: RunView): TestFigures | null {
  return natural?.matrix ? figuresOfMatrix(natural.matrix, labels) : null
}

function figuresOfMatrix(matrix: ConfusionMatrix, labels: readonly string[]): TestFigures {
  return figuresOfReport(classificationReport(matrix), matrix, labels)
}

function figuresOfReport(
  report: ClassificationReport,
  matrix: ConfusionMatrix | null,
  labels: readonly string[],
): TestFigures {
  const total = report['macro avg'].support
  const classes = labels.map((label, i): ClassFigures => {
    // scikit-learn leaves out a class that is neither in the data nor among its `labels`
    const metrics = report[`${i}`] ?? { precision: 0, recall: 0, 'f1-score': 0, support: 0 }
    const { precision, recall, 'f1-score': f1, support } = metrics
    const hits = matrix?.[i]?.[i] ?? null
    const predicted = matrix === null ? null : matrix.reduce((count, row) => count + (row[i] ?? 0), 0)
    return {
      label,
      precision: estimate(precision, hits, predicted),
      recall: estimate(recall, hits, support),
      f1,
      support,
      predicted,
    }
  })
  const right = matrix === null ? null : matrix.reduce((count, row, i) => count + (row[i] ?? 0), 0)
  return {
    matrix,
    classes,
    accuracy: estimate(report.accuracy, right, matrix === null ? null : totalCount(matrix)),
    macro: report['macro avg'],
    weighted: report['weighted avg'],
    total,
  }
}

function estimate(value: number, hits: number | null, total: number | null): Estimate {
  return { value, interval: hits === null || total === null ? null : wilsonInterval(hits, total) }
}
