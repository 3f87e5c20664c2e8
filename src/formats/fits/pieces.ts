// The bytes of one column of a FITS table, whose rows are interleaved, in pieces of bounded size.

import { type ByteSource, sliceExactly } from '../source.ts'

/** Where the elements of a column lie, whether in the rows or in the heap. */
export interface ElementPlace {
  /** The elements of `count` rows from row `start`, in order, in pieces of whole elements: at most 16 MB or one element. */
  pieces(start: number, count: number): AsyncGenerator<Uint8Array>
}

/** A column inside of rows. */
export interface RowPlace {
  readonly source: ByteSource
  /** position of the first row */
  readonly dataStart: number
  readonly rowBytes: number
  /** of the column in its row */
  readonly offset: number
  /** bytes of the column in its row */
  readonly width: number
  readonly itemSize: number
}

/** Bytes that are read at a time. */
export const PIECE_BYTES = 2 ** 24
/** Narrow elements grow when they become numbers: of float64 this is 16 MB as well. */
const PIECE_ITEMS = 2 ** 21
/** Reading on over fewer bytes than these costs less than another read. */
export const FAR_APART = 32 * 2 ** 10
const READS_AT_ONCE = 16

/** Bytes per piece for elements of this size. */
export function pieceBytes(itemSize: number): number {
  const items = Math.min(PIECE_ITEMS, Math.floor(PIECE_BYTES / itemSize))
  return Math.max(1, items) * itemSize
}

/**
 * A column inside of rows. Whole rows are read and the column is picked; where it takes less than a quarter of its row
 * and at least 32 KB lie between, and where a row is above 16 MB, it is read row by row.
 */
export function rowElements(place: RowPlace): ElementPlace {
  const { width, itemSize, rowBytes } = place
  const most = pieceBytes(itemSize)
  if (width > most) return { pieces: (start, count) => partsOfRows(place, most, start, count) }
  const apart = rowBytes > PIECE_BYTES || (4 * width < rowBytes && rowBytes - width >= FAR_APART)
  const perPiece = Math.floor(
    Math.min(most / width, apart ? Number.POSITIVE_INFINITY : PIECE_BYTES / rowBytes),
  )
  const read = apart ? readApart : readThrough
  return { pieces: (start, count) => groupsOfRows(place, read, perPiece, start, count) }
}

/** Bytes from `start` up to `end`, `most` at a time. */
export async function* slices(
  source: ByteSource,
  start: number,
  end: number,
  most: number,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += most) yield await sliceExactly(source, at, Math.min(end, at + most))
}

async function* partsOfRows(
  { source, dataStart, rowBytes, offset, width }: RowPlace,
  most: number,
  start: number,
  count: number,
): AsyncGenerator<Uint8Array> {
  for (let row = start; row < start + count; row++) {
    const from = dataStart + row * rowBytes + offset
    yield* slices(source, from, from + width, most)
  }
}

async function* groupsOfRows(
  place: RowPlace,
  read: typeof readThrough,
  perPiece: number,
  start: number,
  count: number,
): AsyncGenerator<Uint8Array> {
  for (let row = start; row < start + count; row += perPiece) {
    yield await read(place, row, Math.min(perPiece, start + count - row))
  }
}

async function readThrough(
  { source, dataStart, rowBytes, offset, width }: RowPlace,
  row: number,
  rows: number,
): Promise<Uint8Array> {
  const from = dataStart + row * rowBytes + offset
  const bytes = await sliceExactly(source, from, from + (rows - 1) * rowBytes + width)
  if (width === rowBytes) return bytes
  const picked = new Uint8Array(rows * width)
  for (let i = 0; i < rows; i++) picked.set(bytes.subarray(i * rowBytes, i * rowBytes + width), i * width)
  return picked
}

async function readApart(
  { source, dataStart, rowBytes, offset, width }: RowPlace,
  row: number,
  rows: number,
): Promise<Uint8Array> {
  const picked = new Uint8Array(rows * width)
  async function readOne(i: number): Promise<void> {
    const from = dataStart + (row + i) * rowBytes + offset
    picked.set(await sliceExactly(source, from, from + width), i * width)
  }
  for (let first = 0; first < rows; first += READS_AT_ONCE) {
    const together = Math.min(READS_AT_ONCE, rows - first)
    await Promise.all(Array.from({ length: together }, (_, i) => readOne(first + i)))
  }
  return picked
}
