import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { conv1dShape } from './conv-shape.ts'
import { conv1dFilterGradient, conv1dForward, conv1dInputGradient } from './conv1d.ref.ts'
import { normals, relativeError, startWasm, withoutLeaks } from './testing.ts'

beforeAll(startWasm)

const CASES = [3, 5, 6, 9, 10].flatMap((kernelSize) =>
  (['valid', 'same'] as const).flatMap((pad) => [
    { kernelSize, pad, batch: 3, length: 37, inChannels: 5, outChannels: 7 },
    { kernelSize, pad, batch: 1, length: kernelSize, inChannels: 1, outChannels: 2 },
  ]),
)

describe('conv1d on wasm', () => {
  test.each([
    ...CASES,
    // several groups of samples in the filter's gradient, the last one short
    { kernelSize: 6, pad: 'valid' as const, batch: 5, length: 4005, inChannels: 2, outChannels: 3 },
    // one sample that is longer than a group
    { kernelSize: 9, pad: 'same' as const, batch: 2, length: 9001, inChannels: 1, outChannels: 2 },
  ])('k=$kernelSize $pad, [$batch, $length, $inChannels] -> $outChannels', async (c) => {
    await withoutLeaks(async () => {
      const xShape = [c.batch, 1, c.length, c.inChannels]
      const wShape = [1, c.kernelSize, c.inChannels, c.outChannels]
      const shape = conv1dShape(xShape, wShape, { strides: 1, pad: c.pad })
      const x = normals('x', tf.util.sizeFromShape(xShape))
      const w = normals('w', tf.util.sizeFromShape(wShape))
      const dy = normals('dy', c.batch * shape.outLength * c.outChannels)
      const [y, dx, dw] = tf.tidy(() => {
        const x3 = tf.tensor3d(x, [c.batch, c.length, c.inChannels])
        const w3 = tf.tensor3d(w, [c.kernelSize, c.inChannels, c.outChannels])
        const forward = (a: tf.Tensor, b: tf.Tensor) =>
          tf.conv1d(a as tf.Tensor3D, b as tf.Tensor3D, 1, c.pad)
        const out = forward(x3, w3)
        return [out, ...tf.grads(forward)([x3, w3], tf.tensor(dy, out.shape))]
      })
      expect(y!.shape).toEqual([c.batch, shape.outLength, c.outChannels])
      expect(relativeError(await y!.data(), conv1dForward(x, w, shape))).toBeLessThan(1e-6)
      expect(relativeError(await dx!.data(), conv1dInputGradient(dy, w, shape))).toBeLessThan(1e-6)
      expect(relativeError(await dw!.data(), conv1dFilterGradient(x, dy, shape))).toBeLessThan(3e-6)
      tf.dispose([y!, dx!, dw!])
    })
  })

  test('refuses strides and two-dimensional images', () => {
    expect(() => conv1dShape([1, 1, 9, 1], [1, 3, 1, 1], { strides: [1, 2], pad: 'valid' })).toThrow(
      'Expected a convolution of height 1 with stride 1 and dilation 1, got x [1,1,9,1], filter [1,3,1,1]',
    )
    expect(() => conv1dShape([1, 2, 9, 1], [2, 3, 1, 1], { strides: 1, pad: 'valid' })).toThrow('height 1')
  })
})
