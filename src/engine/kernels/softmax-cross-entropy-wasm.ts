// Softmax cross-entropy on wasm: a few hundred values, so plain loops in float64. Contract: softmax-cross-entropy.ts.

import type { TensorInfo } from '@tensorflow/tfjs-core'
import { wasmKernel } from './wasm-kernel.ts'

/** SoftmaxCrossEntropy */
export const softmaxCrossEntropyOnWasm = wasmKernel(({ inputs, backend }) => {
  const { logits, oneHot, weights } = inputs as Record<'logits' | 'oneHot' | 'weights', TensorInfo>
  const [batch, classes] = logits.shape as [number, number]
  const loss = backend.allocate([batch])
  const gradient = backend.allocate([batch, classes])
  // whatever their type: tf.oneHot gives integers
  const [x, y, w, losses, gradients] = [logits, oneHot, weights, loss, gradient].map(
    ({ dataId }) => backend.data.get(dataId).values as Float32Array,
  ) as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array]
  for (let row = 0; row < batch; row++) {
    const start = row * classes
    let max = Number.NEGATIVE_INFINITY
    for (let i = start; i < start + classes; i++) max = Math.max(max, x[i]!)
    let total = 0
    for (let i = start; i < start + classes; i++) total += Math.exp(x[i]! - max)
    let value = 0
    for (let i = start; i < start + classes; i++) {
      const shifted = x[i]! - max
      value -= y[i]! * (shifted - Math.log(total))
      gradients[i] = (Math.exp(shifted) / total - y[i]!) * w[row]!
    }
    losses[row] = value * w[row]!
  }
  return [loss, gradient]
})
