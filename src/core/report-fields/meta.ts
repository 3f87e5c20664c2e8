// `meta` of this studio's reports, key by key. Earlier versions lack keys: what is absent becomes null. A value of another type
// is refused: a comparison of runs must be able to rely on what they say of themselves.

import { formatInteger } from '../format.ts'
import { accuracy, classificationReport } from '../metrics.ts'
import { MODEL_IDS } from '../models.ts'
import { BALANCINGS, DROP_REASONS, type DropReason } from '../preparation.ts'
import {
  type ControlReport,
  type NaturalTestReport,
  type PartialMeta,
  REPORT_VERSION,
  type ReportMeta,
} from '../report.ts'
import type { BackendId, ConfusionMatrix, InputId, RunStatus } from '../run.ts'
import { SCHEDULE_IDS } from '../schedule.ts'
import { SPLIT_NAMES } from '../split-names.ts'
import { TARGET_IDS } from '../targets.ts'
import { type CountedMatrix, rowOutcomes } from './rows.ts'
import { matrixOf, scoresOf } from './scores.ts'
import {
  amount,
  count,
  finite,
  flag,
  integer,
  integerFrom,
  listOf,
  number,
  numberFrom,
  numberOrNaN,
  objectOf,
  oneOf,
  type Place,
  partialOf,
  type Reader,
  requiredFields,
  text,
  time,
  within,
  wrong,
  wrongValue,
} from './values.ts'

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
/** Sums of the same counts may differ by rounding, and by float32 where a script worked in it. */
const ACCURACY_TOLERANCE = 1e-6

const DROPPED: Reader<ReportMeta['preparation']['dropped']> = (value, at) => {
  const fields = requiredFields(value, at)
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
 * @param test its matrix of test, which rows and counts of test must agree with
 */
export function readMeta(
  value: unknown,
  at: Place,
  classes: number,
  test: ConfusionMatrix | null,
): PartialMeta {
  const counted: CountedMatrix = { key: 'conf_matrix_test', matrix: test }
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
    dataset: datasetOf(classes, counted),
    overruled: listOf(text),
    preparation: PREPARATION,
    bestEpoch: count,
    stoppedEarly: flag,
    status: oneOf(STATUSES),
    incomplete: flag,
    trainMatrixOrigin: oneOf(ORIGINS),
    testLoss: number,
    testRows: rowOutcomes(classes, counted),
    naturalTest: naturalTestOf(classes),
    control: controlOf(classes, counted),
    // the clock of the machine may have been set back meanwhile
    seconds: finite,
  })(value, at)
}

/** Earlier versions have no fingerprint of test: '' for one that is not known. */
function datasetOf(classes: number, test: CountedMatrix): Reader<ReportMeta['dataset']> {
  const counts = listOf(count, classes)
  const known = objectOf({
    name: text,
    fingerprint: text,
    counts: objectOf(Object.fromEntries(SPLIT_NAMES.map((name) => [name, counts])) as SplitReaders),
  })
  const later = partialOf({ testFingerprint: text })
  return (value, at) => {
    const { name, fingerprint, counts: bySplit } = known(value, at)
    requireCounts(bySplit.test, test, within(within(at, 'counts'), 'test'))
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
    const counted = { key: `${at.keys.join('.')}.conf_matrix`, matrix: conf_matrix }
    const exact = accuracy(conf_matrix)
    if (counts !== null) requireCounts(counts, counted, within(at, 'counts'))
    if (acc !== null && Math.abs(acc - exact) > ACCURACY_TOLERANCE) {
      throw wrongValue(acc, within(at, 'acc'), `${exact}, as in ${counted.key}`)
    }
    return {
      counts: counts ?? supportsOf(conf_matrix),
      excluded,
      thinned,
      conf_matrix,
      acc: acc ?? exact,
      loss: loss ?? Number.NaN,
      report: report ?? classificationReport(conf_matrix),
      ...partialOf({ rows: rowOutcomes(classes, counted) })(value, at),
    }
  }
}

/** The control on the rows of test. */
function controlOf(classes: number, test: CountedMatrix): Reader<ControlReport> {
  const known = objectOf({
    descriptors: listOf(text),
    trainRows: count,
    conf_matrix: matrixOf(classes),
    acc: SHARE,
    loss: numberOrNaN,
  })
  return (value, at) => {
    const { conf_matrix, acc, ...others } = known(value, at)
    const counted = { key: `${at.keys.join('.')}.conf_matrix`, matrix: conf_matrix }
    const exact = accuracy(conf_matrix)
    requireCounts(supportsOf(conf_matrix), test, within(at, 'conf_matrix'))
    if (Math.abs(acc - exact) > ACCURACY_TOLERANCE) {
      throw wrongValue(acc, within(at, 'acc'), `${exact}, as in ${counted.key}`)
    }
    return { ...others, conf_matrix, acc, ...partialOf({ rows: rowOutcomes(classes, counted) })(value, at) }
  }
}

/** Objects per class are the sums of the matrix' rows. */
function requireCounts(counts: readonly number[], { key, matrix }: CountedMatrix, at: Place): void {
  if (matrix === null) return
  for (const [i, expected] of supportsOf(matrix).entries()) {
    const found = counts[i]!
    if (found === expected) continue
    throw wrong(
      within(at, i),
      `is ${formatInteger(found)}`,
      `${formatInteger(expected)}, the sum of row ${i} of ${key}`,
    )
  }
}

function supportsOf(matrix: ConfusionMatrix): number[] {
  return matrix.map((row) => row.reduce((sum, cell) => sum + cell, 0))
}
