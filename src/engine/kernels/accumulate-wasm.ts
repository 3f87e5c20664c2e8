// Adding in place on wasm. Contract: accumulate.ts.

import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import { wasmKernel } from './wasm-kernel.ts'

const PART_VALUES = 65_536

/** Accumulate: the job of Add, whose result may lie where its first operand does. */
export const accumulateOnWasm = wasmKernel(({ inputs, backend }) => {
  const { sum, more } = inputs as Record<'sum' | 'more', TensorInfo>
  const count = util.sizeFromShape(sum.shape)
  const addresses = [sum, more, sum].map((tensor) => backend.address(tensor))
  backend.threads.run('addPart', [...addresses, count, PART_VALUES], Math.ceil(count / PART_VALUES))
  return []
})
