// Access to tensors on the heap of tfjs' wasm backend, for kernels that compute on it in place.

import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'

/** Arguments that tfjs passes to a kernel, with the backend's own type. */
export interface WasmKernelArgs {
  readonly inputs: Readonly<Record<string, TensorInfo>>
  readonly attrs: Readonly<Record<string, unknown>>
  readonly backend: BackendWasm
}

/**
 * View of a float32 tensor's values. Any allocation may grow the heap and detach the view: take views last.
 */
export function heapFloats(backend: BackendWasm, tensor: TensorInfo): Float32Array {
  if (tensor.dtype !== 'float32') throw new Error(`Expected a float32 tensor, got ${tensor.dtype}`)
  return backend.typedArrayFromHeap(tensor) as Float32Array
}

/** The same tensor under another shape; shares the values and counts one more reference to them. */
export function reshaped(backend: BackendWasm, tensor: TensorInfo, shape: number[]): TensorInfo {
  backend.incRef(tensor.dataId)
  return { dataId: tensor.dataId, shape, dtype: tensor.dtype }
}

/** Runs a kernel function that has exactly one output. */
export function runKernelFunc(
  kernelFunc: KernelFunc,
  backend: BackendWasm,
  inputs: Record<string, TensorInfo>,
  attrs: Record<string, unknown>,
): TensorInfo {
  const outputs = kernelFunc({ inputs, attrs: attrs as never, backend })
  return Array.isArray(outputs) ? outputs[0]! : outputs
}
