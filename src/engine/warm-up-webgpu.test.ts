// Which shaders a warm-up compiles. Dawn's null backend compiles like a GPU, and computes nothing.

import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, test, vi } from 'vitest'
import { MODEL_IDS } from '../core/models.ts'
import { modelDefaults, REFERENCE_SETTINGS } from '../core/settings.ts'
import { nullGpuEnvironment } from '../node/webgpu-testing.ts'
import { openDevice } from './device.ts'
import { createProbe, disposeProbe } from './probe.ts'
import { predict, trainStep } from './trainer.ts'
import { warmUp } from './warm-up.ts'

beforeAll(async () => {
  await openDevice('webgpu', await nullGpuEnvironment())
})

const LENGTH = 900
const PLAN = { microBatchSize: 12, microBatches: 2 }

test.each(MODEL_IDS)('a step of %s on real data compiles nothing after a warm-up', async (model) => {
  const settings = { ...REFERENCE_SETTINGS, ...modelDefaults(model) }
  const { device } = tf.engine().backend as WebGPUBackend
  const compile = vi.spyOn(device, 'createComputePipeline')
  await warmUp({
    settings,
    length: LENGTH,
    plan: PLAN,
    backend: 'webgpu',
    isSoftware: false,
    yieldToEvents: async () => {},
  })
  compile.mockClear()

  const rows = PLAN.microBatchSize
  const values = (count: number) => new Float32Array(count)
  const { trainer, batch } = createProbe({ settings, length: LENGTH, classes: 2, rows, values })
  const outputs = trainStep(trainer, [batch, batch, batch], 1e-4)
  outputs.push(predict(trainer.network, batch))
  tf.dispose(outputs)
  disposeProbe({ trainer, batch })
  expect(compile).not.toHaveBeenCalled()
  compile.mockRestore()
})
