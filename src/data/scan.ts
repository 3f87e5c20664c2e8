// Reads every posterior once, by blocks, before training: values that are not finite, rows without shape, and a hash
// per row by which equal rows are found.

import type { NonFiniteCounts } from '../core/dataset-report.ts'
import { stopIfAborted } from './cancel.ts'
import { ROWS_SHOWN } from './finding.ts'
import { hashWords, type RowHashes } from './hash.ts'

/** Rows of a file as float32, before the floor. */
export interface RawRows {
  /** path, for messages and progress */
  readonly name: string
  readonly rows: number
  readonly width: number
  /** bytes of one row in the file, for progress */
  readonly rowBytes: number
  /** whether any single row is read quickly, as from memory */
  readonly quick?: boolean
  /** whether rows can only be read in order, as out of a compressed file */
  readonly forward?: boolean
  /**
   * Reads `count` rows from `start` into `out`, row-major.
   * @returns how many values float32 cannot hold: they became infinite or zero
   */
  read(start: number, count: number, out: Float32Array): Promise<number>
}

/** Some rows: how many, and the first five. */
export interface RowSample {
  readonly total: number
  readonly first: readonly number[]
}

/** What belongs to some of the rows, for example to a split. */
export interface ShareOfScan {
  readonly nonFinite: NonFiniteCounts
  /** lowest finite value; +inf where there is none */
  readonly lowest: number
}

/** What one pass over posteriors found. */
export interface XScan extends ShareOfScan {
  /** rows that hold NaN or +inf */
  readonly badRows: RowSample
  /** rows that are -inf everywhere */
  readonly emptyRows: RowSample
  /** rows with the same finite value everywhere */
  readonly constantRows: RowSample
  /** rows whose exp() is not finite in float32 */
  readonly overflowRows: RowSample
  /** values that lost their range in the conversion to float32 */
  readonly rangeLoss: number
  readonly hashes: RowHashes
  /** by owner, where rows have owners */
  readonly shares: readonly ShareOfScan[]
}

/** Reporting and stopping of a scan, and whom rows belong to. */
export interface ScanOptions {
  /** called after each block with the bytes of the file that it took */
  readonly onBytes?: ((bytes: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
  /** owner of each row, 0 to `owners` - 1 */
  readonly ownerOf?: Uint8Array | undefined
  readonly owners?: number | undefined
}

/** Bytes of float32 that are read at a time. */
export const BLOCK_BYTES = 16 * 2 ** 20
/** ln of the largest float32. */
const LARGEST_EXPONENT = Math.log(3.4028234663852886e38)

/** Rows of one block of about 16 MB, at least one. */
export function blockRowsOf(width: number): number {
  return Math.max(1, Math.floor(BLOCK_BYTES / (4 * Math.max(1, width))))
}

/**
 * Scans all rows.
 * @throws StudioError `cancelled` within one block of an abort
 */
export async function scanRows(x: RawRows, options: ScanOptions = {}): Promise<XScan> {
  const { onBytes, signal, ownerOf, owners = 1 } = options
  const { rows, width } = x
  const blockRows = Math.min(blockRowsOf(width), Math.max(1, rows))
  const block = new Float32Array(blockRows * width)
  const words = new Int32Array(block.buffer)
  const hashes = new Uint32Array(2 * rows)
  const bad = new RowCounter()
  const empty = new RowCounter()
  const constant = new RowCounter()
  const overflow = new RowCounter()
  const shares = Array.from({ length: owners }, () => ({
    nonFinite: { nan: 0, posInf: 0, negInf: 0 },
    lowest: Number.POSITIVE_INFINITY,
  }))
  let rangeLoss = 0
  for (let start = 0; start < rows; start += blockRows) {
    stopIfAborted(signal)
    const count = Math.min(blockRows, rows - start)
    rangeLoss += await x.read(start, count, block)
    for (let i = 0; i < count; i++) {
      const row = start + i
      const stats = rowStats(block, i * width, (i + 1) * width)
      const share = shares[ownerOf?.[row] ?? 0]!
      share.nonFinite.nan += stats.nan
      share.nonFinite.posInf += stats.posInf
      share.nonFinite.negInf += stats.negInf
      share.lowest = Math.min(share.lowest, stats.low)
      if (stats.nan + stats.posInf > 0) bad.add(row)
      else if (stats.negInf === width) empty.add(row)
      else if (stats.negInf === 0 && stats.low === stats.high && width > 1) constant.add(row)
      if (stats.high > LARGEST_EXPONENT) overflow.add(row)
      hashWords(words, i * width, (i + 1) * width, hashes, 2 * row)
    }
    onBytes?.(count * x.rowBytes)
  }
  stopIfAborted(signal)
  return {
    ...sumShares(shares),
    badRows: bad,
    emptyRows: empty,
    constantRows: constant,
    overflowRows: overflow,
    rangeLoss,
    hashes,
    shares,
  }
}

function sumShares(shares: readonly ShareOfScan[]): ShareOfScan {
  const sum = (key: keyof NonFiniteCounts) =>
    shares.reduce((total, { nonFinite }) => total + nonFinite[key], 0)
  return {
    nonFinite: { nan: sum('nan'), posInf: sum('posInf'), negInf: sum('negInf') },
    lowest: Math.min(...shares.map(({ lowest }) => lowest)),
  }
}

/** Counts of values that are not finite, and the lowest and highest of the others. */
function rowStats(values: Float32Array, start: number, end: number) {
  let [nan, posInf, negInf] = [0, 0, 0]
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let i = start; i < end; i++) {
    const value = values[i]!
    if (value - value === 0) {
      if (value < low) low = value
      if (value > high) high = value
    } else if (value === Number.NEGATIVE_INFINITY) negInf++
    else if (value === Number.POSITIVE_INFINITY) posInf++
    else nan++
  }
  return { nan, posInf, negInf, low, high }
}

class RowCounter implements RowSample {
  total = 0
  readonly first: number[] = []

  add(row: number): void {
    this.total++
    if (this.first.length < ROWS_SHOWN) this.first.push(row)
  }
}
