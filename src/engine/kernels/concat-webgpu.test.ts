// Dawn's null backend computes nothing, so what is looked at is the copies that it is asked for.

import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import * as tf from '@tensorflow/tfjs-core'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { nullGpuEnvironment } from '../../node/webgpu-testing.ts'
import { openDevice } from '../device.ts'
import { concatRows } from './concat-rows.ts'
import { withoutLeaks } from './testing.ts'
import { bufferOf } from './webgpu-shader.ts'

let backend: WebGPUBackend

beforeAll(async () => {
  await openDevice('webgpu', await nullGpuEnvironment())
  backend = tf.engine().backend as WebGPUBackend
})
afterEach(() => vi.restoreAllMocks())

/** A tensor whose values are on the device only. */
function onDevice(rows: number, columns: number): tf.Tensor2D {
  return tf.tidy(() => tf.square(tf.fill([rows, columns], 0.5) as tf.Tensor2D))
}

test('rows are copied below one another and no shader is compiled', async () => {
  await withoutLeaks(async () => {
    const parts = [onDevice(4, 3), onDevice(2, 3), onDevice(5, 3)]
    const compile = vi.spyOn(backend.device, 'createComputePipeline')
    const copies: unknown[][] = []
    const createEncoder = backend.device.createCommandEncoder.bind(backend.device)
    vi.spyOn(backend.device, 'createCommandEncoder').mockImplementation((...args) => {
      const encoder = createEncoder(...args)
      const copy = encoder.copyBufferToBuffer.bind(encoder) as (...given: unknown[]) => undefined
      encoder.copyBufferToBuffer = (...given: unknown[]) => {
        copies.push(given)
        copy(...given)
      }
      return encoder
    })
    const joined = concatRows(parts)
    expect(joined.shape).toEqual([11, 3])
    const [a, b, c] = parts.map((part) => bufferOf(backend, part))
    const to = bufferOf(backend, joined)
    expect(copies).toEqual([
      [a, 0, to, 0, 48],
      [b, 0, to, 48, 24],
      [c, 0, to, 72, 60],
    ])
    expect(compile).not.toHaveBeenCalled()
    tf.dispose([joined, ...parts])
  })
})

test('columns, and what is not on the device yet, are left to tfjs', async () => {
  await withoutLeaks(async () => {
    const columns = tf.tidy(() => tf.concat([onDevice(4, 3), onDevice(4, 2)], 1))
    expect(columns.shape).toEqual([4, 5])
    const rows = tf.tidy(() => concatRows([tf.tensor2d([[1, 2]]), tf.tensor2d([[3, 4]])]))
    expect(await rows.array()).toEqual([
      [1, 2],
      [3, 4],
    ])
    tf.dispose([columns, rows])
  })
})
