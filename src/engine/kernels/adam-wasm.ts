// Adam on wasm, in place. Contract: adam.ts.

import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import { wasmKernel } from './wasm-kernel.ts'

/** Values of a part: small against what a thread does in a millisecond, large against what a part costs. */
const PART_VALUES = 65_536

/** Adam: moves p, m and v. */
export const adamOnWasm = wasmKernel(({ inputs, backend, attrs }) => {
  const { p, m, v, gradient } = inputs as Record<'p' | 'm' | 'v' | 'gradient', TensorInfo>
  const { stepSize, beta1, beta2, epsilon } = attrs as Record<string, number>
  const count = util.sizeFromShape(p.shape)
  const addresses = [p, m, v, gradient].map((tensor) => backend.address(tensor))
  const factors = [stepSize!, beta1!, beta2!, epsilon!, 1 - beta1!, 1 - beta2!].map((float) => ({ float }))
  backend.threads.run(
    'adamPart',
    [...addresses, count, PART_VALUES, ...factors],
    Math.ceil(count / PART_VALUES),
  )
  return []
})
