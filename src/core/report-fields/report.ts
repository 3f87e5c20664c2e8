// The keys of LAM-Redshift's `save_in_dict`, read with checks from a dictionary of either format. Old reports lack keys; what
// lacks is named instead of refused. Values are copied field by field.

import { areIndexNames, guessedLabels, indexNames, readableClassNames } from '../class-names.ts'
import { StudioError } from '../errors.ts'
import { formatInteger } from '../format.ts'
import type { ClassificationReport } from '../metrics.ts'
import type { PartialReport } from '../report.ts'
import type { ConfusionMatrix } from '../run.ts'
import type { SavedReport } from '../run-record.ts'
import { readMeta } from './meta.ts'
import { readScores } from './scores.ts'
import { fieldsOf, isCount, type Place, wrong } from './values.ts'

/** What to do with a file that is no report. */
export const REPORT_HINT = 'Give a report of this studio (JSON) or of LAM-Redshift (.npy).'
const META_HINT = 'Export the report again, or take the key out of it.'

/** Far more than there are: a number from a file must not make lists without bound. */
const MOST_CLASSES = 1000
/** Ten times what a run of this studio may take. */
const MOST_EPOCHS = 100_000
/** Keras may validate every few epochs only, so that curves of one run differ in length. */
const MOST_TIMES_LONGER = 100

/** A report that was read, with what it says where its own keys lack. */
export interface StoredReport extends SavedReport {
  /** `report.accuracy` as it was saved; `null` where it lacks */
  readonly savedAccuracy: number | null
  /** the target's name that some old files have as `nom_class`; `null` where it lacks */
  readonly savedTarget: string | null
}

/**
 * Reads one report.
 * @param file name for messages
 * @param fields its dictionary, of plain values; of keys that are there twice, the last counts
 * @throws StudioError `bad-input` if it is no report, or a value has the wrong form
 */
export function readReportFields(file: string, fields: ReadonlyMap<string, unknown>): StoredReport {
  const gaps: string[] = []
  /** a value that should be there; `null` and a remembered gap where there is none of that form */
  const take = <Value>(key: string, read: (value: unknown) => Value | null): Value | null => {
    const value = read(fields.get(key))
    if (value === null) gaps.push(key)
    return value
  }
  const at = (key: string): Place => ({ file, keys: [key], hint: REPORT_HINT })
  const matrix = (key: string) => take(key, (value) => readMatrix(value, at(key)))
  const train = matrix('conf_matrix_train')
  const test = matrix('conf_matrix_test')
  const scores = take('report', fieldsOf)
  const classes = readClassCount(
    take('nb_class', (value) => value ?? null),
    test ?? train,
    scores,
    at('nb_class'),
  )
  requireClasses(train, classes, at('conf_matrix_train'))
  requireClasses(test, classes, at('conf_matrix_test'))
  const report = scores === null ? null : takeScores(scores, classes, at('report'), gaps)
  const summary = take('model_summary', textOrNull)
  const savedTarget = textOrNull(fields.get('nom_class'))
  const names = take('nom_classes', (value) => readNames(value, classes))
  const curve = (key: string) => take(key, (value) => readCurve(value, at(key)))
  const curves = {
    acc: curve('acc'),
    loss: curve('loss'),
    val_acc: curve('val_acc'),
    val_loss: curve('val_loss'),
  }
  requireOneRun(curves, at)
  const lr = curve('lr')
  if (test === null && report === null && curves.acc === null && curves.loss === null) {
    throw new StudioError(
      'bad-input',
      `${file} is no report: it has neither conf_matrix_test, report, acc nor loss.`,
      REPORT_HINT,
    )
  }
  const meta = fieldsOf(fields.get('meta'))
  const read: PartialReport = {
    conf_matrix_train: train,
    conf_matrix_test: test,
    nb_class: classes,
    nom_classes: names ?? indexNames(classes),
    ...curves,
    report,
    model_summary: summary,
    lr,
    meta:
      meta === null ? null : readMeta(fields.get('meta'), { ...at('meta'), hint: META_HINT }, classes, test),
  }
  const savedAccuracy = scores?.get('accuracy')
  return {
    report: read,
    labels: names === null ? guessedLabels(savedTarget ?? '', classes) : readableClassNames(names),
    gaps,
    savedAccuracy: typeof savedAccuracy === 'number' ? savedAccuracy : null,
    savedTarget,
  }
}

