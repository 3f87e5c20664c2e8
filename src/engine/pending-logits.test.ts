import * as tf from '@tensorflow/tfjs-core'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { addLogits, emptyTally, tallyMatrix } from '../core/tally.ts'
import { normals, startWasm, withoutLeaks } from './kernels/testing.ts'
import { createPendingLogits, type PassSamples } from './pending-logits.ts'

beforeAll(startWasm)
afterEach(() => vi.restoreAllMocks())

const CLASSES = 3
const SIZE = 4

/** Logits of pass `batch` and its samples: rows 10 * batch, 10 * batch + 1, ... */
function pass(batch: number, rows = SIZE): { values: Float32Array; samples: PassSamples } {
  return {
    values: normals(`pass ${batch}`, SIZE * CLASSES),
    samples: {
      labels: Uint8Array.from({ length: SIZE }, (_, i) => (batch + i) % CLASSES),
      indices: Uint32Array.from({ length: rows }, (_, i) => 10 * batch + i),
      rows,
      batch,
    },
  }
}

function tensor(values: Float32Array): tf.Tensor2D {
  return tf.tensor2d(values, [SIZE, CLASSES])
}

describe('a read', () => {
  test('takes all passes at once and counts each as if it were alone, padding left out', async () => {
    await withoutLeaks(async () => {
      const read = vi.spyOn(tf.Tensor.prototype, 'data')
      const pending = createPendingLogits(() => 0)
      const together = emptyTally(CLASSES)
      const alone = emptyTally(CLASSES)
      for (const { values, samples } of [pass(1), pass(2), pass(3, 2)]) {
        pending.add(tensor(values), samples)
        addLogits(alone, values, samples.labels, samples.rows)
      }
      await pending.count(together, 'training')
      expect(read).toHaveBeenCalledTimes(1)
      expect(together).toEqual(alone)
      expect(together.samples).toBe(10)
      // those passes are done with
      const { values, samples } = pass(4)
      pending.add(tensor(values), samples)
      await pending.count(together, 'training')
      addLogits(alone, values, samples.labels, samples.rows)
      expect(tallyMatrix(together)).toEqual(tallyMatrix(alone))
    })
  })

  test('names batch and rows of the pass that is not finite', async () => {
    await withoutLeaks(async () => {
      const pending = createPendingLogits(() => 0)
      for (const batch of [1, 2, 3]) {
        const { values, samples } = pass(batch)
        if (batch === 2) values[2 * CLASSES] = Number.NaN
        pending.add(tensor(values), samples)
      }
      const tally = emptyTally(CLASSES)
      await expect(pending.count(tally, 'training, epoch 5')).rejects.toMatchObject({
        code: 'non-finite',
        message: 'The loss became NaN or infinite in training, epoch 5, batch 2, first at rows 22, 23.',
      })
      expect(tally.samples).toBe(SIZE + 2)
    })
  })

  test('that fails leaves nothing behind', async () => {
    await withoutLeaks(async () => {
      vi.spyOn(tf.Tensor.prototype, 'data').mockRejectedValue(new Error('The GPU was lost'))
      const pending = createPendingLogits(() => 0)
      pending.add(tensor(pass(1).values), pass(1).samples)
      await expect(pending.count(emptyTally(CLASSES), 'training')).rejects.toThrow('The GPU was lost')
    })
  })
})

test('a restart forgets what is pending', async () => {
  await withoutLeaks(async () => {
    const pending = createPendingLogits(() => 0)
    pending.add(tensor(pass(1).values), pass(1).samples)
    pending.restart()
    pending.add(tensor(pass(2).values), pass(2).samples)
    const tally = emptyTally(CLASSES)
    await pending.count(tally, 'training')
    expect(tally.samples).toBe(SIZE)
  })
})

/**
 * Passes of each read, over so many reads, on a device that takes `computing` ms for a pass, which JavaScript queues in
 * `queueing` ms.
 */
async function passesPerRead(reads: number, queueing: number, computing: number): Promise<number[]> {
  let time = 0
  let deviceIsFree = 0
  const pending = createPendingLogits(() => time)
  const counts: number[] = []
  const { values, samples } = pass(1)
  for (let waiting = 0; counts.length < reads; ) {
    pending.add(tensor(values), samples)
    waiting++
    time += queueing
    deviceIsFree = Math.max(deviceIsFree, time) + computing
    if (!pending.isDue()) continue
    time = Math.max(time, deviceIsFree)
    await pending.count(emptyTally(CLASSES), 'training')
    counts.push(waiting)
    waiting = 0
  }
  return counts
}

describe('how much is queued between two reads', () => {
  test('is what a slow device computes in the interval', async () => {
    expect(await passesPerRead(5, 0.1, 30)).toEqual([1, 2, 4, 4, 4])
    expect(await passesPerRead(3, 0.1, 700)).toEqual([1, 1, 1])
  })

  test('is what a fast device is given in the interval', async () => {
    expect(await passesPerRead(8, 2, 1)).toEqual([1, 2, 4, 8, 16, 32, 50, 50])
  })

  test('is bounded where the clock stands still', async () => {
    expect(await passesPerRead(10, 0, 0)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 256])
  })
})
