// The columns of the list of single objects.

import type { ObjectColumns } from '../../core/objects.ts'
import type { InspectSlice } from '../../store/network-state.ts'
import type { ColumnLook } from '../inspect/object-text.ts'

/** In the order in which they are shown. */
export const INSPECTED_COLUMNS = [
  'confidence',
  'classes',
  'decision',
  'redshift',
  'split',
  'row',
  'id',
] as const
export type InspectedColumn = (typeof INSPECTED_COLUMNS)[number]

/** How they look. At 1440 pixels those that a decision needs are in sight; the others are reached by scrolling. */
export const INSPECTED_LOOKS: Readonly<Record<InspectedColumn, ColumnLook>> = {
  confidence: { title: 'Confidence', width: 98, isNumber: true },
  classes: { title: 'Label → predicted', width: 174, isNumber: false },
  decision: { title: 'New label', width: 126, isNumber: false },
  redshift: { title: 'z_est', width: 68, isNumber: true },
  split: { title: 'Split', width: 100, isNumber: false },
  row: { title: 'Row', width: 64, isNumber: true },
  id: { title: 'Id', width: 120, isNumber: false },
}

/** The same for all objects of a cell, and said above their list. */
const SAID_OF_CELL: readonly InspectedColumn[] = ['classes', 'split']

/** The columns that tell objects of a list apart: without ids where the data have none. */
export function shownColumns(
  columns: ObjectColumns | null,
  list: InspectSlice['list'],
): readonly InspectedColumn[] {
  const hasIds = columns !== null && columns.ids !== null
  return INSPECTED_COLUMNS.filter(
    (column) => (column !== 'id' || hasIds) && (list !== 'cell' || !SAID_OF_CELL.includes(column)),
  )
}
