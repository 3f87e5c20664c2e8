// The convolution block on wasm. Contracts: conv-block.ts; computing: simd/assembly/conv.ts.

import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { SimdBackend } from '../simd/backend.ts'
import { withMemory } from '../simd/memory.ts'
import { PANEL_COLUMNS, packedBytes, packPanels, sumRows } from './wasm-gemm.ts'
import { type WasmKernelArgs, wasmKernel } from './wasm-kernel.ts'

/** Positions of a part, a multiple of the micro-kernel's 6 rows and of 2 for pooling. */
const PART_POSITIONS = 96
/** Positions of a stretch that a weight gradient is summed over before it is added to its group's sum. */
const STRETCH = 192
/** Groups of a weight gradient, whatever the threads: the sum stays the same. */
const MOST_GROUPS = 8

interface Shape {
  readonly batch: number
  readonly length: number
  readonly channels: number
  readonly filters: number
  readonly taps: number
  readonly before: number
  readonly time: number
  readonly pool: number
}

function shapeOf(x: readonly number[], filters: number, taps: number, attrs: WasmKernelArgs['attrs']): Shape {
  const [batch, length, channels] = x as [number, number, number]
  const { before, time, pool } = attrs as { before: number; time: number; pool: number }
  return { batch, length, channels, filters, taps, before, time, pool }
}

/** The words that the jobs share. */
function shapeWords(shape: Shape, positions: number, parts: number): number[] {
  const { batch, length, channels, filters, taps, before, time, pool } = shape
  return [batch, length, channels, filters, taps, before, time, pool, positions, parts]
}

/** Positions of the convolution that count: pooling drops an odd last one. */
function keptPositions({ time, pool }: Shape): number {
  return time - (time % pool)
}

/** ConvBlockForward */
export const convBlockForwardOnWasm = wasmKernel(({ inputs, backend, attrs }) => {
  const { x, kernel, bias } = inputs as Record<'x' | 'kernel' | 'bias', TensorInfo>
  const [taps, channels, filters] = kernel.shape as [number, number, number]
  const shape = shapeOf(x.shape, filters, taps, attrs)
  const kept = keptPositions(shape)
  const outShape = [shape.batch, kept / shape.pool, filters]
  const y = backend.allocate(outShape)
  const choice = shape.pool === 2 ? backend.allocate(outShape, 'bool') : null
  const depth = taps * channels
  withMemory(backend, packedBytes(depth, filters), (panels) => {
    packPanels(backend, backend.address(kernel), depth, filters, false, panels)
    const parts = Math.ceil(kept / PART_POSITIONS)
    backend.threads.run(
      'convForwardPart',
      [
        backend.address(x),
        panels,
        backend.address(bias),
        backend.address(y),
        choice === null ? 0 : backend.address(choice),
        ...shapeWords(shape, PART_POSITIONS, parts),
      ],
      shape.batch * parts,
    )
  })
  return choice === null ? [y] : [y, choice]
})

/** Addresses of dy, y and choice. */
function gradientWords(backend: SimdBackend, inputs: WasmKernelArgs['inputs']): number[] {
  const { dy, y, choice } = inputs
  return [backend.address(dy!), backend.address(y!), choice === undefined ? 0 : backend.address(choice)]
}

/** ConvBlockInputGradient */
export const convBlockInputGradientOnWasm = wasmKernel(({ inputs, backend, attrs }) => {
  const kernel = inputs.kernel!
  const [taps, channels, filters] = kernel.shape as [number, number, number]
  const xShape = [inputs.dy!.shape[0]!, attrs.length as number, channels]
  const shape = shapeOf(xShape, filters, taps, attrs)
  const dx = backend.allocate(xShape)
  withMemory(backend, packedBytes(taps * filters, channels), (panels) => {
    backend.threads.run(
      'packFlippedPart',
      [backend.address(kernel), taps, channels, filters, panels],
      Math.ceil(channels / PANEL_COLUMNS),
    )
    const parts = Math.ceil(shape.length / PART_POSITIONS)
    backend.threads.run(
      'convInputGradientPart',
      [
        ...gradientWords(backend, inputs),
        panels,
        backend.address(dx),
        ...shapeWords(shape, PART_POSITIONS, parts),
      ],
      shape.batch * parts,
    )
  })
  return dx
})

/** ConvBlockWeightGradient */
export const convBlockWeightGradientOnWasm = wasmKernel(({ inputs, backend, attrs }) => {
  const x = inputs.x!
  const filters = inputs.dy!.shape[2]!
  const taps = attrs.kernelSize as number
  const shape = shapeOf(x.shape, filters, taps, attrs)
  const { batch, channels } = shape
  const parts = Math.max(1, Math.ceil(keptPositions(shape) / STRETCH))
  const groups = Math.min(batch * parts, MOST_GROUPS)
  const values = taps * channels * filters
  // one sum of both, so that they are added up in one pass
  const bytes = 4 * (values + filters)
  const dKernel = backend.allocate([taps, channels, filters])
  const dBias = backend.allocate([filters])
  withMemory(backend, (groups + 1) * bytes, (sums) => {
    backend.threads.run(
      'convWeightGradientPart',
      [
        ...gradientWords(backend, inputs),
        backend.address(x),
        sums,
        ...shapeWords(shape, STRETCH, parts),
        groups,
      ],
      groups,
    )
    const total = sums + groups * bytes
    sumRows(backend, sums, groups, values + filters, total)
    const { heap } = backend
    heap.floats(backend.address(dKernel), values).set(heap.floats(total, values))
    heap.floats(backend.address(dBias), filters).set(heap.floats(total + 4 * values, filters))
  })
  return [dKernel, dBias]
})
