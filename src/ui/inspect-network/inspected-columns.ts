// The columns of the list of single objects.

import type { ObjectColumns } from '../../core/objects.ts'
import type { ColumnLook } from '../inspect/object-text.ts'

/** In the order in which they are shown. */
export const INSPECTED_COLUMNS = [
  'confidence',
  'label',
  'predicted',
  'decision',
  'redshift',
  'split',
  'row',
  'id',
] as const
export type InspectedColumn = (typeof INSPECTED_COLUMNS)[number]

/** How they look. */
export const INSPECTED_LOOKS: Readonly<Record<InspectedColumn, ColumnLook>> = {
  confidence: { title: 'Confidence', width: 128, isNumber: true },
  label: { title: 'Label', width: 116, isNumber: false },
  predicted: { title: 'Predicted', width: 116, isNumber: false },
  decision: { title: 'New label', width: 124, isNumber: false },
  redshift: { title: 'z_est', width: 76, isNumber: true },
  split: { title: 'Split', width: 100, isNumber: false },
  row: { title: 'Row', width: 64, isNumber: true },
  id: { title: 'Id', width: 120, isNumber: false },
}

/** All columns, without ids where the data have none. */
export function shownColumns(columns: ObjectColumns | null): readonly InspectedColumn[] {
  return INSPECTED_COLUMNS.filter((column) => column !== 'id' || (columns !== null && columns.ids !== null))
}
