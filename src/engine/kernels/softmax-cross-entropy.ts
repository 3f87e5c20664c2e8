// Categorical cross-entropy straight from the logits, with its gradient as a formula. Keras computes the same from the
// logits of a softmax layer; a log of clipped probabilities would lose small ones.

import * as tf from '@tensorflow/tfjs-core'
import { runKernel } from './recurrent.ts'
import { softmaxCrossEntropyOnWebgpu } from './softmax-cross-entropy-webgpu.ts'

/**
 * logits and oneHot [batch, classes], weights [batch] to the weighted loss of each sample [batch] and the gradient of
 * their sum with respect to the logits [batch, classes]: (softmax - oneHot) * weight.
 */
const KERNEL = 'SoftmaxCrossEntropy'

tf.registerKernel({ kernelName: KERNEL, backendName: 'webgpu', kernelFunc: softmaxCrossEntropyOnWebgpu })

/**
 * Weighted sum over samples of the cross-entropy -sum_k y log softmax(logits).
 * @param logits [batch, classes]
 * @param oneHot [batch, classes], each row with one 1
 * @param weights [batch]: 1 / (samples of the step) for a sample that counts, 0 for padding
 * @returns scalar; differentiable with respect to logits: (softmax - y) * weight
 */
export function softmaxCrossEntropy(
  logits: tf.Tensor2D,
  oneHot: tf.Tensor2D,
  weights: tf.Tensor1D,
): tf.Tensor {
  const operation = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const [logits, save] = args as [tf.Tensor2D, tf.GradSaveFunc]
    const [loss, gradient] = runKernel<[tf.Tensor1D, tf.Tensor2D]>(KERNEL, { logits, oneHot, weights })
    save([gradient])
    return {
      value: tf.sum(loss),
      gradFunc: (dy: tf.Tensor, [gradient]: tf.Tensor[]) => tf.mul(gradient!, dy),
    }
  })
  return operation(logits)
}
