// What an epoch needs of a file, worked out from its order before anything is read: each block once, from the first
// batch that holds one of its rows to the last.

/** One block of rows and the batches that need it, counted from 0. */
export interface BlockRead {
  /** rows `block * blockRows` and on */
  readonly block: number
  readonly firstBatch: number
  readonly lastBatch: number
}

/**
 * The blocks that an order needs, each once, by the position at which it is needed first.
 * @param order row numbers, cut into batches of `batchSize`
 */
export function planReads(order: Uint32Array, blockRows: number, batchSize: number): BlockRead[] {
  const lastBatches = new Map<number, number>()
  const firstBatches: number[] = []
  for (let position = 0; position < order.length; position++) {
    const block = Math.floor(order[position]! / blockRows)
    const batch = Math.floor(position / batchSize)
    if (!lastBatches.has(block)) firstBatches.push(batch)
    // a key keeps the place of its first `set`
    lastBatches.set(block, batch)
  }
  return Array.from(lastBatches, ([block, lastBatch], i) => ({
    block,
    firstBatch: firstBatches[i]!,
    lastBatch,
  }))
}
