import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { initialWeights } from '../core/initialisers.ts'
import { describeModel, MODEL_IDS } from '../core/models.ts'
import { planTraining } from '../core/plan.ts'
import { startWasm } from './kernels/testing.ts'
import { createNetwork, disposeNetwork } from './model.ts'
import type { SimdBackend } from './simd/backend.ts'
import { createTrainer, disposeTrainer, type MicroBatch, trainStep } from './trainer.ts'

beforeAll(startWasm)

const LENGTH = 800
const BATCH = 12
const MICRO_BATCH = 6

function microBatch(): MicroBatch {
  return {
    x: new Float32Array(MICRO_BATCH * LENGTH).fill(0.5),
    labels: new Uint8Array(MICRO_BATCH),
    redshift: new Float32Array(MICRO_BATCH),
    rows: MICRO_BATCH,
  }
}

/** Counted on the heap, which is what a visitor's machine has to give. */
test.each(MODEL_IDS)(
  'the plan of %s says what a step really takes, to 15 %%',
  { timeout: 60_000 },
  (model) => {
    const description = describeModel(model, LENGTH, 3)
    const { heap } = tf.engine().backend as SimdBackend
    const before = heap.used
    const network = createNetwork(description, initialWeights(description, 1), 1)
    const trainer = createTrainer(network)
    heap.peak = heap.used
    const step = () => tf.dispose(trainStep(trainer, [microBatch(), microBatch()], 1e-3))
    step()
    const afterOne = heap.used
    for (let i = 0; i < 2; i++) step()
    expect(heap.used).toBe(afterOne)
    const plan = planTraining({
      description,
      batchSize: BATCH,
      trainRows: 100,
      microBatchSize: MICRO_BATCH,
      activationBudget: 1e9,
      dataBytes: 0,
    })
    const ratio = (heap.peak - before) / plan.bytes.total
    expect(ratio).toBeGreaterThan(0.85)
    expect(ratio).toBeLessThan(1.15)
    disposeTrainer(trainer)
    disposeNetwork(network)
  },
)
