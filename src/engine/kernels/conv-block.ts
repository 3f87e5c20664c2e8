// Convolution over time, bias, relu and pooling by two as one differentiable operation. Of all that happens inside only
// the result is kept, and which of each two points won: relu's slope follows from the result.

import * as tf from '@tensorflow/tfjs-core'
import { runKernel } from './recurrent.ts'

const FORWARD = 'ConvBlockForward'

/** What a convolution block does besides its weights. */
export interface ConvBlockOptions {
  readonly padding: 'valid' | 'same'
  /** 2 keeps the larger of each two neighbours; an odd last point is dropped */
  readonly pool: 1 | 2
  /** whether the gradient with respect to x is wanted; the first layer of a network needs none */
  readonly inputGradient: boolean
}

/**
 * maxPool(relu(conv1d(x, kernel) + bias)), differentiable with respect to the weights and, if asked for, to x.
 * @param x [batch, length, channels]
 * @param kernel [taps, channels, filters]
 * @param bias [filters]
 * @returns [batch, time, filters], time = length, or length - taps + 1 where nothing is padded, halved by pooling
 * @throws Error if the shapes do not belong together
 */
export function convBlock(
  x: tf.Tensor3D,
  kernel: tf.Tensor3D,
  bias: tf.Tensor1D,
  { padding, pool, inputGradient }: ConvBlockOptions,
): tf.Tensor3D {
  const [, length, channels] = x.shape
  const [taps, kernelChannels, filters] = kernel.shape
  if (kernelChannels !== channels || bias.shape[0] !== filters) {
    throw new Error(
      `Expected a kernel [taps,${channels},filters] and a bias [filters] for a convolution of [${x.shape}], ` +
        `got [${kernel.shape}] and [${bias.shape}]`,
    )
  }
  const same = padding === 'same'
  const time = same ? length : length - taps + 1
  if (time < pool) throw new Error(`Expected at least ${pool + (same ? 0 : taps - 1)} points, got ${length}`)
  if (tf.getKernel(FORWARD, tf.getBackend()) === undefined) return composed(x, kernel, bias, padding, pool)
  const before = same ? Math.floor((taps - 1) / 2) : 0
  const attrs = { before, time, pool }
  const forward = (x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor) =>
    runKernel<tf.Tensor[]>(FORWARD, { x, kernel, bias }, attrs)
  const given = (dy: tf.Tensor, y: tf.Tensor, choice: tf.Tensor | undefined) => ({
    dy,
    y,
    ...(choice && { choice }),
  })
  const weightGradients = (x: tf.Tensor, saved: Record<string, tf.Tensor>) =>
    runKernel<tf.Tensor[]>('ConvBlockWeightGradient', { x, ...saved }, { ...attrs, kernelSize: taps })

  if (!inputGradient) {
    const operation = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
      const [kernel, bias, save] = args as [tf.Tensor, tf.Tensor, tf.GradSaveFunc]
      const outputs = forward(x, kernel, bias)
      save([x, ...outputs])
      return {
        value: outputs[0]!,
        gradFunc: (dy: tf.Tensor, [x, y, choice]: tf.Tensor[]) => weightGradients(x!, given(dy, y!, choice)),
      }
    })
    return operation(kernel, bias) as tf.Tensor3D
  }
  const operation = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const [x, kernel, bias, save] = args as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc]
    const outputs = forward(x, kernel, bias)
    save([x, kernel, ...outputs])
    return {
      value: outputs[0]!,
      gradFunc: (dy: tf.Tensor, [x, kernel, y, choice]: tf.Tensor[]) => {
        const saved = given(dy, y!, choice)
        const dx = runKernel<tf.Tensor>(
          'ConvBlockInputGradient',
          { ...saved, kernel: kernel! },
          { ...attrs, length },
        )
        return [dx, ...weightGradients(x!, saved)]
      },
    }
  })
  return operation(x, kernel, bias) as tf.Tensor3D
}

/** The same of tfjs' own operations, for a backend without kernels of ours. */
function composed(
  x: tf.Tensor3D,
  kernel: tf.Tensor3D,
  bias: tf.Tensor1D,
  padding: 'valid' | 'same',
  pool: 1 | 2,
): tf.Tensor3D {
  const y = tf.relu(tf.add(tf.conv1d(x, kernel, 1, padding), bias)) as tf.Tensor3D
  if (pool === 1) return y
  const [batch, time, filters] = y.shape
  const pooled = tf.maxPool(tf.reshape(y, [batch, time, 1, filters]) as tf.Tensor4D, [2, 1], [2, 1], 'valid')
  return tf.reshape(pooled, [batch, Math.floor(time / 2), filters])
}
