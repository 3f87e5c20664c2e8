// A plan is made before a device is opened, and must be the one of the run that follows. Dawn's null backend opens like a
// GPU with the lowest limits, and computes nothing.

import { beforeAll, expect, test } from 'vitest'
import type { TrainingPlan } from '../core/plan.ts'
import type { BackendChoice, RunSettings } from '../core/run.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import { nullGpuEnvironment } from '../node/webgpu-testing.ts'
import { createSourceEngine, type SourceEngine } from './engine.ts'

/**
 * The first convolution has 4,088 points of 32 filters: on a GPU 256 samples fit in one buffer of 128 MiB, and 229 in the
 * budget; on wasm 350 do.
 */
const SETTINGS = { ...REFERENCE_SETTINGS, batchSize: 300 } as const
let engine: SourceEngine

beforeAll(async () => {
  engine = createSourceEngine(await nullGpuEnvironment())
  // more than 300 of them are in train
  await engine.simulate({ rows: 450, points: 4096, seed: 1 })
})

/** The plan that a run starts with; the run itself is abandoned. */
async function planOfRun(settings: RunSettings): Promise<TrainingPlan> {
  const { signal } = new AbortController()
  for await (const event of engine.train(settings, { stop: signal, abandon: signal })) {
    if (event.type === 'runStarted') return event.plan
  }
  throw new Error('Expected runStarted, got no event')
}

test('a GPU, which takes more per sample and has limits for buffers, cuts a step that wasm takes at once', async () => {
  expect(await engine.plan({ ...SETTINGS, backend: 'webgpu' })).toMatchObject({
    microBatchSize: 150,
    microBatches: 2,
    exceeded: [],
  })
  expect(await engine.plan({ ...SETTINGS, backend: 'wasm' })).toMatchObject({
    microBatchSize: 300,
    microBatches: 1,
  })
})

test.each<[BackendChoice, number | null]>([
  ['webgpu', null],
  ['webgpu', 300],
  ['auto', null],
  ['wasm', null],
  ['wasm', 300],
])('a run on %s, memory limit %j, has the plan that was shown before', async (backend, memoryLimit) => {
  const settings = { ...SETTINGS, backend, memoryLimit }
  const shown = await engine.plan(settings)
  expect(await planOfRun(settings)).toEqual(shown)
})
