// Logits that wait on the device until they are read together. A read waits for all that was queued and leaves a GPU idle
// until more comes, so there is one for each progress message.

import type * as tf from '@tensorflow/tfjs-core'
import { StudioError } from '../core/errors.ts'
import { addLogits, type Tally } from '../core/tally.ts'
import { concatRows } from './kernels/concat-rows.ts'

/** Milliseconds between two reads, and so between two progress messages, as far as passes are not longer. */
const READ_INTERVAL = 100
/** Passes that wait at most: a clock that stands still must not let them pile up. */
const MOST_PASSES = 256

/** Which samples a pass computed. */
export interface PassSamples {
  /** true class of each sample, padding included */
  readonly labels: Uint8Array
  /** row number in the split of each sample that counts */
  readonly indices: Uint32Array
  /** samples that count: the first ones */
  readonly rows: number
  /** optimiser step in its epoch, from 1; 0 outside training */
  readonly batch: number
}

/** The logits of passes of one kind, forward ones or those of training. */
export interface PendingLogits {
  /** Forgets what is pending, and starts the clock. */
  restart(): void
  /** Keeps the logits [samples, classes] of a pass, which are disposed of here. */
  add(output: tf.Tensor2D, samples: PassSamples): void
  /** Whether it is time to read. */
  isDue(): boolean
  /**
   * Reads all pending logits at once and adds them to the tally.
   * @param where names the pass over the split in errors
   * @throws StudioError `non-finite` naming batch and rows
   */
  count(tally: Tally, where: string): Promise<void>
}

/**
 * Nothing pending.
 *
 * JavaScript queues passes faster than a GPU computes them, and nothing but a read holds it back. Without a limit seconds
 * of work would lie ahead of a stop and of what the page draws, and the inputs of all its passes would wait in memory. A
 * read tells the device's pace: so many passes in the time since the read before. No more are queued than it computes in
 * READ_INTERVAL, and at first, while its pace is not known, twice as many from read to read.
 * @param now milliseconds; any origin
 */
export function createPendingLogits(now: () => number): PendingLogits {
  let passes: { readonly output: tf.Tensor2D; readonly samples: PassSamples }[] = []
  let lastRead = now()
  let most = 1

  function disposeAll(): void {
    for (const { output } of passes) output.dispose()
    passes = []
  }

  return {
    restart: () => {
      disposeAll()
      lastRead = now()
    },
    // field by field: a pass has its input as well, which must not be kept until the read
    add: (output, { labels, indices, rows, batch }) => {
      passes.push({ output, samples: { labels, indices, rows, batch } })
    },
    isDue: () => passes.length >= most || now() - lastRead >= READ_INTERVAL,
    count: async (tally, where) => {
      const read = passes.map(({ samples }) => samples)
      const together = concatRows(passes.map(({ output }) => output))
      disposeAll()
      const values = (await together.data().finally(() => together.dispose())) as Float32Array
      const readBefore = lastRead
      lastRead = now()
      const inInterval = (read.length * READ_INTERVAL) / (lastRead - readBefore)
      most = Math.min(Math.ceil(inInterval), 2 * most, MOST_PASSES)
      addPasses(tally, values, read, where)
    },
  }
}

/** @param values logits of all passes, [samples, classes] one after another */
function addPasses(tally: Tally, values: Float32Array, passes: readonly PassSamples[], where: string): void {
  let start = 0
  for (const { labels, indices, rows, batch } of passes) {
    const bad = addLogits(tally, values.subarray(start), labels, rows)
    start += labels.length * tally.classes
    if (bad < 0) continue
    const named = Array.from(indices.subarray(bad, Math.min(bad + 5, rows))).join(', ')
    throw new StudioError(
      'non-finite',
      `The loss became NaN or infinite in ${where}${batch > 0 ? `, batch ${batch}` : ''}, first at rows ${named}.`,
      'Look at these rows for extreme values, or train with a smaller batch size or on logPDF.',
    )
  }
}
