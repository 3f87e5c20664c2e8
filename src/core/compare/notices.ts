// What a reader of a comparison must know, as sentences.

import { listed } from '../export/dialect.ts'
import type { RunRecord } from '../run-record.ts'
import { hasClassNames, quoted } from './comparable.ts'
import type { TestId } from './comparison.ts'
import { binaryLossSign } from './loss-kind.ts'
import { testResult } from './test-result.ts'

/**
 * The notices of runs that are compared.
 * @param records the baseline first, all comparable with it
 */
export function comparisonNotices(records: readonly RunRecord[], test: TestId): string[] {
  const [baseline, ...others] = records
  if (baseline === undefined) return []
  return [
    ...rowNotices(baseline, others, test),
    ...nameNotices(baseline, others),
    ...records.flatMap(lossNotice),
    ...weightNotices(records),
  ]
}

function rowNotices(baseline: RunRecord, others: readonly RunRecord[], test: TestId): string[] {
  const result = testResult(baseline, test)
  const unverified = others
    .map((record) => ({ record, result: testResult(record, test) }))
    .filter((other) => !(result?.fingerprint && other.result?.fingerprint))
  const isCounted = (other: (typeof unverified)[number]) => !!(result?.counts && other.result?.counts)
  const counted = unverified.filter(isCounted).map(({ record }) => record)
  const uncounted = unverified.filter((other) => !isCounted(other)).map(({ record }) => record)
  return [
    ...(counted.length === 0
      ? []
      : [
          `Whether ${listOf(counted)} ${counted.length === 1 ? 'was' : 'were'} tested on the same objects as the baseline ${quoted(baseline)} cannot be verified: objects per class agree, but a report has no fingerprint of its rows.`,
        ]),
    ...(uncounted.length === 0
      ? []
      : [
          `Whether ${listOf(uncounted)} ${uncounted.length === 1 ? 'was' : 'were'} tested on the same objects as the baseline ${quoted(baseline)} cannot be verified: a report has neither a fingerprint of its rows nor counts of objects.`,
        ]),
  ]
}

function nameNotices(baseline: RunRecord, others: readonly RunRecord[]): string[] {
  const nameless = [baseline, ...others].filter((record) => !hasClassNames(record))
  if (nameless.length === 0 || others.length === 0) return []
  return [
    `${listOf(nameless)} ${nameless.length === 1 ? 'does' : 'do'} not name the classes: they are taken to be the same in the same order.`,
  ]
}

function lossNotice(record: RunRecord): string[] {
  const sign = binaryLossSign(record.report)
  if (sign === null) return []
  const { loss, accuracy, least } = sign
  return [
    `The losses of ${quoted(record)} look like binary cross-entropy: ${loss.toFixed(2)} on average at an accuracy of ${accuracy.toFixed(2)}, where categorical cross-entropy is at least ${least.toFixed(2)}. Compare them with no categorical ones.`,
  ]
}

/** Keras weights the loss of training, not that of validation. */
function weightNotices(records: readonly RunRecord[]): string[] {
  const weighted = records.filter(({ report }) => report.meta?.classWeights === 'balanced')
  if (weighted.length === 0 || weighted.length === records.length) return []
  return [
    `The training loss of ${listOf(weighted)} counts rare classes more, that of the other runs does not: compare validation losses.`,
  ]
}

function listOf(records: readonly RunRecord[]): string {
  return listed(records.map(quoted))
}
