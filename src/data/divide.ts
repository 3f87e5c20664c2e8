// Splits objects that lie together: by a column that names each one's split, or by a plan.

import { StudioError } from '../core/errors.ts'
import type { SplitRows } from '../core/split.ts'
import type { SplitName } from '../core/split-names.ts'
import type { Column } from '../formats/table.ts'
import { splitOfFolder } from './file-names.ts'
import { formatRowValues, formatShareOf } from './finding.ts'
import { plainText } from './plain-text.ts'

/**
 * Rows of each split, ascending, as a column of names gives them: TRAIN; VALID, VALIDATION or VAL; TEST, in any case, as
 * text or bytes.
 * @throws StudioError `bad-input` for other values, with the first five rows
 */
export async function divideByColumn(column: Column): Promise<SplitRows> {
  const { values } = await column.readAll()
  const rows: Record<SplitName, number[]> = { train: [], validation: [], test: [] }
  const unknown: number[] = []
  for (let row = 0; row < values.length; row++) {
    const value = plainText(values[row])
    const split = typeof value === 'string' ? splitOfFolder(value.trim()) : null
    if (split === null) unknown.push(row)
    else rows[split].push(row)
  }
  if (unknown.length > 0) {
    throw new StudioError(
      'bad-input',
      `${column.title}: ${formatShareOf(unknown.length, values.length, 'row')} ${unknown.length === 1 ? 'names' : 'name'} no split: ${formatRowValues(unknown, (row) => plainText(values[row]))}.`,
      'A split is TRAIN, VALID (VALIDATION, VAL) or TEST, in any letter case.',
    )
  }
  return {
    train: Uint32Array.from(rows.train),
    validation: Uint32Array.from(rows.validation),
    test: Uint32Array.from(rows.test),
  }
}
