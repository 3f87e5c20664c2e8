// A file as a table of columns. Every format ends here: past this point nobody asks what kind of file it was.

import { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import { elementCount, formatShape } from './numpy-dtype.ts'
import type { RangeLoss } from './numpy-values.ts'

/** Formats that hold several columns. */
export type TableFormat = 'NPZ' | 'Arrow' | 'Arrow stream' | 'Parquet' | 'FITS'

/** A file whose structure was read, and nothing of its contents. */
export interface Table {
  /** path inside what was chosen */
  readonly file: string
  readonly format: TableFormat
  readonly byteLength: number
  readonly columns: readonly Column[]
  /** text that the file keeps beside its columns, as Arrow's schema metadata; empty where there is none */
  readonly metadata: ReadonlyMap<string, string>
  /** what was left out and why, one sentence each */
  readonly notes: readonly string[]
}

/** All values of a column, row-major. Missing values are NaN, or `null` where they are no numbers. */
export type ColumnValues =
  | { readonly kind: 'number'; readonly values: Float64Array }
  | { readonly kind: 'boolean'; readonly values: readonly (boolean | null)[] }
  | { readonly kind: 'text'; readonly values: readonly (string | null)[] }
  /** Python objects, as `unpickle` gives them */
  | { readonly kind: 'object'; readonly values: readonly unknown[] }

/** One column: a scalar, a vector or more per row. Nothing is read before it is asked for. */
export interface Column {
  /** as the file calls it; empty for a bare NPY file */
  readonly name: string
  /** for messages: `X.npy`, `TRAIN.arrow, column X` */
  readonly title: string
  /** path of the file that it lies in */
  readonly file: string
  readonly kind: ColumnValues['kind']
  /** of the elements, in NumPy's notation as far as it goes: `<f4`, `>f8`, `<i8`, `|b1`, `<U`, `|O` */
  readonly type: string
  /** rows, then the axes of one row: `[200]`, `[200, 17908]` */
  readonly shape: readonly number[]
  /** bytes that it takes in the file, for reports and progress */
  readonly byteLength: number
  /** `rows`: any row is read alone. `forward`: only in order, as from a compressed stream; a step back starts again. */
  readonly access: 'rows' | 'forward'
  /**
   * Reads `count` rows from row `start` into `out`, row-major from offset 0, and of the file little more than them.
   * Missing values become NaN. Calls may overlap; where access is `forward` one waits for the other.
   * @returns how many finite values float32 could not hold
   * @throws StudioError `bad-input` where this is not numbers or the file is damaged, `file-gone` where it was changed
   */
  readFloat32(start: number, count: number, out: Float32Array): Promise<RangeLoss>
  /**
   * Reads everything.
   * @throws StudioError `bad-input` where the file is damaged or the column is too large to hold (above 512 MB)
   */
  readAll(): Promise<ColumnValues>
  /**
   * Only of integers of 64 bits, one per row: reads each exactly, where `readAll` gives the nearest float64. Missing ones are
   * `null`.
   * @throws as `readAll`
   */
  readonly readIntegers?: () => Promise<readonly (bigint | null)[]>
}

/** Bytes that `readAll` takes into memory at most. */
export const MOST_COLUMN_BYTES = 512 * 2 ** 20

/** Number of rows. */
export function columnRows(column: Pick<Column, 'shape'>): number {
  return column.shape[0] ?? 1
}

/** Values per row: 1 for a scalar. */
export function columnWidth(column: Pick<Column, 'shape'>): number {
  return elementCount(column.shape.slice(1))
}

/** Refuses rows outside the column and buffers that are too short: defects of the caller. */
export function requireRange(
  column: Pick<Column, 'shape'>,
  start: number,
  count: number,
  out: Float32Array,
): void {
  const rows = columnRows(column)
  const width = columnWidth(column)
  if (start < 0 || count < 0 || start + count > rows) {
    throw new Error(`Expected rows within 0 to ${rows}, got ${start} to ${start + count}`)
  }
  if (out.length < count * width) {
    throw new Error(`Expected room for ${count * width} values, got ${out.length}`)
  }
}

/** @throws StudioError `bad-input` for a column that `readAll` must not take into memory */
export function requireHoldable(column: Pick<Column, 'title' | 'shape'>, bytes: number): void {
  if (bytes <= MOST_COLUMN_BYTES) return
  throw new StudioError(
    'bad-input',
    `${column.title} with the shape ${formatShape(column.shape)} takes ${formatInteger(bytes)} bytes; expected at most ${formatInteger(MOST_COLUMN_BYTES)}`,
    'Is this the right column? Labels, grids and attributes are smaller.',
  )
}

/** The error for a column of another kind than numbers. */
export function notNumbers(column: Pick<Column, 'title' | 'kind' | 'type'>): StudioError {
  const what = { number: 'numbers', boolean: 'booleans', text: 'text', object: 'Python objects' }[column.kind]
  return new StudioError(
    'bad-input',
    `${column.title} holds ${what} (type ${column.type}); expected numbers`,
    'Posteriors are numbers: float32, float64, float16 or integers.',
  )
}
