// Keras' GRU with reset_after as one differentiable operation. With s the sigmoid, p = x W + b0 and q = h U + b1 of a step:
//   z = s(pz + qz),  r = s(pr + qr),  g = tanh(ph + r qh),  h' = z h + (1 - z) g
// Source: Cho et al. 2014 (arXiv:1406.1078) in the form of keras.layers.GRU(reset_after=True).

import * as tf from '@tensorflow/tfjs-core'
import { gruBackwardOnWasm, gruForwardOnWasm } from './gru-wasm.ts'
import { gruBackwardOnWebgpu, gruForwardOnWebgpu } from './gru-webgpu.ts'
import {
  checkRecurrentShapes,
  project,
  runKernel,
  STEPS_PER_DISPATCH,
  statesBefore,
  sumOfProducts,
} from './recurrent.ts'

/**
 * fromInput x W [batch, time, 3u], recurrent U [u, 3u], bias [2, 3u] to the states [batch, time, u]. Samples stay rows of
 * their own, as in x: no backend gains from steps first, and two transposes less each way.
 */
const FORWARD = 'GruForward'
/**
 * fromInput and fromState x W and h U [batch, time, 3u], h, its gradient dh [batch, time, u], recurrentT Uᵀ [3u, u] and
 * bias [2, 3u] to two tensors [batch, time, 3u]: the gradients with respect to p and q.
 */
const BACKWARD = 'GruBackward'

tf.registerKernel({ kernelName: FORWARD, backendName: 'wasm', kernelFunc: gruForwardOnWasm })
tf.registerKernel({ kernelName: BACKWARD, backendName: 'wasm', kernelFunc: gruBackwardOnWasm })
tf.registerKernel({ kernelName: FORWARD, backendName: 'webgpu', kernelFunc: gruForwardOnWebgpu })
tf.registerKernel({ kernelName: BACKWARD, backendName: 'webgpu', kernelFunc: gruBackwardOnWebgpu })

/**
 * All states of a GRU that starts from zeros; differentiable with respect to x and the weights.
 * @param x [batch, time, channels]
 * @param kernel [channels, 3 * units], gates z, r, h
 * @param recurrent [units, 3 * units]
 * @param bias [2, 3 * units]: of the input, of the state
 * @param stepsPerDispatch steps that one WebGPU dispatch computes
 * @returns [batch, time, units]
 * @throws Error if the shapes do not belong together
 */
export function gru(
  x: tf.Tensor3D,
  kernel: tf.Tensor2D,
  recurrent: tf.Tensor2D,
  bias: tf.Tensor2D,
  stepsPerDispatch = STEPS_PER_DISPATCH,
): tf.Tensor3D {
  checkRecurrentShapes('a GRU', 3, x, kernel, recurrent, bias, [2])
  const attrs = { stepsPerDispatch }
  const operation = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const [x, kernel, recurrent, bias, save] = args as [
      tf.Tensor3D,
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor2D,
      tf.GradSaveFunc,
    ]
    const fromInput = project(x, kernel)
    const h = runKernel<tf.Tensor3D>(FORWARD, { fromInput, recurrent, bias }, attrs)
    save([x, kernel, recurrent, bias, fromInput, h])
    return {
      value: h,
      gradFunc: (dh: tf.Tensor, saved: tf.Tensor[]) =>
        gradients(dh as tf.Tensor3D, saved as Parameters<typeof gradients>[1], attrs),
    }
  })
  return operation(x, kernel, recurrent, bias) as tf.Tensor3D
}

function gradients(
  dh: tf.Tensor3D,
  [x, kernel, recurrent, bias, fromInput, h]: [
    tf.Tensor3D,
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor3D,
    tf.Tensor3D,
  ],
  attrs: { stepsPerDispatch: number },
): tf.Tensor[] {
  const before = statesBefore(h)
  const fromState = project(before, recurrent)
  const recurrentT = tf.transpose(recurrent)
  const [dp, dq] = runKernel<[tf.Tensor3D, tf.Tensor3D]>(
    BACKWARD,
    { fromInput, fromState, h, dh, recurrentT, bias },
    attrs,
  )
  return [
    project(dp, kernel, true),
    sumOfProducts(x, dp),
    sumOfProducts(before, dq),
    tf.stack([tf.sum(dp, [0, 1]), tf.sum(dq, [0, 1])]),
  ]
}
