// Gradient of max pooling with window 2 and stride 2 on wasm. The whole gradient goes to the larger value, to the first
// one where they are equal, as Keras does; a last odd position gets none.

import type { KernelFunc } from '@tensorflow/tfjs-core'
import { heapFloats, type WasmKernelArgs } from './wasm-heap.ts'

/**
 * Replacement of MaxPoolGrad: dy [batch, floor(length / 2), 1, channels], input [batch, length, 1, channels], as
 * maxPooling1d has them.
 */
export const maxPoolGrad: KernelFunc = (args) => {
  const { inputs, attrs, backend } = args as unknown as WasmKernelArgs
  const { dy, input } = inputs as Record<'dy' | 'input', WasmKernelArgs['inputs'][string]>
  const [batch, length, width, channels] = input.shape as [number, number, number, number]
  const pooled = dy.shape[1]!
  const { filterSize, strides } = attrs as { filterSize: [number, number]; strides: [number, number] }
  if (width !== 1 || filterSize[0] !== 2 || strides[0] !== 2 || pooled !== Math.floor(length / 2)) {
    throw new Error(
      `Expected pooling of width 1, size 2 and stride 2, got input [${input.shape}], size [${filterSize}], stride [${strides}]`,
    )
  }
  const dx = backend.makeOutput(input.shape, 'float32')
  const x = heapFloats(backend, input)
  const gradient = heapFloats(backend, dy)
  const out = heapFloats(backend, dx)
  for (let b = 0; b < batch; b++) {
    let from = b * pooled * channels
    let to = b * length * channels
    for (let p = 0; p < pooled; p++) {
      for (let c = 0; c < channels; c++, from++, to++) {
        const g = gradient[from]!
        const firstWins = x[to]! >= x[to + channels]!
        out[to] = firstWins ? g : 0
        out[to + channels] = firstWins ? 0 : g
      }
      to += channels
    }
    if (length % 2 === 1) out.fill(0, to, to + channels)
  }
  return dx
}
