// Thrift's compact protocol, in which Parquet writes its footer and page headers. Every length is checked against the
// bytes that are there, so that a damaged file costs neither time nor memory.
// Format: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md

import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import { damaged } from '../damage.ts'

/** Fields by their numbers. */
export type ThriftStruct = ReadonlyMap<number, ThriftValue>
export type ThriftValue = number | boolean | Uint8Array | readonly ThriftValue[] | ThriftStruct

/** Fields to keep, by their numbers, and what to keep of the structs below each; `true` keeps everything. */
export type Kept = true | ReadonlyMap<number, Kept>

/** Values that are kept, up to 200 bytes each. Of 500,000 column chunks the footer keeps about so many. */
const MOST_VALUES = 5_000_000
/** In place of structs that are not kept. */
const NOT_KEPT: ThriftStruct = new Map()
/** Parquet's own structures are 8 deep. */
const MOST_DEPTH = 24
const MOST_VARINT_BYTES = 10

interface Cursor {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly title: string
  at: number
  valuesLeft: number
}

/** Thrown where a struct goes on beyond the bytes; caught in this file. */
class BytesEnded extends Error {}

/**
 * Reads the struct at `start`.
 * @param title for messages
 * @param kept other fields are passed over
 * @returns the struct and the position after it, or `null` if it goes on beyond `bytes`
 * @throws StudioError `bad-input` if this is no struct, or one of more than 5 million values that are kept
 */
export function readThrift(
  bytes: Uint8Array,
  start: number,
  title: string,
  kept: Kept = true,
): { readonly struct: ThriftStruct; readonly end: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const cursor: Cursor = { bytes, view, title, at: start, valuesLeft: MOST_VALUES }
  try {
    return { struct: readStruct(cursor, 0, kept), end: cursor.at }
  } catch (thrown) {
    if (thrown instanceof BytesEnded) return null
    throw thrown
  }
}

function readStruct(cursor: Cursor, depth: number, kept: Kept | undefined): ThriftStruct {
  if (depth > MOST_DEPTH) throw damaged(cursor.title, `structures are nested beyond ${MOST_DEPTH}`)
  const fields = kept === undefined ? null : new Map<number, ThriftValue>()
  let id = 0
  for (;;) {
    const byte = readByte(cursor)
    if (byte === 0) return fields ?? NOT_KEPT
    const delta = byte >> 4
    id = delta === 0 ? readZigZag(cursor) : id + delta
    const type = byte & 15
    // a boolean field is its type; in a list each is a byte
    const below = kept === undefined || kept === true ? kept : kept.get(id)
    const value = type === 1 || type === 2 ? type === 1 : readValue(cursor, type, depth, below)
    if (below === undefined || fields === null) continue
    countKept(cursor)
    fields.set(id, value)
  }
}

function readValue(cursor: Cursor, type: number, depth: number, kept: Kept | undefined): ThriftValue {
  switch (type) {
    case 1:
    case 2:
      return readByte(cursor) === 1
    case 3:
      return (readByte(cursor) << 24) >> 24
    case 4:
    case 5:
    case 6:
      return readZigZag(cursor)
    case 7:
      return cursor.view.getFloat64(advance(cursor, 8), true)
    case 8: {
      const length = readVarint(cursor)
      const start = advance(cursor, length)
      return cursor.bytes.subarray(start, start + length)
    }
    case 9:
    case 10:
      return readList(cursor, depth, kept)
    case 12:
      return readStruct(cursor, depth + 1, kept)
    default:
      throw damaged(cursor.title, `an entry has the unknown Thrift type ${type}`)
  }
}

function readList(cursor: Cursor, depth: number, kept: Kept | undefined): readonly ThriftValue[] {
  const byte = readByte(cursor)
  const size = byte >> 4 === 15 ? readVarint(cursor) : byte >> 4
  // an element takes a byte or more
  if (size > cursor.bytes.length - cursor.at) throw new BytesEnded()
  const values: ThriftValue[] = []
  for (let i = 0; i < size; i++) {
    const value = readValue(cursor, byte & 15, depth, kept)
    if (kept === undefined) continue
    countKept(cursor)
    values.push(value)
  }
  return values
}

function countKept(cursor: Cursor): void {
  if (--cursor.valuesLeft >= 0) return
  throw new StudioError(
    'bad-input',
    `${cursor.title} has a header of more than ${formatInteger(MOST_VALUES)} entries`,
    'Write it again with fewer columns or larger row groups.',
  )
}

function readByte(cursor: Cursor): number {
  return cursor.bytes[advance(cursor, 1)]!
}

/** The position of the next `length` bytes, which are all there. */
function advance(cursor: Cursor, length: number): number {
  const start = cursor.at
  if (length > cursor.bytes.length - start) throw new BytesEnded()
  cursor.at = start + length
  return start
}

/** Exact up to 2^53; larger ones are near enough to be refused. */
function readVarint(cursor: Cursor): number {
  let value = 0
  for (let i = 0; i < MOST_VARINT_BYTES; i++) {
    const byte = readByte(cursor)
    value += (byte & 127) * 2 ** (7 * i)
    if (byte < 128) return value
  }
  throw damaged(cursor.title, `a number takes more than ${MOST_VARINT_BYTES} bytes`)
}

function readZigZag(cursor: Cursor): number {
  const value = readVarint(cursor)
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}
