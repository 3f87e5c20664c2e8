// Gradient of a convolution with respect to its filter on wasm, which tfjs lacks:
// dW[t, ci, co] = sum over batch and positions p of x[b, p + t - padLeft, ci] * dy[b, p, co].
// For a group of samples this is a matrix product of the shifted, transposed input with dy; the groups are summed
// afterwards. Blocked sums keep float32's rounding errors small at 17,908 points, and a group's operands stay small.

import type { KernelFunc } from '@tensorflow/tfjs-core'
import { type Conv1dShape, conv1dShape } from './conv-shape.ts'
import { heapFloats, reshaped, runKernelFunc, type WasmKernelArgs } from './wasm-heap.ts'

/**
 * Replacement of Conv2DBackpropFilter: x [batch, 1, inLength, inChannels], dy [batch, 1, outLength, outChannels] to
 * [1, kernelSize, inChannels, outChannels].
 */
export function createConvBackpropFilter(matMul: KernelFunc, transpose: KernelFunc): KernelFunc {
  return (args) => {
    const { inputs, attrs, backend } = args as unknown as WasmKernelArgs
    const { x, dy } = inputs as { x: WasmKernelArgs['inputs'][string]; dy: WasmKernelArgs['inputs'][string] }
    const filterShape = attrs.filterShape as number[]
    const shape = conv1dShape(x.shape, filterShape, attrs)
    const { batch, inLength, inChannels, outLength, outChannels, kernelSize } = shape
    // [batch, channel, position], so that a shifted channel is one run of memory
    const x3 = reshaped(backend, x, [batch, inLength, inChannels])
    const xByChannel = runKernelFunc(transpose, backend, { x: x3 }, { perm: [0, 2, 1] })
    backend.disposeData(x3.dataId)

    const rows = kernelSize * inChannels
    const sums = new Float64Array(rows * outChannels)
    const group = Math.max(1, Math.min(batch, Math.floor(GROUP_POSITIONS / outLength)))
    for (let start = 0; start < batch; start += group) {
      const samples = Math.min(group, batch - start)
      const columns = backend.makeOutput([1, rows, samples * outLength], 'float32')
      const rowsOfDy = backend.makeOutput([1, samples * outLength, outChannels], 'float32')
      const source = heapFloats(backend, xByChannel)
      const target = heapFloats(backend, columns)
      for (let sample = 0; sample < samples; sample++) {
        const from = (start + sample) * inChannels * inLength
        fillColumns(source, from, target, sample * outLength, samples * outLength, shape)
      }
      const sampleSize = outLength * outChannels
      heapFloats(backend, rowsOfDy).set(
        heapFloats(backend, dy).subarray(start * sampleSize, (start + samples) * sampleSize),
      )
      const product = runKernelFunc(
        matMul,
        backend,
        { a: columns, b: rowsOfDy },
        { transposeA: false, transposeB: false },
      )
      const values = heapFloats(backend, product)
      for (let i = 0; i < sums.length; i++) sums[i]! += values[i]!
      for (const tensor of [columns, rowsOfDy, product]) backend.disposeData(tensor.dataId)
    }
    backend.disposeData(xByChannel.dataId)

    const gradient = backend.makeOutput(filterShape, 'float32')
    heapFloats(backend, gradient).set(sums)
    return gradient
  }
}

/** Positions that one matrix product sums over, unless a single sample has more. */
const GROUP_POSITIONS = 8192

/**
 * Writes one sample's shifted channels: row (t, c) holds x[p + t - padLeft, c] for all positions p, zeros as padding.
 * @param source [channel, position] from `from`
 * @param target rows of `rowLength` values, written from column `to`
 */
function fillColumns(
  source: Float32Array,
  from: number,
  target: Float32Array,
  to: number,
  rowLength: number,
  { kernelSize, inChannels, inLength, outLength, padLeft }: Conv1dShape,
): void {
  for (let t = 0; t < kernelSize; t++) {
    const shift = t - padLeft
    // positions p with 0 <= p + shift < inLength hold data, the rest is padding
    const first = Math.max(0, -shift)
    const last = Math.min(outLength, inLength - shift)
    for (let c = 0; c < inChannels; c++) {
      const input = from + c * inLength + shift
      const row = (t * inChannels + c) * rowLength + to
      if (first > 0) target.fill(0, row, row + first)
      target.set(source.subarray(input + first, input + last), row + first)
      if (last < outLength) target.fill(0, row + last, row + outLength)
    }
  }
}
