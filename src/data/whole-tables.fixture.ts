// What the tests of data sets in one table share: 60 objects with a split column, in each format.

import type { SplitName } from '../core/split-names.ts'
import { arrowFile, type Columns, npzFile, objectColumns } from './table.fixture.ts'
import { posteriors, takeRows } from './tree.fixture.ts'

/** Objects of the table. */
export const ROWS = 60

/** Which split a row is in: 36, 12 and 12 rows. */
export const ORDERS: Readonly<Record<string, (row: number) => SplitName>> = {
  contiguous: (row) => (row < 36 ? 'train' : row < 48 ? 'validation' : 'test'),
  interleaved: (row) => (row % 5 === 3 ? 'validation' : row % 5 === 4 ? 'test' : 'train'),
}

/** What is said of data without a zgrid. */
export const NO_ZGRID =
  'info no-zgrid: No zgrid*.npy lies beside or above the data: posteriors are shown by point and not by redshift. Put the grid there to see redshifts.'

/** Formats with the name of the table and how it is written. */
export const FORMATS: readonly (readonly [string, string, (columns: Columns) => Uint8Array])[] = [
  ['Arrow', 'all.arrow', (columns) => arrowFile(columns)],
  ['NPZ', 'all.npz', (columns) => npzFile(columns)],
  ['compressed NPZ', 'all.npz', (columns) => npzFile(columns, true)],
]

/** Columns with that of the splits. */
export type WholeColumns = ReturnType<typeof objectColumns> & { readonly split: string[] }

/** The columns of all objects, each with the name of its split. */
export function wholeColumns(splitOf: (row: number) => SplitName): WholeColumns {
  const names = { train: 'TRAIN', validation: 'val', test: 'Test' }
  return {
    ...objectColumns(ROWS, 0),
    split: Array.from({ length: ROWS }, (_, row) => names[splitOf(row)]),
  }
}

/** File rows of a split, ascending. */
export function rowsOf(split: SplitName, splitOf: (row: number) => SplitName): number[] {
  return Array.from({ length: ROWS }, (_, row) => row).filter((row) => splitOf(row) === split)
}

/** Posteriors of some rows of the file. */
export function rowsOfFile(rows: readonly number[]): Float32Array {
  return takeRows(posteriors(ROWS, 0), rows)
}
