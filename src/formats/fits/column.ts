// A column of a FITS table as the studio's column.

import { elementCount } from '../numpy-dtype.ts'
import { isWideInteger, type RangeLoss } from '../numpy-values.ts'
import {
  type Column,
  type ColumnValues,
  columnWidth,
  notNumbers,
  requireHoldable,
  requireRange,
} from '../table.ts'
import type { FitsContent } from './fields.ts'
import type { ElementPlace } from './pieces.ts'
import { fitsFloat32, fitsFloat64, fitsIntegers, fitsLogicals, fitsTexts } from './values.ts'

/** What a FITS column is, where its elements are known. */
export interface FitsColumn {
  readonly name: string
  readonly title: string
  readonly file: string
  readonly shape: readonly number[]
  readonly content: Exclude<FitsContent, { kind: 'none' }>
  readonly place: ElementPlace
}

/** A bigint takes 24 bytes, and its place 8. */
const INTEGER_BYTES = 32
/** Bytes that an element takes in memory: of a text its string, and its characters twice while it is made. */
const HELD_BYTES = { number: () => 8, boolean: () => 8, text: (itemSize: number) => 32 + 2 * itemSize }

/** The column; nothing is read. */
export function fitsColumn(column: FitsColumn): Column {
  const { name, title, file, shape, content } = column
  const { kind, type } = content
  return {
    name,
    title,
    file,
    kind,
    type,
    shape,
    byteLength: elementCount(shape) * content.itemSize,
    access: 'rows',
    readFloat32: (start, count, out) => readFloat32(column, start, count, out),
    readAll: () => readAll(column),
    ...(hasWideIntegers(column) && { readIntegers: () => readIntegers(column) }),
  }
}

async function readFloat32(
  { title, shape, content, place }: FitsColumn,
  start: number,
  count: number,
  out: Float32Array,
): Promise<RangeLoss> {
  if (content.kind !== 'number') throw notNumbers({ title, ...content })
  requireRange({ shape }, start, count, out)
  let overflowed = 0
  let underflowed = 0
  let done = 0
  for await (const piece of place.pieces(start, count)) {
    const loss = fitsFloat32(piece, content.numbers, out.subarray(done))
    overflowed += loss.overflowed
    underflowed += loss.underflowed
    done += piece.length / content.itemSize
  }
  return { overflowed, underflowed }
}

async function readAll({ title, shape, content, place }: FitsColumn): Promise<ColumnValues> {
  const { kind, itemSize } = content
  requireHoldable({ title, shape }, elementCount(shape) * HELD_BYTES[kind](itemSize))
  const pieces = place.pieces(0, shape[0] ?? 0)
  switch (kind) {
    case 'number': {
      const values = new Float64Array((shape[0] ?? 0) * columnWidth({ shape }))
      let done = 0
      for await (const piece of pieces) {
        const part = fitsFloat64(piece, content.numbers)
        values.set(part, done)
        done += part.length
      }
      return { kind, values }
    }
    case 'boolean':
      return { kind, values: await collect(pieces, (piece) => fitsLogicals(piece, title)) }
    case 'text':
      return { kind, values: await collect(pieces, (piece) => fitsTexts(piece, itemSize)) }
    default:
      return kind satisfies never
  }
}

function hasWideIntegers({ shape, content }: FitsColumn): boolean {
  if (content.kind !== 'number' || shape.length !== 1) return false
  return content.numbers.scaling === null && isWideInteger(content.numbers.dtype)
}

async function readIntegers({ title, shape, content, place }: FitsColumn): Promise<(bigint | null)[]> {
  if (content.kind !== 'number') throw notNumbers({ title, ...content })
  const { numbers } = content
  requireHoldable({ title, shape }, elementCount(shape) * INTEGER_BYTES)
  return collect(place.pieces(0, shape[0] ?? 0), (piece) => fitsIntegers(piece, numbers))
}

async function collect<Value>(
  pieces: AsyncIterable<Uint8Array>,
  decode: (piece: Uint8Array) => readonly Value[],
): Promise<Value[]> {
  const values: Value[] = []
  for await (const piece of pieces) for (const value of decode(piece)) values.push(value)
  return values
}
