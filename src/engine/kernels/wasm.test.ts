import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { normals, relativeError, startWasm, withoutLeaks } from './testing.ts'

beforeAll(startWasm)

describe('matMul on wasm', () => {
  test.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('transposeA %s, transposeB %s', async (transposeA, transposeB) => {
    await withoutLeaks(async () => {
      const [m, k, n] = [13, 29, 7]
      const a = normals('a', m * k)
      const b = normals('b', k * n)
      const expected = new Float64Array(m * n)
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          for (let l = 0; l < k; l++) {
            expected[i * n + j]! +=
              a[transposeA ? l * m + i : i * k + l]! * b[transposeB ? j * k + l : l * n + j]!
          }
        }
      }
      const product = tf.tidy(() =>
        tf.matMul(
          tf.tensor2d(a, transposeA ? [k, m] : [m, k]),
          tf.tensor2d(b, transposeB ? [n, k] : [k, n]),
          transposeA,
          transposeB,
        ),
      )
      expect(relativeError(await product.data(), expected)).toBeLessThan(1e-6)
      product.dispose()
    })
  })
})

describe('max pooling on wasm', () => {
  test('sends the gradient to the larger value, to the first of equal ones, and none to an odd last one', async () => {
    await withoutLeaks(async () => {
      const x = [1, 2, 5, 4, 3, 3, 9]
      const dx = tf.tidy(() =>
        tf.grad((t) => tf.maxPool(tf.reshape(t, [1, 7, 1, 1]) as tf.Tensor4D, [2, 1], [2, 1], 'valid'))(
          tf.tensor1d(x),
          tf.tensor4d([10, 20, 30], [1, 3, 1, 1]),
        ),
      )
      expect(Array.from(await dx.data())).toEqual([0, 10, 20, 0, 30, 0, 0])
      dx.dispose()
    })
  })

  test('keeps samples and channels apart', async () => {
    const x = [1, 8, 2, 7, 3, 6, 6, 3, 7, 2, 8, 1]
    const dx = tf.tidy(() =>
      tf.grad((t) => tf.maxPool(tf.reshape(t, [2, 3, 1, 2]) as tf.Tensor4D, [2, 1], [2, 1], 'valid'))(
        tf.tensor1d(x),
        tf.tensor4d([1, 2, 3, 4], [2, 1, 1, 2]),
      ),
    )
    expect(Array.from(await dx.data())).toEqual([0, 2, 1, 0, 0, 0, 0, 4, 3, 0, 0, 0])
    dx.dispose()
  })
})

describe('sum on wasm', () => {
  test.each([
    { axis: [0, 1], expected: [9 + 7 + 5 + 3, 10 + 8 + 6 + 4] },
    { axis: [2], expected: [19, 15, 11, 7] },
    { axis: [0], expected: [14, 16, 10, 12] },
    { axis: [0, 1, 2], expected: [52] },
  ])('over axes $axis', async ({ axis, expected }) => {
    await withoutLeaks(async () => {
      const sum = tf.tidy(() => tf.sum(tf.tensor3d([9, 10, 7, 8, 5, 6, 3, 4], [2, 2, 2]), axis))
      expect(Array.from(await sum.data())).toEqual(expected)
      sum.dispose()
    })
  })

  test('adds a million small values exactly to float32', async () => {
    const sum = tf.tidy(() => tf.sum(tf.fill([1_000_000, 1], 0.1), 0))
    expect((await sum.data())[0]).toBeCloseTo(100_000, 1)
    sum.dispose()
  })
})
