// Makes our wasm backend one of tfjs': its plain CPU kernels under the backend's name, then ours in their place.

import {
  Add,
  BatchMatMul,
  _FusedMatMul as FusedMatMul,
  getKernel,
  getKernelsForBackend,
  Identity,
  type KernelFunc,
  PadV2,
  registerBackend,
  registerKernel,
  Sum,
  unregisterKernel,
} from '@tensorflow/tfjs-core'
import { SimdBackend } from '../simd/backend.ts'
import type { ThreadPort } from '../simd/threads.ts'
import { adamOnWasm } from './adam-wasm.ts'
import {
  convBlockForwardOnWasm,
  convBlockInputGradientOnWasm,
  convBlockWeightGradientOnWasm,
} from './conv-block-wasm.ts'
import { createAdd, createPad, createSum, identityOnWasm } from './elementwise-wasm.ts'
import { createFusedMatMul, createMatMul } from './matmul-wasm.ts'
import {
  gruBackwardOnWasm,
  gruForwardOnWasm,
  lstmBackwardOnWasm,
  lstmForwardOnWasm,
  statesBeforeOnWasm,
} from './recurrent-wasm.ts'
import { softmaxCrossEntropyOnWasm } from './softmax-cross-entropy-wasm.ts'

const BACKEND = 'wasm'

/** Kernels of ours that tfjs has no name for. */
const OWN: Readonly<Record<string, KernelFunc>> = {
  Adam: adamOnWasm,
  ConvBlockForward: convBlockForwardOnWasm,
  ConvBlockInputGradient: convBlockInputGradientOnWasm,
  ConvBlockWeightGradient: convBlockWeightGradientOnWasm,
  GruBackward: gruBackwardOnWasm,
  GruForward: gruForwardOnWasm,
  LstmBackward: lstmBackwardOnWasm,
  LstmForward: lstmForwardOnWasm,
  SoftmaxCrossEntropy: softmaxCrossEntropyOnWasm,
  StatesBefore: statesBeforeOnWasm,
}

/** Kernels that stand in for tfjs' own in the cases that matter, and hand it the others. */
const BETTER: Readonly<Record<string, (otherwise: KernelFunc) => KernelFunc>> = {
  [Add]: createAdd,
  [BatchMatMul]: createMatMul,
  [FusedMatMul]: createFusedMatMul,
  [Identity]: () => identityOnWasm,
  [PadV2]: createPad,
  [Sum]: createSum,
}

let registered = false

/**
 * Registers the backend `wasm`; further calls do nothing.
 * @param threads in all; more than one needs shared memory
 * @param spawn makes one more thread
 */
export function registerWasmBackend(threads: number, spawn?: () => ThreadPort): void {
  if (registered) return
  registered = true
  for (const kernel of getKernelsForBackend('cpu')) {
    if (!(kernel.kernelName in OWN)) registerKernel({ ...kernel, backendName: BACKEND })
  }
  for (const [kernelName, create] of Object.entries(BETTER)) {
    const plain = getKernel(kernelName, BACKEND)
    if (!plain) throw new Error(`Expected tfjs to have ${kernelName}`)
    unregisterKernel(kernelName, BACKEND)
    registerKernel({ ...plain, kernelFunc: create(plain.kernelFunc) })
  }
  for (const [kernelName, kernelFunc] of Object.entries(OWN)) {
    registerKernel({ kernelName, backendName: BACKEND, kernelFunc })
  }
  registerBackend(BACKEND, () => SimdBackend.create(threads, spawn), 2)
}
