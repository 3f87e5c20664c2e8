// The rows of one batch after the other, straight from a reader that gives any row quickly.

import type { RowReader } from './dataset.ts'
import { blockRowsOf } from './scan.ts'

/** Gives the rows of batches in their order. */
export interface BatchRows {
  /**
   * Writes the rows of the next batch into `out`, row-major from offset 0. One call at a time.
   * Rejects with the error of a read once a batch needs what it did not give.
   */
  fillNext(out: Float32Array): Promise<void>
  /** Starts no further read ahead. */
  stop(): void
}

/** The batches of an order, each read when it is asked for: sorted, and neighbours in one piece. */
export function readDirectly(reader: RowReader, order: Uint32Array, batchSize: number): BatchRows {
  let next = 0
  return {
    fillNext: (out) => {
      const rows = order.subarray(next, next + batchSize)
      next += batchSize
      return fillRows(reader, rows, out)
    },
    stop: () => {},
  }
}

async function fillRows(reader: RowReader, rows: Uint32Array, out: Float32Array): Promise<void> {
  const { width } = reader
  const samples = Uint32Array.from(rows, (_, i) => i).sort((a, b) => rows[a]! - rows[b]!)
  const longest = blockRowsOf(width)
  let scratch = new Float32Array(0)
  for (let from = 0; from < samples.length; ) {
    const sample = samples[from]!
    const first = rows[sample]!
    let count = 1
    let inPlace = true
    while (count < longest && rows[samples[from + count]!] === first + count) {
      inPlace &&= samples[from + count] === sample + count
      count++
    }
    if (inPlace) await reader.read(first, count, out.subarray(sample * width, (sample + count) * width))
    else {
      if (scratch.length < count * width) scratch = new Float32Array(count * width)
      await reader.read(first, count, scratch)
      for (let i = 0; i < count; i++) {
        out.set(scratch.subarray(i * width, (i + 1) * width), samples[from + i]! * width)
      }
    }
    from += count
  }
}
