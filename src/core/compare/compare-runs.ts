// Holds runs against a baseline: everything that the page, a CSV file and a table for a paper show of them.

import type { RunRecord } from '../run-record.ts'
import { incomparableReason, quoted } from './comparable.ts'
import { runNumbers } from './compared-run.ts'
import type { ComparedRun, Comparison, TestId } from './comparison.ts'
import { holm } from './holm.ts'
import { type McNemar, mcnemar } from './mcnemar.ts'
import { comparisonNotices } from './notices.ts'
import { seedGroups } from './seed-groups.ts'
import { settingsTable } from './settings-table.ts'
import { isUnderWay, type TestResult, testResult } from './test-result.ts'

/**
 * Compares runs on a test. Runs on other classes or other rows are refused.
 * @param records in the order they were chosen; a run under way counts with what it has
 * @returns `null` where the baseline is not among the records
 */
export function compareRuns(
  records: readonly RunRecord[],
  baselineId: string,
  test: TestId,
): Comparison | null {
  const baseline = records.find(({ id }) => id === baselineId)
  if (baseline === undefined) return null
  const others = records
    .filter((record) => record !== baseline)
    .map((record) => ({ record, reason: incomparableReason(record, baseline, test) }))
  const comparable = [baseline, ...others.filter(({ reason }) => reason === null).map(({ record }) => record)]
  const runs = comparedRuns(comparable, test)
  return {
    test,
    baseline,
    labels: baseline.labels,
    runs,
    refused: others.flatMap(({ record, reason }) => (reason === null ? [] : [{ record, reason }])),
    notices: comparisonNotices(comparable, test),
    settings: settingsTable(comparable),
    groups: seedGroups(runs.map(({ record, accuracy }) => ({ record, accuracy: accuracy?.value ?? null }))),
  }
}

/** @param records the baseline first */
function comparedRuns(records: readonly RunRecord[], test: TestId): ComparedRun[] {
  const tested = records.map((record): Tested => ({ record, result: testResult(record, test) }))
  const baseline = tested[0]
  if (baseline === undefined) return []
  const outcomes = tested.map((run) => (run === baseline ? BASELINE : rowsTest(run, baseline)))
  const adjusted = holm(outcomes.flatMap(({ outcome }) => (outcome === null ? [] : [outcome.p])))
  const classes = baseline.record.report.nb_class
  return tested.map((run, i) => {
    const { outcome, reason } = outcomes[i]!
    return {
      record: run.record,
      ...runNumbers(run.result, run === baseline ? null : baseline.result, classes),
      // as many as there are outcomes, in the same order
      mcnemar: outcome === null ? null : { ...outcome, holm: adjusted.shift()! },
      withoutMcNemar: reason,
    }
  })
}

interface Tested {
  readonly record: RunRecord
  readonly result: TestResult | null
}

interface RowsTest {
  readonly outcome: McNemar | null
  /** why there is none, as a sentence; '' where there is one */
  readonly reason: string
}

const BASELINE: RowsTest = { outcome: null, reason: '' }

function rowsTest(run: Tested, baseline: Tested): RowsTest {
  const rows = run.result?.rows ?? null
  const baselineRows = baseline.result?.rows ?? null
  if (rows === null) return { outcome: null, reason: lackingRows(run.record, quoted(run.record)) }
  if (baselineRows === null) {
    return { outcome: null, reason: lackingRows(baseline.record, `The baseline ${quoted(baseline.record)}`) }
  }
  if (rows.fingerprint !== baselineRows.fingerprint || rows.labels !== baselineRows.labels) {
    const names = `${quoted(run.record)} and the baseline ${quoted(baseline.record)}`
    return { outcome: null, reason: `${names} keep outcomes of other rows, or in another order.` }
  }
  return { outcome: mcnemar(baselineRows, rows), reason: '' }
}

function lackingRows(record: RunRecord, who: string): string {
  return isUnderWay(record)
    ? `${who} has no outcomes of single objects yet: it is still running.`
    : `${who} does not say what became of single objects.`
}
