// Keras' GRU with reset_after as one differentiable operation. With s the sigmoid, p = x W + b0 and q = h U + b1 of a step:
//   z = s(pz + qz),  r = s(pr + qr),  g = tanh(ph + r qh),  h' = z h + (1 - z) g
// Source: Cho et al. 2014 (arXiv:1406.1078) in the form of keras.layers.GRU(reset_after=True).

import * as tf from '@tensorflow/tfjs-core'
import { gruBackwardOnWebgpu, gruForwardOnWebgpu } from './gru-webgpu.ts'
import { checkRecurrentShapes, project, runKernel, statesBefore, sumOfProducts } from './recurrent.ts'
import { freeingSpent } from './spent.ts'

/**
 * fromInput x W [batch, time, 3u], recurrent U [u, 3u] and bias [2, 3u] to the states h [batch, time, u], the gates
 * z, r, g [batch, time, 3u] and fromState qh [batch, time, u]. Samples stay rows of their own, as in x: no backend gains
 * from steps first, and two transposes less each way.
 */
const FORWARD = 'GruForward'
/**
 * h, gates and fromState as above, the gradient dh [batch, time, u] of the states and recurrent U [u, 3u] to two tensors
 * [batch, time, 3u]: the gradients with respect to p and q.
 */
const BACKWARD = 'GruBackward'

tf.registerKernel({ kernelName: FORWARD, backendName: 'webgpu', kernelFunc: gruForwardOnWebgpu })
tf.registerKernel({ kernelName: BACKWARD, backendName: 'webgpu', kernelFunc: gruBackwardOnWebgpu })

/**
 * All states of a GRU that starts from zeros; differentiable with respect to x and the weights.
 * @param x [batch, time, channels]
 * @param kernel [channels, 3 * units], gates z, r, h
 * @param recurrent [units, 3 * units]
 * @param bias [2, 3 * units]: of the input, of the state
 * @returns [batch, time, units]
 * @throws Error if the shapes do not belong together
 */
export function gru(
  x: tf.Tensor3D,
  kernel: tf.Tensor2D,
  recurrent: tf.Tensor2D,
  bias: tf.Tensor2D,
): tf.Tensor3D {
  checkRecurrentShapes('a GRU', 3, x, kernel, recurrent, bias, [2])
  const operation = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const [x, kernel, recurrent, bias, save] = args as [
      tf.Tensor3D,
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor2D,
      tf.GradSaveFunc,
    ]
    const fromInput = project(x, kernel)
    const [h, gates, fromState] = runKernel<tf.Tensor3D[]>(FORWARD, { fromInput, recurrent, bias })
    save([x, kernel, recurrent, h!, gates!, fromState!])
    return {
      value: h!,
      gradFunc: freeingSpent((dh, saved) =>
        gradients(dh as tf.Tensor3D, saved as Parameters<typeof gradients>[1]),
      ),
    }
  })
  return operation(x, kernel, recurrent, bias) as tf.Tensor3D
}

function gradients(
  dh: tf.Tensor3D,
  [x, kernel, recurrent, h, gates, fromState]: [
    tf.Tensor3D,
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor3D,
    tf.Tensor3D,
    tf.Tensor3D,
  ],
): tf.Tensor[] {
  const [dp, dq] = runKernel<[tf.Tensor3D, tf.Tensor3D]>(BACKWARD, { h, gates, fromState, dh, recurrent })
  return [
    project(dp, kernel, true),
    sumOfProducts(x, dp),
    sumOfProducts(statesBefore(h), dq),
    tf.stack([tf.sum(dp, [0, 1]), tf.sum(dq, [0, 1])]),
  ]
}
