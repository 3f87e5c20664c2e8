// BatchMatMul on wasm. tfjs' own is ten times slower on transposed operands, so these are transposed first.

import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import { runKernelFunc, type WasmKernelArgs } from './wasm-heap.ts'

/** Replacement of BatchMatMul in terms of tfjs' own kernels. */
export function createMatMul(original: KernelFunc, transpose: KernelFunc): KernelFunc {
  return (args) => {
    const { inputs, attrs, backend } = args as unknown as WasmKernelArgs
    const a = attrs.transposeA === true ? swapLastAxes(transpose, backend, inputs.a!) : inputs.a!
    const b = attrs.transposeB === true ? swapLastAxes(transpose, backend, inputs.b!) : inputs.b!
    const product = runKernelFunc(original, backend, { a, b }, { transposeA: false, transposeB: false })
    if (a !== inputs.a) backend.disposeData(a.dataId)
    if (b !== inputs.b) backend.disposeData(b.dataId)
    return product
  }
}

function swapLastAxes(transpose: KernelFunc, backend: BackendWasm, x: TensorInfo): TensorInfo {
  const perm = x.shape.map((_, axis) => axis)
  const last = perm.length - 1
  perm[last] = last - 1
  perm[last - 1] = last
  return runKernelFunc(transpose, backend, { x }, { perm })
}
