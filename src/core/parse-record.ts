// What a database gives back, checked: an earlier or a later version of the studio may have written it. Keys that are not
// known are left out of what comes back.

import * as v from 'valibot'
import { MODEL_IDS } from './models.ts'
import { BALANCINGS, DROP_REASONS } from './preparation.ts'
import { REPORT_VERSION } from './report.ts'
import { RUN_COLOURS, type RunRecord } from './run-record.ts'
import { SCHEDULE_IDS } from './schedule.ts'
import { TARGET_IDS } from './targets.ts'

const TEXT = v.string()
const TEXTS = v.array(TEXT)
const FLAG = v.boolean()
/** NaN stands for a value that is not finite */
const NUMBER = v.union([v.number(), v.nan()])
const INTEGER = v.pipe(v.number(), v.safeInteger())
const COUNT = v.pipe(INTEGER, v.minValue(0))
const COUNTS = v.array(COUNT)
/** one check instead of one per epoch: a list of a thousand runs is read in one go */
const CURVE = orNull(v.custom<readonly number[]>(isNumbers))
const MATRIX = v.array(COUNTS)

const ROWS = v.pipe(
  v.object({ fingerprint: TEXT, labels: digits(), predicted: digits() }),
  v.check(({ labels, predicted }) => labels.length === predicted.length),
)

const CLASS_METRICS = v.object({ precision: NUMBER, recall: NUMBER, 'f1-score': NUMBER, support: NUMBER })
const CLASSIFICATION = v.objectWithRest(
  { accuracy: NUMBER, 'macro avg': CLASS_METRICS, 'weighted avg': CLASS_METRICS },
  CLASS_METRICS,
)

const NATURAL_TEST = v.object({
  counts: COUNTS,
  excluded: COUNT,
  thinned: COUNT,
  conf_matrix: MATRIX,
  acc: NUMBER,
  loss: NUMBER,
  report: CLASSIFICATION,
  rows: orNull(ROWS),
})

const PREPARATION = v.object({
  splits: v.picklist(['given', 'drawn']),
  testFraction: NUMBER,
  validationFraction: NUMBER,
  seed: INTEGER,
  stratified: FLAG,
  balancing: v.picklist(BALANCINGS),
  deltaZThreshold: NUMBER,
  drop: v.array(v.picklist(DROP_REASONS)),
  dropped: v.object(
    Object.fromEntries(DROP_REASONS.map((reason) => [reason, v.exactOptional(COUNT)])) as Record<
      (typeof DROP_REASONS)[number],
      v.ExactOptionalSchema<typeof COUNT, undefined>
    >,
  ),
  undersampled: COUNT,
})

/** A key that an earlier version did not write is not known. */
const META = v.object({
  version: orNull(v.literal(REPORT_VERSION)),
  studio: orNull(TEXT),
  created: orNull(TEXT),
  seed: orNull(INTEGER),
  model: orNull(v.picklist(MODEL_IDS)),
  target: orNull(v.picklist(TARGET_IDS)),
  input: orNull(v.picklist(['logPDF', 'PDF', 'logVraisemblance'])),
  optimizer: orNull(v.literal('Adam')),
  schedule: orNull(v.picklist(SCHEDULE_IDS)),
  epochs: orNull(COUNT),
  patience: orNull(COUNT),
  dropout: orNull(NUMBER),
  redshift: orNull(v.picklist(['value', 'index'])),
  classWeights: orNull(v.picklist(['none', 'balanced'])),
  batchSize: orNull(COUNT),
  microBatchSize: orNull(COUNT),
  backend: orNull(v.picklist(['webgpu', 'wasm'])),
  adapter: orNull(TEXT),
  dataset: orNull(
    v.object({
      name: TEXT,
      fingerprint: TEXT,
      testFingerprint: TEXT,
      counts: v.object({ train: COUNTS, validation: COUNTS, test: COUNTS }),
    }),
  ),
  preparation: orNull(PREPARATION),
  bestEpoch: orNull(COUNT),
  stoppedEarly: orNull(FLAG),
  status: orNull(v.picklist(['running', 'evaluating', 'finished', 'stopped', 'failed'])),
  incomplete: orNull(FLAG),
  trainMatrixOrigin: orNull(v.picklist(['best-train', 'epoch-train'])),
  testLoss: orNull(NUMBER),
  testRows: orNull(ROWS),
  naturalTest: orNull(NATURAL_TEST),
  seconds: orNull(NUMBER),
})

const REPORT = v.object({
  conf_matrix_train: orNull(MATRIX),
  conf_matrix_test: orNull(MATRIX),
  nb_class: COUNT,
  nom_classes: TEXTS,
  acc: CURVE,
  loss: CURVE,
  val_acc: CURVE,
  val_loss: CURVE,
  report: orNull(CLASSIFICATION),
  model_summary: orNull(TEXT),
  lr: CURVE,
  meta: orNull(META),
})

const RECORD = v.object({
  id: TEXT,
  name: TEXT,
  tags: TEXTS,
  note: TEXT,
  at: v.pipe(v.number(), v.finite()),
  source: v.variant('kind', [
    v.object({ kind: v.literal('trained') }),
    v.object({ kind: v.literal('imported'), file: TEXT, format: v.picklist(['json', 'npy']) }),
  ]),
  colour: v.pipe(COUNT, v.maxValue(RUN_COLOURS - 1)),
  labels: TEXTS,
  gaps: TEXTS,
  report: REPORT,
})

/** The record in what was kept, or `null` where it cannot be understood. */
export function parseRecord(value: unknown): RunRecord | null {
  const parsed = v.safeParse(RECORD, value)
  return parsed.success && hasOneNumberOfClasses(parsed.output) ? parsed.output : null
}

/** Panels index matrices, metrics and names by class. */
function hasOneNumberOfClasses({ labels, report }: Pick<RunRecord, 'labels' | 'report'>): boolean {
  const { nb_class: classes, meta } = report
  const natural = meta?.naturalTest ?? null
  const matrices = [report.conf_matrix_train, report.conf_matrix_test, natural?.conf_matrix ?? null]
  const metrics = [report.report, natural?.report ?? null]
  return (
    labels.length === classes &&
    matrices.every(
      (matrix) =>
        matrix === null || (matrix.length === classes && matrix.every((row) => row.length === classes)),
    ) &&
    metrics.every((each) => each === null || labels.every((_, index) => each[`${index}`] !== undefined))
  )
}

/** What is not known is `null`, and so is what nobody wrote. */
function orNull<const Schema extends v.GenericSchema>(schema: Schema) {
  return v.optional(v.nullable(schema), null)
}

function isNumbers(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'number')
}

function digits() {
  return v.pipe(v.string(), v.regex(/^\d*$/))
}
