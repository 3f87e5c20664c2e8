// A field of a Parquet file as a column: its width from the footer, its values through the pages.

import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import { damaged } from '../damage.ts'
import { parseDtype } from '../numpy-dtype.ts'
import { decodeFloat32, decodeFloat64, type RangeLoss } from '../numpy-values.ts'
import type { ByteSource } from '../source.ts'
import { type Column, type ColumnValues, notNumbers, requireHoldable, requireRange } from '../table.ts'
import { type EntrySink, entryReader, type StoredColumn } from './entries.ts'
import type { ParquetFooter } from './footer.ts'
import type { FieldPlan } from './schema.ts'
import { textDecoder } from './text.ts'
import { numberDecoder } from './values.ts'

/** Entries that `readAll` decodes at a time. */
const PIECE_ENTRIES = 65_536

/**
 * The column of a planned field.
 * @throws StudioError `bad-input` if rows have different numbers of values, as far as the footer tells
 */
export function parquetColumn(source: ByteSource, footer: ParquetFooter, plan: FieldPlan): Column {
  const title = `${source.name}, column ${plan.name}`
  const groups = footer.groups.map(({ rows, chunks }) => ({ rows, chunk: chunks[plan.leaf]! }))
  const width = rowWidth(groups, plan, title)
  const stored = { source, plan, title, width, groups }
  const shape = plan.isList ? [footer.rows, width] : [footer.rows]
  const { kind, name, type } = plan
  const byteLength = groups.reduce((sum, { chunk }) => sum + chunk.end - chunk.start, 0)
  const column = { name, title, file: source.name, kind, type, shape, byteLength, access: 'forward' } as const
  if (kind === 'text') {
    return {
      ...column,
      readFloat32: async () => {
        throw notNumbers(column)
      },
      readAll: () => readText({ ...stored, createDecoder: () => textDecoder(title) }, column),
    }
  }
  const numbers = { ...stored, createDecoder: () => numberDecoder(plan, title) }
  return { ...column, readFloat32: floatReader(numbers, column), readAll: () => readNumbers(numbers, column) }
}

type Described = Pick<Column, 'title' | 'shape'>

/** Values per row, the same in every row group. A scalar column must have one entry per row. */
function rowWidth(groups: StoredColumn<unknown>['groups'], plan: FieldPlan, title: string): number {
  let width: number | undefined = plan.isList ? undefined : 1
  for (const [i, { rows, chunk }] of groups.entries()) {
    if (rows === 0 && chunk.entries === 0) continue
    const each = chunk.entries / rows
    width ??= each
    if (each === width && Number.isSafeInteger(each) && each > 0) continue
    const found = `${formatInteger(chunk.entries)} values in ${formatInteger(rows)} rows of row group ${i}`
    if (!plan.isList) throw damaged(title, `there are ${found}; expected one per row`)
    throw new StudioError(
      'bad-input',
      `${title} has rows of different lengths: ${found}; expected ${Number.isSafeInteger(width) ? formatInteger(width) : 'the same number'} for every row`,
      'Every row must have equally many values, none of them null or empty as a whole.',
    )
  }
  return width ?? 0
}

function floatReader(numbers: StoredColumn<Uint8Array>, column: Described): Column['readFloat32'] {
  const reader = entryReader(numbers)
  const dtype = parseDtype(numbers.plan.stored, numbers.title)
  return async (start, count, out) => {
    requireRange(column, start, count, out)
    const loss = { overflowed: 0, underflowed: 0 }
    const sink: EntrySink<Uint8Array> = {
      values(batch, at) {
        addLoss(loss, decodeFloat32(batch, dtype, at === 0 ? out : out.subarray(at)))
      },
      nulls: (at, nulls) => out.fill(Number.NaN, at, at + nulls),
    }
    await reader.read(start * numbers.width, count * numbers.width, sink)
    return loss
  }
}

function addLoss(sum: { overflowed: number; underflowed: number }, loss: RangeLoss): void {
  sum.overflowed += loss.overflowed
  sum.underflowed += loss.underflowed
}

async function readNumbers(numbers: StoredColumn<Uint8Array>, column: Described): Promise<ColumnValues> {
  const total = requireTotal(numbers, column)
  const dtype = parseDtype(numbers.plan.stored, numbers.title)
  const pieces = await readPieces(numbers, total, (count) => {
    const piece = new Float64Array(count).fill(Number.NaN)
    const sink: EntrySink<Uint8Array> = {
      values: (batch, at) => piece.set(decodeFloat64(batch, dtype), at),
      nulls: () => {},
    }
    return { piece, sink }
  })
  if (numbers.plan.kind === 'boolean') {
    const flags = pieces.flatMap((piece) =>
      Array.from(piece, (value) => (Number.isNaN(value) ? null : value === 1)),
    )
    return { kind: 'boolean', values: flags }
  }
  const values = new Float64Array(total)
  let at = 0
  for (const piece of pieces) {
    values.set(piece, at)
    at += piece.length
  }
  return { kind: 'number', values }
}

async function readText(text: StoredColumn<readonly string[]>, column: Described): Promise<ColumnValues> {
  const pieces = await readPieces(text, requireTotal(text, column), (count) => {
    const piece = new Array<string | null>(count).fill(null)
    const sink: EntrySink<readonly string[]> = {
      values: (batch, at) => {
        for (let i = 0; i < batch.length; i++) piece[at + i] = batch[i]!
      },
      nulls: () => {},
    }
    return { piece, sink }
  })
  return { kind: 'text', values: pieces.flat() }
}

/** Number of entries, of which none is read if they take too much memory. */
function requireTotal({ groups }: StoredColumn<unknown>, column: Described): number {
  const total = groups.reduce((sum, { chunk }) => sum + chunk.entries, 0)
  const bytes = groups.reduce((sum, { chunk }) => sum + chunk.uncompressedBytes, 0)
  requireHoldable(column, Math.max(total * 8, bytes))
  return total
}

/** Reads all entries. Memory grows with what was decoded, never with what the footer claims. */
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
