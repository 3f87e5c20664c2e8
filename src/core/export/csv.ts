// Comma-separated values as RFC 4180 has them, safe to open in a spreadsheet.

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/
const QUOTED = /[",\r\n]/

/**
 * One line without its end. A number keeps all its digits (the shortest text that gives the same float64 again) and is empty
 * where it is not finite, as is `null`. A text that begins as a formula gets an apostrophe before it, because class names come
 * from files of other people and a spreadsheet would run them; a number never does, so `-1` stays a number.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return cells.map(csvCell).join(',')
}

/** Lines as a file: RFC 4180 ends each with CR LF, the last one too. */
export function csvFile(lines: readonly string[]): string {
  return lines.map((line) => `${line}\r\n`).join('')
}

function csvCell(cell: string | number | null): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : ''
  const text = FORMULA.test(cell) ? `'${cell}` : cell
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
