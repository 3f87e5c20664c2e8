// The few passes over large tensors that tfjs' plain kernels for the CPU would take long for.

import { type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core'
import { sumRows } from './wasm-gemm.ts'
import { wasmKernel } from './wasm-kernel.ts'

const PART_VALUES = 65_536
/** Fewer columns are summed better by the plain kernel, in float64. */
const LEAST_COLUMNS = 8

/** Sum over leading axes, which is what the gradient of a bias is. */
export function createSum(otherwise: KernelFunc): KernelFunc {
  return wasmKernel((args) => {
    const { backend, attrs } = args
    const x = args.inputs.x!
    const axes = util.parseAxisParam(attrs.axis as number | number[], x.shape)
    const leading = axes.length > 0 && axes.every((axis, i) => axis === i)
    const rest = x.shape.slice(axes.length)
    const columns = util.sizeFromShape(rest)
    if (!leading || columns < LEAST_COLUMNS || x.dtype !== 'float32') return otherwise(args as never)
    const sum = backend.allocate(attrs.keepDims ? [...axes.map(() => 1), ...rest] : rest)
    const rows = util.sizeFromShape(x.shape.slice(0, axes.length))
    sumRows(backend, backend.address(x), rows, columns, backend.address(sum))
    return sum
  })
}

/** Add of two tensors of one shape. */
export function createAdd(otherwise: KernelFunc): KernelFunc {
  return wasmKernel((args) => {
    const { backend } = args
    const { a, b } = args.inputs as { a: TensorInfo; b: TensorInfo }
    const ours = a.dtype === 'float32' && b.dtype === 'float32' && util.arraysEqual(a.shape, b.shape)
    if (!ours) return otherwise(args as never)
    const sum = backend.allocate(a.shape)
    const count = util.sizeFromShape(a.shape)
    const addresses = [a, b, sum].map((tensor) => backend.address(tensor))
    backend.threads.run('addPart', [...addresses, count, PART_VALUES], Math.ceil(count / PART_VALUES))
    return sum
  })
}

/** PadV2 of one axis with zeros, which is what the gradient of a slice is. */
export function createPad(otherwise: KernelFunc): KernelFunc {
  return wasmKernel((args) => {
    const { backend, attrs } = args
    const x = args.inputs.x!
    const { paddings, constantValue } = attrs as { paddings: [number, number][]; constantValue: number }
    const padded = paddings.flatMap(([before, after], axis) => (before + after > 0 ? [axis] : []))
    if (padded.length !== 1 || constantValue !== 0 || x.dtype !== 'float32') return otherwise(args as never)
    const axis = padded[0]!
    const [before, after] = paddings[axis]!
    const inner = util.sizeFromShape(x.shape.slice(axis + 1))
    const run = x.shape[axis]! * inner
    const outShape = x.shape.map((size, i) => (i === axis ? size + before + after : size))
    const out = backend.allocate(outShape)
    const from = backend.heap.floats(backend.address(x), util.sizeFromShape(x.shape))
    const to = backend.heap.floats(backend.address(out), util.sizeFromShape(outShape)).fill(0)
    const stride = run + (before + after) * inner
    for (let i = 0; i * run < from.length; i++) {
      to.set(from.subarray(i * run, (i + 1) * run), i * stride + before * inner)
    }
    return out
  })
}

/** Identity without a copy: kernels never write to their inputs. */
export const identityOnWasm = wasmKernel(({ inputs, backend }) =>
  backend.reshaped(inputs.x!, inputs.x!.shape),
)
