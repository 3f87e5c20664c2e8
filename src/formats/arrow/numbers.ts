// Columns of numbers, one or many per row, read by ranges of rows: of a batch of gigabytes, only the bytes of the rows
// that are asked for.

import { elementCount, type NpyDtype } from '../numpy-dtype.ts'
import { decodeFloat32, decodeFloat64, decodeIntegers, type RangeLoss } from '../numpy-values.ts'
import { type ByteSource, sliceExactly } from '../source.ts'
import { requireHoldable } from '../table.ts'
import { type BufferPlace, openBuffer } from './buffers.ts'

/** The rows of a column that lie in one batch. Items are the numbers of its rows one after the other. */
export interface NumberPart {
  readonly rows: number
  readonly values: BufferPlace
  /** bits that say which rows are there; `null` if all are */
  readonly rowValidity: BufferPlace | null
  /** the same for items */
  readonly itemValidity: BufferPlace | null
  /** first item of the first row */
  readonly firstItem: number
  /** first item of each row, and the end of the last; `null` where rows are evenly spaced */
  readonly starts: Float64Array | null
}

/** A column of numbers, planned. */
export interface NumberRows {
  readonly title: string
  readonly shape: readonly number[]
  readonly dtype: NpyDtype
  readonly parts: readonly NumberPart[]
}

/** Reads a column's rows. */
export interface NumberReader {
  /** as `Column.readFloat32` does */
  readFloat32(start: number, count: number, out: Float32Array): Promise<RangeLoss>
  /** all values; missing ones are NaN */
  readAll(): Promise<Float64Array>
  /** all values of a column of 64-bit integers, one per row; missing ones are `null` */
  readIntegers(): Promise<(bigint | null)[]>
}

interface OpenPart {
  readonly part: NumberPart
  readonly values: ByteSource
  readonly rowValidity: ByteSource | null
  readonly itemValidity: ByteSource | null
}

interface Items {
  readonly bytes: Uint8Array
  /** 1 for each item that is missing; `null` if none is */
  readonly missing: Uint8Array | null
}

/** A bigint takes 24 bytes, and its place 8. */
const INTEGER_BYTES = 32
const BLOCK_BYTES = 4 * 2 ** 20

/** Reads the rows of a column. The batch that was read last stays open, so that reading on goes on in its stream. */
export function numberReader(source: ByteSource, column: NumberRows): NumberReader {
  const { title, shape, dtype, parts } = column
  const rows = shape[0]!
  const width = elementCount(shape.slice(1))
  let last: OpenPart | null = null

  async function open(part: NumberPart): Promise<OpenPart> {
    if (last?.part === part) return last
    const { values, rowValidity, itemValidity } = part
    const opened: OpenPart = {
      part,
      values: await openBuffer(source, values, title),
      rowValidity: rowValidity && (await openBuffer(source, rowValidity, title)),
      itemValidity: itemValidity && (await openBuffer(source, itemValidity, title)),
    }
    last = opened
    return opened
  }

  /** Visits the rows from `start` on, batch after batch; `row` is counted from `start`. */
  async function visit(
    start: number,
    count: number,
    take: (row: number, items: Items) => void,
  ): Promise<void> {
    let partStart = 0
    for (const part of parts) {
      const from = Math.max(start, partStart)
      const to = Math.min(start + count, partStart + part.rows)
      if (from < to) {
        take(from - start, await readItems(await open(part), from - partStart, to - partStart, width, dtype))
      }
      partStart += part.rows
      if (partStart >= start + count) return
    }
  }

  return {
    async readFloat32(start, count, out) {
      if (width === 0) return { overflowed: 0, underflowed: 0 }
      let overflowed = 0
      let underflowed = 0
      await visit(start, count, (row, { bytes, missing }) => {
        const into = out.subarray(row * width, row * width + bytes.length / dtype.itemSize)
        const loss = decodeFloat32(bytes, dtype, into)
        overflowed += loss.overflowed
        underflowed += loss.underflowed
        if (missing !== null) setMissing(into, missing)
      })
      return { overflowed, underflowed }
    },
    async readAll() {
      requireHoldable(column, rows * width * 8)
      const all = new Float64Array(rows * width)
      if (width === 0) return all
      const block = Math.max(1, Math.floor(BLOCK_BYTES / (width * dtype.itemSize)))
      for (let start = 0; start < rows; start += block) {
        await visit(start, Math.min(block, rows - start), (row, { bytes, missing }) => {
          const values = decodeFloat64(bytes, dtype)
          if (missing !== null) setMissing(values, missing)
          all.set(values, (start + row) * width)
        })
      }
      return all
    },
    async readIntegers() {
      requireHoldable(column, rows * INTEGER_BYTES)
      const all: (bigint | null)[] = []
      await visit(0, rows, (_, { bytes, missing }) => {
        for (const [i, value] of decodeIntegers(bytes, dtype).entries()) all.push(missing?.[i] ? null : value)
      })
      return all
    },
  }
}

