// Descriptors of the rows of a split, computed once and remembered as long as the split: the next run on the same data has
// them for nothing, and a cancelled one has lost none.

import { DESCRIPTORS, describePosterior } from '../core/control/descriptors.ts'
import { stopIfAborted } from './cancel.ts'
import { chosenRows } from './chosen-rows.ts'
import type { RowReader, SplitData } from './dataset.ts'
import { blockRowsOf } from './scan.ts'

/** Descriptors of chosen rows. */
export interface DescribedRows {
  /** [row, descriptor], in the order of the rows that were asked for */
  readonly x: Float64Array<ArrayBuffer>
  /** 1 where a row has a shape to describe; see `describePosterior` */
  readonly hasShape: Uint8Array
}

/** Reporting, stopping and making room. */
export interface DescribeOptions {
  /** lets the thread answer, after each block */
  readonly yieldToEvents: () => Promise<void>
  readonly signal?: AbortSignal | undefined
  /** rows that are done, those that were known before among them */
  readonly onRows?: (done: number) => void
}

/** What is known of a split, row by row. */
interface Remembered {
  readonly zgrid: Float64Array | null
  readonly x: Float64Array
  /** UNKNOWN, or whether the row has a shape */
  readonly state: Uint8Array
}

const UNKNOWN = 0
const SHAPE = 1
const NO_SHAPE = 2
const F = DESCRIPTORS.length

const remembered = new WeakMap<SplitData, Remembered>()

/**
 * Describes rows of a split.
 * @param rows row numbers, ascending
 * @throws StudioError `cancelled` within one block of an abort
 */
export async function describeRows(
  split: SplitData,
  rows: Uint32Array,
  zgrid: Float64Array | null,
  options: DescribeOptions,
): Promise<DescribedRows> {
  const known = knownOf(split, zgrid)
  await describeUnknown(split, rows, known, options)
  const x = new Float64Array(rows.length * F)
  const hasShape = new Uint8Array(rows.length)
  for (const [i, row] of rows.entries()) {
    x.set(known.x.subarray(row * F, (row + 1) * F), i * F)
    hasShape[i] = known.state[row] === SHAPE ? 1 : 0
  }
  return { x, hasShape }
}

function knownOf(split: SplitData, zgrid: Float64Array | null): Remembered {
  const known = remembered.get(split)
  if (known?.zgrid === zgrid) return known
  const { rows } = split.x
  const fresh = { zgrid, x: new Float64Array(rows * F), state: new Uint8Array(rows) }
  remembered.set(split, fresh)
  return fresh
}

async function describeUnknown(
  split: SplitData,
  rows: Uint32Array,
  { zgrid, x, state }: Remembered,
  { yieldToEvents, signal, onRows }: DescribeOptions,
): Promise<void> {
  stopIfAborted(signal)
  const unknown = rows.filter((row) => state[row] === UNKNOWN)
  const before = rows.length - unknown.length
  if (unknown.length === 0) return onRows?.(before)
  const { width } = split.x
  const reader = chosenRows(rawRows(split.x), unknown)
  const blockRows = Math.min(blockRowsOf(width), unknown.length)
  const block = new Float32Array(blockRows * width)
  for (let start = 0; start < unknown.length; start += blockRows) {
    const count = Math.min(blockRows, unknown.length - start)
    await reader.read(start, count, block)
    for (let i = 0; i < count; i++) {
      const row = unknown[start + i]!
      const lnP = block.subarray(i * width, (i + 1) * width)
      state[row] = describePosterior(lnP, zgrid, x, row * F) ? SHAPE : NO_SHAPE
    }
    onRows?.(before + start + count)
    await yieldToEvents()
    stopIfAborted(signal)
  }
}

/** A reader of a split as `chosenRows` takes it. */
function rawRows({ rows, width, blockRows, read }: RowReader) {
  return {
    name: '',
    rows,
    width,
    rowBytes: 4 * width,
    quick: blockRows === undefined,
    read: async (start: number, count: number, out: Float32Array) => {
      await read(start, count, out)
      return 0
    },
  }
}
