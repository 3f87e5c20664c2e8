// Plans columns of numbers: where the rows of each batch lie. For lists of any length, opening reads where each one
// starts, since a table needs rows of one length.

import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import { damaged } from '../damage.ts'
import { type NpyDtype, parseDtype } from '../numpy-dtype.ts'
import { decodeFloat64 } from '../numpy-values.ts'
import { type ByteSource, sliceExactly } from '../source.ts'
import { requireHoldable } from '../table.ts'
import { openBuffer, placeBuffer } from './buffers.ts'
import type { FieldPart } from './fields.ts'
import { type NumberPart, type NumberRows, readNulls } from './numbers.ts'

const INT32 = parseDtype('<i4', '')
const INT64 = parseDtype('<i8', '')
/** Rows whose offsets are read at once; a multiple of 8, for whole bytes of bits. */
const OFFSET_ROWS = 65_536
/** Rows of other lengths that a message names. */
const MOST_NAMED = 5

/** Lists that make no rows of a table: this column is left out, the others are not. `reason` is `rows of ...`. */
export class UnevenRows extends StudioError {
  readonly reason: string

  constructor(title: string, reason: string) {
    const hint = 'All rows must be of one length: one value for each point of the redshift grid.'
    super('bad-input', `${title} has ${reason}`, hint)
    this.reason = reason
  }
}

/** One number per row. */
export function planScalars(parts: readonly FieldPart[], dtype: NpyDtype, title: string): NumberRows {
  return {
    title,
    dtype,
    shape: [rowsOf(parts)],
    parts: parts.map((part) => {
      const { rows, regions, codec } = part
      return {
        rows,
        values: placeBuffer(regions[1], codec, rows * dtype.itemSize, title),
        rowValidity: placeValidity(part, 0, 0, rows, title),
        itemValidity: null,
        firstItem: 0,
        starts: null,
      }
    }),
  }
}

/** As many numbers per row as the type says. */
export function planFixedLists(
  parts: readonly FieldPart[],
  dtype: NpyDtype,
  width: number,
  title: string,
): NumberRows {
  if (width < 0) throw damaged(title, `its lists have ${width} items`)
  return {
    title,
    dtype,
    shape: [rowsOf(parts), width],
    parts: parts.map((part) => {
      const { rows, regions, codec, nodes } = part
      const items = rows * width
      if (nodes[1]?.length !== items) {
        throw damaged(
          title,
          `${formatInteger(rows)} lists of ${width} items have ${formatInteger(nodes[1]?.length ?? 0)} items`,
        )
      }
      return {
        rows,
        values: placeBuffer(regions[2], codec, items * dtype.itemSize, title),
        rowValidity: placeValidity(part, 0, 0, rows, title),
        itemValidity: placeValidity(part, 1, 1, items, title),
        firstItem: 0,
        starts: null,
      }
    }),
  }
}

/**
 * Lists of any length. Reads all their offsets, 4 or 8 bytes per row.
 * @throws UnevenRows if rows that are not null differ in length
 */
export async function planLists(
  source: ByteSource,
  parts: readonly FieldPart[],
  dtype: NpyDtype,
  large: boolean,
  title: string,
): Promise<NumberRows> {
  const widths = watchWidths(title)
  const shape = [rowsOf(parts), 0]
  const planned: NumberPart[] = []
  for (const part of parts) {
    const { rows, regions, codec } = part
    const items = part.nodes[1]?.length ?? 0
    const { starts, firstItem, end } = await readOffsets(source, part, items, large, widths.see, title)
    planned.push({
      rows,
      values: placeBuffer(regions[3], codec, end * dtype.itemSize, title),
      rowValidity: placeValidity(part, 0, 0, rows, title),
      itemValidity: placeValidity(part, 1, 2, items, title),
      firstItem,
      starts,
    })
  }
  const width = widths.finish()
  return { title, dtype, shape: [shape[0]!, width], parts: planned }
}

