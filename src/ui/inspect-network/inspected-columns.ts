// The columns of the list of single objects.

import type { ObjectColumns } from '../../core/objects.ts'
import type { InspectSlice } from '../../store/network-state.ts'
import type { ColumnLook } from '../inspect/object-text.ts'

/** In the order in which they are shown. */
export const INSPECTED_COLUMNS = [
  'confidence',
  'classes',
  'redshift',
  'split',
  'row',
  'decision',
  'id',
] as const
export type InspectedColumn = (typeof INSPECTED_COLUMNS)[number]

/** How they look. At 1440 pixels those up to the row are in sight, with the mark of a decision; the others by scrolling. */
export const INSPECTED_LOOKS: Readonly<Record<InspectedColumn, ColumnLook>> = {
  confidence: { title: 'Confidence', width: 88, isNumber: true },
  classes: { title: 'Label → predicted', width: 174, isNumber: false },
  redshift: { title: 'z_est', width: 68, isNumber: true },
  split: { title: 'Split', width: 86, isNumber: false },
  row: { title: 'Row', width: 62, isNumber: true },
  decision: { title: 'New label', width: 142, isNumber: false },
  id: { title: 'Id', width: 120, isNumber: false },
}

/** The same for all objects of a cell, and said above their list. */
const SAID_OF_CELL: readonly InspectedColumn[] = ['classes', 'split']

/** The columns that tell objects of a list apart: without ids where the data have none, and new labels before any. */
export function shownColumns(
  columns: ObjectColumns | null,
  list: InspectSlice['list'],
  hasDecisions: boolean,
): readonly InspectedColumn[] {
  const hasIds = columns !== null && columns.ids !== null
  return INSPECTED_COLUMNS.filter(
    (column) =>
      (column !== 'id' || hasIds) &&
      (column !== 'decision' || hasDecisions) &&
      (list !== 'cell' || !SAID_OF_CELL.includes(column)),
  )
}