/** Whether each of the bits from `from` up to `to` is 0, as bytes of 1; reads the bytes that hold them. */
export async function readNulls(validity: ByteSource, from: number, to: number): Promise<Uint8Array> {
  const firstByte = Math.floor(from / 8)
  const bits = await sliceExactly(validity, firstByte, Math.ceil(to / 8))
  const nulls = new Uint8Array(to - from)
  for (let i = 0; i < nulls.length; i++) {
    const at = from + i
    nulls[i] = (bits[Math.floor(at / 8) - firstByte]! >> (at % 8)) & 1 ? 0 : 1
  }
  return nulls
}

async function readItems(
  open: OpenPart,
  from: number,
  to: number,
  width: number,
  { itemSize }: NpyDtype,
): Promise<Items> {
  const { starts, firstItem } = open.part
  const [firstOne, end] =
    starts === null ? [firstItem + from * width, firstItem + to * width] : [starts[from]!, starts[to]!]
  let bytes: Uint8Array = await sliceExactly(open.values, firstOne * itemSize, end * itemSize)
  let missing = open.itemValidity && end > firstOne ? await readNulls(open.itemValidity, firstOne, end) : null
  const nullRows = open.rowValidity && (await readNulls(open.rowValidity, from, to))
  if (starts !== null) {
    const begins = Array.from({ length: to - from }, (_, row) =>
      nullRows?.[row] ? -1 : starts[from + row]! - firstOne,
    )
    bytes = spaceEvenly(bytes, begins, width * itemSize, itemSize)
    missing = missing && spaceEvenly(missing, begins, width, 1)
  }
  if (nullRows?.includes(1)) {
    missing ??= new Uint8Array((to - from) * width)
    for (let row = 0; row < nullRows.length; row++) {
      if (nullRows[row]) missing.fill(1, row * width, (row + 1) * width)
    }
  }
  // whatever lies below a null must not count as lost
  if (missing !== null) blank(bytes, missing, itemSize)
  return { bytes, missing }
}

/** Rows of any spacing as rows side by side; -1 stands for a row that has no items. */
function spaceEvenly(
  items: Uint8Array,
  begins: readonly number[],
  rowBytes: number,
  itemBytes: number,
): Uint8Array {
  const even = new Uint8Array(begins.length * rowBytes)
  begins.forEach((begin, row) => {
    if (begin >= 0) even.set(items.subarray(begin * itemBytes, begin * itemBytes + rowBytes), row * rowBytes)
  })
  return even
}

function blank(bytes: Uint8Array, missing: Uint8Array, itemSize: number): void {
  for (let i = 0; i < missing.length; i++) {
    if (missing[i]) bytes.fill(0, i * itemSize, (i + 1) * itemSize)
  }
}

function setMissing(values: Float32Array | Float64Array, missing: Uint8Array): void {
  for (let i = 0; i < missing.length; i++) if (missing[i]) values[i] = Number.NaN
}
