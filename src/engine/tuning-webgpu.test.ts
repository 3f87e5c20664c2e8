// When kernels are tuned, and what is kept of it. Dawn's null backend stands for a GPU, and computes nothing.

import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import type { RunSettings } from '../core/run.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import { nullGpuEnvironment } from '../node/webgpu-testing.ts'
import { type Device, type DeviceEnvironment, openDevice } from './device.ts'
import { createSourceEngine, type EngineEnvironment } from './engine.ts'
import { choicesOf } from './kernels/tuning.ts'
import { KERNELS_VERSION, type KeptChoices, type TuningStore } from './tuning-store.ts'

const BATCH = 24
const SETTINGS = { ...REFERENCE_SETTINGS, batchSize: BATCH, epochs: 1 } as const

/** A store that has been asked, and what it was given. */
function recordingStore(kept: KeptChoices | null = null) {
  const loaded: string[] = []
  const saved: [adapter: string, kept: KeptChoices][] = []
  const store: TuningStore = {
    load: async (adapter) => {
      loaded.push(adapter)
      return kept
    },
    save: async (adapter, choices) => {
      saved.push([adapter, choices])
    },
  }
  return { store, loaded, saved }
}

let environment: EngineEnvironment

beforeAll(async () => {
  environment = await nullGpuEnvironment()
})

async function estimate(settings: RunSettings, tuning: TuningStore): Promise<number> {
  const engine = createSourceEngine({ ...environment, tuning })
  await engine.simulate({ rows: 60, points: 300, seed: 1 })
  return engine.estimate(settings)
}

/** Opens a new device: the one in use is lost first. */
async function reopen(from: DeviceEnvironment): Promise<Device> {
  await openDevice('webgpu', environment)
  const { device } = tf.engine().backend as WebGPUBackend
  device.destroy()
  await device.lost
  return openDevice('webgpu', from)
}

test('an estimate on a GPU tunes the kernels of a pass, and keeps what was decided for its adapter', async () => {
  const { store, loaded, saved } = recordingStore()
  expect(await estimate({ ...SETTINGS, model: 'CNN-GRU', backend: 'webgpu' }, store)).toBeGreaterThan(0)
  expect(loaded).toHaveLength(1)
  expect(saved).toHaveLength(1)
  const [adapter, { version, choices }] = saved[0]!
  expect(adapter).toBe(loaded[0])
  expect(version).toBe(KERNELS_VERSION)
  const keys = Object.keys(choices)
  expect(keys.length).toBeGreaterThan(0)
  for (const key of keys) expect(key).toMatch(new RegExp(`^gru(Forward|Backward)/\\d+/${BATCH}$|^gemm_`))
})

test('an estimate on wasm tunes nothing', async () => {
  const { store, loaded, saved } = recordingStore()
  await estimate({ ...SETTINGS, backend: 'wasm' }, store)
  expect([loaded, saved]).toEqual([[], []])
})

test('what was kept is in use from the start', async () => {
  const choices = { 'gruForward/64/128': '2_64_1_128' }
  const { store } = recordingStore({ version: KERNELS_VERSION, choices })
  await reopen({ ...environment, tuning: store })
  const { decided } = choicesOf((tf.engine().backend as WebGPUBackend).device)
  expect(Object.fromEntries(decided)).toEqual(choices)
})

test('a software adapter is tuned only if it is asked for, and wasm never', async () => {
  const adapter = (await environment.gpu!.requestAdapter())!
  const software = {
    info: { vendor: 'google', architecture: 'swiftshader', device: '', description: '' },
    features: adapter.features,
    limits: adapter.limits,
    requestDevice: (descriptor: GPUDeviceDescriptor) => adapter.requestDevice(descriptor),
  }
  const gpu = { requestAdapter: async () => software } as unknown as GPU
  expect((await reopen(environment)).tune).toBeTypeOf('function')
  expect((await reopen({ ...environment, gpu })).tune).toBeUndefined()
  expect((await openDevice('webgpu', { ...environment, gpu, tunesSoftware: true })).tune).toBeTypeOf(
    'function',
  )
  expect((await openDevice('wasm', { ...environment, tunesSoftware: true })).tune).toBeUndefined()
})
