// What our kernels on wasm have in common.

import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import type { SimdBackend } from '../simd/backend.ts'

/** Arguments of a kernel as tfjs hands them to one registered for the wasm backend. */
export interface WasmKernelArgs {
  readonly inputs: Readonly<Record<string, TensorInfo | undefined>>
  readonly backend: SimdBackend
  readonly attrs: Readonly<Record<string, unknown>>
}

/** A kernel from a function of typed arguments. */
export function wasmKernel(compute: (args: WasmKernelArgs) => TensorInfo | TensorInfo[]): KernelFunc {
  return (args) => compute(args as unknown as WasmKernelArgs)
}
