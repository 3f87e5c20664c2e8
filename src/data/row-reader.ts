// Readers of posteriors: over a file with the floor applied, over memory, and with a cache.

import { type NpyFile, readFloatRows, rowCount, rowWidth } from '../formats/npy.ts'
import type { ByteSource } from '../formats/source.ts'
import type { RowReader } from './dataset.ts'
import { blockRowsOf, type RawRows } from './scan.ts'

/** Rows of an NPY file of any number type as float32. */
export function npyRows(file: NpyFile, source: ByteSource): RawRows {
  const width = rowWidth(file)
  return {
    name: file.name,
    rows: rowCount(file),
    width,
    rowBytes: width * file.dtype.itemSize,
    read: async (start, count, out) => {
      const { overflowed, underflowed } = await readFloatRows(file, source, start, count, out)
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
    read: async (start, count, out) => {
      out.set(values.subarray(start * width, (start + count) * width))
      return 0
    },
  }
}

/**
 * Rows with -inf replaced by `floor`.
 * @param floor `null` where there is no -inf
 * @param quick whether any single row is read quickly, as from memory
 */
export function flooredReader(raw: RawRows, floor: number | null, quick = false): RowReader {
  const { rows, width } = raw
  return {
    rows,
    width,
    ...(quick ? {} : { blockRows: blockRowsOf(width) }),
    read: async (start, count, out) => {
      await raw.read(start, count, out)
      if (floor === null) return
      for (let i = 0; i < count * width; i++) if (out[i] === Number.NEGATIVE_INFINITY) out[i] = floor
    },
  }
}

/** Bytes of all rows of a reader in memory. */
export function readerBytes({ rows, width }: RowReader): number {
  return 4 * rows * width
}

/**
 * Keeps what was read, block by block, where the whole split fits into the budget; else the reader itself comes back.
 * A block that could not be read is tried again at the next call.
 */
export function cachedReader(reader: RowReader, budgetBytes: number): RowReader {
  const { rows, width } = reader
  if (reader.blockRows === undefined || readerBytes(reader) > budgetBytes) return reader
  const blockRows = reader.blockRows
  const blocks = new Map<number, Promise<Float32Array>>()

  function load(index: number): Promise<Float32Array> {
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

  return {
    rows,
    width,
    read: async (start, count, out) => {
      for (let row = start; row < start + count; ) {
        const index = Math.floor(row / blockRows)
        const values = await load(index)
        const within = row - index * blockRows
        const taken = Math.min(start + count - row, blockRows - within)
        out.set(values.subarray(within * width, (within + taken) * width), (row - start) * width)
        row += taken
      }
    },
  }
}
