import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test, vi } from 'vitest'
import { forgetAdapter } from './adapter.ts'
import { describeDevice, largestBufferOf, openDevice } from './device.ts'
import type { SimdBackend } from './simd/backend.ts'

const WASM = { threads: 2, isolated: true }

/** What every WebGPU adapter allows. */
const LIMITS = { maxBufferSize: 2 ** 28, maxStorageBufferBindingSize: 2 ** 27 }

/** A GPU whose adapter says this of itself. */
function gpu(info: Partial<GPUAdapterInfo>, limits: Partial<GPUSupportedLimits> = {}): GPU {
  const adapter = { info: { isFallbackAdapter: false, ...info }, limits: { ...LIMITS, ...limits } }
  return { requestAdapter: vi.fn(async () => adapter) } as unknown as GPU
}

describe('the choice of a backend', () => {
  test('a hardware adapter is preferred, by name', async () => {
    const device = await describeDevice({
      gpu: gpu({ vendor: 'nvidia', architecture: 'ada', description: '' }),
      wasm: WASM,
    })
    expect(device).toMatchObject({
      webgpu: { available: true, fallback: false, adapter: 'nvidia ada' },
      preferred: 'webgpu',
      reason: 'Training uses the GPU: nvidia ada.',
    })
  })

  test.each([
    { isFallbackAdapter: true, description: 'Software' },
    { vendor: 'google', architecture: 'swiftshader' },
    { description: 'llvmpipe (LLVM 15)' },
  ])('a software adapter is not: %o', async (info) => {
    const device = await describeDevice({ gpu: gpu(info), wasm: WASM })
    expect(device).toMatchObject({ webgpu: { available: true, fallback: true }, preferred: 'wasm' })
    expect(device.reason).toBe(
      'The only WebGPU adapter is a software one, slower than the CPU itself: training uses wasm on 2 threads.',
    )
  })

  test('no GPU, no isolation: the page says why there is one thread', async () => {
    const device = await describeDevice({ gpu: undefined, wasm: { threads: 1, isolated: false } })
    expect(device).toMatchObject({ webgpu: { available: false, adapter: '' }, preferred: 'wasm' })
    expect(device.reason).toBe(
      'This browser offers no GPU to web pages: training uses the CPU, wasm on one thread (the server does not send the headers that threads need).',
    )
  })

  test('a GPU that was asked for and is not there is an error with a remedy', async () => {
    await expect(openDevice('webgpu', { gpu: undefined, wasm: WASM })).rejects.toMatchObject({
      code: 'device',
      message: 'This browser offers no WebGPU adapter.',
    })
  })
})

describe('the largest buffer', () => {
  const card = { vendor: 'nvidia', architecture: 'ada' }
  const software = { vendor: 'google', architecture: 'swiftshader' }

  test.each([
    ['webgpu', card, {}, 2 ** 27],
    ['auto', card, {}, 2 ** 27],
    ['auto', card, { maxStorageBufferBindingSize: 2 ** 31 }, 2 ** 28],
    ['wasm', card, {}, undefined],
    ['auto', software, {}, undefined],
    ['webgpu', software, {}, 2 ** 27],
  ] as const)('of %s on %o with %o', async (choice, info, limits, bytes) => {
    expect(await largestBufferOf(choice, { gpu: gpu(info, limits), wasm: WASM })).toBe(bytes)
  })

  test('is unknown without a GPU', async () => {
    const none = { requestAdapter: async () => null } as unknown as GPU
    for (const environment of [
      { gpu: undefined, wasm: WASM },
      { gpu: none, wasm: WASM },
    ]) {
      for (const choice of ['auto', 'webgpu', 'wasm'] as const) {
        expect(await largestBufferOf(choice, environment)).toBeUndefined()
      }
    }
  })

  test('is asked for once, and again when the device was lost', async () => {
    const environment = { gpu: gpu(card), wasm: WASM }
    await describeDevice(environment)
    await largestBufferOf('auto', environment)
    await largestBufferOf('webgpu', environment)
    expect(environment.gpu.requestAdapter).toHaveBeenCalledTimes(1)
    forgetAdapter(environment.gpu)
    await largestBufferOf('auto', environment)
    expect(environment.gpu.requestAdapter).toHaveBeenCalledTimes(2)
  })
})

test('an allocation that fails is an error, and the engine goes on afterwards', async () => {
  await openDevice('wasm', { gpu: undefined, wasm: { threads: 1, isolated: false } })
  const backend = tf.engine().backend as SimdBackend
  // 3 GB that nothing is written to, then 2 GB more than wasm's 4 GB have left
  const large = backend.allocate([750_000_000])
  expect(() => backend.allocate([500_000_000])).toThrow(
    'The wasm engine could not get 2.0 GB more: its memory ends at 4 GB, and this machine may have less.',
  )
  backend.disposeData(large.dataId)
  const sum = tf.tidy(() => tf.sum(tf.ones([1000])))
  expect((await sum.data())[0]).toBe(1000)
  sum.dispose()
})
