// Keras' LSTM as one differentiable operation. With s the sigmoid and a = x W + h U + b of a step:
//   i = s(ai),  f = s(af),  g = tanh(ac),  o = s(ao),  c' = f c + i g,  h' = o tanh(c')
// Source: Hochreiter & Schmidhuber 1997 with the forget gate of Gers et al. 2000, in the form of keras.layers.LSTM.

import * as tf from '@tensorflow/tfjs-core'
import { lstmBackwardOnWasm, lstmForwardOnWasm } from './lstm-wasm.ts'
import { lstmBackwardOnWebgpu, lstmForwardOnWebgpu } from './lstm-webgpu.ts'
import {
  checkRecurrentShapes,
  project,
  runKernel,
  STEPS_PER_DISPATCH,
  statesBefore,
  sumOfProducts,
} from './recurrent.ts'

/** fromInput x W [batch, time, 4u], recurrent U [u, 4u], bias [4u] to [2, batch, time, u]: states h, then cells c. */
const FORWARD = 'LstmForward'
/**
 * fromInput and fromState x W and h U [batch, time, 4u], states [2, batch, time, u], the gradient dh [batch, time, u],
 * recurrentT Uᵀ [4u, u] and bias [4u] to [batch, time, 4u]: the gradient with respect to a.
 */
const BACKWARD = 'LstmBackward'

tf.registerKernel({ kernelName: FORWARD, backendName: 'wasm', kernelFunc: lstmForwardOnWasm })
tf.registerKernel({ kernelName: BACKWARD, backendName: 'wasm', kernelFunc: lstmBackwardOnWasm })
tf.registerKernel({ kernelName: FORWARD, backendName: 'webgpu', kernelFunc: lstmForwardOnWebgpu })
tf.registerKernel({ kernelName: BACKWARD, backendName: 'webgpu', kernelFunc: lstmBackwardOnWebgpu })

/**
 * All states of an LSTM that starts from zeros; differentiable with respect to x and the weights.
 * @param x [batch, time, channels]
 * @param kernel [channels, 4 * units], gates i, f, c, o
 * @param recurrent [units, 4 * units]
 * @param bias [4 * units]
 * @param stepsPerDispatch steps that one WebGPU dispatch computes
 * @returns [batch, time, units]
 * @throws Error if the shapes do not belong together
 */
export function lstm(
  x: tf.Tensor3D,
  kernel: tf.Tensor2D,
  recurrent: tf.Tensor2D,
  bias: tf.Tensor1D,
  stepsPerDispatch = STEPS_PER_DISPATCH,
): tf.Tensor3D {
  checkRecurrentShapes('an LSTM', 4, x, kernel, recurrent, bias, [])
  const attrs = { stepsPerDispatch }
  const operation = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const [x, kernel, recurrent, bias, save] = args as [
      tf.Tensor3D,
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor1D,
      tf.GradSaveFunc,
    ]
    const fromInput = project(x, kernel)
    const states = runKernel<tf.Tensor4D>(FORWARD, { fromInput, recurrent, bias }, attrs)
    save([x, kernel, recurrent, bias, fromInput, states])
    return {
      value: hiddenStates(states),
      gradFunc: (dh: tf.Tensor, saved: tf.Tensor[]) =>
        gradients(dh as tf.Tensor3D, saved as Parameters<typeof gradients>[1], attrs),
    }
  })
  return operation(x, kernel, recurrent, bias) as tf.Tensor3D
}

/** h [batch, time, units] of the states [2, batch, time, units]. */
function hiddenStates(states: tf.Tensor4D): tf.Tensor3D {
  const [, batch, time, units] = states.shape
  return tf.reshape(tf.slice(states, [0, 0, 0, 0], [1, batch, time, units]), [batch, time, units])
}

function gradients(
  dh: tf.Tensor3D,
  [x, kernel, recurrent, bias, fromInput, states]: [
    tf.Tensor3D,
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor1D,
    tf.Tensor3D,
    tf.Tensor4D,
  ],
  attrs: { stepsPerDispatch: number },
): tf.Tensor[] {
  const before = statesBefore(hiddenStates(states))
  const fromState = project(before, recurrent)
  const recurrentT = tf.transpose(recurrent)
  const da = runKernel<tf.Tensor3D>(BACKWARD, { fromInput, fromState, states, dh, recurrentT, bias }, attrs)
  return [project(da, kernel, true), sumOfProducts(x, da), sumOfProducts(before, da), tf.sum(da, [0, 1])]
}
