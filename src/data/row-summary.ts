// What a scan found in some of the rows: those of a split, or those of a file that are in use.

import type { NonFiniteCounts } from '../core/dataset-report.ts'
import { ROWS_SHOWN } from './finding.ts'
import type { RowStats } from './scan.ts'

/** Some rows: how many, and the first five. */
export interface RowSample {
  readonly total: number
  readonly first: readonly number[]
}

/** Rows of interest, numbered as in their file. */
export interface RowSummary {
  /** that were looked at */
  readonly rows: number
  readonly nonFinite: NonFiniteCounts
  /** lowest finite value; +inf where there is none */
  readonly lowest: number
  /** rows that hold NaN or +inf */
  readonly badRows: RowSample
  /** rows that are -inf everywhere */
  readonly emptyRows: RowSample
  /** rows with the same finite value everywhere */
  readonly constantRows: RowSample
  /** rows whose exp() is not finite in float32 */
  readonly overflowRows: RowSample
}

/** ln of the largest float32. */
const LARGEST_EXPONENT = Math.log(3.4028234663852886e38)

/** Whether a row holds NaN or +inf. */
export function isBad({ nan, posInf }: RowStats, row: number): boolean {
  return nan[row]! + posInf[row]! > 0
}

/** Whether a row is -inf at every redshift. */
export function isEmpty({ negInf, points }: RowStats, row: number): boolean {
  return negInf[row] === points
}

/** Whether a row has one finite value at every redshift. */
export function isConstant(stats: RowStats, row: number): boolean {
  const { negInf, lowest, highest, points } = stats
  return !isBad(stats, row) && negInf[row] === 0 && lowest[row] === highest[row] && points > 1
}

/** @param rows ascending row numbers; `null` for all */
export function summariseRows(stats: RowStats, rows: Uint32Array | null = null): RowSummary {
  const nonFinite = { nan: 0, posInf: 0, negInf: 0 }
  const [bad, empty, constant, overflow] = [counter(), counter(), counter(), counter()]
  let lowest = Number.POSITIVE_INFINITY
  const count = rows?.length ?? stats.rows
  for (let i = 0; i < count; i++) {
    const row = rows?.[i] ?? i
    nonFinite.nan += stats.nan[row]!
    nonFinite.posInf += stats.posInf[row]!
    nonFinite.negInf += stats.negInf[row]!
    lowest = Math.min(lowest, stats.lowest[row]!)
    if (isBad(stats, row)) add(bad, row)
    else if (isEmpty(stats, row)) add(empty, row)
    else if (isConstant(stats, row)) add(constant, row)
    if (stats.highest[row]! > LARGEST_EXPONENT) add(overflow, row)
  }
  return {
    rows: count,
    nonFinite,
    lowest,
    badRows: bad,
    emptyRows: empty,
    constantRows: constant,
    overflowRows: overflow,
  }
}

function counter() {
  return { total: 0, first: [] as number[] }
}

function add(sample: { total: number; readonly first: number[] }, row: number): void {
  sample.total++
  if (sample.first.length < ROWS_SHOWN) sample.first.push(row)
}
