// The keys of LAM-Redshift's `save_in_dict`, read with checks from a dictionary of either format. Old reports lack keys; what
// lacks is named instead of refused. Values are copied field by field.

import { classNamesOf, readableClassNames } from '../core/class-names.ts'
import { StudioError } from '../core/errors.ts'
import type { ClassificationReport } from '../core/metrics.ts'
import type { PartialReport } from '../core/report.ts'
import type { ConfusionMatrix } from '../core/run.ts'
import type { SavedReport } from '../core/run-record.ts'
import { NdArray } from '../formats/pickle/pickle.ts'
import { readMeta } from './report-fields-meta.ts'
import { readScores } from './report-fields-scores.ts'
import { fieldsOf, isCount, type Place } from './report-fields-values.ts'

/** What to do with a file that is no report. */
export const REPORT_HINT = 'Give a report of this studio (JSON) or of LAM-Redshift (.npy).'

/** Far more than there are: a number from a file must not make lists without bound. */
const MOST_CLASSES = 1000
const META_HINT = 'Export the report again, or take the key out of it.'

/** A report that was read, with what its `report` says even where rows of classes lack. */
export interface StoredReport extends SavedReport {
  /** `report.accuracy` as it was saved; `null` where it lacks */
  readonly savedAccuracy: number | null
}

/**
 * Reads one report.
 * @param file name for messages
 * @param fields its dictionary; of keys that are there twice, the last counts
 * @throws StudioError `bad-input` if it is no report, or a value has the wrong form
 */
export function readReportFields(file: string, fields: ReadonlyMap<string, unknown>): StoredReport {
  const gaps: string[] = []
  /** a value that should be there; `undefined` and a remembered gap where it is not */
  const take = (key: string): unknown => {
    const value = fields.get(key) ?? undefined
    if (value === undefined) gaps.push(key)
    return value
  }
  const at: Place = { file, keys: [], hint: REPORT_HINT }
  const train = readMatrix(take('conf_matrix_train'), 'conf_matrix_train', at)
  const test = readMatrix(take('conf_matrix_test'), 'conf_matrix_test', at)
  const scores = asFields(take('report'))
  const classes = readClassCount(take('nb_class'), test ?? train, scores, at)
  requireClasses(train, 'conf_matrix_train', classes, at)
  requireClasses(test, 'conf_matrix_test', classes, at)
  const report = scores === null ? null : takeScores(scores, classes, at, gaps)
  const savedAccuracy = scores?.get('accuracy')
  const summary = take('model_summary')
  const names = takeClassNames(fields, classes, gaps)
  const curve = (key: string) => readCurve(take(key), key, at)
  const acc = curve('acc')
  const loss = curve('loss')
  const valAcc = curve('val_acc')
  const valLoss = curve('val_loss')
  const lr = curve('lr')
  const meta = fieldsOf(fields.get('meta'))
  if (test === null && report === null && acc === null && loss === null) {
    throw new StudioError(
      'bad-input',
      `${file} is no report: it has neither conf_matrix_test, report, acc nor loss.`,
      REPORT_HINT,
    )
  }
  const read: PartialReport = {
    conf_matrix_train: train,
    conf_matrix_test: test,
    nb_class: classes,
    nom_classes: names.classes,
    acc,
    loss,
    val_acc: valAcc,
    val_loss: valLoss,
    report,
    model_summary: typeof summary === 'string' ? summary : null,
    lr,
    meta:
      meta === null
        ? null
        : readMeta(fields.get('meta'), { file, keys: ['meta'], hint: META_HINT }, classes, test),
  }
  return {
    report: read,
    labels: names.labels,
    gaps,
    savedAccuracy: typeof savedAccuracy === 'number' ? savedAccuracy : null,
  }
}

function readMatrix(value: unknown, key: string, at: Place): ConfusionMatrix | null {
  if (value === undefined) return null
  const rows = asRows(value)
  const isMatrix = rows?.every((row) => row.length === rows.length && row.every(isCount))
  if (rows === null || rows.length === 0 || !isMatrix) {
    throw wrong(at, key, 'another value', 'a square matrix of counts')
  }
  return rows as number[][]
}

function requireClasses(matrix: ConfusionMatrix | null, key: string, classes: number, at: Place): void {
  if (matrix === null || matrix.length === classes) return
  throw wrong(at, key, `${matrix.length} x ${matrix.length}`, `${classes} x ${classes}`)
}

function readClassCount(
  stated: unknown,
  matrix: ConfusionMatrix | null,
  scores: ReadonlyMap<string, unknown> | null,
  at: Place,
): number {
  if (stated === undefined) {
    return matrix?.length ?? [...(scores?.keys() ?? [])].filter((key) => /^\d+$/.test(key)).length
  }
  if (!isCount(stated)) throw wrong(at, 'nb_class', String(stated), 'an integer')
  if (stated > MOST_CLASSES) throw wrong(at, 'nb_class', String(stated), `at most ${MOST_CLASSES}`)
  return stated
}

function takeScores(
  fields: ReadonlyMap<string, unknown>,
  classes: number,
  at: Place,
  gaps: string[],
): ClassificationReport | null {
  const { report, missing } = readScores(fields, classes, { ...at, keys: ['report'] })
  if (missing !== null) gaps.push(`report["${missing}"]`)
  return report
}

/** Some old files have the target's name as `nom_class` in place of the list `nom_classes`. */
function takeClassNames(fields: ReadonlyMap<string, unknown>, classes: number, gaps: string[]) {
  const names = asList(fields.get('nom_classes'))
  if (names?.length === classes && names.every((name) => typeof name === 'string')) {
    return { classes: [...names], labels: readableClassNames(names) }
  }
  gaps.push('nom_classes')
  const target = fields.get('nom_class')
  return classNamesOf(typeof target === 'string' ? target : '', classes)
}

/** One number per epoch; NaN for null, which JSON writes for what is not finite. */
function readCurve(value: unknown, key: string, at: Place): readonly number[] | null {
  if (value === undefined) return null
  const values = asList(value)?.map((each) => each ?? Number.NaN)
  if (!values?.every((each) => typeof each === 'number')) {
    throw wrong(at, key, 'another value', 'a list of numbers, one per epoch')
  }
  return values.map((each) => (Number.isFinite(each) ? each : Number.NaN))
}

function wrong({ file, hint }: Place, key: string, actual: string, expected: string): StudioError {
  return new StudioError('bad-input', `${file}: ${key} is ${actual}; expected ${expected}.`, hint)
}

/** A dictionary or an object of JSON, text keys only. */
function asFields(value: unknown): ReadonlyMap<string, unknown> | null {
  if (value instanceof NdArray) return null
  if (!(value instanceof Map)) return fieldsOf(value)
  return new Map([...value].filter((entry): entry is [string, unknown] => typeof entry[0] === 'string'))
}

/** A list, a tuple or an array of one axis. */
function asList(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value
  return value instanceof NdArray && value.shape.length === 1 ? [...value.data] : null
}

/** Lists in a list, or an array of two axes. */
function asRows(value: unknown): readonly (readonly unknown[])[] | null {
  if (value instanceof NdArray) {
    const [rows, columns] = value.shape
    if (value.shape.length !== 2 || rows === undefined || columns === undefined) return null
    const data = [...value.data]
    return Array.from({ length: rows }, (_, row) => data.slice(row * columns, (row + 1) * columns))
  }
  return Array.isArray(value) && value.every(Array.isArray) ? value.map((row) => [...row]) : null
}
