// `meta` of this studio's reports, key by key. Earlier versions lack keys: what is absent becomes null. A value of another type
// is refused: a comparison of runs must be able to rely on what they say of themselves.

import { accuracy, classificationReport } from '../core/metrics.ts'
import { MODEL_IDS } from '../core/models.ts'
import { BALANCINGS, DROP_REASONS, type DropReason } from '../core/preparation.ts'
import { type NaturalTestReport, type PartialMeta, REPORT_VERSION, type ReportMeta } from '../core/report.ts'
import type { BackendId, ConfusionMatrix, InputId, RunStatus } from '../core/run.ts'
import { SCHEDULE_IDS } from '../core/schedule.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import { TARGET_IDS } from '../core/targets.ts'
import { rowOutcomes } from './report-fields-rows.ts'
import { matrixOf, scoresOf } from './report-fields-scores.ts'
import {
  amount,
  count,
  fieldsOf,
  flag,
  integer,
  integerFrom,
  listOf,
  numberFrom,
  numberOrNaN,
  objectOf,
  oneOf,
  type Place,
  partialOf,
  type Reader,
  text,
  time,
  within,
  wrongValue,
} from './report-fields-values.ts'

const INPUTS = ['logPDF', 'PDF', 'logVraisemblance'] as const satisfies readonly InputId[]
const BACKENDS = ['webgpu', 'wasm'] as const satisfies readonly BackendId[]
const STATUSES = [
  'running',
  'evaluating',
  'finished',
  'stopped',
  'failed',
] as const satisfies readonly RunStatus[]
const ORIGINS = ['best-train', 'epoch-train'] as const satisfies readonly ReportMeta['trainMatrixOrigin'][]

const FROM_ONE = integerFrom(1)
const SHARE = numberFrom(0, 1, 'a number from 0 to 1')
/** infinite ones are no JSON */
const FINITE = numberFrom(-Number.MAX_VALUE, Number.MAX_VALUE, 'a number')

const DROPPED: Reader<ReportMeta['preparation']['dropped']> = (value, at) => {
  const fields = fieldsOf(value)
  if (fields === null) throw wrongValue(value, at, 'an object')
  const isReason = (key: string): key is DropReason => (DROP_REASONS as readonly string[]).includes(key)
  const dropped: Partial<Record<DropReason, number>> = {}
  for (const [key, rows] of fields) {
    if (!isReason(key)) throw wrongValue(rows, within(at, key), `no key but ${DROP_REASONS.join(', ')}`)
    dropped[key] = count(rows, within(at, key))
  }
  return dropped
}

const PREPARATION = objectOf({
  splits: oneOf(['given', 'drawn']),
  testFraction: SHARE,
  validationFraction: SHARE,
  seed: integer,
  stratified: flag,
  balancing: oneOf(BALANCINGS),
  deltaZThreshold: amount,
  drop: listOf(oneOf(DROP_REASONS)),
  dropped: DROPPED,
  undersampled: count,
})

/**
 * Reads `meta`.
 * @param classes number of classes of the report
 * @param test its matrix of test, which the rows of test must add up to
 */
export function readMeta(
  value: unknown,
  at: Place,
  classes: number,
  test: ConfusionMatrix | null,
): PartialMeta {
  return partialOf({
    version: oneOf<typeof REPORT_VERSION>([REPORT_VERSION]),
    studio: text,
    created: time,
    seed: integer,
    model: oneOf(MODEL_IDS),
    target: oneOf(TARGET_IDS),
    input: oneOf(INPUTS),
    optimizer: oneOf(['Adam']),
    schedule: oneOf(SCHEDULE_IDS),
    epochs: FROM_ONE,
    patience: count,
    dropout: amount,
    redshift: oneOf(['value', 'index']),
    classWeights: oneOf(['none', 'balanced']),
    batchSize: FROM_ONE,
    microBatchSize: FROM_ONE,
    backend: oneOf(BACKENDS),
    adapter: text,
    dataset: datasetOf(classes),
    preparation: PREPARATION,
    bestEpoch: count,
    stoppedEarly: flag,
    status: oneOf(STATUSES),
    incomplete: flag,
    trainMatrixOrigin: oneOf(ORIGINS),
    testLoss: FINITE,
    testRows: rowOutcomes(classes, { key: 'conf_matrix_test', matrix: test }),
    naturalTest: naturalTestOf(classes),
    seconds: amount,
  })(value, at)
}

/** Earlier versions have no fingerprint of test: '' for one that is not known. */
function datasetOf(classes: number): Reader<ReportMeta['dataset']> {
  const counts = listOf(count, classes)
  const known = objectOf({
    name: text,
    fingerprint: text,
    counts: objectOf(Object.fromEntries(SPLIT_NAMES.map((name) => [name, counts])) as SplitReaders),
  })
  const later = partialOf({ testFingerprint: text })
  return (value, at) => {
    const { name, fingerprint, counts: bySplit } = known(value, at)
    return {
      name,
      fingerprint,
      testFingerprint: later(value, at).testFingerprint ?? '',
      counts: bySplit,
    }
  }
}

type SplitReaders = Record<(typeof SPLIT_NAMES)[number], Reader<readonly number[]>>

/** What follows from the matrix may be absent. The loss does not: NaN where it is not known. */
function naturalTestOf(classes: number): Reader<NaturalTestReport> {
  const known = objectOf({ conf_matrix: matrixOf(classes), excluded: count, thinned: count })
  const more = partialOf({
    counts: listOf(count, classes),
    acc: SHARE,
    loss: numberOrNaN,
    report: scoresOf(classes),
  })
  return (value, at) => {
    const { conf_matrix, excluded, thinned } = known(value, at)
    const { counts, acc, loss, report } = more(value, at)
    const rows = rowOutcomes(classes, { key: `${at.keys.join('.')}.conf_matrix`, matrix: conf_matrix })
    return {
      counts: counts ?? conf_matrix.map((row) => row.reduce((sum, cell) => sum + cell, 0)),
      excluded,
      thinned,
      conf_matrix,
      acc: acc ?? accuracy(conf_matrix),
      loss: loss ?? Number.NaN,
      report: report ?? classificationReport(conf_matrix),
      ...partialOf({ rows })(value, at),
    }
  }
}