/** First items of all rows of a batch; `starts` only where a null row may take other space than the rest. */
async function readOffsets(
  source: ByteSource,
  part: FieldPart,
  items: number,
  large: boolean,
  see: (length: number) => void,
  title: string,
): Promise<{ starts: Float64Array | null; firstItem: number; end: number }> {
  const { rows, regions, codec } = part
  if (rows === 0) return { starts: null, firstItem: 0, end: 0 }
  const dtype = large ? INT64 : INT32
  const place = placeBuffer(regions[1], codec, (rows + 1) * dtype.itemSize, title)
  const validityPlace = placeValidity(part, 0, 0, rows, title)
  const offsets = await openBuffer(source, place, title)
  const validity = validityPlace && (await openBuffer(source, validityPlace, title))
  if (validity !== null) requireHoldable({ title, shape: [rows] }, (rows + 1) * 8)
  const starts = validity === null ? null : new Float64Array(rows + 1)
  const firstItem = decodeFloat64(await sliceExactly(offsets, 0, dtype.itemSize), dtype)[0]!
  if (firstItem < 0) throw damaged(title, `its first row starts at item ${formatInteger(firstItem)}`)
  let previous = firstItem
  let nullCount = 0
  if (starts !== null) starts[0] = firstItem
  for (let row = 0; row < rows; row += OFFSET_ROWS) {
    const end = Math.min(rows, row + OFFSET_ROWS)
    const bytes = await sliceExactly(offsets, (row + 1) * dtype.itemSize, (end + 1) * dtype.itemSize)
    const nulls = validity && (await readNulls(validity, row, end))
    const ends = decodeFloat64(bytes, dtype)
    for (let i = 0; i < ends.length; i++) {
      const length = ends[i]! - previous
      if (length < 0 || ends[i]! > items) {
        throw damaged(
          title,
          `a row goes from item ${formatInteger(previous)} to ${formatInteger(ends[i]!)} of ${formatInteger(items)}`,
        )
      }
      if (nulls?.[i]) nullCount++
      see(nulls?.[i] ? -1 : length)
      previous = ends[i]!
      if (starts !== null) starts[row + i + 1] = previous
    }
  }
  if (validity !== null) requireNullCount(part, nullCount, title)
  return { starts, firstItem, end: previous }
}

/** Watches that all rows have one length; -1 stands for a null row. */
function watchWidths(title: string) {
  let row = 0
  let width = -1
  let firstRow = 0
  const others: string[] = []

  function finish(): number {
    if (others.length === 0) return Math.max(0, width)
    throw new UnevenRows(
      title,
      `rows of different lengths: expected ${formatInteger(width)} as in row ${formatInteger(firstRow)}, got ${others.join(', ')}`,
    )
  }

  return {
    finish,
    see(length: number): void {
      if (length >= 0 && width < 0) {
        width = length
        firstRow = row
      } else if (length >= 0 && length !== width) {
        others.push(`${formatInteger(length)} in row ${formatInteger(row)}`)
        if (others.length === MOST_NAMED) finish()
      }
      row++
    },
  }
}

/** The bits that say which of `length` values are there; `null` if all are. */
export function placeValidity(
  { nodes, regions, codec }: FieldPart,
  node: number,
  region: number,
  length: number,
  title: string,
) {
  const nulls = nodes[node]?.nullCount ?? 0
  const place = regions[region]
  // -1 is a count that was not made
  if (nulls === 0 || (nulls < 0 && (place === undefined || place.start === place.end))) return null
  return placeBuffer(place, codec, Math.ceil(length / 8), title)
}

/** Refuses a column that has more or fewer nulls than its batch says. */
export function requireNullCount({ nodes, rows }: FieldPart, found: number, title: string): void {
  const expected = nodes[0]!.nullCount
  if (expected < 0 || expected === found) return
  throw damaged(
    title,
    `${formatInteger(found)} of ${formatInteger(rows)} rows are null in a batch that says ${formatInteger(expected)}`,
  )
}

/** Rows of all batches. */
export function rowsOf(parts: readonly FieldPart[]): number {
  return parts.reduce((rows, part) => rows + part.rows, 0)
}
