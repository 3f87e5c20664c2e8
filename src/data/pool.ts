// All rows of a data set, one part after another, under one number each: whatever files they lie in, a split is a list of
// these numbers.

import type { SplitName } from '../core/split-names.ts'
import type { Part } from './part.ts'
import type { RawRows } from './scan.ts'

/** A part and its place in the pool. */
export interface PooledPart {
  readonly part: Part
  /** number of its first row */
  readonly from: number
  /** one past its last */
  readonly to: number
}

/** The parts of a data set in order. */
export interface Pool {
  readonly parts: readonly PooledPart[]
  readonly rows: number
}

/** Numbers the rows of parts. */
export function poolOf(parts: readonly Part[]): Pool {
  let rows = 0
  const pooled = parts.map((part): PooledPart => {
    const from = rows
    rows += part.x.rows
    return { part, from, to: rows }
  })
  return { parts: pooled, rows }
}

/** The part that holds a row. @throws Error for a number outside the pool */
export function partAt({ parts }: Pool, row: number): PooledPart {
  const found = parts.find(({ from, to }) => from <= row && row < to)
  if (found === undefined) throw new Error(`Expected a row of the pool, got ${row}`)
  return found
}

/** Numbers of all rows of some parts, ascending. */
export function rowsOf(parts: readonly PooledPart[]): Uint32Array<ArrayBuffer> {
  const rows = new Uint32Array(parts.reduce((sum, { from, to }) => sum + to - from, 0))
  let filled = 0
  for (const { from, to } of parts) for (let row = from; row < to; row++) rows[filled++] = row
  return rows
}

/**
 * Those of some rows that a part holds, numbered as in the part.
 * @param rows ascending numbers of the pool
 * @returns `null` where they are all of its rows
 */
export function rowsWithin({ from, to }: PooledPart, rows: Uint32Array): Uint32Array<ArrayBuffer> | null {
  const first = lowerBound(rows, from)
  const end = lowerBound(rows, to)
  if (end - first === to - from) return null
  return Uint32Array.from(rows.subarray(first, end), (row) => row - from)
}

/** Parts that hold at least one of the rows of a split; its own, or the first one, if it has none. */
export function partsHolding({ parts }: Pool, rows: Uint32Array, split?: SplitName): readonly PooledPart[] {
  if (rows.length === 0) return [parts.find(({ part }) => part.holds === split) ?? parts[0]!]
  return parts.filter(({ from, to }) => lowerBound(rows, from) < lowerBound(rows, to))
}

/** One value per row of the pool, from columns of the parts. */
export function gather<T>({ parts, rows }: Pool, of: (part: Part) => ArrayLike<T> | null, missing: T): T[] {
  const values = new Array<T>(rows).fill(missing)
  for (const { part, from, to } of parts) {
    const column = of(part)
    for (let row = from; column !== null && row < to; row++) values[row] = column[row - from]!
  }
  return values
}

/**
 * All rows of the pool as those of one file; those of one part are read together.
 * @param raw rows of each part
 */
export function poolRows({ parts, rows }: Pool, raw: (part: Part) => RawRows): RawRows {
  const all = parts.map(({ part }) => raw(part))
  const first = all[0]!
  return {
    name: first.name,
    rows,
    width: first.width,
    rowBytes: Math.max(...all.map(({ rowBytes }) => rowBytes)),
    quick: all.every(({ quick }) => quick === true),
    read: async (start, count, out) => {
      let lost = 0
      for (const [i, { from, to }] of parts.entries()) {
        const begin = Math.max(start, from)
        const end = Math.min(start + count, to)
        if (begin >= end) continue
        const place = out.subarray((begin - start) * first.width, (end - start) * first.width)
        lost += await all[i]!.read(begin - from, end - begin, place)
      }
      return lost
    },
  }
}

/** Position of the first of some ascending numbers that is not below `value`. */
function lowerBound(rows: Uint32Array, value: number): number {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (rows[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
