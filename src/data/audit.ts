// What is wrong with a data set's values and splits, once they have been scanned: non-finite values, rows without
// shape, equal rows, leaks between splits, missing classes.

import { type Finding, SPLIT_NAMES, type SplitName } from '../core/dataset-report.ts'
import type { BySplit } from './by-split.ts'
import {
  finding,
  formatList,
  formatRows,
  formatRowValues,
  formatShareOf,
  plural,
  SPLIT_LABELS,
} from './finding.ts'
import { hashKey, type RowHashes } from './hash.ts'
import type { XScan } from './scan.ts'

/** A split, and the one that should know nothing of its rows. */
const PAIRS = [
  ['test', 'train'],
  ['validation', 'train'],
  ['test', 'validation'],
] as const

/** Values of one file that block training or deserve a word. `type` is NumPy's notation. */
export function auditValues(file: string, type: string, scan: XScan): Finding[] {
  const { nonFinite, badRows, emptyRows, constantRows, overflowRows, rangeLoss } = scan
  const rows = scan.hashes.length / 2
  const found: Finding[] = []
  if (type !== '<f4') {
    const lost =
      rangeLoss === 0
        ? 'Nothing lost its range.'
        : `${plural(rangeLoss, 'value')} lost the range and became infinite or zero.`
    const counts = { rangeLoss }
    const message = `${file}: type ${type} is read as float32. ${lost}`
    found.push(finding(rangeLoss === 0 ? 'info' : 'warning', 'converted', message, { file, counts }))
  }
  if (badRows.total > 0) {
    const parts = [
      nonFinite.nan > 0 ? `${plural(nonFinite.nan, 'value')} NaN` : '',
      nonFinite.posInf > 0 ? `${plural(nonFinite.posInf, 'value')} +inf` : '',
    ].filter((part) => part !== '')
    found.push(
      finding(
        'block',
        nonFinite.nan > 0 ? 'nan-in-x' : 'inf-in-x',
        `${file}: ${formatList(parts)} in ${formatRows(badRows.first, badRows.total)}. Mend or remove ${badRows.total === 1 ? 'this row' : 'these rows'}.`,
        {
          file,
          rows: badRows.first,
          counts: { rows: badRows.total, nan: nonFinite.nan, posInf: nonFinite.posInf },
        },
      ),
    )
  }
  if (emptyRows.total > 0) {
    const message = `${file}: ${formatShareOf(emptyRows.total, rows, 'row')} without shape, -inf at every redshift: ${formatRows(emptyRows.first, emptyRows.total)}. Remove ${emptyRows.total === 1 ? 'it' : 'them'}.`
    const counts = { rows: emptyRows.total }
    found.push(finding('block', 'rows-without-shape', message, { file, rows: emptyRows.first, counts }))
  }
  if (constantRows.total > 0) {
    const message = `${file}: ${formatShareOf(constantRows.total, rows, 'row')} with the same value at every redshift: ${formatRows(constantRows.first, constantRows.total)}.`
    const counts = { rows: constantRows.total }
    found.push(finding('warning', 'constant-rows', message, { file, rows: constantRows.first, counts }))
  }
  if (overflowRows.total > 0) {
    const message = `${file}: exp() is not finite in ${formatShareOf(overflowRows.total, rows, 'row')}: ${formatRows(overflowRows.first, overflowRows.total)}. The input PDF cannot be used; logPDF can.`
    const counts = { rows: overflowRows.total }
    found.push(finding('warning', 'pdf-overflow', message, { file, rows: overflowRows.first, counts }))
  }
  return found
}

/**
 * Equal rows within a split (a warning), and in two splits (a leak, which blocks until it is overruled).
 * @param inFile number in its file of each row of a split; `null` where they are the same
 */
export function auditDuplicates(
  hashes: BySplit<RowHashes>,
  files: BySplit<string>,
  inFile: BySplit<ArrayLike<number> | null>,
): Finding[] {
  const found: Finding[] = []
  const seen = {} as Record<SplitName, Set<bigint>>
  for (const split of SPLIT_NAMES) {
    const keys = new Set<bigint>()
    const repeated: number[] = []
    for (let row = 0; row < hashes[split].length / 2; row++) {
      const key = hashKey(hashes[split], row)
      if (keys.has(key)) repeated.push(inFile[split]?.[row] ?? row)
      else keys.add(key)
    }
    seen[split] = keys
    if (repeated.length === 0) continue
    const total = hashes[split].length / 2
    const verb = repeated.length === 1 ? 'repeats' : 'repeat'
    const message = `${files[split]}: ${formatShareOf(repeated.length, total, 'row')} ${verb} an earlier one: ${formatRows(repeated)}.`
    const counts = { repeated: repeated.length, rows: total }
    found.push(finding('warning', 'duplicate-rows', message, { file: files[split], rows: repeated, counts }))
  }
  for (const [split, other] of PAIRS) {
    const shared: number[] = []
    for (let row = 0; row < hashes[split].length / 2; row++) {
      if (seen[other].has(hashKey(hashes[split], row))) shared.push(inFile[split]?.[row] ?? row)
    }
    if (shared.length > 0) found.push(leak(split, other, shared, hashes[split].length / 2, files[split]))
  }
  return found
}

