// One object in words, for the heading of a viewer and beside it.

import type { ObjectColumn } from '../../core/object-order.ts'
import type { ObjectColumns } from '../../core/objects.ts'
import { COLUMN_LOOKS, cellText, shownColumns } from './object-text.ts'

/** `Test, row 3, A-17`. */
export function titleOf(columns: ObjectColumns, object: number): string {
  const id = columns.ids?.[object] ?? null
  const place = cellText(columns, 'split', object)
  return `${place}, row ${columns.row[object]}${id === null ? '' : `, ${id}`}`
}

/** What the title does not say. */
export function factsOf(
  columns: ObjectColumns,
  object: number,
): { readonly term: string; readonly text: string }[] {
  const said: readonly ObjectColumn[] = ['row', 'split', 'id']
  return shownColumns(columns)
    .filter((column) => !said.includes(column))
    .map((column) => ({
      term: COLUMN_LOOKS[column].title,
      text: cellText(columns, column, object) || 'not known',
    }))
}
