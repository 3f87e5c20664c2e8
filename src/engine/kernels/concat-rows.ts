// Rows of several tensors below one another, as one tensor that is read at once.

import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-webgpu'
import { concatOnWebgpu } from './concat-webgpu.ts'

const stockConcat = tf.getKernel(tf.Concat, 'webgpu')
if (stockConcat) {
  tf.unregisterKernel(tf.Concat, 'webgpu')
  tf.registerKernel({ ...stockConcat, kernelFunc: concatOnWebgpu(stockConcat.kernelFunc) })
}

/** [rows of all, columns], in the order of the tensors; these stay. */
export function concatRows(tensors: readonly tf.Tensor2D[]): tf.Tensor2D {
  return tf.concat([...tensors], 0)
}
