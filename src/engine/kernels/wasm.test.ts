import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { normals, relativeError, startWasm, withoutLeaks } from './testing.ts'

beforeAll(startWasm)

/** Every way that a product is cut: few and many rows, odd edges, more depth than one pass, depth in parts. */
const SHAPES = [
  [13, 29, 7],
  [1, 5, 1],
  [5, 1300, 9],
  [100, 1025, 17],
  [203, 3, 40],
  [4, 5000, 6],
  [2, 40, 2100],
  [3, 4100, 765],
  [523, 130, 391],
]

describe('matMul on wasm', () => {
  const cases = SHAPES.flatMap(([m, k, n]) =>
    [false, true].flatMap((transposeA) =>
      [false, true].map((transposeB) => ({ m: m!, k: k!, n: n!, transposeA, transposeB })),
    ),
  )
  test.each(cases)('[$m, $k] [$k, $n], transposed $transposeA $transposeB', async (c) => {
    await withoutLeaks(async () => {
      const { m, k, n, transposeA, transposeB } = c
      const a = normals('a', m * k)
      const b = normals('b', k * n)
      const product = tf.tidy(() =>
        tf.matMul(
          tf.tensor2d(a, transposeA ? [k, m] : [m, k]),
          tf.tensor2d(b, transposeB ? [n, k] : [k, n]),
          transposeA,
          transposeB,
        ),
      )
      expect(relativeError(await product.data(), reference(a, b, c))).toBeLessThan(1e-6)
      product.dispose()
    })
  })

  test.each(SHAPES)('with bias and relu, [%i, %i] to %i columns', async (m, k, n) => {
    const [a, b, bias] = [normals('a', m! * k!), normals('b', k! * n!), normals('bias', n!)]
    const expected = reference(a, b, { m: m!, k: k!, n: n!, transposeA: false, transposeB: false })
    for (const [i, value] of expected.entries()) expected[i] = Math.max(0, value + bias[i % n!]!)
    const product = tf.tidy(() =>
      tf.fused.matMul({
        a: tf.tensor2d(a, [m!, k!]),
        b: tf.tensor2d(b, [k!, n!]),
        bias: tf.tensor1d(bias),
        activation: 'relu',
      }),
    )
    expect(relativeError(await product.data(), expected)).toBeLessThan(1e-6)
    product.dispose()
  })

  test('of a batch of matrices is still right', async () => {
    const product = tf.tidy(() => tf.matMul(tf.ones([2, 3, 4]), tf.ones([2, 4, 5])))
    expect(product.shape).toEqual([2, 3, 5])
    expect(Array.from(await product.data())).toEqual(new Array(30).fill(4))
    product.dispose()
  })
})

interface ProductCase {
  readonly m: number
  readonly k: number
  readonly n: number
  readonly transposeA: boolean
  readonly transposeB: boolean
}

function reference(a: Float32Array, b: Float32Array, { m, k, n, transposeA, transposeB }: ProductCase) {
  const expected = new Float64Array(m * n)
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      for (let l = 0; l < k; l++) {
        expected[i * n + j]! +=
          a[transposeA ? l * m + i : i * k + l]! * b[transposeB ? j * k + l : l * n + j]!
      }
    }
  }
  return expected
}

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

test('adding, padding one axis and passing on keep their values', async () => {
  await withoutLeaks(async () => {
    const x = normals('x', 2 * 5 * 3)
    const [twice, padded, same] = tf.tidy(() => {
      const t = tf.tensor3d(x, [2, 5, 3])
      return [
        tf.add(t, t),
        tf.pad(t, [
          [0, 0],
          [1, 2],
          [0, 0],
        ]),
        tf.clone(t),
      ]
    })
    expect(Array.from(await twice!.data())).toEqual(Array.from(x, (value) => 2 * value))
    const zeros = [0, 0, 0]
    expect(Array.from(await padded!.data())).toEqual(
      [0, 15].flatMap((start) => [...zeros, ...x.subarray(start, start + 15), ...zeros, ...zeros]),
    )
    expect(Array.from(await same!.data())).toEqual(Array.from(x))
    tf.dispose([twice!, padded!, same!])
  })
})
