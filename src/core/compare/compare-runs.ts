// Holds runs against a baseline: everything that the page, a CSV file and a table for a paper show of them.

import type { RunRecord } from '../run-record.ts'
import { holm, type McNemar, mcnemar } from '../statistics/mcnemar.ts'
import { hasClassNames, incomparableReason, quoted } from './comparable.ts'
import { controlMetric, runNumbers } from './compared-run.ts'
import type { ComparedRun, Comparison, TestId } from './comparison.ts'
import { comparisonNotices } from './notices.ts'
import { seedGroups } from './seed-groups.ts'
import { settingsTable } from './settings-table.ts'
import { isUnderWay, type TestedRun, testedRun } from './test-result.ts'

/**
 * Compares runs on a test. Runs on other classes or other rows than the baseline, or than a run before them, are refused.
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
  const admitted = [testedRun(baseline, test)]
  const refused: Comparison['refused'][number][] = []
  for (const record of records) {
    if (record === baseline) continue
    const run = testedRun(record, test)
    const reason = incomparableReason(run, admitted)
    if (reason === null) admitted.push(run)
    else refused.push({ record, reason })
  }
  const comparable = admitted.map(({ record }) => record)
  const runs = comparedRuns(admitted)
  return {
    test,
    baseline,
    labels: (comparable.find(hasClassNames) ?? baseline).labels,
    runs,
    refused,
    notices: comparisonNotices(admitted),
    settings: settingsTable(comparable),
    groups: seedGroups(runs.map(({ record, accuracy }) => ({ record, accuracy: accuracy?.value ?? null }))),
  }
}

/** @param tested the baseline first */
function comparedRuns(tested: readonly TestedRun[]): ComparedRun[] {
  const baseline = tested[0]!
  const outcomes = tested.map((run) => (run === baseline ? BASELINE : rowsTest(run, baseline)))
  const adjusted = holm(outcomes.flatMap(({ outcome }) => (outcome === null ? [] : [outcome.p])))
  return tested.map((run, i) => {
    const { outcome, reason } = outcomes[i]!
    const against = run === baseline ? null : baseline.result
    return {
      record: run.record,
      ...runNumbers(run.result?.figures ?? null, against?.figures ?? null),
      control: controlMetric(run.result?.control ?? null, against?.control ?? null),
      // as many as there are outcomes, in the same order
      mcnemar: outcome === null ? null : { ...outcome, holm: adjusted.shift()! },
      withoutMcNemar: reason,
    }
  })
}

interface RowsTest {
  readonly outcome: McNemar | null
  /** why there is none, as a sentence; '' where there is one */
  readonly reason: string
}

const BASELINE: RowsTest = { outcome: null, reason: '' }

function rowsTest(run: TestedRun, baseline: TestedRun): RowsTest {
  const rows = run.result?.rows ?? null
  const baselineRows = baseline.result?.rows ?? null
  if (rows === null) return { outcome: null, reason: lackingRows(run.record, quoted(run.record)) }
  if (baselineRows === null) {
    return { outcome: null, reason: lackingRows(baseline.record, `The baseline ${quoted(baseline.record)}`) }
  }
  // that of the outcomes: the report may give the test another one, and '' stands for none
  if (rows.fingerprint === '' || rows.fingerprint !== baselineRows.fingerprint) {
    const names = `${quoted(run.record)} and the baseline ${quoted(baseline.record)}`
    return { outcome: null, reason: `${names} keep outcomes of other rows, or do not say of which.` }
  }
  return { outcome: mcnemar(baselineRows, rows), reason: '' }
}

function lackingRows(record: RunRecord, who: string): string {
  return isUnderWay(record)
    ? `${who} has no outcomes of single objects yet: it is still running.`
    : `${who} does not say what became of single objects.`
}
