// Variable-length columns of a FITS table: each row holds the length and the position of its elements, which lie in the
// heap behind the table. Where all lengths are the same, they are a vector. Format: FITS standard 4.0, section 7.3.5.

import { formatInteger } from '../../core/format.ts'
import { damaged } from '../damage.ts'
import { type ByteSource, sliceExactly } from '../source.ts'
import { type ElementPlace, pieceBytes, type RowPlace, rowElements, slices } from './pieces.ts'

/** The heap of a table. */
export interface Heap {
  readonly source: ByteSource
  /** positions of its first byte and behind its last */
  readonly start: number
  readonly end: number
}

/** Elements of equal rows in a heap. */
export interface HeapElements extends ElementPlace {
  /** elements of each row */
  readonly length: number
}

/** 16 bytes each are held. */
const MOST_ROWS = 2 ** 20

/**
 * Reads the lengths and positions of all rows.
 * @param descriptors where they lie
 * @param itemSize bytes of an element in the heap
 * @param title the column's, for messages
 * @returns why the column cannot be a vector, or its elements
 * @throws StudioError `bad-input` where a row lies outside of the heap
 */
export async function heapElements(
  descriptors: RowPlace,
  rows: number,
  heap: Heap,
  itemSize: number,
  title: string,
): Promise<HeapElements | string> {
  if (rows === 0) return 'rows of variable length, and there is none'
  if (rows > MOST_ROWS) {
    return `more rows of variable length than ${formatInteger(MOST_ROWS)} (${formatInteger(rows)})`
  }
  const { lengths, offsets } = await readDescriptors(descriptors, rows)
  let shortest = lengths[0]!
  let longest = shortest
  for (const length of lengths) {
    shortest = Math.min(shortest, length)
    longest = Math.max(longest, length)
  }
  for (let row = 0; row < rows; row++) {
    const end = heap.start + offsets[row]! + lengths[row]! * itemSize
    // of a row without elements the position means nothing
    if (lengths[row] === 0 || (lengths[row]! > 0 && offsets[row]! >= 0 && end <= heap.end)) continue
    const [at, length, size] = [offsets[row]!, lengths[row]!, heap.end - heap.start].map(formatInteger)
    throw damaged(title, `row ${row} has ${length} elements at byte ${at} of a heap of ${size} bytes`)
  }
  if (shortest !== longest) {
    const [from, to] = [shortest, longest].map(formatInteger)
    return `rows of variable length (${from} to ${to} elements)`
  }
  if (longest === 0) return 'rows without elements'
  const rowBytes = longest * itemSize
  return { length: longest, pieces: (start, count) => runs(heap, offsets, rowBytes, itemSize, start, count) }
}

async function readDescriptors(
  place: RowPlace,
  rows: number,
): Promise<{ lengths: Float64Array; offsets: Float64Array }> {
  const lengths = new Float64Array(rows)
  const offsets = new Float64Array(rows)
  const wide = place.width === 16
  let row = 0
  for await (const piece of rowElements({ ...place, itemSize: place.width }).pieces(0, rows)) {
    const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength)
    for (let at = 0; at < piece.length; at += place.width, row++) {
      lengths[row] = wide ? Number(view.getBigInt64(at)) : view.getInt32(at)
      offsets[row] = wide ? Number(view.getBigInt64(at + 8)) : view.getInt32(at + 4)
    }
  }
  return { lengths, offsets }
}

/** Rows that follow each other in the heap are read together. */
async function* runs(
  heap: Heap,
  offsets: Float64Array,
  rowBytes: number,
  itemSize: number,
  start: number,
  count: number,
): AsyncGenerator<Uint8Array> {
  const most = pieceBytes(itemSize)
  for (let row = start; row < start + count; ) {
    const from = heap.start + offsets[row]!
    let rows = 1
    while (
      row + rows < start + count &&
      (rows + 1) * rowBytes <= most &&
      offsets[row + rows] === offsets[row]! + rows * rowBytes
    ) {
      rows++
    }
    if (rowBytes > most) yield* slices(heap.source, from, from + rowBytes, most)
    else yield await sliceExactly(heap.source, from, from + rows * rowBytes)
    row += rows
  }
}
