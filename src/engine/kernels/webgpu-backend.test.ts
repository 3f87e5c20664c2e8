import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { nullGpuEnvironment } from '../../node/webgpu-testing.ts'
import { openDevice } from '../device.ts'
import { freeScratch, scratchTensor } from './scratch-webgpu.ts'
import { type PooledWebGPUBackend, trimMemory } from './webgpu-backend.ts'

let backend: PooledWebGPUBackend

beforeAll(async () => {
  await openDevice('webgpu', await nullGpuEnvironment())
  backend = tf.engine().backend as PooledWebGPUBackend
})

/** A tensor on the GPU. */
function onGpu(shape: number[]): tf.TensorInfo {
  const tensor = backend.makeTensorInfo(shape, 'float32')
  backend.uploadToGPU(tensor.dataId)
  return tensor
}

function bufferOf({ dataId }: tf.TensorInfo): GPUBuffer {
  return backend.tensorMap.get(dataId).resource as GPUBuffer
}

test('a tensor in a larger buffer is read as the tensor that it is', async () => {
  const large = onGpu([300, 100])
  const buffer = bufferOf(large)
  backend.disposeData(large.dataId)
  const small = onGpu([250, 100])
  expect(bufferOf(small)).toBe(buffer)
  expect(await backend.read(small.dataId)).toHaveLength(25_000)
  backend.disposeData(small.dataId)
})

test('values that were not sent to the GPU are read as they are', async () => {
  const values = Float32Array.of(1, 2, 3)
  const tensor = backend.makeTensorInfo([3], 'float32', values)
  expect(await backend.read(tensor.dataId)).toBe(values)
  backend.disposeData(tensor.dataId)
})

describe('scratch', () => {
  test('is the same buffer again, a larger one when it is too small, and two at a time', () => {
    const first = scratchTensor(backend, [100, 300])
    const buffer = bufferOf(first)
    freeScratch(backend, first)
    const smaller = scratchTensor(backend, [7])
    expect(bufferOf(smaller)).toBe(buffer)
    const second = scratchTensor(backend, [100, 300])
    expect(bufferOf(second)).not.toBe(buffer)
    freeScratch(backend, smaller)
    freeScratch(backend, second)
    const larger = scratchTensor(backend, [100, 301])
    expect(bufferOf(larger).size).toBe(4 * 100 * 301)
    freeScratch(backend, larger)
  })

  test('an ordinary tensor is freed as one', () => {
    const before = backend.numDataIds()
    freeScratch(backend, onGpu([5]))
    expect(backend.numDataIds()).toBe(before)
  })
})

test('trimming leaves the bytes in use', () => {
  const tensor = onGpu([200, 200])
  trimMemory()
  expect(backend.memory()).toMatchObject({ numBytesInGPU: 160_000, numBytesAllocatedInGPU: 160_000 })
  backend.disposeData(tensor.dataId)
})
