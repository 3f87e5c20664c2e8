// Whether runs may be held against each other, and if not, why: other classes or other objects make numbers that look alike
// mean different things.

import type { RunRecord } from '../run-record.ts'
import { exponentText, objectsText } from '../text.ts'
import { classKey, deltaZThreshold } from './class-key.ts'
import { isUnderWay, type TestedRun } from './test-result.ts'

/**
 * Why a run must not be compared with those that are compared already, as a sentence with both names and both numbers; `null`
 * where it may. Each of them counts: a baseline that says little contradicts nobody, while two others may. Loosely named
 * classes count as the same where they mean the same.
 * @param admitted the baseline first
 */
export function incomparableReason(run: TestedRun, admitted: readonly TestedRun[]): string | null {
  for (const [i, other] of admitted.entries()) {
    const who = `${i === 0 ? 'the baseline ' : ''}${quoted(other.record)}`
    const reason =
      classReason(run.record, other.record, who) ??
      missingTestReason(run) ??
      // the others have passed
      missingTestReason(other, 'The baseline ') ??
      rowsReason(run, other, who)
    if (reason !== null) return reason
  }
  return null
}

/** Whether the report says how its classes are called; labels that it does not hold are guessed. */
export function hasClassNames({ gaps }: RunRecord): boolean {
  return !gaps.includes('nom_classes')
}

/** Name of a run within a sentence. */
export function quoted({ name }: RunRecord): string {
  return `“${name}”`
}

function classReason(record: RunRecord, other: RunRecord, who: string): string | null {
  const count = record.report.nb_class
  const otherCount = other.report.nb_class
  if (count !== otherCount) return `${quoted(record)} has ${count} classes, ${who} has ${otherCount}.`
  if (!hasClassNames(record) || !hasClassNames(other)) return null
  const keys = record.labels.map(classKey)
  const otherKeys = other.labels.map(classKey)
  if (isSameList(keys, otherKeys)) return null
  const threshold = thresholdOf(record)
  const otherThreshold = thresholdOf(other)
  if (threshold !== null && otherThreshold !== null && threshold !== otherThreshold) {
    return `${quoted(record)} divides the classes at DeltaZ ${exponentText(threshold)}, ${who} at ${exponentText(otherThreshold)}.`
  }
  const order = isSameList(keys.toSorted(), otherKeys.toSorted()) ? ' in the order' : ''
  return `${quoted(record)} has the classes${order} ${record.labels.join(', ')}, ${who} has ${other.labels.join(', ')}.`
}

function missingTestReason({ record, result }: TestedRun, role = ''): string | null {
  if (result !== null) return null
  const who = `${role}${quoted(record)}`
  return isUnderWay(record)
    ? `${who} was not evaluated at natural prevalence yet: it is still running.`
    : `${who} has no test at natural prevalence.`
}

function rowsReason(run: TestedRun, other: TestedRun, who: string): string | null {
  const { result } = run
  const { result: others } = other
  if (result === null || others === null) return null
  const name = quoted(run.record)
  const objects = countsText(result.counts)
  const otherObjects = countsText(others.counts)
  const areCountsEqual =
    result.counts === null || others.counts === null || isSameList(result.counts, others.counts)
  if (result.fingerprint === null || others.fingerprint === null) {
    return areCountsEqual
      ? null
      : `${name} was tested on other rows (${objects}) than ${who} (${otherObjects}).`
  }
  if (result.fingerprint !== others.fingerprint) {
    return `${name} was tested on other rows (fingerprint ${result.fingerprint}, ${objects}) than ${who} (fingerprint ${others.fingerprint}, ${otherObjects}).`
  }
  const same = `the rows with fingerprint ${result.fingerprint}`
  if (!areCountsEqual)
    return `${name} has other classes of ${same} (${objects}) than ${who} (${otherObjects}).`
  const areLabelsEqual =
    result.rows === null || others.rows === null || result.rows.labels === others.rows.labels
  return areLabelsEqual ? null : `${name} has other classes of ${same}, or another order, than ${who}.`
}

/** `6,318 objects: 3,159 + 3,159` */
function countsText(counts: readonly number[] | null): string {
  if (counts === null) return 'an unknown number of objects'
  const { all, each } = objectsText(counts)
  return `${all} objects: ${each}`
}

/** The threshold of all classes of a DeltaZ run. */
function thresholdOf({ labels }: RunRecord): number | null {
  const [first = null, ...others] = labels.map(deltaZThreshold)
  return others.every((threshold) => threshold === first) ? first : null
}

function isSameList<Item>(a: readonly Item[], b: readonly Item[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i])
}
