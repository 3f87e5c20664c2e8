// Reads every posterior once, by blocks, before training: for each row the values that are not finite, its extent, its
// width, and a hash by which equal rows are found. `row-summary.ts` says what that means for some of the rows.

import { stopIfAborted } from './cancel.ts'
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

/** What one pass over posteriors found: columns with one value per row. */
export interface RowStats {
  readonly rows: number
  /** points per row */
  readonly points: number
  /** values that are NaN, +inf and -inf */
  readonly nan: Uint32Array
  readonly posInf: Uint32Array
  readonly negInf: Uint32Array
  /** of the finite values; +inf and -inf where there are none */
  readonly lowest: Float32Array
  readonly highest: Float32Array
  /**
   * Effective width in points, to 1e-4: (sum of p)^2 / (sum of p^2) with p = exp(ln p). 1 for all mass in one point, `points`
   * for a constant; NaN where a value is NaN or +inf, or none is finite.
   */
  readonly widths: Float32Array
  readonly hashes: RowHashes
  /** values that lost their range in the conversion to float32, of all rows */
  readonly rangeLoss: number
}

/** Reporting and stopping of a scan. */
export interface ScanOptions {
  /** called after each block with the bytes of the file that it took */
  readonly onBytes?: ((bytes: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** Bytes of float32 that are read at a time. */
export const BLOCK_BYTES = 16 * 2 ** 20

/** Rows of one block of about 16 MB, at least one. */
export function blockRowsOf(width: number): number {
  return Math.max(1, Math.floor(BLOCK_BYTES / (4 * Math.max(1, width))))
}

/**
 * Scans all rows.
 * @throws StudioError `cancelled` within one block of an abort
 */
export async function scanRows(x: RawRows, { onBytes, signal }: ScanOptions = {}): Promise<RowStats> {
  const { rows, width } = x
  const blockRows = Math.min(blockRowsOf(width), Math.max(1, rows))
  const stats = {
    rows,
    points: width,
    nan: new Uint32Array(rows),
    posInf: new Uint32Array(rows),
    negInf: new Uint32Array(rows),
    lowest: new Float32Array(rows),
    highest: new Float32Array(rows),
    widths: new Float32Array(rows),
    hashes: new Uint32Array(2 * rows),
    rangeLoss: 0,
  }
  const countAt = (start: number) => Math.min(blockRows, rows - start)
  const read = (start: number, block: Float32Array): Promise<number> => {
    const reading = x.read(start, countAt(start), block)
    // its failure is told when its turn comes, and not at all if nobody comes for it
    reading.catch(() => {})
    return reading
  }
  stopIfAborted(signal)
  let block = new Float32Array(blockRows * width)
  let next = new Float32Array(rows > blockRows ? block.length : 0)
  let reading = rows === 0 ? Promise.resolve(0) : read(0, block)
  for (let start = 0; start < rows; start += blockRows) {
    stats.rangeLoss += await reading
    stopIfAborted(signal)
    // the next block is read while this one is measured
    if (start + blockRows < rows) reading = read(start + blockRows, next)
    measureRows(block, countAt(start), stats, start)
    onBytes?.(countAt(start) * x.rowBytes)
    ;[block, next] = [next, block]
  }
  stopIfAborted(signal)
  return stats
}

function measureRows(block: Float32Array, count: number, stats: RowStats, start: number): void {
  const { points } = stats
  const words = new Int32Array(block.buffer)
  for (let i = 0; i < count; i++) {
    const from = i * points
    measureRow(block, from, from + points, stats, start + i)
    hashWords(words, from, from + points, stats.hashes, 2 * (start + i))
  }
}

function measureRow(values: Float32Array, from: number, to: number, stats: RowStats, row: number): void {
  let [nan, posInf, negInf] = [0, 0, 0]
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let i = from; i < to; i++) {
    const value = values[i]!
    if (value - value === 0) {
      if (value < low) low = value
      if (value > high) high = value
    } else if (value === Number.NEGATIVE_INFINITY) negInf++
    else if (value === Number.POSITIVE_INFINITY) posInf++
    else nan++
  }
  stats.nan[row] = nan
  stats.posInf[row] = posInf
  stats.negInf[row] = negInf
  stats.lowest[row] = low
  stats.highest[row] = high
  stats.widths[row] = nan + posInf > 0 || low > high ? Number.NaN : effectiveWidth(values, from, to, high)
}

/** Probabilities below exp(-20) of the highest add less than 4e-5 to a sum of 17,908 points. */
const NEGLIGIBLE = 20
const STEPS = 256
/** exp(-i / 256): with two terms of the series between its steps, good to 1e-7, and three times as fast as Math.exp. */
const EXP_TABLE = Float32Array.from({ length: NEGLIGIBLE * STEPS + 1 }, (_, i) => Math.exp(-i / STEPS))

/** Good to 1e-4. */
function effectiveWidth(values: Float32Array, from: number, to: number, high: number): number {
  let sum = 0
  let squares = 0
  for (let i = from; i < to; i++) {
    const below = high - values[i]!
    // most points of a sharp posterior
    if (!(below < NEGLIGIBLE)) continue
    const step = (below * STEPS) | 0
    const rest = below - step / STEPS
    const p = EXP_TABLE[step]! * (1 - rest + 0.5 * rest * rest)
    sum += p
    squares += p * p
  }
  return (sum * sum) / squares
}