/** Objects of one name in two splits whose posteriors differ: a warning, since no network has seen the very row. */
export function auditObjects(
  ids: BySplit<readonly (string | null)[]>,
  hashes: BySplit<RowHashes>,
  files: BySplit<string>,
  inFile: BySplit<ArrayLike<number> | null>,
): Finding[] {
  const found: Finding[] = []
  for (const [split, other] of PAIRS) {
    const names = new Set(ids[other].filter((id) => id !== null))
    if (names.size === 0) continue
    const posteriors = new Set(ids[other].map((_, row) => hashKey(hashes[other], row)))
    const rows: number[] = []
    ids[split].forEach((id, row) => {
      if (id !== null && names.has(id) && !posteriors.has(hashKey(hashes[split], row))) rows.push(row)
    })
    if (rows.length === 0) continue
    const verb = rows.length === 1 ? 'is of an object' : 'are of objects'
    const numbers = rows.map((row) => inFile[split]?.[row] ?? row)
    const first = formatRowValues(numbers, (number) => ids[split][rows[numbers.indexOf(number)]!])
    const message = `${files[split]}: ${formatShareOf(rows.length, ids[split].length, `${split} row`)} ${verb} that ${SPLIT_LABELS[other]} has as well, with another posterior: ${first}.`
    const counts = { shared: rows.length, rows: ids[split].length }
    found.push(finding('warning', 'same-object', message, { file: files[split], rows: numbers, counts }))
  }
  return found
}

function leak(split: SplitName, other: SplitName, shared: number[], total: number, file: string): Finding {
  const verb = shared.length === 1 ? 'is' : 'are'
  const effect =
    other === 'train'
      ? `The network has seen them: ${split === 'test' ? 'the test' : 'validation'} will look better than it is.`
      : 'The best epoch is chosen on them: the test will look better than it is.'
  return finding(
    'block',
    'leak',
    `${formatShareOf(shared.length, total, `${split} row`)} ${verb} also in ${SPLIT_LABELS[other]} (${file}: ${formatRows(shared)}). ${effect}`,
    { file, rows: shared, counts: { shared: shared.length, rows: total }, overridable: true },
  )
}

/** Splits and classes without objects. `counts` are per class; `rows` count labels that are no class, too. */
export function auditClasses(
  labels: readonly string[],
  counts: BySplit<readonly number[]>,
  rows: BySplit<number>,
  files: BySplit<string>,
): Finding[] {
  const found: Finding[] = []
  for (const split of SPLIT_NAMES) {
    const file = files[split]
    const name = SPLIT_LABELS[split]
    if (rows[split] === 0) {
      const message = `${file}: ${name} is empty (0 rows). Training needs objects in TRAIN, VALID and TEST.`
      found.push(finding('block', 'empty-split', message, { file, counts: { rows: 0 } }))
      continue
    }
    const absent = labels.filter((_, index) => counts[split][index] === 0)
    if (absent.length === 0) continue
    const details = { file, counts: { absent: absent.length, classes: labels.length } }
    const classes = `${absent.length === 1 ? 'class' : 'classes'} ${formatList(absent)}`
    if (split !== 'train') {
      const message = `${file}: ${name} has no object of ${classes}: precision, recall and F1-score there will be 0.`
      found.push(finding('warning', 'class-missing', message, details))
    } else if (absent.length === labels.length - 1) {
      const only = labels.find((_, index) => counts.train[index]! > 0)
      const message = `${file}: TRAIN has one class only, ${only}. There is nothing to tell apart.`
      found.push(finding('block', 'one-class', message, details))
    } else {
      const message = `${file}: TRAIN has no object of ${classes}, so no network can learn ${absent.length === 1 ? 'it' : 'them'}.`
      found.push(finding('block', 'class-absent-from-train', message, details))
    }
  }
  return found
}
