// -inf is a legal log posterior (p = 0) that no network can take. It becomes the lowest finite value of TRAIN, so that
// nothing of validation and test decides how the data are read.

import type { Finding } from '../core/dataset-report.ts'
import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import { finding, formatList, plural, SPLIT_LABELS } from './finding.ts'
import type { SplitSummary } from './summarise-splits.ts'

/** The value that stands for -inf, or `null` where there is no -inf or nothing finite in TRAIN. */
export interface Floor {
  readonly value: number | null
  readonly finding: Finding | null
}

/** Digits that tell a float32 value from its neighbours in a sentence. */
const FLOAT32_DIGITS = 7

/** Chooses the floor of a data set from the scans of its splits. */
export function chooseFloor(scans: Readonly<Record<SplitName, SplitSummary>>): Floor {
  const affected = SPLIT_NAMES.filter((split) => scans[split].nonFinite.negInf > 0)
  const { lowest } = scans.train
  if (affected.length === 0 || !Number.isFinite(lowest)) return { value: null, finding: null }
  const counts = Object.fromEntries(affected.map((split) => [split, scans[split].nonFinite.negInf]))
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const where = formatList(
    affected.map((split) => `${plural(counts[split]!, 'value')} in ${SPLIT_LABELS[split]}`),
  )
  const message = `-inf stands for p = 0 in ${where}. It is read as ${Number(lowest.toPrecision(FLOAT32_DIGITS))}, the lowest finite value of TRAIN.`
  return {
    value: lowest,
    finding: finding('info', 'negative-infinity', message, { counts: { ...counts, total } }),
  }
}
