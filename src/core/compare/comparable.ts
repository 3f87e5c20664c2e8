// Whether two runs may be held against each other, and if not, why: other classes or other objects make numbers that look
// alike mean different things.

import { formatInteger } from '../format.ts'
import type { RunRecord } from '../run-record.ts'
import { classKey, deltaZThreshold } from './class-key.ts'
import type { TestId } from './comparison.ts'
import { isUnderWay, type TestResult, testResult } from './test-result.ts'

/**
 * Why a run must not be compared with the baseline on a test, as a sentence with both names and both numbers; `null` where
 * it may. Loosely named classes count as the same where they mean the same.
 */
export function incomparableReason(record: RunRecord, baseline: RunRecord, test: TestId): string | null {
  return (
    classReason(record, baseline) ??
    missingTestReason(record, baseline, test) ??
    rowsReason(record, baseline, testResult(record, test), testResult(baseline, test))
  )
}

/** Whether the report says how its classes are called; else labels are `class 0`, `class 1` and so on. */
export function hasClassNames({ gaps, labels }: RunRecord): boolean {
  return !(gaps.includes('nom_classes') && labels.every((label, i) => label === `class ${i}`))
}

/** Name of a run within a sentence. */
export function quoted({ name }: RunRecord): string {
  return `“${name}”`
}

function classReason(record: RunRecord, baseline: RunRecord): string | null {
  const count = record.report.nb_class
  const baselineCount = baseline.report.nb_class
  if (count !== baselineCount) {
    return `${quoted(record)} has ${count} classes, the baseline ${quoted(baseline)} has ${baselineCount}.`
  }
  if (!hasClassNames(record) || !hasClassNames(baseline)) return null
  const keys = record.labels.map(classKey)
  const baselineKeys = baseline.labels.map(classKey)
  if (isSameList(keys, baselineKeys)) return null
  const threshold = thresholdOf(record)
  const baselineThreshold = thresholdOf(baseline)
  if (threshold !== null && baselineThreshold !== null && threshold !== baselineThreshold) {
    return `${quoted(record)} divides the classes at DeltaZ ${thresholdText(threshold)}, the baseline ${quoted(baseline)} at ${thresholdText(baselineThreshold)}.`
  }
  const order = isSameList(keys.toSorted(), baselineKeys.toSorted()) ? ' in the order' : ''
  return `${quoted(record)} has the classes${order} ${record.labels.join(', ')}, the baseline ${quoted(baseline)} has ${baseline.labels.join(', ')}.`
}

function missingTestReason(record: RunRecord, baseline: RunRecord, test: TestId): string | null {
  const lacking = [record, baseline].find((run) => testResult(run, test) === null)
  if (lacking === undefined) return null
  const who = `${lacking === baseline ? 'The baseline ' : ''}${quoted(lacking)}`
  return isUnderWay(lacking)
    ? `${who} was not evaluated at natural prevalence yet: it is still running.`
    : `${who} has no test at natural prevalence.`
}

function rowsReason(
  record: RunRecord,
  baseline: RunRecord,
  result: TestResult | null,
  baselineResult: TestResult | null,
): string | null {
  if (result === null || baselineResult === null) return null
  const isKnown = result.fingerprint !== null && baselineResult.fingerprint !== null
  if (isKnown && result.fingerprint === baselineResult.fingerprint) return null
  const sizes = [objectsText(result.counts), objectsText(baselineResult.counts)] as const
  if (isKnown) {
    return `${quoted(record)} was tested on other rows (fingerprint ${result.fingerprint}, ${sizes[0]}) than the baseline ${quoted(baseline)} (fingerprint ${baselineResult.fingerprint}, ${sizes[1]}).`
  }
  const { counts } = result
  const { counts: baselineCounts } = baselineResult
  if (counts === null || baselineCounts === null || isSameList(counts, baselineCounts)) return null
  return `${quoted(record)} was tested on other rows (${sizes[0]}) than the baseline ${quoted(baseline)} (${sizes[1]}).`
}

/** `6,318 objects: 3,159 + 3,159` */
function objectsText(counts: readonly number[] | null): string {
  if (counts === null) return 'an unknown number of objects'
  const total = counts.reduce((sum, count) => sum + count, 0)
  return `${formatInteger(total)} objects: ${counts.map(formatInteger).join(' + ')}`
}

/** The threshold of all classes of a DeltaZ run. */
function thresholdOf({ labels }: RunRecord): number | null {
  const [first = null, ...others] = labels.map(deltaZThreshold)
  return others.every((threshold) => threshold === first) ? first : null
}

/** As the classes are named: `1e-3` */
function thresholdText(threshold: number): string {
  return threshold.toExponential().replace('e+', 'e')
}

function isSameList<Item>(a: readonly Item[], b: readonly Item[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i])
}
