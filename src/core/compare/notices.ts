// What a reader of a comparison must know, as sentences.

import { brokenOffText, overruledText } from '../run-notes.ts'
import type { RunRecord } from '../run-record.ts'
import { listed } from '../text.ts'
import { hasClassNames, quoted } from './comparable.ts'
import { binaryLossSign } from './loss-kind.ts'
import type { TestedRun } from './test-result.ts'

/**
 * The notices of runs that are compared.
 * @param runs the baseline first, all comparable with each other
 */
export function comparisonNotices(runs: readonly TestedRun[]): string[] {
  const records = runs.map(({ record }) => record)
  return [
    ...rowNotices(runs),
    ...nameNotices(records),
    ...records.flatMap(brokenOffNotice),
    ...records.flatMap(overruledNotice),
    ...records.flatMap(lossNotice),
    ...weightNotices(records),
  ]
}

function rowNotices([baseline, ...others]: readonly TestedRun[]): string[] {
  if (baseline === undefined) return []
  const { result } = baseline
  const unverified = others.filter((other) => !(result?.fingerprint && other.result?.fingerprint))
  const isCounted = (other: TestedRun) => !!(result?.counts && other.result?.counts)
  const notice = (runs: readonly TestedRun[], why: string) =>
    runs.length === 0
      ? []
      : [
          `Whether ${listOf(runs.map(({ record }) => record))} ${runs.length === 1 ? 'was' : 'were'} tested on the same objects as the baseline ${quoted(baseline.record)} cannot be verified: ${why}.`,
        ]
  return [
    ...notice(
      unverified.filter(isCounted),
      'objects per class agree, but a report has no fingerprint of its rows',
    ),
    ...notice(
      unverified.filter((other) => !isCounted(other)),
      'a report has neither a fingerprint of its rows nor counts of objects',
    ),
  ]
}

function nameNotices(records: readonly RunRecord[]): string[] {
  const nameless = records.filter((record) => !hasClassNames(record))
  if (nameless.length === 0 || records.length < 2) return []
  return [
    `${listOf(nameless)} ${nameless.length === 1 ? 'does' : 'do'} not name the classes: they are taken to be the same in the same order.`,
  ]
}

function brokenOffNotice(record: RunRecord): string[] {
  const text = brokenOffText(record)
  return text === null ? [] : [`${quoted(record)} ${text}: its numbers are those of an unfinished run.`]
}

function overruledNotice(record: RunRecord): string[] {
  const text = overruledText(record.report.meta)
  return text === null ? [] : [`${quoted(record)} was trained ${text}.`]
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
