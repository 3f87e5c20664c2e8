// What the table of objects says: its columns, and the text of each cell.

import { OBJECT_COLUMNS, type ObjectColumn } from '../../core/object-order.ts'
import { NO_CLASS, type ObjectColumns, PLACES, type Place } from '../../core/objects.ts'
import { signed } from './posterior-text.ts'

/** Where an object went, as a person reads it. */
export const PLACE_TITLES: Readonly<Record<Place, string>> = {
  train: 'Train',
  validation: 'Validation',
  test: 'Test',
  // rows of TEST may be in it as well
  natural: 'Natural test only',
  none: 'left out',
}

/** How a column looks. */
export interface ColumnLook {
  readonly title: string
  /** least width in pixels; all columns grow in proportion */
  readonly width: number
  /** right-aligned, as decimals stand below each other then */
  readonly isNumber: boolean
}

/** All columns of the table. */
export const COLUMN_LOOKS: Readonly<Record<ObjectColumn, ColumnLook>> = {
  row: { title: 'Row', width: 64, isNumber: true },
  file: { title: 'File', width: 104, isNumber: false },
  split: { title: 'Split', width: 130, isNumber: false },
  class: { title: 'Class', width: 116, isNumber: false },
  redshift: { title: 'Redshift', width: 88, isNumber: true },
  deltaZ: { title: 'DeltaZ', width: 88, isNumber: true },
  status: { title: 'Status', width: 92, isNumber: false },
  flag: { title: 'Flag', width: 58, isNumber: true },
  logEvidence: { title: 'Log-evidence', width: 118, isNumber: true },
  width: { title: 'Width (points)', width: 124, isNumber: true },
  id: { title: 'Id', width: 140, isNumber: false },
}

/** The columns that say anything about these objects, in the order of `OBJECT_COLUMNS`. */
export function shownColumns(columns: ObjectColumns): readonly ObjectColumn[] {
  return OBJECT_COLUMNS.filter((column) => hasValues(columns, column))
}

function hasValues(columns: ObjectColumns, column: ObjectColumn): boolean {
  switch (column) {
    case 'row':
    case 'split':
      return true
    case 'file':
      return columns.files.length > 1
    case 'class':
      return columns.label.some((label) => label !== NO_CLASS)
    case 'status':
      return columns.status.some((status) => columns.statuses[status] !== '')
    case 'id':
      return columns.ids !== null
    case 'redshift':
    case 'deltaZ':
    case 'flag':
    case 'logEvidence':
    case 'width':
      return columns[column].some((value) => !Number.isNaN(value))
    default:
      return column satisfies never
  }
}

/** The text of a cell; '' where the value is not known. */
export function cellText(columns: ObjectColumns, column: ObjectColumn, object: number): string {
  switch (column) {
    case 'row':
      return String(columns.row[object])
    case 'file':
      return columns.files[columns.file[object]!] ?? ''
    case 'split':
      return PLACE_TITLES[PLACES[columns.place[object]!]!]
    case 'class':
      return columns.labels[columns.label[object]!] ?? ''
    case 'status':
      return columns.statuses[columns.status[object]!] ?? ''
    case 'id':
      return columns.ids?.[object] ?? ''
    case 'redshift':
    case 'deltaZ':
    case 'flag':
    case 'logEvidence':
    case 'width': {
      const value = columns[column][object]!
      return Number.isNaN(value) ? '' : NUMBER_TEXTS[column](value)
    }
    default:
      return column satisfies never
  }
}

/** From here on DeltaZ is easier to read without an exponent. */
const LEAST_PLAIN_DELTA_Z = 0.01

const NUMBER_TEXTS = {
  // the zgrid's step is about 1e-4
  redshift: (value: number) => value.toFixed(5),
  deltaZ: (value: number) =>
    signed(value !== 0 && Math.abs(value) < LEAST_PLAIN_DELTA_Z ? value.toExponential(2) : value.toFixed(4)),
  flag: String,
  logEvidence: (value: number) => signed(value.toFixed(2)),
  width: (value: number) => value.toFixed(1),
} as const
