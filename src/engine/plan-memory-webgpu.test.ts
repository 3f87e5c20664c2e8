// Memory on a GPU, counted where it is taken: Dawn's null backend computes nothing, but buffers are made and destroyed as on
// any other.

import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  describeModel,
  MODEL_IDS,
  type ModelId,
  type ModelOptions,
  modelWeights,
  size,
} from '../core/models.ts'
import { nullGpuEnvironment } from '../node/webgpu-testing.ts'
import { openDevice } from './device.ts'
import { passOf, planOfTwoPasses } from './memory-testing.ts'
import { createNetwork, disposeNetwork, readWeights } from './model.ts'
import { createTrainer, disposeTrainer, type Trainer, trainStep } from './trainer.ts'

/** What every adapter allows, as the null one does. */
const LARGEST_BUFFER = 2 ** 27

/** Buffers that exist now, and the most bytes that there were and the largest one since the last reset. */
const counted = { buffers: 0, bytes: 0, peak: 0, largest: 0 }

beforeAll(async () => {
  const environment = await nullGpuEnvironment()
  expect(await openDevice('webgpu', environment)).toMatchObject({ largestBufferBytes: LARGEST_BUFFER })
  const { device } = tf.engine().backend as WebGPUBackend
  const createBuffer = device.createBuffer.bind(device)
  device.createBuffer = (descriptor) => {
    const buffer = createBuffer(descriptor)
    counted.buffers++
    counted.bytes += descriptor.size
    counted.peak = Math.max(counted.peak, counted.bytes)
    counted.largest = Math.max(counted.largest, descriptor.size)
    const destroy = buffer.destroy.bind(buffer)
    buffer.destroy = () => {
      counted.buffers--
      counted.bytes -= descriptor.size
      return destroy()
    }
    return buffer
  }
})

beforeEach(() => {
  counted.peak = counted.bytes
  counted.largest = 0
})

function trainerOf(model: ModelId, length: number, options: ModelOptions & { limit?: number } = {}): Trainer {
  const { limit = LARGEST_BUFFER } = options
  const description = describeModel(model, length, 3, options)
  const weights = modelWeights(description).map(({ shape }) => new Float32Array(size(shape)))
  return createTrainer(createNetwork(description, weights, 1, { largestBufferBytes: limit }))
}

/** Steps of passes of so many rows, two unless said, with the logits read as a run reads them. */
async function train(trainer: Trainer, rows: number, steps: number, passes = 2): Promise<void> {
  const pass = passOf(trainer.network.description, rows)
  for (let step = 0; step < steps; step++) {
    const outputs = trainStep(trainer, new Array(passes).fill(pass), 1e-3)
    await outputs[0]!.data()
    tf.dispose(outputs)
  }
}

function dispose(trainer: Trainer): void {
  disposeTrainer(trainer)
  disposeNetwork(trainer.network)
}

describe.each([
  { length: 1024, rows: 16 },
  { length: 2048, rows: 8 },
])('$rows rows of $length points per pass', ({ length, rows }) => {
  test.each(MODEL_IDS)('the plan of %s says what a step really takes, to 15 %', async (model) => {
    const before = counted.bytes
    const trainer = trainerOf(model, length)
    await train(trainer, rows, 5)
    const plan = planOfTwoPasses(trainer.network.description, rows, LARGEST_BUFFER)
    const ratio = (counted.peak - before) / plan.bytes.total
    expect(ratio).toBeGreaterThan(0.85)
    expect(ratio).toBeLessThan(1.15)
    dispose(trainer)
  })
})

test.each<[ModelId, number]>([
  ['CNN3', 2],
  ['CNN-GRU', 1],
  ['CNN-LSTM', 1],
])(
  'memory of %s, %i passes, is after 200 steps what it was after 20, and none is left after the run',
  { timeout: 60_000 },
  async (model, passes) => {
    const { bytes } = counted
    const trainer = trainerOf(model, 64, { dropout: 0.2 })
    const memory = () => ({ ...counted, tensors: tf.memory().numTensors })
    await train(trainer, 4, 20, passes)
    const afterTwenty = memory()
    await train(trainer, 4, 180, passes)
    expect(memory()).toEqual(afterTwenty)
    dispose(trainer)
    expect(counted.bytes - bytes).toBeLessThan(0.01 * afterTwenty.bytes)
  },
)

test('reading weights takes no more than one of them at a time, and leaves nothing', async () => {
  const trainer = trainerOf('CNN-GRU', 64)
  await train(trainer, 4, 5)
  const { bytes } = counted
  counted.peak = bytes
  const weights = await readWeights(trainer.network)
  const largest = 4 * Math.max(...weights.map(({ length }) => length))
  expect(counted.bytes).toBe(bytes)
  expect(counted.peak - bytes).toBeLessThanOrEqual(largest)
  dispose(trainer)
})

test('a dense kernel that is too large is in no buffer as a whole', async () => {
  // 64 points of 256 filters to 256 units
  const kernel = 4 * 64 * 256 * 256
  const whole = trainerOf('CNN8', 1024)
  await train(whole, 2, 1)
  expect(counted.largest).toBe(kernel)
  dispose(whole)
  counted.largest = 0
  const parts = trainerOf('CNN8', 1024, { limit: kernel / 4 })
  await train(parts, 2, 2)
  expect(counted.largest).toBeLessThan(kernel)
  expect(await readWeights(parts.network)).toHaveLength(modelWeights(parts.network.description).length)
  dispose(parts)
})
