// What a network said of unlabelled posteriors, row by row, as every format writes it: one way to make probabilities and
// names of columns, so that all files of one application agree.

import type { AppliedPredictions, AppliedReading } from '../../core/applied.ts'
import { isKept } from '../../core/applied-summary.ts'
import { predictedClasses, softmaxRows } from '../../core/trust/softmax.ts'

/** One row. Probabilities are NaN where the network has no answer. */
export interface AppliedRow {
  /** over all files, from 0 */
  readonly row: number
  readonly file: string
  /** in its file, from 0 */
  readonly fileRow: number
  /** `null` where the object has no name */
  readonly id: string | null
  /** z_est; NaN where it is not known */
  readonly redshift: number
  /** -1 without an answer */
  readonly classIndex: number
  /** contract name; empty without an answer */
  readonly className: string
  /** per class, in the order of the network's outputs; not to be kept */
  readonly probabilities: Float64Array
  /** the highest probability */
  readonly confidence: number
  /** whether its probability of the kept class reaches the threshold; `false` without an answer, and where nobody chose */
  readonly kept: boolean
}

/** Rows whose probabilities are made at a time. */
const BLOCK_ROWS = 4096

/**
 * All rows in their order.
 */
export function* appliedRows(
  applied: AppliedPredictions,
  reading: AppliedReading,
): Generator<AppliedRow, void, void> {
  const { card, rows, file, row: fileRow, ids, redshift, logits } = applied
  const names = applied.files.map(({ name }) => wellFormed(name))
  const classNames = card.classes.map(wellFormed)
  const classes = classNames.length
  const { kept } = reading
  for (let start = 0; start < rows; start += BLOCK_ROWS) {
    const block = logits.subarray(start * classes, (start + BLOCK_ROWS) * classes)
    const values = softmaxRows(block, classes, reading.temperature)
    // of logits: probabilities of very sure rows are equal before their logits are
    const predicted = predictedClasses(block, classes)
    for (let i = 0; i < predicted.length; i++) {
      const row = start + i
      const probabilities = values.subarray(i * classes, (i + 1) * classes)
      const classIndex = Number.isNaN(probabilities[0]!) ? -1 : predicted[i]!
      const id = ids?.[row] ?? null
      yield {
        row,
        file: names[file[row]!]!,
        fileRow: fileRow[row]!,
        id: id === null ? null : wellFormed(id),
        redshift: redshift?.[row] ?? Number.NaN,
        classIndex,
        className: classNames[classIndex] ?? '',
        probabilities,
        confidence: classIndex < 0 ? Number.NaN : probabilities[classIndex]!,
        kept: kept !== null && isKept(probabilities[kept.classIndex]!, kept.threshold),
      }
    }
  }
}

/** Half of a surrogate pair alone is no character, and no file can hold it: U+FFFD stands for it. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/>=|≥/g, '_ge_'],
  [/<=|≤/g, '_le_'],
  [/>/g, '_gt_'],
  [/</g, '_lt_'],
]

/**
 * Names of the columns of probabilities, in class order: `p_deltaz_lt_1e_3`. Small letters, digits and underscores, so that any
 * program takes them for a name; a class of which nothing is left is `p_class_0`, and no two are equal.
 */
export function probabilityNames(classes: readonly string[]): readonly string[] {
  const names: string[] = []
  for (const [i, name] of classes.entries()) {
    const words = SIGNS.reduce((text, [sign, word]) => text.replace(sign, word), name)
    const slug = words
      .toLowerCase()
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_|_$/g, '')
    const plain = `p_${slug || `class_${i}`}`
    let unique = plain
    for (let times = 2; names.includes(unique); times++) unique = `${plain}_${times}`
    names.push(unique)
  }
  return names
}
