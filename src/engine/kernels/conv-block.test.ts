import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { type ConvBlockShape, convBlockBackward, convBlockForward } from './conv-block.ref.ts'
import { convBlock } from './conv-block.ts'
import { normals, relativeError, startWasm, withoutLeaks } from './testing.ts'

beforeAll(startWasm)

const SIZES = [
  // narrower than a vector, wider than a panel, several parts per sample, several stretches and groups
  { batch: 3, length: 37, channels: 5, filters: 7 },
  { batch: 1, length: 11, channels: 1, filters: 1 },
  { batch: 2, length: 203, channels: 1, filters: 32 },
  { batch: 2, length: 401, channels: 3, filters: 33 },
  { batch: 1, length: 120, channels: 32, filters: 12 },
]

const CASES: ConvBlockShape[] = SIZES.flatMap((sizes) =>
  [1, 3, 6, 9, 10].flatMap((taps) =>
    (['valid', 'same'] as const).flatMap((padding) =>
      ([1, 2] as const).map((pool) => ({ ...sizes, taps, padding, pool })),
    ),
  ),
)

/** Inputs whose relu and pool decisions are far from a tie, so that float32 decides as float64 does. */
function inputs(shape: ConvBlockShape) {
  const { batch, length, channels, filters, taps } = shape
  const x = normals('x', batch * length * channels)
  const kernel = normals('kernel', taps * channels * filters)
  const bias = normals('bias', filters)
  return { x, kernel, bias, output: convBlockForward(x, kernel, bias, shape) }
}

describe('the convolution block on wasm', () => {
  test.each(CASES)(
    '[$batch, $length, $channels] -> $filters, k $taps $padding, pool $pool',
    async (shape) => {
      await withoutLeaks(async () => {
        const { batch, length, channels, filters, taps, padding, pool } = shape
        const { x, kernel, bias, output } = inputs(shape)
        const dy = normals('dy', output.y.length)
        const [y, dx, dKernel, dBias] = tf.tidy(() => {
          const tensors = [
            tf.tensor3d(x, [batch, length, channels]),
            tf.tensor3d(kernel, [taps, channels, filters]),
            tf.tensor1d(bias),
          ]
          const run = (...[a, b, c]: tf.Tensor[]) =>
            convBlock(a as tf.Tensor3D, b as tf.Tensor3D, c as tf.Tensor1D, {
              padding,
              pool,
              inputGradient: true,
            })
          const value = run(...tensors)
          return [value, ...tf.grads(run)(tensors, tf.tensor(dy, value.shape))]
        })
        const expected = convBlockBackward(x, kernel, dy, output, shape)
        expect(y!.shape).toEqual([batch, output.y.length / batch / filters, filters])
        expect(relativeError(await y!.data(), output.y)).toBeLessThan(1e-6)
        expect(relativeError(await dx!.data(), expected.x)).toBeLessThan(2e-6)
        expect(relativeError(await dKernel!.data(), expected.kernel)).toBeLessThan(3e-6)
        expect(relativeError(await dBias!.data(), expected.bias)).toBeLessThan(3e-6)
        tf.dispose([y!, dx!, dKernel!, dBias!])
      })
    },
  )

  test('gives the weights the same gradients where none is wanted for x', async () => {
    const shape: ConvBlockShape = { ...SIZES[3]!, taps: 6, padding: 'same', pool: 2 }
    const { x, kernel, bias, output } = inputs(shape)
    const dy = normals('dy', output.y.length)
    const expected = convBlockBackward(x, kernel, dy, output, shape)
    const [dKernel, dBias] = tf.tidy(() => {
      const input = tf.tensor3d(x, [shape.batch, shape.length, shape.channels])
      const run = (...[w, b]: tf.Tensor[]) =>
        convBlock(input, w as tf.Tensor3D, b as tf.Tensor1D, {
          padding: 'same',
          pool: 2,
          inputGradient: false,
        })
      const weights = [tf.tensor3d(kernel, [shape.taps, shape.channels, shape.filters]), tf.tensor1d(bias)]
      return tf.grads(run)(weights, tf.tensor(dy, run(...weights).shape))
    })
    expect(relativeError(await dKernel!.data(), expected.kernel)).toBeLessThan(3e-6)
    expect(relativeError(await dBias!.data(), expected.bias)).toBeLessThan(3e-6)
    tf.dispose([dKernel!, dBias!])
  })

  test('sends the gradient to the first of two equal values, and none where relu is closed', async () => {
    const dx = tf.tidy(() =>
      tf.grad((x) =>
        convBlock(x as tf.Tensor3D, tf.ones([1, 1, 1]), tf.zeros([1]), {
          padding: 'valid',
          pool: 2,
          inputGradient: true,
        }),
      )(tf.tensor3d([1, 2, 5, 4, 3, 3, -1, -2, 9], [1, 9, 1]), tf.tensor3d([10, 20, 30, 40], [1, 4, 1])),
    )
    expect(Array.from(await dx.data())).toEqual([0, 10, 20, 0, 30, 0, 0, 0, 0])
    dx.dispose()
  })

  test('refuses weights that do not belong to the input', () => {
    const options = { padding: 'valid', pool: 2, inputGradient: true } as const
    tf.tidy(() => {
      expect(() => convBlock(tf.zeros([1, 9, 2]), tf.zeros([3, 1, 4]), tf.zeros([4]), options)).toThrow(
        'Expected a kernel [taps,2,filters] and a bias [filters] for a convolution of [1,9,2], got [3,1,4] and [4]',
      )
      expect(() => convBlock(tf.zeros([1, 3, 1]), tf.zeros([3, 1, 4]), tf.zeros([4]), options)).toThrow(
        'Expected at least 4 points, got 3',
      )
    })
  })
})
