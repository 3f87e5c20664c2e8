// A Parquet column read whole. A page of a few bytes may stand for millions of values or for long texts, so that memory
// is charged by what values take once they are decoded.

import { parseDtype } from '../numpy-dtype.ts'
import { decodeFloat64, decodeIntegers } from '../numpy-values.ts'
import { type Column, type ColumnValues, requireHoldable } from '../table.ts'
import { type EntrySink, entryReader, type StoredColumn } from './entries.ts'
import { textDecoder } from './text.ts'

type Described = Pick<Column, 'title' | 'shape'>

/** Values that are decoded at a time. */
const PIECE_ENTRIES = 65_536
/** A number takes 8 bytes. */
const NUMBER_BYTES = 8
/** A bigint takes 24 bytes, and 8 in its piece and 8 where the pieces are joined. */
const INTEGER_BYTES = 40
/** Of a text or a boolean: 8 in its piece, and 8 where the pieces are joined. */
const REFERENCE_BYTES = 16

/** @throws StudioError `bad-input` where the column takes above 512 MB or is damaged */
export async function readNumbers(
  numbers: StoredColumn<Uint8Array>,
  column: Described,
): Promise<ColumnValues> {
  const total = requireTotal(numbers, column, NUMBER_BYTES)
  const dtype = parseDtype(numbers.plan.stored, numbers.title)
  const pieces = await readPieces(numbers, total, (count) => {
    const piece = new Float64Array(count).fill(Number.NaN)
    const sink: EntrySink<Uint8Array> = {
      values: (batch, at) => piece.set(decodeFloat64(batch, dtype), at),
      nulls: () => {},
    }
    return { piece, sink }
  })
  const values = new Float64Array(total)
  let at = 0
  for (const piece of pieces) {
    values.set(piece, at)
    at += piece.length
  }
  return { kind: 'number', values }
}

/**
 * Integers of 64 bits, which a float64 may not hold.
 * @throws StudioError `bad-input` where the column takes above 512 MB or is damaged
 */
export async function readIntegers(
  numbers: StoredColumn<Uint8Array>,
  column: Described,
): Promise<readonly (bigint | null)[]> {
  const total = requireTotal(numbers, column, INTEGER_BYTES)
  const dtype = parseDtype(numbers.plan.stored, numbers.title)
  const pieces = await readPieces(numbers, total, (count) => {
    const piece = new Array<bigint | null>(count).fill(null)
    const sink: EntrySink<Uint8Array> = {
      values: (batch, at) => {
        for (const [i, value] of decodeIntegers(batch, dtype).entries()) piece[at + i] = value
      },
      nulls: () => {},
    }
    return { piece, sink }
  })
  return pieces.flat()
}

/** @throws StudioError `bad-input` where the column takes above 512 MB or is damaged */
export async function readFlags(flags: StoredColumn<Uint8Array>, column: Described): Promise<ColumnValues> {
  const total = requireTotal(flags, column, REFERENCE_BYTES)
  return { kind: 'boolean', values: await readEach(flags, total, (flag: number) => flag === 1) }
}

/** @throws StudioError `bad-input` where the column takes above 512 MB or is damaged */
export async function readText(
  text: Omit<StoredColumn<readonly string[]>, 'createDecoder'>,
  column: Described,
): Promise<ColumnValues> {
  const total = requireTotal(text, column, REFERENCE_BYTES)
  let held = total * REFERENCE_BYTES
  const charge = (bytes: number): void => {
    held += bytes
    requireHoldable(column, held)
  }
  const stored = { ...text, createDecoder: () => textDecoder(text.title, total, charge) }
  return { kind: 'text', values: await readEach(stored, total, (value: string) => value) }
}

/** Number of values, of which none is read if they take too much memory. */
function requireTotal(
  { groups, width }: Pick<StoredColumn<unknown>, 'groups' | 'width'>,
  column: Described,
  entryBytes: number,
): number {
  const total = groups.reduce((sum, { rows }) => sum + rows * width, 0)
  const bytes = groups.reduce((sum, { chunk }) => sum + chunk.uncompressedBytes, 0)
  requireHoldable(column, Math.max(total * entryBytes, bytes))
  return total
}

async function readEach<Item, Value>(
  stored: StoredColumn<ArrayLike<Item>>,
  total: number,
  toValue: (item: Item) => Value,
): Promise<(Value | null)[]> {
  const pieces = await readPieces(stored, total, (count) => {
    const piece = new Array<Value | null>(count).fill(null)
    const sink: EntrySink<ArrayLike<Item>> = {
      values: (batch, at, taken) => {
        for (let i = 0; i < taken; i++) piece[at + i] = toValue(batch[i]!)
      },
      nulls: () => {},
    }
    return { piece, sink }
  })
  return pieces.flat() as (Value | null)[]
}

/** Reads all values. Memory grows with what was decoded, never with what the footer claims. */
async function readPieces<Batch, Piece>(
  stored: StoredColumn<Batch>,
  total: number,
  start: (count: number) => { readonly piece: Piece; readonly sink: EntrySink<Batch> },
): Promise<Piece[]> {
  const reader = entryReader(stored)
  const pieces: Piece[] = []
  for (let done = 0; done < total; done += PIECE_ENTRIES) {
    const count = Math.min(PIECE_ENTRIES, total - done)
    const { piece, sink } = start(count)
    await reader.read(done, count, sink)
    pieces.push(piece)
  }
  return pieces
}
