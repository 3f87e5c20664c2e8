// The numbers of one run of a comparison, each with its difference from the baseline.

import { rowPercentages } from '../metrics.ts'
import type { ConfusionMatrix } from '../run.ts'
import type { ClassFigures, Estimate, TestFigures } from '../test-figures.ts'
import type { ClassMetricsCompared, ComparedRun, Metric } from './comparison.ts'

/** What a run reached on the test of the comparison. */
export type RunNumbers = Pick<ComparedRun, 'matrix' | 'accuracy' | 'macroF1' | 'classes' | 'difference'>

/**
 * The numbers of a run.
 * @param figures `null` where the run has no results yet
 * @param baseline `null` for the baseline itself, and where that has none
 */
export function runNumbers(figures: TestFigures | null, baseline: TestFigures | null): RunNumbers {
  const matrix = figures?.matrix ?? null
  const difference = differenceOf(matrix, baseline?.matrix ?? null)
  if (figures === null) return { matrix, accuracy: null, macroF1: null, classes: null, difference }
  return {
    matrix,
    accuracy: metric(figures.accuracy, baseline?.accuracy.value),
    macroF1: plain(figures.macro['f1-score'], baseline?.macro['f1-score']),
    classes: figures.classes.map((each, i) => classMetrics(each, baseline?.classes[i])),
    difference,
  }
}

/** The accuracy of the control beside a run, and its difference from that of the baseline's control. */
export function controlMetric(control: Estimate | null, baseline: Estimate | null): Metric | null {
  return control === null ? null : metric(control, baseline?.value)
}

function classMetrics(figures: ClassFigures, baseline: ClassFigures | undefined): ClassMetricsCompared {
  return {
    precision: metric(figures.precision, baseline?.precision.value),
    recall: metric(figures.recall, baseline?.recall.value),
    f1: plain(figures.f1, baseline?.f1),
    support: figures.support,
  }
}

function metric({ value, interval }: Estimate, baseline: number | undefined): Metric {
  return { value, interval, delta: baseline === undefined ? null : value - baseline }
}

function plain(value: number, baseline: number | undefined): Metric {
  return metric({ value, interval: null }, baseline)
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
