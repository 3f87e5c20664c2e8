// The product of each step on wasm: tfjs' own, since XNNPACK packs the weights once and keeps them by tensor.

import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import { BatchMatMul, getKernel, type TensorInfo } from '@tensorflow/tfjs-core'
import { heapFloats, runKernelFunc } from './wasm-heap.ts'

/** Called with views that hold until it returns; it allocates nothing. */
export type StepBody = (step: number, product: Float32Array, state: Float32Array) => void

/**
 * For each step: product = state · weights, then `body`, which writes the state of the next step. The first state is zeros.
 * @param weights [rows, columns]; the state is [batch, rows], the product [batch, columns]
 * @param steps in the order of computation
 */
export function forEachStep(
  backend: BackendWasm,
  weights: TensorInfo,
  batch: number,
  steps: Iterable<number>,
  body: StepBody,
): void {
  const matMul = getKernel(BatchMatMul, 'wasm')!.kernelFunc
  const state = backend.makeOutput([batch, weights.shape[0]!], 'float32')
  heapFloats(backend, state).fill(0)
  for (const step of steps) {
    const product = runKernelFunc(
      matMul,
      backend,
      { a: state, b: weights },
      { transposeA: false, transposeB: false },
    )
    body(step, heapFloats(backend, product), heapFloats(backend, state))
    backend.disposeData(product.dataId)
  }
  backend.disposeData(state.dataId)
}

/** 0, 1, ..., count - 1 */
export function forwards(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i)
}

/** count - 1, ..., 1, 0 */
export function backwards(count: number): number[] {
  return forwards(count).reverse()
}

/** 1 / (1 + e^-x) */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x))
}

/** Hyperbolic tangent by one exponential: twice as fast as `Math.tanh`, exact to 1e-16 in absolute terms. */
export function tanh(x: number): number {
  return 1 - 2 / (1 + Math.exp(2 * x))
}
