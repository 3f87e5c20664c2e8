// The numbers of a test as panels, tables and paragraphs give them: shares with their intervals.

import type { ClassificationReport, ClassMetrics } from './metrics.ts'
import { classificationReport } from './metrics.ts'
import type { ConfusionMatrix } from './run.ts'
import type { RunView } from './run-view.ts'
import { type Interval, wilsonInterval } from './statistics/wilson.ts'

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

/** Of the control on the whole test split; `null` where a run has none. */
export function controlFigures({ control, labels }: Pick<RunView, 'control' | 'labels'>): TestFigures | null {
  return control === null ? null : figuresOfMatrix(control.confusion, labels)
}

function figuresOfMatrix(matrix: ConfusionMatrix, labels: readonly string[]): TestFigures {
  return figuresOfReport(classificationReport(matrix), matrix, labels)
}

/** Without the matrix nobody knows how many objects were predicted as a class, so precisions have no interval. */
function figuresOfReport(
  report: ClassificationReport,
  matrix: ConfusionMatrix | null,
  labels: readonly string[],
): TestFigures {
  const total = report['macro avg'].support
  const classes = labels.map((label, i): ClassFigures => {
    const { precision, recall, 'f1-score': f1, support } = report[`${i}`]!
    const predicted = matrix === null ? null : matrix.reduce((count, row) => count + row[i]!, 0)
    return {
      label,
      precision: estimate(precision, predicted),
      recall: estimate(recall, support),
      f1,
      support,
      predicted,
    }
  })
  return {
    matrix,
    classes,
    accuracy: estimate(report.accuracy, total),
    macro: report['macro avg'],
    weighted: report['weighted avg'],
    total,
  }
}

/** Hits are whole: a share that says otherwise was rounded, or is no number, and has no interval. */
const HITS_TOLERANCE = 1e-3

function estimate(value: number, total: number | null): Estimate {
  if (total === null) return { value, interval: null }
  const hits = Math.round(value * total)
  const isWhole = Math.abs(value * total - hits) < HITS_TOLERANCE
  return { value, interval: isWhole ? wilsonInterval(hits, total) : null }
}
