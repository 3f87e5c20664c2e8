// Cuts a batch into passes of one fixed size: tfjs' buffers are pooled by size, so a short last pass would take new ones.

import type { Batch } from '../data/batches.ts'
import type { MicroBatch } from './trainer.ts'

/** A pass and the row numbers of its samples. */
export interface IndexedMicroBatch extends MicroBatch {
  readonly indices: Uint32Array
}

/**
 * Micro-batches of `size` samples; the last one is padded with zeros.
 * @param width values per sample
 * @param redshifts second input of each row of the split, for a network that takes it
 */
export function microBatches(
  batch: Batch,
  size: number,
  width: number,
  redshifts: Float32Array | null,
): IndexedMicroBatch[] {
  const parts: IndexedMicroBatch[] = []
  for (let start = 0; start < batch.rows; start += size) {
    const rows = Math.min(size, batch.rows - start)
    const indices = batch.indices.subarray(start, start + rows)
    parts.push({
      x: padded(batch.x.subarray(start * width, (start + size) * width), size * width),
      labels: padded(batch.labels.subarray(start, start + size), size),
      redshift:
        redshifts === null
          ? null
          : padded(
              Float32Array.from(indices, (row) => redshifts[row]!),
              size,
            ),
      indices,
      rows,
    })
  }
  return parts
}

function padded<T extends Float32Array | Uint8Array>(values: T, length: number): T {
  if (values.length === length) return values
  const longer = new (values.constructor as new (length: number) => T)(length)
  longer.set(values)
  return longer
}
