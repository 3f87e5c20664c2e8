// Categorical cross-entropy straight from the logits, with its gradient as a formula. Keras computes the same from the
// logits of a softmax layer; a log of clipped probabilities would lose small ones.

import * as tf from '@tensorflow/tfjs-core'

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
  const loss = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const x = args[0] as tf.Tensor2D
    const save = args[1] as tf.GradSaveFunc
    const shifted = tf.sub(x, tf.max(x, 1, true))
    const exponentials = tf.exp(shifted)
    const total = tf.sum(exponentials, 1, true)
    const logProbability = tf.sub(tf.sum(tf.mul(shifted, oneHot), 1), tf.reshape(tf.log(total), [x.shape[0]]))
    save([tf.div(exponentials, total), oneHot, weights])
    return {
      value: tf.neg(tf.sum(tf.mul(logProbability, weights))),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [probabilities, target, weight] = saved as [tf.Tensor, tf.Tensor, tf.Tensor]
        const perSample = tf.reshape(weight, [weight.shape[0]!, 1])
        return tf.mul(tf.mul(tf.sub(probabilities, target), perSample), dy)
      },
    }
  })
  return loss(logits)
}
