// One way to write findings, so that every message gives numbers and rows in the same form.

import type { Finding } from '../core/dataset-report.ts'
import { formatInteger } from '../core/format.ts'
import type { SplitName } from '../core/split-names.ts'

/** Rows that a message names at most. */
export const ROWS_SHOWN = 5

/** A split's name as on disk, for messages. */
export const SPLIT_LABELS: Readonly<Record<SplitName, string>> = {
  train: 'TRAIN',
  validation: 'VALID',
  test: 'TEST',
}

/** A finding; what is left out of `details` is empty. At most five of `details.rows` are kept. */
export function finding(
  severity: Finding['severity'],
  code: string,
  message: string,
  details: Partial<Pick<Finding, 'file' | 'rows' | 'counts' | 'overridable' | 'remedies'>> = {},
): Finding {
  return {
    code,
    severity,
    message,
    file: details.file ?? '',
    rows: (details.rows ?? []).slice(0, ROWS_SHOWN),
    counts: details.counts ?? {},
    ...(details.overridable === undefined ? {} : { overridable: details.overridable }),
    ...(details.remedies === undefined || details.remedies.length === 0
      ? {}
      : { remedies: details.remedies }),
  }
}

/** `412, 1000, 'test row'` as `412 of 1,000 test rows (41.2 %)`. */
export function formatShareOf(part: number, whole: number, noun: string): string {
  const percent = whole === 0 ? 0 : (100 * part) / whole
  return `${formatInteger(part)} of ${plural(whole, noun)} (${percent.toFixed(1)} %)`
}

/** `1, 'row'` as `1 row`, `1200, 'row'` as `1,200 rows`. */
export function plural(count: number, noun: string): string {
  return `${formatInteger(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** The first five of some row numbers: `row 3`, `rows 3, 7`, or `rows 0, 1, 2, 3, 4 ...` where `total` is more. */
export function formatRows(rows: readonly number[], total: number = rows.length): string {
  const shown = rows.slice(0, ROWS_SHOWN)
  const more = total > shown.length ? ' ...' : ''
  return `${total === 1 ? 'row' : 'rows'} ${shown.join(', ')}${more}`
}

/** The first five of some rows with what stands there: `row 3: -1, row 7: 0.5`. */
export function formatRowValues(
  rows: readonly number[],
  valueAt: (row: number, index: number) => unknown,
): string {
  return rows
    .slice(0, ROWS_SHOWN)
    .map((row, index) => `row ${row}: ${formatValue(valueAt(row, index))}`)
    .join(', ')
}

/** Several names as a person writes them: `A`, `A and B`, `A, B and C`. */
export function formatList(names: readonly string[]): string {
  if (names.length < 2) return names.join('')
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

const MAX_VALUE_CHARACTERS = 40

function formatValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  const text = typeof value === 'string' ? `"${value}"` : String(value)
  return text.length > MAX_VALUE_CHARACTERS ? `${text.slice(0, MAX_VALUE_CHARACTERS)}...` : text
}
