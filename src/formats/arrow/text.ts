// Columns of text and of booleans, read whole. Arrow's text is UTF-8; columns of bytes are read as latin1.

import { DataType } from 'apache-arrow/type'
import { formatInteger } from '../../core/format.ts'
import { damaged } from '../damage.ts'
import { parseDtype } from '../numpy-dtype.ts'
import { decodeFloat64, decodeLatin1 } from '../numpy-values.ts'
import { type ByteSource, sliceExactly } from '../source.ts'
import { requireHoldable } from '../table.ts'
import { contentLength, openBuffer, placeBuffer } from './buffers.ts'
import type { FieldPart } from './fields.ts'
import { placeValidity, requireNullCount } from './lists.ts'
import { readNulls } from './numbers.ts'

type Text = (string | null)[]

const VIEW_BYTES = 16
/** Text of this length lies in the view itself. */
const MOST_INLINE = 12

/** How a type keeps text; `null` if it keeps none. */
export function textLayout(type: DataType): { offsets: 4 | 8 | 'views'; utf8: boolean } | null {
  if (DataType.isUtf8(type)) return { offsets: 4, utf8: true }
  if (DataType.isLargeUtf8(type)) return { offsets: 8, utf8: true }
  if (DataType.isUtf8View(type)) return { offsets: 'views', utf8: true }
  if (DataType.isBinary(type)) return { offsets: 4, utf8: false }
  if (DataType.isLargeBinary(type)) return { offsets: 8, utf8: false }
  if (DataType.isBinaryView(type)) return { offsets: 'views', utf8: false }
  return null
}

/** All values of one batch; the caller has checked that its rows can be held. */
export async function readText(
  source: ByteSource,
  part: FieldPart,
  type: DataType,
  title: string,
): Promise<Text> {
  const { offsets, utf8 } = textLayout(type)!
  if (part.rows === 0) return []
  const nulls = await readNullRows(source, part, title)
  const decode = utf8 ? utf8Decoder(title) : decodeLatin1
  return offsets === 'views'
    ? readViews(source, part, nulls, decode, title)
    : readOffsets(source, part, offsets, nulls, decode, title)
}

/** All values of one batch. */
export async function readBooleans(
  source: ByteSource,
  part: FieldPart,
  title: string,
): Promise<(boolean | null)[]> {
  const { rows, regions, codec } = part
  if (rows === 0) return []
  const nulls = await readNullRows(source, part, title)
  const bits = await openBuffer(source, placeBuffer(regions[1], codec, Math.ceil(rows / 8), title), title)
  return Array.from(await readNulls(bits, 0, rows), (off, row) => (nulls?.[row] ? null : off === 0))
}

async function readNullRows(source: ByteSource, part: FieldPart, title: string): Promise<Uint8Array | null> {
  const place = placeValidity(part, 0, 0, part.rows, title)
  if (place === null) return null
  const nulls = await readNulls(await openBuffer(source, place, title), 0, part.rows)
  requireNullCount(
    part,
    nulls.reduce((sum, isNull) => sum + isNull, 0),
    title,
  )
  return nulls
}

async function readOffsets(
  source: ByteSource,
  { rows, regions, codec }: FieldPart,
  itemSize: 4 | 8,
  nulls: Uint8Array | null,
  decode: (bytes: Uint8Array) => string,
  title: string,
): Promise<Text> {
  const length = (rows + 1) * itemSize
  const buffer = await openBuffer(source, placeBuffer(regions[1], codec, length, title), title)
  const offsets = decodeFloat64(await sliceExactly(buffer, 0, length), parseDtype(`<i${itemSize}`, ''))
  for (let row = 0; row <= rows; row++) {
    const before = row === 0 ? 0 : offsets[row - 1]!
    if (offsets[row]! < before) {
      throw damaged(title, `text goes from byte ${formatInteger(before)} to ${formatInteger(offsets[row]!)}`)
    }
  }
  const end = offsets[rows]!
  requireHoldable({ title, shape: [rows] }, end)
  const data = await openBuffer(source, placeBuffer(regions[2], codec, end, title), title)
  const bytes = await sliceExactly(data, 0, end)
  return Array.from({ length: rows }, (_, row) =>
    nulls?.[row] ? null : decode(bytes.subarray(offsets[row]!, offsets[row + 1]!)),
  )
}

/** Views: the length, then the text itself if it is short, else its start, the number of a buffer and the place there. */
async function readViews(
  source: ByteSource,
  { rows, regions, codec }: FieldPart,
  nulls: Uint8Array | null,
  decode: (bytes: Uint8Array) => string,
  title: string,
): Promise<Text> {
  const length = rows * VIEW_BYTES
  const viewSource = await openBuffer(source, placeBuffer(regions[1], codec, length, title), title)
  const views = await sliceExactly(viewSource, 0, length)
  const numbers = new DataView(views.buffer, views.byteOffset, views.byteLength)
  const dataRegions = regions.slice(2)
  const lengths: number[] = []
  for (const region of dataRegions) lengths.push(await contentLength(source, region, codec))
  let held = lengths.reduce((sum, each) => sum + each, 0)
  // views may share their bytes; strings do not
  for (let row = 0; row < rows; row++) {
    if (!nulls?.[row]) held += Math.max(0, numbers.getInt32(row * VIEW_BYTES, true))
  }
  requireHoldable({ title, shape: [rows] }, held)
  const buffers: Uint8Array[] = []
  for (const [i, needed] of lengths.entries()) {
    const buffer = await openBuffer(source, placeBuffer(dataRegions[i], codec, needed, title), title)
    buffers.push(await sliceExactly(buffer, 0, needed))
  }
  return Array.from({ length: rows }, (_, row) => {
    if (nulls?.[row]) return null
    const at = row * VIEW_BYTES
    const size = numbers.getInt32(at, true)
    if (size >= 0 && size <= MOST_INLINE) return decode(views.subarray(at + 4, at + 4 + size))
    const buffer = buffers[numbers.getInt32(at + 8, true)]
    const start = numbers.getInt32(at + 12, true)
    if (buffer === undefined || size < 0 || start < 0 || start + size > buffer.length) {
      throw damaged(title, `the text of row ${formatInteger(row)} lies outside its buffers`)
    }
    return decode(buffer.subarray(start, start + size))
  })
}

function utf8Decoder(title: string): (bytes: Uint8Array) => string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  return (bytes) => {
    try {
      return decoder.decode(bytes)
    } catch {
      throw damaged(title, 'its text is not UTF-8')
    }
  }
}
