// What a run says about one of its tests, wherever its report holds it.

import type { RowOutcomes } from '../row-outcomes.ts'
import type { RunRecord } from '../run-record.ts'
import { viewOfRecord } from '../run-view.ts'
import {
  controlFigures,
  type Estimate,
  naturalFigures,
  type TestFigures,
  testFigures,
} from '../test-figures.ts'
import type { TestId } from './comparison.ts'

/** The outcome of a test. */
export interface TestResult {
  /** `null` until the run has ended, and where the report has none */
  readonly figures: TestFigures | null
  /** accuracy of the control; `null` where the run has none on these rows */
  readonly control: Estimate | null
  readonly rows: RowOutcomes | null
  /** of the rows with their labels, in order */
  readonly fingerprint: string | null
  /** objects per class */
  readonly counts: readonly number[] | null
}

/** A run with what it says about the test of a comparison; `null` where it has no such test, or not yet. */
export interface TestedRun {
  readonly record: RunRecord
  readonly result: TestResult | null
}

/** A run, looked up for a test. */
export function testedRun(record: RunRecord, test: TestId): TestedRun {
  return { record, result: test === 'natural' ? naturalResult(record) : resultOfTest(record) }
}

/** Whether the run goes on: what it lacks may still come. */
export function isUnderWay({ report }: RunRecord): boolean {
  const status = report.meta?.status
  return status === 'running' || status === 'evaluating'
}

function naturalResult(record: RunRecord): TestResult | null {
  const natural = record.report.meta?.naturalTest ?? null
  if (natural === null) return null
  const { rows, counts } = natural
  const figures = naturalFigures(viewOfRecord(record))
  return { figures, control: null, rows, fingerprint: fingerprintOf(rows), counts }
}

function resultOfTest(record: RunRecord): TestResult {
  const { meta } = record.report
  const view = viewOfRecord(record)
  const figures = testFigures(view)
  const rows = meta?.testRows ?? null
  return {
    figures,
    control: controlFigures(view)?.accuracy ?? null,
    rows,
    // reports of earlier versions have none
    fingerprint: meta?.dataset?.testFingerprint || fingerprintOf(rows),
    counts: figures?.classes.map(({ support }) => support) ?? meta?.dataset?.counts.test ?? null,
  }
}

function fingerprintOf(rows: RowOutcomes | null): string | null {
  return rows === null || rows.fingerprint === '' ? null : rows.fingerprint
}
