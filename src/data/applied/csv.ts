// Comma-separated values as RFC 4180 has them, without comments: what is not known is empty.

import type { AppliedPredictions, AppliedReading } from '../../core/applied.ts'
import { csvFile, csvLine } from '../../core/export/csv.ts'
import { appliedRows, probabilityNames } from './rows.ts'
import { textBlob } from './text-blob.ts'

/** A bigint is an integer of any length. */
type Cell = string | number | bigint | null

/**
 * The table; columns `id` and `z_est` only where the files have them, `kept` where somebody chose. An id that a spreadsheet would
 * run as a formula gets an apostrophe before it, unless it is a number.
 */
export function encodeCsv(applied: AppliedPredictions, reading: AppliedReading): Blob {
  return textBlob(lines(applied, reading), 'text/csv;charset=utf-8')
}

function* lines(applied: AppliedPredictions, reading: AppliedReading): Generator<string, void, void> {
  const known = (id: Cell, redshift: Cell): Cell[] => [
    ...(applied.ids === null ? [] : [id]),
    ...(applied.redshift === null ? [] : [redshift]),
  ]
  const keptCells = (cell: string): string[] => (reading.kept === null ? [] : [cell])
  const names = probabilityNames(applied.card.classes)
  yield line([
    'row',
    'file',
    'file_row',
    ...known('id', 'z_est'),
    'class',
    ...names,
    'confidence',
    ...keptCells('kept'),
  ])
  for (const each of appliedRows(applied, reading)) {
    const { row, file, fileRow, id, redshift, className, probabilities, confidence, kept } = each
    const found = known(idCell(id), redshift)
    yield line([
      row,
      file,
      fileRow,
      ...found,
      className,
      ...probabilities,
      confidence,
      ...keptCells(String(kept)),
    ])
  }
}

function line(cells: readonly Cell[]): string {
  return csvFile([cells.map((cell) => (typeof cell === 'bigint' ? String(cell) : csvLine([cell]))).join(',')])
}

/** A name that is a plain number stays one: an apostrophe before `-12` would keep it from being found. */
function idCell(id: string | null): Cell {
  if (id !== null && /^-?[1-9]\d*$/.test(id)) return BigInt(id)
  return id !== null && String(Number(id)) === id && Number.isFinite(Number(id)) ? Number(id) : id
}
