// Adding to a tensor where it lies. tfjs' own addition gives a third tensor, and for the largest weight of a network that is
// as much memory as all of its activations.

import * as tf from '@tensorflow/tfjs-core'
import { accumulateOnWasm } from './accumulate-wasm.ts'
import { accumulateOnWebgpu } from './accumulate-webgpu.ts'
import { runKernel } from './recurrent.ts'

/** sum and more of one shape: sum becomes sum + more where it lies, and no tensors are returned. */
const KERNEL = 'Accumulate'

tf.registerKernel({ kernelName: KERNEL, backendName: 'wasm', kernelFunc: accumulateOnWasm })
tf.registerKernel({ kernelName: KERNEL, backendName: 'webgpu', kernelFunc: accumulateOnWebgpu })

/**
 * sum += more. Other tensors with the data of `sum` (tfjs' clones share it) change along, so it must be the caller's own.
 * @throws Error if the shapes differ
 */
export function accumulateInto(sum: tf.Tensor, more: tf.Tensor): void {
  if (!tf.util.arraysEqual(sum.shape, more.shape)) {
    throw new Error(`Expected tensors of one shape, got [${sum.shape}] and [${more.shape}]`)
  }
  runKernel<tf.Tensor[]>(KERNEL, { sum, more })
}
