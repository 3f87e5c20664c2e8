// Sum on wasm. Bias gradients sum over all axes but the last; tfjs transposes the whole tensor for that. Here columns are
// added in place, in float64, which is faster and exact to float32's rounding.

import type { KernelFunc } from '@tensorflow/tfjs-core'
import { util } from '@tensorflow/tfjs-core'
import { heapFloats, type WasmKernelArgs } from './wasm-heap.ts'

/** Replacement of Sum: sums over the leading axes of a float32 tensor; anything else goes to the original. */
export function createSum(original: KernelFunc): KernelFunc {
  return (args) => {
    const { inputs, attrs, backend } = args as unknown as WasmKernelArgs
    const x = inputs.x!
    const axes = util.parseAxisParam(attrs.axis as number | number[], x.shape)
    const isLeading = axes.length < x.shape.length && axes.every((axis, i) => axis === i)
    if (!isLeading || x.dtype !== 'float32' || attrs.keepDims === true) return original(args)
    const shape = x.shape.slice(axes.length)
    const columns = util.sizeFromShape(shape)
    const out = backend.makeOutput(shape, 'float32')
    const values = heapFloats(backend, x)
    const sums = new Float64Array(columns)
    for (let start = 0; start < values.length; start += columns) {
      for (let i = 0; i < columns; i++) sums[i]! += values[start + i]!
    }
    heapFloats(backend, out).set(sums)
    return out
  }
}
