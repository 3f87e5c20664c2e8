// Reports that were saved: this studio's JSON, and the pickled dictionaries of LAM-Redshift's `save_in_dict`. Old ones
// lack keys; what lacks is named instead of refused. Values are checked and copied field by field.

import { StudioError } from '../core/errors.ts'
import type { ConfusionMatrix } from '../core/run.ts'
import { openNpy, readObjects } from '../formats/npy.ts'
import { NdArray } from '../formats/pickle/pickle.ts'
import type { ByteSource } from '../formats/source.ts'
import { classNames } from './class-names.ts'
import { parsePythonJson } from './python-json.ts'

/** One row of the `report` of a saved report. */
export interface StoredClassMetrics {
  readonly precision: number
  readonly recall: number
  readonly 'f1-score': number
  readonly support: number
}

/** What a saved report holds; `null` for what it lacks. */
export interface StoredReport {
  /** readable names, in class order */
  readonly classes: readonly string[]
  readonly confusionTrain: ConfusionMatrix | null
  readonly confusionTest: ConfusionMatrix | null
  /** of test, as it was saved */
  readonly accuracy: number | null
  readonly perClass: readonly StoredClassMetrics[] | null
  /** per epoch; NaN where the file says so, or says null */
  readonly acc: readonly number[] | null
  readonly loss: readonly number[] | null
  readonly valAcc: readonly number[] | null
  readonly valLoss: readonly number[] | null
  readonly lr: readonly number[] | null
  readonly modelSummary: string | null
  /** from this studio's `meta` */
  readonly meta: {
    readonly model: string
    readonly target: string
    readonly status: string
    readonly backend: string
  } | null
  /** keys of `save_in_dict` that are absent or empty */
  readonly gaps: readonly string[]
}

const NPY_MAGIC = 0x93
const MOST_JSON_BYTES = 64 * 2 ** 20
const MOST_PICKLE_VALUES = 2_000_000
const HINT = 'Give a report of this studio (JSON) or of LAM-Redshift (.npy).'

/**
 * Reads a saved report; its content tells the format.
 * @throws StudioError `bad-input` if it is no report, or a value has the wrong form
 */
export async function readStoredReport(source: ByteSource): Promise<StoredReport> {
  const [first] = await source.slice(0, Math.min(1, source.byteLength))
  const fields = first === NPY_MAGIC ? await readNpyFields(source) : await readJsonFields(source)
  return new ReportFields(source.name, fields).read()
}

async function readNpyFields(source: ByteSource): Promise<ReadonlyMap<string, unknown>> {
  const file = await openNpy(source)
  const values = await readObjects(file, source, { maxValues: MOST_PICKLE_VALUES })
  const [dictionary] = values
  if (values.length !== 1 || !(dictionary instanceof Map)) {
    throw new StudioError(
      'bad-input',
      `${source.name} holds ${values.length === 1 ? 'another value' : `${values.length} values`}; expected one dictionary.`,
      HINT,
    )
  }
  return dictionary
}

async function readJsonFields(source: ByteSource): Promise<ReadonlyMap<string, unknown>> {
  if (source.byteLength > MOST_JSON_BYTES) {
    throw new StudioError(
      'bad-input',
      `${source.name} has ${source.byteLength} bytes; a report has at most ${MOST_JSON_BYTES}.`,
      HINT,
    )
  }
  const bytes = await source.slice(0, source.byteLength)
  const value = parsePythonJson(new TextDecoder().decode(bytes), source.name, HINT)
  const fields = asFields(value)
  if (fields === null) throw new StudioError('bad-input', `${source.name} is JSON, but no object.`, HINT)
  return fields
}

/** The fields of one report, read with checks; each key that lacks is remembered. */
class ReportFields {
  private readonly name: string
  private readonly fields: ReadonlyMap<string, unknown>
  private readonly gaps: string[] = []

  constructor(name: string, fields: ReadonlyMap<string, unknown>) {
    this.name = name
    this.fields = fields
  }

  read(): StoredReport {
    const confusionTrain = this.matrix('conf_matrix_train')
    const confusionTest = this.matrix('conf_matrix_test')
    const report = asFields(this.value('report'))
    const count = this.classCount(confusionTest ?? confusionTrain, report)
    for (const [key, matrix] of [
      ['conf_matrix_train', confusionTrain],
      ['conf_matrix_test', confusionTest],
    ] as const) {
      if (matrix !== null && matrix.length !== count) {
        throw this.wrong(key, `${matrix.length} x ${matrix.length}`, `${count} x ${count}`)
      }
    }
    const perClass = report === null ? null : this.perClass(report, count)
    const accuracy = report?.get('accuracy')
    const summary = this.value('model_summary')
    const result = {
      classes: this.classes(count),
      confusionTrain,
      confusionTest,
      accuracy: typeof accuracy === 'number' ? accuracy : null,
      perClass,
      acc: this.curve('acc'),
      loss: this.curve('loss'),
      valAcc: this.curve('val_acc'),
      valLoss: this.curve('val_loss'),
      lr: this.curve('lr'),
      modelSummary: typeof summary === 'string' ? summary : null,
      meta: this.meta(),
    }
    if (confusionTest === null && perClass === null && result.acc === null && result.loss === null) {
      throw new StudioError(
        'bad-input',
        `${this.name} is no report: it has neither conf_matrix_test, report, acc nor loss.`,
        HINT,
      )
    }
    return { ...result, gaps: this.gaps }
  }

