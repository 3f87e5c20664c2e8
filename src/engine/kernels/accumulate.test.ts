import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadDawn } from '../../node/dawn.ts'
import { accumulateInto } from './accumulate.ts'
import { accumulateShader } from './accumulate-webgpu.ts'
import { normals, startWasm, withoutLeaks } from './testing.ts'
import { openNullDevice, shaderError } from './webgpu-testing.ts'

describe('adding in place on wasm', () => {
  beforeAll(startWasm)

  // less than a vector, no multiple of one, more than one part
  test.each([1, 3, 4, 67, 70_001])('%i values', async (count) => {
    await withoutLeaks(async () => {
      const [a, b] = [normals('a', count), normals('b', count)]
      const [sum, more] = [tf.tensor1d(a), tf.tensor1d(b)]
      accumulateInto(sum, more)
      const values = await sum.data()
      expect(values.every((value, i) => value === Math.fround(a[i]! + b[i]!))).toBe(true)
      const added = await more.data()
      expect(added.every((value, i) => value === b[i])).toBe(true)
      tf.dispose([sum, more])
    })
  })

  test('refuses another shape', () => {
    tf.tidy(() => {
      expect(() => accumulateInto(tf.zeros([2, 3]), tf.zeros([3, 2]))).toThrow(
        'Expected tensors of one shape, got [2,3] and [3,2]',
      )
    })
  })
})

test('adding in place compiles on WebGPU', async () => {
  const device = await openNullDevice(await loadDawn())
  for (const lanes of [1, 4] as const) expect(await shaderError(device, accumulateShader(lanes))).toBeNull()
})
