// What the tests of the fault matrix share: makers of sound files in each format, changes to them, and what
// is said besides.

import { arrowFile, type Columns, npzFile, perSplit, splitColumns } from './table.fixture.ts'
import type { Files } from './tree.fixture.ts'

/** What is said of splits without attributes. */
export const NO_ATTRIBUTES =
  'warning no-attributes: No attributes file for TRAIN, VALID and TEST: labels there are not checked, and what needs redshift, DeltaZ, status, log-evidence or flag is not offered.'

/** What is said of data without a zgrid. */
export const NO_ZGRID =
  'info no-zgrid: No zgrid*.npy lies beside or above the data: posteriors are shown by point and not by redshift. Put the grid there to see redshifts.'

/** What is said besides where TRAIN cannot be read. */
export function lackingTrain(extension: string): string {
  return `block missing-split: The chosen files lack TRAIN; found VALID.${extension} and TEST.${extension}. A data set is TRAIN, VALID and TEST with X and Y each.`
}

/** Text as the bytes of a file. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** The columns of one split of the fixture. */
export type SplitColumns = ReturnType<typeof splitColumns>

/** Three files in a format, whose TRAIN was changed. */
export function withTrain(make: Make, extension: string, change: (columns: SplitColumns) => Columns): Files {
  return perSplit(extension, (split) =>
    make(split === 'train' ? change(splitColumns(split)) : splitColumns(split)),
  )
}

/** Writes columns as a file. */
type Make = (columns: Columns) => Uint8Array

/** The formats that small files are written in here. */
export const MAKERS: readonly (readonly [format: string, extension: string, make: Make])[] = [
  ['Arrow', 'arrows', (columns) => arrowFile(columns)],
  ['NPZ', 'npz', (columns) => npzFile(columns)],
  ['compressed NPZ', 'npz', (columns) => npzFile(columns, true)],
]

/** X of a split with one value replaced. */
export function withValue(columns: SplitColumns, row: number, point: number, value: number | null): Columns {
  return withValues(columns, [[row, point, value]])
}

/** X of a split with some values replaced. */
export function withValues(
  columns: SplitColumns,
  values: readonly (readonly [row: number, point: number, value: number | null])[],
): Columns {
  const X = columns.X.map((row) => [...row])
  for (const [row, point, value] of values) X[row]![point] = value
  return { ...columns, X }
}