function readMatrix(value: unknown, at: Place): ConfusionMatrix | null {
  if (value === undefined || value === null) return null
  const rows = Array.isArray(value) && value.every(Array.isArray) ? (value as unknown[][]) : null
  const isMatrix = rows?.every((row) => row.length === rows.length && row.every(isCount))
  if (rows === null || rows.length === 0 || !isMatrix) {
    throw wrong(at, 'is another value', 'a square matrix of counts')
  }
  return rows.map((row) => [...row]) as number[][]
}

function requireClasses(matrix: ConfusionMatrix | null, classes: number, at: Place): void {
  if (matrix === null || matrix.length === classes) return
  throw wrong(at, `is ${matrix.length} x ${matrix.length}`, `${classes} x ${classes}`)
}

/** Where the report does not state it, the number of classes is that of its matrix or of the rows of its `report`. */
function readClassCount(
  stated: unknown,
  matrix: ConfusionMatrix | null,
  scores: ReadonlyMap<string, unknown> | null,
  at: Place,
): number {
  const rows = () => [...(scores?.keys() ?? [])].filter((key) => /^\d+$/.test(key)).length
  const count = stated ?? matrix?.length ?? rows()
  if (!isCount(count)) throw wrong(at, `is ${String(count)}`, 'an integer')
  if (count > MOST_CLASSES) throw wrong(at, `is ${count}`, `at most ${MOST_CLASSES}`)
  return count
}

function takeScores(
  fields: ReadonlyMap<string, unknown>,
  classes: number,
  at: Place,
  gaps: string[],
): ClassificationReport | null {
  const { report, missing } = readScores(fields, classes, at)
  if (missing !== null) gaps.push(`report["${missing}"]`)
  return report
}

/** `null` where they lack; names that a report without any was saved with are none. */
function readNames(value: unknown, classes: number): readonly string[] | null {
  const names = Array.isArray(value) && value.length === classes ? (value as unknown[]) : null
  if (!names?.every((name) => typeof name === 'string')) return null
  return areIndexNames(names) ? null : [...names]
}

/** One number per epoch; NaN for null, which JSON writes for what is not finite. */
function readCurve(value: unknown, at: Place): readonly number[] | null {
  if (value === undefined || value === null) return null
  if (!Array.isArray(value)) throw wrong(at, 'is another value', 'a list of numbers, one per epoch')
  if (value.length > MOST_EPOCHS) {
    throw wrong(at, `has ${formatInteger(value.length)} epochs`, `at most ${formatInteger(MOST_EPOCHS)}`)
  }
  return value.map((each: unknown) => {
    const isNumber = typeof each === 'number' || each === null
    if (!isNumber) throw wrong(at, 'is another value', 'a list of numbers, one per epoch')
    return Number.isFinite(each) ? (each as number) : Number.NaN
  })
}

/** @throws StudioError for lengths that cannot be of one run; empty curves do not count */
function requireOneRun(
  curves: Readonly<Record<string, readonly number[] | null>>,
  at: (key: string) => Place,
): void {
  const lengths = Object.entries(curves)
    .map(([key, curve]) => ({ key, epochs: curve?.length ?? 0 }))
    .filter(({ epochs }) => epochs > 0)
    .toSorted((a, b) => a.epochs - b.epochs)
  const [shortest, longest] = [lengths[0], lengths.at(-1)]
  if (shortest === undefined || longest === undefined) return
  const most = MOST_TIMES_LONGER * shortest.epochs
  if (longest.epochs <= most) return
  throw wrong(
    at(longest.key),
    `has ${formatInteger(longest.epochs)} epochs`,
    `at most ${formatInteger(most)}, for ${shortest.key} has ${formatInteger(shortest.epochs)}`,
  )
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
