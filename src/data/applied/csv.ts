// Comma-separated values as RFC 4180 has them, without comments: what is not known is empty.

import type { AppliedPredictions } from '../../core/applied.ts'
import { csvFile, csvLine } from '../../core/export/csv.ts'
import { appliedRows, probabilityNames } from './rows.ts'
import { textBlob } from './text-blob.ts'

/**
 * The table; columns `id` and `z_est` only where the files have them. An id that a spreadsheet would run as a formula gets an
 * apostrophe before it, unless it is a number.
 * @param temperature divides the logits; `null` to take them as they are
 */
export function encodeCsv(applied: AppliedPredictions, temperature: number | null): Blob {
  return textBlob(lines(applied, temperature), 'text/csv;charset=utf-8')
}

function* lines(applied: AppliedPredictions, temperature: number | null): Generator<string, void, void> {
  const known = <Cell>(id: Cell, redshift: Cell): Cell[] => [
    ...(applied.ids === null ? [] : [id]),
    ...(applied.redshift === null ? [] : [redshift]),
  ]
  const names = probabilityNames(applied.card.classes)
  yield line(['row', 'file', 'file_row', ...known('id', 'z_est'), 'class', ...names, 'confidence'])
  for (const each of appliedRows(applied, temperature)) {
    const { row, file, fileRow, id, redshift, className, probabilities, confidence } = each
    const found = known(idCell(id), redshift)
    yield line([row, file, fileRow, ...found, className, ...probabilities, confidence])
  }
}

function line(cells: Parameters<typeof csvLine>[0]): string {
  return csvFile([csvLine(cells)])
}

/** A name that is a plain number stays one: an apostrophe before `-12` would keep it from being found. */
function idCell(id: string | null): string | number | null {
  return id !== null && String(Number(id)) === id && Number.isFinite(Number(id)) ? Number(id) : id
}
