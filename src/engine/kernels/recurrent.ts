// What GRU and LSTM share as differentiable operations: all that does not depend on the step before is one product over
// all samples and steps. Only the recurrence itself is a kernel of its own, registered by name for each backend.

import * as tf from '@tensorflow/tfjs-core'
import { statesBeforeOnWebgpu } from './recurrent-webgpu.ts'
import { sumOnWebgpu } from './sum-webgpu.ts'

/** h [batch, time, u] to the state before each step: h one step later, zeros first. */
const STATES_BEFORE = 'StatesBefore'

tf.registerKernel({ kernelName: STATES_BEFORE, backendName: 'webgpu', kernelFunc: statesBeforeOnWebgpu })

const stockSum = tf.getKernel(tf.Sum, 'webgpu')
if (stockSum) {
  tf.unregisterKernel(tf.Sum, 'webgpu')
  tf.registerKernel({ ...stockSum, kernelFunc: sumOnWebgpu(stockSum.kernelFunc) })
}

/**
 * Refuses weights that do not belong together.
 * @param gates 3 for a GRU, 4 for an LSTM
 * @throws Error with the actual and the expected shape
 */
export function checkRecurrentShapes(
  name: string,
  gates: number,
  x: tf.Tensor3D,
  kernel: tf.Tensor2D,
  recurrent: tf.Tensor2D,
  bias: tf.Tensor,
  biasRows: readonly number[],
): void {
  const units = recurrent.shape[0]
  const width = gates * units
  const expected = [
    [x.shape[2], width],
    [units, width],
    [...biasRows, width],
  ]
  const actual = [kernel.shape, recurrent.shape, bias.shape]
  for (const [i, weight] of ['kernel', 'recurrent kernel', 'bias'].entries()) {
    if (!tf.util.arraysEqual(actual[i]!, expected[i]!)) {
      throw new Error(
        `Expected a ${weight} [${expected[i]}] for ${name} on x [${x.shape}], got [${actual[i]}]`,
      )
    }
  }
}

/** Runs a registered kernel of the current backend. */
export function runKernel<Output extends tf.Tensor | tf.Tensor[]>(
  name: string,
  inputs: Record<string, tf.Tensor>,
  attrs: Record<string, number> = {},
): Output {
  return tf.engine().runKernel(name, inputs, attrs) as tf.Tensor | tf.Tensor[] as Output
}

/** a w for every sample and step: a [batch, time, rows], w [rows, columns] to [batch, time, columns]. */
export function project(a: tf.Tensor3D, w: tf.Tensor2D, transposeW = false): tf.Tensor3D {
  const [batch, time] = a.shape
  const product = tf.matMul(stepsAsRows(a), w, false, transposeW)
  return tf.reshape(product, [batch, time, product.shape[1]!])
}

/** The state before each step, zeros before the first: h [batch, time, units]. */
export function statesBefore(h: tf.Tensor3D): tf.Tensor3D {
  return runKernel<tf.Tensor3D>(STATES_BEFORE, { h })
}

/** Sum over samples and steps of aᵀ b: [rows, columns] of a [batch, time, rows] and b [batch, time, columns]. */
export function sumOfProducts(a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor2D {
  return tf.matMul(stepsAsRows(a), stepsAsRows(b), true, false)
}

function stepsAsRows(a: tf.Tensor3D): tf.Tensor2D {
  const [batch, time, columns] = a.shape
  return tf.reshape(a, [batch * time, columns])
}
