// Readers of posteriors: over a column of a file, over memory, with the floor applied, and with a cache.

import { type Column, columnRows, columnWidth } from '../formats/table.ts'
import type { RowReader } from './dataset.ts'
import { blockRowsOf, type RawRows } from './scan.ts'

/** Rows of a column of numbers as float32. */
export function rowsOfColumn(column: Column): RawRows {
  const rows = columnRows(column)
  return {
    name: column.title,
    rows,
    width: columnWidth(column),
    rowBytes: Math.round(column.byteLength / Math.max(1, rows)),
    forward: column.access === 'forward',
    read: async (start, count, out) => {
      const { overflowed, underflowed } = await column.readFloat32(start, count, out)
      return overflowed + underflowed
    },
  }
}

/** Rows that lie in memory, `values` row-major. */
export function memoryRows(name: string, values: Float32Array, width: number): RawRows {
  return {
    name,
    rows: width === 0 ? 0 : values.length / width,
    width,
    rowBytes: 4 * width,
    quick: true,
    read: async (start, count, out) => {
      out.set(values.subarray(start * width, (start + count) * width))
      return 0
    },
  }
}

/** A reader with a floor that can also give the values of the file, where -inf has stayed. */
interface FlooredReader extends RowReader {
  readonly unfloored: RowReader
}

/** The same rows with the values of the file: -inf is -inf. The reader itself where it knows no others. */
export function unflooredReader(reader: RowReader): RowReader {
  return isFloored(reader) ? reader.unfloored : reader
}

/** The same rows with -inf read as another floor. What the reader keeps in memory is of no use then. */
export function reflooredReader(reader: RowReader, floor: number): RowReader {
  const unfloored = unflooredReader(reader)
  return { ...shapeOf(unfloored), read: readWithFloor(unfloored, floor) }
}

function shapeOf({ rows, width, blockRows }: RowReader): Pick<RowReader, 'rows' | 'width' | 'blockRows'> {
  return { rows, width, ...(blockRows === undefined ? {} : { blockRows }) }
}

function readWithFloor({ width, read }: RowReader, floor: number): RowReader['read'] {
  return async (start, count, out) => {
    await read(start, count, out)
    for (let i = 0; i < count * width; i++) if (out[i] === Number.NEGATIVE_INFINITY) out[i] = floor
  }
}

/** `reader`, with the values of the file from where `original`, a reader of the same rows, has them. */
export function withUnfloored<R extends RowReader>(reader: R, original: RowReader): R {
  return isFloored(original) ? { ...reader, unfloored: original.unfloored } : reader
}

function isFloored(reader: RowReader): reader is FlooredReader {
  return 'unfloored' in reader
}

/**
 * Rows with -inf replaced by `floor`; `unflooredReader` gives them as they are.
 * @param floor `null` where there is no -inf
 * @param quick whether any single row is read quickly, as from memory
 */
export function flooredReader(raw: RawRows, floor: number | null, quick = false): RowReader {
  const { rows, width } = raw
  const unfloored: RowReader = {
    rows,
    width,
    ...(quick ? {} : { blockRows: blockRowsOf(width) }),
    read: async (start, count, out) => {
      await raw.read(start, count, out)
    },
  }
  if (floor === null) return unfloored
  const floored: FlooredReader = { ...unfloored, unfloored, read: readWithFloor(unfloored, floor) }
  return floored
}

/** Bytes of all rows of a reader in memory. */
export function readerBytes({ rows, width }: RowReader): number {
  return 4 * rows * width
}

/** Bytes of rows that a reader holds in memory once all were read. */
export function heldBytes(reader: RowReader): number {
  if (reader.blockRows === undefined) return readerBytes(reader)
  return keepsBlocks(reader) ? reader.heldBytes : 0
}

/** A reader that keeps some of its blocks in memory. */
interface KeepingReader extends RowReader {
  readonly heldBytes: number
  /** what is not kept comes from it */
  readonly below: RowReader
  lendBlock(index: number): Promise<Float32Array> | null
  forget(): void
}

/** The reader below one that keeps blocks, or the reader itself: for a single pass, of which nothing should be kept. */
export function passingReader(reader: RowReader): RowReader {
  return keepsBlocks(reader) ? reader.below : reader
}

/** Gives the memory of kept blocks back; they are read again when they are needed. */
export function forgetBlocks(reader: RowReader): void {
  if (keepsBlocks(reader)) reader.forget()
}

/**
 * A block of a reader that keeps it, without a copy: not to be written to. The last block may be short.
 * @returns `null` where the reader does not keep it, and it is to be read
 */
export function lendBlock(reader: RowReader, index: number): Promise<Float32Array> | null {
  return keepsBlocks(reader) ? reader.lendBlock(index) : null
}

function keepsBlocks(reader: RowReader): reader is KeepingReader {
  return 'lendBlock' in reader
}

/**
 * Keeps blocks after their first use. Where the whole split fits into the budget, every row is quick then, and the
 * reader has no `blockRows` any more. Else the first blocks that fit are kept and the others are read again each time,
 * so that rows are still to be read, and shuffled, by blocks: the order of an epoch depends on sizes and budget alone.
 * Without room for a block the reader itself comes back. A block that could not be read is tried again at the next call.
 */
export function cachedReader(reader: RowReader, budgetBytes: number): RowReader {
  const { rows, width, blockRows } = reader
  if (blockRows === undefined) return reader
  const fits = readerBytes(reader) <= budgetBytes
  const keptBlocks = fits ? Math.ceil(rows / blockRows) : Math.floor(budgetBytes / (4 * blockRows * width))
  if (!fits && keptBlocks < 1) return reader
  const { block: kept, forget } = keepBlocks(reader, blockRows)

  async function read(start: number, count: number, out: Float32Array): Promise<void> {
    const end = start + count
    for (let row = start; row < end; ) {
      const index = Math.floor(row / blockRows!)
      const place = out.subarray((row - start) * width)
      if (index >= keptBlocks) return reader.read(row, end - row, place)
      const values = await kept(index)
      const within = row - index * blockRows!
      const taken = Math.min(end - row, blockRows! - within)
      place.set(values.subarray(within * width, (within + taken) * width))
      row += taken
    }
  }

  if (fits) return withUnfloored({ rows, width, read }, reader)
  const keeping: KeepingReader = {
    rows,
    width,
    blockRows,
    heldBytes: 4 * keptBlocks * blockRows * width,
    below: reader,
    read,
    forget,
    lendBlock: (index) => (index < keptBlocks ? kept(index) : null),
  }
  return withUnfloored(keeping, reader)
}

/** Gives blocks of a reader, each read once. */
function keepBlocks(reader: RowReader, blockRows: number) {
  const { rows, width } = reader
  const blocks = new Map<number, Promise<Float32Array>>()
  const block = (index: number): Promise<Float32Array> => {
    const known = blocks.get(index)
    if (known) return known
    const start = index * blockRows
    const count = Math.min(blockRows, rows - start)
    const values = new Float32Array(count * width)
    const loading = reader.read(start, count, values).then(() => values)
    blocks.set(index, loading)
    loading.catch(() => blocks.delete(index))
    return loading
  }
  return { block, forget: () => blocks.clear() }
}
