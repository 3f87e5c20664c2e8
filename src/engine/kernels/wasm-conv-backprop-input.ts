// Gradient of a convolution with respect to its input on wasm: the forward convolution of dy with the flipped filter,
// input and output channels exchanged. Padding becomes (kernelSize - 1 - padLeft, kernelSize - 1 - padRight): a 'same'
// filter of 10 pads (4, 5), so its gradient pads (5, 4).

import type { KernelFunc } from '@tensorflow/tfjs-core'
import { conv1dShape } from './conv-shape.ts'
import { heapFloats, runKernelFunc, type WasmKernelArgs } from './wasm-heap.ts'

/**
 * Replacement of Conv2DBackpropInput: dy [batch, 1, outLength, outChannels], filter [1, kernelSize, inChannels,
 * outChannels] to [batch, 1, inLength, inChannels].
 */
export function createConvBackpropInput(conv2d: KernelFunc): KernelFunc {
  return (args) => {
    const { inputs, attrs, backend } = args as unknown as WasmKernelArgs
    const { dy, filter } = inputs as Record<'dy' | 'filter', WasmKernelArgs['inputs'][string]>
    const { kernelSize, inChannels, outChannels, padLeft, padRight } = conv1dShape(
      attrs.inputShape as number[],
      filter.shape,
      attrs,
    )
    const flipped = backend.makeOutput([1, kernelSize, outChannels, inChannels], 'float32')
    const source = heapFloats(backend, filter)
    const target = heapFloats(backend, flipped)
    for (let t = 0; t < kernelSize; t++) {
      const from = (kernelSize - 1 - t) * inChannels * outChannels
      const to = t * inChannels * outChannels
      for (let ci = 0; ci < inChannels; ci++) {
        for (let co = 0; co < outChannels; co++) {
          target[to + co * inChannels + ci] = source[from + ci * outChannels + co]!
        }
      }
    }
    const left = kernelSize - 1 - padLeft
    const right = kernelSize - 1 - padRight
    const dx = runKernelFunc(
      conv2d,
      backend,
      { x: dy, filter: flipped },
      {
        strides: [1, 1],
        pad: [
          [0, 0],
          [0, 0],
          [left, right],
          [0, 0],
        ],
        dataFormat: 'NHWC',
        dilations: [1, 1],
        dimRoundingMode: null,
      },
    )
    backend.disposeData(flipped.dataId)
    return dx
  }
}
