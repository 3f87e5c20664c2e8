// Reads the blocks of a plan ahead of the batches that need them: each once, in one piece, in bounded memory.

import type { BatchRows } from './batch-rows.ts'
import type { RowReader } from './dataset.ts'
import { WINDOW_BLOCKS } from './order.ts'
import { planReads } from './read-plan.ts'
import { lendBlock } from './row-reader.ts'
import { BLOCK_BYTES } from './scan.ts'

/**
 * Blocks that are held at a time, read or being read: the window that batches are made of and the one after it, so that
 * a whole window is read while the device works on another. Also what a batch across two windows needs.
 */
const HELD_BLOCKS = 2 * WINDOW_BLOCKS
/** The same in bytes, 128 MB, where single rows are larger than a block should be. */
export const READ_AHEAD_BYTES = HELD_BLOCKS * BLOCK_BYTES
/** One waits for the disk while the bytes of the other are converted: two are about a third quicker than one. */
const READS_AT_ONCE = 2

/** A block as it was read. */
interface Block {
  readonly values: Float32Array
  /** whether the reader keeps it: then it is not ours to read into */
  readonly lent: boolean
}

/** The batches of an order from a reader of blocks. Reading ahead starts with the first call. */
export function readBlocks(
  reader: RowReader,
  blockRows: number,
  order: Uint32Array,
  batchSize: number,
): BatchRows {
  const { rows, width } = reader
  const plan = planReads(order, blockRows, batchSize)
  const places = new Map(plan.map(({ block }, place) => [block, place]))
  const blockValues = Math.min(rows, blockRows) * width
  const mostHeld = Math.min(HELD_BLOCKS, Math.floor(READ_AHEAD_BYTES / (4 * Math.max(1, blockValues))))
  const held = new Map<number, Promise<Block>>()
  const spare: Float32Array[] = []
  const lanes: Promise<unknown>[] = Array.from({ length: READS_AT_ONCE }, () => Promise.resolve())
  let begun = 0
  let batch = 0
  let stopped = false

  function readAhead(): void {
    while (begun < plan.length && held.size < mostHeld) begin()
  }

  /** Queues the next block of the plan behind the one before it in its lane. */
  function begin(): void {
    const place = begun++
    const lane = place % READS_AT_ONCE
    const reading = lanes[lane]!.then(() => readBlock(plan[place]!.block))
    // reported by the batch that needs the block, and never if nobody comes for it
    lanes[lane] = reading.catch(() => {})
    held.set(place, reading)
  }

  async function readBlock(block: number): Promise<Block> {
    if (stopped) throw new Error(`Block ${block} was asked for after the end`)
    const lent = lendBlock(reader, block)
    if (lent !== null) return { values: await lent, lent: true }
    const values = spare.pop() ?? new Float32Array(blockValues)
    const start = block * blockRows
    await reader.read(start, Math.min(blockRows, rows - start), values)
    return { values, lent: false }
  }

  function release(place: number, { values, lent }: Block): void {
    held.delete(place)
    if (!lent && spare.length < mostHeld) spare.push(values)
    readAhead()
  }

  async function fillNext(out: Float32Array): Promise<void> {
    const current = batch++
    const wanted = order.subarray(current * batchSize, (current + 1) * batchSize)
    readAhead()
    // block by block, so that those that a large batch is done with make room for those that it still needs
    for (const [place, samples] of samplesByPlace(wanted)) {
      // an order that jumps between many blocks needs more of them than should be held
      while (begun <= place) begin()
      const block = await held.get(place)!
      const first = plan[place]!.block * blockRows
      for (const sample of samples) {
        const from = (wanted[sample]! - first) * width
        out.set(block.values.subarray(from, from + width), sample * width)
      }
      if (plan[place]!.lastBatch === current) release(place, block)
    }
  }

  /** The samples that lie in each block, by its place in the plan. */
  function samplesByPlace(wanted: Uint32Array): Map<number, number[]> {
    const byPlace = new Map<number, number[]>()
    wanted.forEach((row, sample) => {
      const place = places.get(Math.floor(row / blockRows))!
      const samples = byPlace.get(place)
      if (samples === undefined) byPlace.set(place, [sample])
      else samples.push(sample)
    })
    return byPlace
  }

  return {
    fillNext,
    stop: () => {
      stopped = true
    },
  }
}
