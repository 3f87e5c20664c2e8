// Labels in every form that people store: class index of any number type, one-hot, class names. A label that is no
// class is never guessed: Keras' `to_categorical` takes -1 for the last class and 0.5 for class 0.

import type { Finding } from '../core/dataset-report.ts'
import { StudioError } from '../core/errors.ts'
import { TARGET_IDS, TARGETS, type TargetSpec } from '../core/targets.ts'
import { formatShape } from '../formats/numpy-dtype.ts'
import type { Column } from '../formats/table.ts'
import { finding, formatList, formatRowValues, formatShareOf } from './finding.ts'
import { plainText } from './plain-text.ts'
import { dropRemedy } from './remedies.ts'

/** Stands for a label that is no class; such a data set cannot be trained on. */
export const INVALID_LABEL = 255

/** Labels as a file holds them, before a target gives them a meaning. */
export type StoredLabels = { readonly file: string; readonly rows: number } & (
  | { readonly form: 'index'; readonly values: Float64Array }
  | { readonly form: 'one-hot'; readonly values: Float64Array; readonly width: number }
  | { readonly form: 'name'; readonly values: readonly unknown[] }
)

const MOST_CLASSES = Math.max(...TARGET_IDS.map((id) => TARGETS[id].classes.length))
const FORMS = 'Labels are class indices (N,) or (N, 1), one-hot rows (N, classes), or class names.'

/** Reads labels whole. @throws StudioError `bad-input` where their shape or type holds no labels */
export async function readLabels(column: Column): Promise<StoredLabels> {
  const { shape, kind, type, title: file } = column
  const rows = shape[0] ?? 0
  const width = shape[1] ?? 1
  const described = `${file}: type ${type}, shape ${formatShape(shape)}`
  if (shape.length < 1 || shape.length > 2 || width < 1 || width > MOST_CLASSES) {
    throw new StudioError('bad-input', `${described} does not hold labels.`, FORMS)
  }
  if (width > 1 && (kind === 'text' || kind === 'object')) {
    throw new StudioError('bad-input', `${described} does not hold labels.`, FORMS)
  }
  if (width === 1 && kind === 'boolean') {
    const hint = 'True and False do not say which class is meant. Store class indices or names.'
    throw new StudioError('bad-input', `${described} holds booleans.`, hint)
  }
  const { values } = await column.readAll()
  if (kind === 'text' || kind === 'object') return storeObjects(file, [...values])
  const numbers = values instanceof Float64Array ? values : Float64Array.from(values, Number)
  return width === 1
    ? { file, rows, form: 'index', values: numbers }
    : { file, rows, form: 'one-hot', values: numbers, width }
}

function storeObjects(file: string, objects: readonly unknown[]): StoredLabels {
  const values = objects.map(plainText)
  const rows = values.length
  const numbers = values.every((value) => typeof value === 'number' || typeof value === 'bigint')
  if (rows > 0 && numbers) return { file, rows, form: 'index', values: Float64Array.from(values, Number) }
  return { file, rows, form: 'name', values }
}

/** Class index that each row has for a target; -1 where it has none. */
export function classIndices(stored: StoredLabels, target: TargetSpec): Int16Array {
  const classes = target.classes.length
  const out = new Int16Array(stored.rows)
  switch (stored.form) {
    case 'index':
      for (let row = 0; row < stored.rows; row++) {
        const value = stored.values[row]!
        out[row] = Number.isInteger(value) && value >= 0 && value < classes ? value : -1
      }
      return out
    case 'one-hot':
      for (let row = 0; row < stored.rows; row++) {
        const index = hotIndex(stored.values, row * stored.width, stored.width)
        out[row] = index < classes ? index : -1
      }
      return out
    case 'name': {
      const names = classNames(target)
      for (let row = 0; row < stored.rows; row++) out[row] = names.get(nameKey(stored.values[row])) ?? -1
      return out
    }
    default:
      return stored satisfies never
  }
}

/**
 * Class index per row; `INVALID_LABEL` where the label is no class.
 * @throws StudioError `bad-input` where one-hot rows have another length than the target has classes
 */
export function encodeLabels(stored: StoredLabels, target: TargetSpec): Uint8Array {
  const classes = target.classes.length
  if (stored.form === 'one-hot' && stored.width !== classes) {
    throw new StudioError(
      'bad-input',
      `${stored.file}: rows of ${stored.width} values, but ${target.id} has ${classes} classes.`,
      'One-hot labels have one column per class. Check which target these labels are for.',
    )
  }
  return Uint8Array.from(classIndices(stored, target), (index) => (index < 0 ? INVALID_LABEL : index))
}

/**
 * Labels that are no class of the target, which block training; `null` where there are none.
 * @param rows ascending numbers of those that are looked at; `null` for all
 */
export function labelFinding(
  stored: StoredLabels,
  target: TargetSpec,
  rows: Uint32Array | null,
): Finding | null {
  const indices = classIndices(stored, target)
  const invalid: number[] = []
  const total = rows?.length ?? stored.rows
  for (let i = 0; i < total; i++) {
    const row = rows?.[i] ?? i
    if (indices[row]! < 0) invalid.push(row)
  }
  if (invalid.length === 0) return null
  const share = formatShareOf(invalid.length, total, 'label')
  const verb = invalid.length === 1 ? 'is' : 'are'
  const message = `${stored.file}: ${share} ${verb} no class of ${target.id}, whose labels are ${expected(stored, target)}: ${formatRowValues(invalid, (row) => labelAt(stored, row))}. Mend these labels or remove the rows.`
  return finding('block', 'invalid-labels', message, {
    file: stored.file,
    rows: invalid,
    counts: { invalid: invalid.length, rows: total },
    remedies: [dropRemedy('no-class', invalid.length)],
  })
}

/** What a file holds as label of a row, for messages. */
export function labelAt(stored: StoredLabels, row: number): unknown {
  if (stored.form !== 'one-hot') return stored.values[row]
  return `[${[...stored.values.subarray(row * stored.width, (row + 1) * stored.width)].join(', ')}]`
}

/** Class names of a target in a form that ignores case and spaces: as in reports, and as shown. */
export function classNames(target: TargetSpec): ReadonlyMap<string, number> {
  const names = new Map<string, number>()
  for (const list of [target.classes, target.labels]) {
    list.forEach((name, index) => {
      names.set(nameKey(name), index)
    })
  }
  return names
}

/** `Flags 2 & 9`, `flags 2-9` and `FLAGS 2 - 9` are one name. */
export function nameKey(name: unknown): string {
  if (typeof name !== 'string') return ''
  return name.toLowerCase().replace(/\s+/g, '').replace('&', '-').replace('≥', '>=')
}

function hotIndex(values: Float64Array, start: number, width: number): number {
  let hot = -1
  for (let i = 0; i < width; i++) {
    const value = values[start + i]!
    if (value === 0) continue
    if (value !== 1 || hot >= 0) return -1
    hot = i
  }
  return hot
}

function expected(stored: StoredLabels, { classes }: TargetSpec): string {
  switch (stored.form) {
    case 'index':
      return classes.length === 2 ? '0 and 1' : `0 to ${classes.length - 1}`
    case 'one-hot':
      return 'rows of zeros with a single 1'
    case 'name':
      return formatList(classes)
    default:
      return stored satisfies never
  }
}
