// Values of posteriors that block training or deserve a word: not finite, without shape, constant, out of range.

import type { Finding } from '../core/dataset-report.ts'
import { finding, formatList, formatRows, formatShareOf, plural } from './finding.ts'
import { dropRemedy } from './remedies.ts'
import type { RowSummary } from './row-summary.ts'

/**
 * Findings about the values of one file.
 * @param type of X in the file, in NumPy's notation
 * @param summary of the rows that are in use
 * @param rangeLoss values that float32 cannot hold, of all rows
 */
export function auditValues(file: string, type: string, summary: RowSummary, rangeLoss: number): Finding[] {
  const { rows, nonFinite, badRows, emptyRows, constantRows, overflowRows } = summary
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
          remedies: [dropRemedy('non-finite', badRows.total)],
        },
      ),
    )
  }
  if (emptyRows.total > 0) {
    const message = `${file}: ${formatShareOf(emptyRows.total, rows, 'row')} without shape, -inf at every redshift: ${formatRows(emptyRows.first, emptyRows.total)}. Remove ${emptyRows.total === 1 ? 'it' : 'them'}.`
    const counts = { rows: emptyRows.total }
    const remedies = [dropRemedy('without-shape', emptyRows.total)]
    found.push(
      finding('block', 'rows-without-shape', message, { file, rows: emptyRows.first, counts, remedies }),
    )
  }
  if (constantRows.total > 0) {
    const message = `${file}: ${formatShareOf(constantRows.total, rows, 'row')} with the same value at every redshift: ${formatRows(constantRows.first, constantRows.total)}.`
    const counts = { rows: constantRows.total }
    const remedies = [dropRemedy('constant', constantRows.total)]
    found.push(
      finding('warning', 'constant-rows', message, { file, rows: constantRows.first, counts, remedies }),
    )
  }
  if (overflowRows.total > 0) {
    const message = `${file}: exp() is not finite in ${formatShareOf(overflowRows.total, rows, 'row')}: ${formatRows(overflowRows.first, overflowRows.total)}. The input PDF cannot be used; logPDF can.`
    const counts = { rows: overflowRows.total }
    found.push(finding('warning', 'pdf-overflow', message, { file, rows: overflowRows.first, counts }))
  }
  return found
}
