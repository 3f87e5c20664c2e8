import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { initialWeights } from '../core/initialisers.ts'
import { describeModel, MODEL_IDS, type ModelId } from '../core/models.ts'
import { startWasm } from './kernels/testing.ts'
import { passOf, planOfTwoPasses } from './memory-testing.ts'
import { createNetwork, disposeNetwork } from './model.ts'
import type { SimdBackend } from './simd/backend.ts'
import { createTrainer, disposeTrainer, trainStep } from './trainer.ts'

beforeAll(startWasm)

/** Counted on the heap, which is what a visitor's machine has to give. */
test.each(MODEL_IDS)(
  'the plan of %s says what a step really takes, to 15 %',
  { timeout: 60_000 },
  (model) => {
    const description = describeModel(model, 800, 3)
    const { heap } = tf.engine().backend as SimdBackend
    const before = heap.used
    const network = createNetwork(description, initialWeights(description, 1), 1)
    const trainer = createTrainer(network)
    heap.peak = heap.used
    const passes = [passOf(description, 6), passOf(description, 6)]
    for (let i = 0; i < 2; i++) tf.dispose(trainStep(trainer, passes, 1e-3))
    const ratio = (heap.peak - before) / planOfTwoPasses(description, 6).bytes.total
    expect(ratio).toBeGreaterThan(0.85)
    expect(ratio).toBeLessThan(1.15)
    disposeTrainer(trainer)
    disposeNetwork(network)
  },
)

test.each<ModelId>(['CNN3', 'CNN-GRU', 'CNN-LSTM'])(
  'memory of %s is after 200 steps what it was after 5',
  { timeout: 60_000 },
  async (model) => {
    const description = describeModel(model, 64, 3, { scale: 8, dropout: 0.2 })
    const { heap } = tf.engine().backend as SimdBackend
    const before = heap.used
    const network = createNetwork(description, initialWeights(description, 1), 1)
    const trainer = createTrainer(network)
    const passes = [passOf(description, 4), passOf(description, 4)]
    const memory = () => ({ used: heap.used, peak: heap.peak, tensors: tf.memory().numTensors })
    heap.peak = heap.used
    let afterFive = memory()
    for (let step = 1; step <= 200; step++) {
      const outputs = trainStep(trainer, passes, 1e-3)
      await outputs[1]!.data()
      tf.dispose(outputs)
      if (step === 5) afterFive = memory()
    }
    expect(memory()).toEqual(afterFive)
    disposeTrainer(trainer)
    disposeNetwork(network)
    expect(heap.used).toBe(before)
  },
)