  /** A value that should be there; `undefined` and a remembered gap where it is not. */
  private value(key: string): unknown {
    const value = this.fields.get(key)
    if (value === undefined || value === null) {
      this.gaps.push(key)
      return undefined
    }
    return value
  }

  private matrix(key: string): ConfusionMatrix | null {
    const value = this.value(key)
    if (value === undefined) return null
    const rows = asRows(value)
    const isMatrix = rows?.every((row) => row.length === rows.length && row.every(isCount))
    if (rows === null || rows.length === 0 || !isMatrix) {
      throw this.wrong(key, 'another value', 'a square matrix of counts')
    }
    return rows
  }

  private curve(key: string): readonly number[] | null {
    const value = this.value(key)
    if (value === undefined) return null
    const values = asList(value)?.map((each) => (each === null ? Number.NaN : each))
    if (!values?.every((each) => typeof each === 'number')) {
      throw this.wrong(key, 'another value', 'a list of numbers, one per epoch')
    }
    return values
  }

  private classCount(matrix: ConfusionMatrix | null, report: ReadonlyMap<string, unknown> | null): number {
    const stated = this.value('nb_class')
    if (stated !== undefined && !isCount(stated)) throw this.wrong('nb_class', String(stated), 'an integer')
    if (isCount(stated)) return stated
    if (matrix !== null) return matrix.length
    return [...(report?.keys() ?? [])].filter((key) => /^\d+$/.test(key)).length
  }

  private perClass(report: ReadonlyMap<string, unknown>, count: number): StoredClassMetrics[] | null {
    const rows: StoredClassMetrics[] = []
    for (let i = 0; i < count; i++) {
      const row = asFields(report.get(String(i)))
      if (row === null) {
        this.gaps.push(`report["${i}"]`)
        return null
      }
      const number = (key: keyof StoredClassMetrics): number => {
        const value = row.get(key)
        if (typeof value === 'number') return value
        throw this.wrong(`report["${i}"]["${key}"]`, value === undefined ? 'absent' : 'no number', 'a number')
      }
      rows.push({
        precision: number('precision'),
        recall: number('recall'),
        'f1-score': number('f1-score'),
        support: number('support'),
      })
    }
    return rows
  }

  /** Some old files have the target's name as `nom_class` in place of the list `nom_classes`. */
  private classes(count: number): readonly string[] {
    const names = asList(this.fields.get('nom_classes'))
    if (names?.length === count && names.every((name) => typeof name === 'string')) return classNames(names)
    this.gaps.push('nom_classes')
    const target = this.fields.get('nom_class')
    return classNames(typeof target === 'string' ? target : '', count)
  }

  private meta(): StoredReport['meta'] {
    const meta = asFields(this.fields.get('meta'))
    if (meta === null) return null
    const text = (key: string) => {
      const value = meta.get(key)
      return typeof value === 'string' ? value : ''
    }
    return { model: text('model'), target: text('target'), status: text('status'), backend: text('backend') }
  }

  private wrong(key: string, actual: string, expected: string): StudioError {
    return new StudioError('bad-input', `${this.name}: ${key} is ${actual}; expected ${expected}.`, HINT)
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}

/** A dictionary or an object of JSON, text keys only. */
function asFields(value: unknown): ReadonlyMap<string, unknown> | null {
  if (value instanceof Map) {
    return new Map([...value].filter((entry): entry is [string, unknown] => typeof entry[0] === 'string'))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof NdArray)
    return null
  return new Map(Object.entries(value))
}

/** A list, a tuple or an array of one axis. */
function asList(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value
  return value instanceof NdArray && value.shape.length === 1 ? [...value.data] : null
}

/** Lists in a list, or an array of two axes. */
function asRows(value: unknown): number[][] | null {
  if (value instanceof NdArray) {
    const [rows, columns] = value.shape
    if (value.shape.length !== 2 || rows === undefined || columns === undefined) return null
    const data = [...value.data]
    return Array.from(
      { length: rows },
      (_, row) => data.slice(row * columns, (row + 1) * columns) as number[],
    )
  }
  return Array.isArray(value) && value.every(Array.isArray) ? value : null
}
