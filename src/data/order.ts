// The order in which an epoch visits the rows: a function of seed and epoch alone, so that a run can be repeated and
// resumed. Rows that are slow to read one by one are shuffled in blocks.

import { createRng } from '../core/rng.ts'
import type { RowReader } from './dataset.ts'

/** What decides the order of an epoch. */
export interface OrderOptions {
  readonly seed: number
  /** from 1 */
  readonly epoch: number
  /** consecutive rows that stay together until the second shuffle; 1 shuffles all rows freely */
  readonly blockRows?: number
  /** blocks whose rows are shuffled among each other */
  readonly windowBlocks?: number
}

/** Blocks whose rows are shuffled among each other where rows are read by blocks. */
export const WINDOW_BLOCKS = 4

/**
 * How a reader's rows should be shuffled: freely, or by the blocks that it reads. What a cache happens to hold does not
 * count: a split that fits into it whole is shuffled freely from the first epoch on, a larger one by blocks.
 */
export function shuffleBlocks(reader: RowReader): { blockRows: number; windowBlocks: number } {
  return { blockRows: reader.blockRows ?? 1, windowBlocks: WINDOW_BLOCKS }
}

/**
 * Every row exactly once: blocks are shuffled (Fisher and Yates), then the rows within each window of blocks. Blocks of
 * one row make it a full shuffle.
 */
export function epochOrder(rows: number, options: OrderOptions): Uint32Array<ArrayBuffer> {
  const { seed, epoch, blockRows = 1, windowBlocks = WINDOW_BLOCKS } = options
  const rng = createRng(seed, `order of epoch ${epoch}`)
  if (blockRows <= 1) {
    const order = naturalOrder(rows)
    rng.shuffle(order)
    return order
  }
  const blocks = naturalOrder(Math.ceil(rows / blockRows))
  rng.shuffle(blocks)
  const order = new Uint32Array(rows)
  let filled = 0
  for (let first = 0; first < blocks.length; first += windowBlocks) {
    const windowStart = filled
    for (const block of blocks.subarray(first, first + windowBlocks)) {
      const end = Math.min(rows, (block + 1) * blockRows)
      for (let row = block * blockRows; row < end; row++) order[filled++] = row
    }
    rng.shuffle(order.subarray(windowStart, filled))
  }
  return order
}

/** Rows from first to last, for evaluation. */
export function naturalOrder(rows: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: rows }, (_, row) => row)
}
