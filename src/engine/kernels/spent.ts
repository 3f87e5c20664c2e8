// What a gradient function leaves behind. tfjs keeps the gradient of every operation's output, and all that operations have
// saved, until the first operation has its gradients: that is half of a training step's activations.

import * as tf from '@tensorflow/tfjs-core'

/** A gradient function as `tf.customGrad` takes it: the output's gradient and what was saved to the inputs' gradients. */
export type GradientFunction = (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[]

/**
 * The same function, after which the output's gradient, all that was saved, and all that was made on the way are freed. It
 * can be called once, and a gradient that a caller gives to `tf.grad` is gone after it.
 */
export function freeingSpent(gradients: GradientFunction): GradientFunction {
  return (dy, saved) => {
    const results = tf.tidy(() => gradients(dy, saved))
    tf.dispose([dy, ...saved])
    return results
  }
}
