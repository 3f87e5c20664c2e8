// The numbers of one run of a comparison, each with its interval and its difference from the baseline.

import type { ClassificationReport, ClassMetrics } from '../metrics.ts'
import { rowPercentages, totalCount } from '../metrics.ts'
import type { ConfusionMatrix } from '../run.ts'
import type { ClassMetricsCompared, ComparedRun, Metric } from './comparison.ts'
import type { TestResult } from './test-result.ts'
import { type Interval, wilsonInterval } from './wilson.ts'

/** What a run reached on the test of the comparison. */
export type RunNumbers = Pick<ComparedRun, 'matrix' | 'accuracy' | 'macroF1' | 'classes' | 'difference'>

/**
 * The numbers of a run. A report without a matrix gives values, and intervals where the number of objects is known.
 * @param result `null` where the run has no such test
 * @param baseline `null` for the baseline itself
 */
export function runNumbers(
  result: TestResult | null,
  baseline: TestResult | null,
  classes: number,
): RunNumbers {
  const matrix = result?.matrix ?? null
  const report = result?.report ?? null
  const difference = differenceOf(matrix, baseline?.matrix ?? null)
  if (report === null) return { matrix, accuracy: null, macroF1: null, classes: null, difference }
  const other = baseline?.report ?? null
  return {
    matrix,
    accuracy: metric(report.accuracy, accuracyInterval(report, matrix), other?.accuracy),
    macroF1: metric(report['macro avg']['f1-score'], null, other?.['macro avg']['f1-score']),
    classes: Array.from({ length: classes }, (_, i) => classMetrics(i, report, matrix, other)),
    difference,
  }
}

function classMetrics(
  i: number,
  report: ClassificationReport,
  matrix: ConfusionMatrix | null,
  other: ClassificationReport | null,
): ClassMetricsCompared {
  const { precision, recall, 'f1-score': f1, support } = metricsOf(report, i)
  const theirs = other === null ? null : metricsOf(other, i)
  const hits = matrix?.[i]?.[i] ?? Math.round(recall * support)
  return {
    precision: metric(
      precision,
      matrix === null ? null : wilsonInterval(hits, columnSum(matrix, i)),
      theirs?.precision,
    ),
    recall: metric(recall, wilsonInterval(hits, support), theirs?.recall),
    f1: metric(f1, null, theirs?.['f1-score']),
    support,
  }
}

const NO_OBJECTS: ClassMetrics = { precision: 0, recall: 0, 'f1-score': 0, support: 0 }

/** scikit-learn leaves out a class that no object has and none is predicted as. */
function metricsOf(report: ClassificationReport, i: number): ClassMetrics {
  return report[`${i}`] ?? NO_OBJECTS
}

function accuracyInterval(report: ClassificationReport, matrix: ConfusionMatrix | null): Interval | null {
  const total = matrix === null ? report['macro avg'].support : totalCount(matrix)
  return wilsonInterval(Math.round(report.accuracy * total), total)
}

function metric(value: number, interval: Interval | null, baseline: number | undefined): Metric {
  return { value, interval, delta: baseline === undefined ? null : value - baseline }
}

/** `null` where either has no matrix. */
function differenceOf(
  matrix: ConfusionMatrix | null,
  baseline: ConfusionMatrix | null,
): ComparedRun['difference'] {
  if (matrix === null || baseline === null) return null
  return {
    counts: minus(matrix, baseline),
    points: minus(rowPercentages(matrix), rowPercentages(baseline)),
  }
}

function minus(a: ConfusionMatrix, b: ConfusionMatrix): number[][] {
  return a.map((row, i) => row.map((value, j) => value - b[i]![j]!))
}

function columnSum(matrix: ConfusionMatrix, column: number): number {
  return matrix.reduce((total, row) => total + row[column]!, 0)
}
