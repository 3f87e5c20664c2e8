// Keras' LSTM as one differentiable operation. With s the sigmoid and a = x W + h U + b of a step:
//   i = s(ai),  f = s(af),  g = tanh(ac),  o = s(ao),  c' = f c + i g,  h' = o tanh(c')
// Source: Hochreiter & Schmidhuber 1997 with the forget gate of Gers et al. 2000, in the form of keras.layers.LSTM.

import * as tf from '@tensorflow/tfjs-core'
import { lstmBackwardOnWebgpu, lstmForwardOnWebgpu } from './lstm-webgpu.ts'
import { checkRecurrentShapes, project, runKernel, statesBefore, sumOfProducts } from './recurrent.ts'
import { freeingSpent } from './spent.ts'

/**
 * fromInput x W [batch, time, 4u], recurrent U [u, 4u] and bias [4u] to the states h [batch, time, u], the gates
 * i, f, g, o [batch, time, 4u] and the cells c [batch, time, u].
 */
const FORWARD = 'LstmForward'
/**
 * c and gates as above, the gradient dh [batch, time, u] of the states and recurrent U [u, 4u] to [batch, time, 4u]: the
 * gradient with respect to a.
 */
const BACKWARD = 'LstmBackward'

tf.registerKernel({ kernelName: FORWARD, backendName: 'webgpu', kernelFunc: lstmForwardOnWebgpu })
tf.registerKernel({ kernelName: BACKWARD, backendName: 'webgpu', kernelFunc: lstmBackwardOnWebgpu })

/**
 * All states of an LSTM that starts from zeros; differentiable with respect to x and the weights.
 * @param x [batch, time, channels]
 * @param kernel [channels, 4 * units], gates i, f, c, o
 * @param recurrent [units, 4 * units]
 * @param bias [4 * units]
 * @returns [batch, time, units]
 * @throws Error if the shapes do not belong together
 */
export function lstm(
  x: tf.Tensor3D,
  kernel: tf.Tensor2D,
  recurrent: tf.Tensor2D,
  bias: tf.Tensor1D,
): tf.Tensor3D {
  checkRecurrentShapes('an LSTM', 4, x, kernel, recurrent, bias, [])
  const operation = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const [x, kernel, recurrent, bias, save] = args as [
      tf.Tensor3D,
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor1D,
      tf.GradSaveFunc,
    ]
    const fromInput = project(x, kernel)
    const [h, gates, c] = runKernel<tf.Tensor3D[]>(FORWARD, { fromInput, recurrent, bias })
    save([x, kernel, recurrent, h!, gates!, c!])
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
  [x, kernel, recurrent, h, gates, c]: [
    tf.Tensor3D,
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor3D,
    tf.Tensor3D,
    tf.Tensor3D,
  ],
): tf.Tensor[] {
  const da = runKernel<tf.Tensor3D>(BACKWARD, { c, gates, dh, recurrent })
  return [
    project(da, kernel, true),
    sumOfProducts(x, da),
    sumOfProducts(statesBefore(h), da),
    tf.sum(da, [0, 1]),
  ]
}
