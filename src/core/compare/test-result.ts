// What a run says about one of its tests, wherever its report holds it.

import type { ClassificationReport } from '../metrics.ts'
import { classificationReport } from '../metrics.ts'
import type { RowOutcomes } from '../row-outcomes.ts'
import type { ConfusionMatrix } from '../run.ts'
import type { RunRecord } from '../run-record.ts'
import type { TestId } from './comparison.ts'

/** The outcome of a test. */
export interface TestResult {
  /** `null` until the run has ended, and where the report has none */
  readonly matrix: ConfusionMatrix | null
  /** of the matrix, or as it was saved without one */
  readonly report: ClassificationReport | null
  readonly rows: RowOutcomes | null
  /** of the rows with their labels, in order */
  readonly fingerprint: string | null
  /** objects per class */
  readonly counts: readonly number[] | null
}

/** @returns `null` where the run has no such test, or not yet */
export function testResult({ report }: RunRecord, test: TestId): TestResult | null {
  const { meta, nb_class: classes } = report
  if (test === 'natural') {
    const natural = meta?.naturalTest ?? null
    if (natural === null) return null
    const { conf_matrix: matrix, counts, rows } = natural
    return { matrix, report: classificationReport(matrix), rows, fingerprint: fingerprintOf(rows), counts }
  }
  const matrix = report.conf_matrix_test
  const metrics = matrix === null ? report.report : classificationReport(matrix)
  const rows = meta?.testRows ?? null
  return {
    matrix,
    report: metrics,
    rows,
    // reports of earlier versions have none
    fingerprint: meta?.dataset?.testFingerprint || fingerprintOf(rows),
    counts: supportsOf(metrics, classes) ?? meta?.dataset?.counts.test ?? null,
  }
}

/** Whether the run goes on: what it lacks may still come. */
export function isUnderWay({ report }: RunRecord): boolean {
  const status = report.meta?.status
  return status === 'running' || status === 'evaluating'
}

function fingerprintOf(rows: RowOutcomes | null): string | null {
  return rows === null || rows.fingerprint === '' ? null : rows.fingerprint
}

/** scikit-learn leaves out a class that no object has and none is predicted as. */
function supportsOf(metrics: ClassificationReport | null, classes: number): readonly number[] | null {
  if (metrics === null) return null
  return Array.from({ length: classes }, (_, i) => metrics[`${i}`]?.support ?? 0)
}
