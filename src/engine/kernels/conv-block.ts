// Convolution over time, bias, relu and pooling by two as one differentiable operation. Of all that happens inside only
// the result is kept, and which of each two points won: relu's slope follows from the result.

import * as tf from '@tensorflow/tfjs-core'
import {
  convBlockForwardOnWebgpu,
  convBlockInputGradientOnWebgpu,
  convBlockWeightGradientOnWebgpu,
} from './conv-block-webgpu.ts'
import { runKernel } from './recurrent.ts'
import { freeingSpent } from './spent.ts'

/**
 * x [batch, length, channels], kernel [taps, channels, filters] and bias [filters] to y = pool(relu(conv + bias)) and, when
 * it is pooled, the choice: which of each two points won, in a form of the backend's own. Attributes: before (zeros before
 * the first point), time (of the convolution's output, not pooled), pool.
 */
const FORWARD = 'ConvBlockForward'
/** dy, y, choice and kernel to dx. Attributes: those of FORWARD, and length of x. */
const INPUT_GRADIENT = 'ConvBlockInputGradient'
/** x, dy, y and choice to the gradients of kernel and bias. Attributes: those of FORWARD, and kernelSize. */
const WEIGHT_GRADIENT = 'ConvBlockWeightGradient'

const ON_WEBGPU = {
  [FORWARD]: convBlockForwardOnWebgpu,
  [INPUT_GRADIENT]: convBlockInputGradientOnWebgpu,
  [WEIGHT_GRADIENT]: convBlockWeightGradientOnWebgpu,
}
for (const [kernelName, kernelFunc] of Object.entries(ON_WEBGPU)) {
  tf.registerKernel({ kernelName, backendName: 'webgpu', kernelFunc })
}

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
    runKernel<tf.Tensor[]>(WEIGHT_GRADIENT, { x, ...saved }, { ...attrs, kernelSize: taps })

  if (!inputGradient) {
    const operation = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
      const [kernel, bias, save] = args as [tf.Tensor, tf.Tensor, tf.GradSaveFunc]
      const outputs = forward(x, kernel, bias)
      save([x, ...outputs])
      return {
        value: outputs[0]!,
        gradFunc: freeingSpent((dy, [x, y, choice]) => weightGradients(x!, given(dy, y!, choice))),
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
      gradFunc: freeingSpent((dy, [x, kernel, y, choice]) => {
        const saved = given(dy, y!, choice)
        const dx = runKernel<tf.Tensor>(INPUT_GRADIENT, { ...saved, kernel: kernel! }, { ...attrs, length })
        return [dx, ...weightGradients(x!, saved)]
      }),
    }
  })
  return operation(x, kernel, bias) as tf.Tensor3D
}
