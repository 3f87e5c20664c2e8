// Replaces by name the kernels that tfjs' wasm backend lacks or does badly. Models and gradients stay ordinary tfjs.

import {
  BatchMatMul,
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  getKernel,
  Identity,
  type KernelFunc,
  MaxPoolGrad,
  registerKernel,
  Sum,
  Transpose,
  unregisterKernel,
} from '@tensorflow/tfjs-core'
import { createConvBackpropFilter } from './wasm-conv-backprop-filter.ts'
import { createConvBackpropInput } from './wasm-conv-backprop-input.ts'
import { reshaped, type WasmKernelArgs } from './wasm-heap.ts'
import { createMatMul } from './wasm-matmul.ts'
import { maxPoolGrad } from './wasm-max-pool-grad.ts'
import { createSum } from './wasm-sum.ts'

/** tfjs copies; a shared reference does as well because kernels never write to their inputs. */
const identity: KernelFunc = (args) => {
  const { inputs, backend } = args as unknown as WasmKernelArgs
  return reshaped(backend, inputs.x!, inputs.x!.shape)
}

let replaced = false

/** Replaces the kernels of the registered wasm backend; further calls do nothing. */
export function replaceWasmKernels(): void {
  if (replaced) return
  replaced = true
  const matMul = original(BatchMatMul)
  const transpose = original(Transpose)
  replace(BatchMatMul, createMatMul(matMul, transpose))
  replace(Sum, createSum(original(Sum)))
  replace(Conv2DBackpropFilter, createConvBackpropFilter(matMul, transpose))
  replace(Conv2DBackpropInput, createConvBackpropInput(original(Conv2D)))
  replace(MaxPoolGrad, maxPoolGrad)
  replace(Identity, identity)
}

function original(kernelName: string): KernelFunc {
  const config = getKernel(kernelName, 'wasm')
  if (!config) throw new Error(`Expected tfjs' wasm backend to have ${kernelName}`)
  return config.kernelFunc
}

function replace(kernelName: string, kernelFunc: KernelFunc): void {
  const config = getKernel(kernelName, 'wasm')
  if (config) unregisterKernel(kernelName, 'wasm')
  registerKernel({ ...config, kernelName, backendName: 'wasm', kernelFunc })
}
