// The convolution block on WebGPU. Contracts: conv-block.ts; WGSL: conv-webgpu-shaders.ts.

import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import {
  convShader,
  type Epilogue,
  FLIP_SHADER,
  type Lanes,
  POOLED,
  POSITIONS,
  unpoolShader,
  weightGradientShader,
} from './conv-webgpu-shaders.ts'
import { sumRowsInto, workgroupsFor } from './reduce-webgpu.ts'
import { scratchTensor } from './scratch-webgpu.ts'
import { runShader, type WebgpuKernelArgs } from './webgpu-shader.ts'

type Attributes = 'before' | 'time' | 'pool' | 'length' | 'kernelSize'

/** Invocations that keep a large GPU busy; a weight gradient is split until there are as many. */
const INVOCATIONS = 65_536
/** Values of all partial sums of a weight gradient at most. */
const PARTIAL_VALUES = 8_000_000

function lanesOf(columns: number): Lanes {
  return columns % 4 === 0 ? 4 : 1
}

/** Runs `convShader`; `kept` positions of the output count. */
function convolve(
  backend: WebGPUBackend,
  x: TensorInfo,
  weights: TensorInfo,
  { before, kept, epilogue }: { before: number; kept: number; epilogue: Epilogue },
  others: { bias?: TensorInfo; y: TensorInfo; choice?: TensorInfo },
): void {
  const [batch, length, channels] = x.shape as [number, number, number]
  const taps = weights.shape[0]!
  const lanes = lanesOf(weights.shape[2]!)
  const columns = weights.shape[2]! / lanes
  const blocks = Math.ceil(kept / POSITIONS)
  const { bias, y, choice } = others
  runShader(backend, `conv_${taps}_${lanes}_${epilogue}`, () => convShader(taps, lanes, epilogue), {
    tensors: [x, weights, ...(bias ? [bias] : []), y, ...(choice ? [choice] : [])],
    dispatches: [Int32Array.of(batch, length, channels, columns, before, kept, blocks, y.shape[1]!)],
    workgroups: workgroupsFor(batch * blocks * columns),
  })
}

/** ConvBlockForward */
export const convBlockForwardOnWebgpu: KernelFunc = (args) => {
  const { inputs, attrs, backend } = args as unknown as WebgpuKernelArgs<'x' | 'kernel' | 'bias', Attributes>
  const { x, kernel, bias } = inputs
  const { before, time, pool } = attrs
  const filters = kernel.shape[2]!
  const kept = time - (time % pool)
  const y = backend.makeTensorInfo([x.shape[0]!, kept / pool, filters], 'float32')
  if (pool === 1) {
    convolve(backend, x, kernel, { before, kept, epilogue: 'relu' }, { bias, y })
    return [y]
  }
  const words = [x.shape[0]!, Math.ceil(kept / POSITIONS), filters / lanesOf(filters)]
  const choice = backend.makeTensorInfo(words, 'int32')
  convolve(backend, x, kernel, { before, kept, epilogue: 'pool' }, { bias, y, choice })
  return [y, choice]
}

type GradientInputs = Readonly<Record<'dy' | 'y', TensorInfo>> & { readonly choice?: TensorInfo }

/** The gradient before pooling and relu [batch, time, filters]; the caller frees it. */
function unpool(
  backend: WebGPUBackend,
  { dy, y, choice }: GradientInputs,
  time: number,
  pool: number,
): TensorInfo {
  const [batch, outTime, filters] = y.shape as [number, number, number]
  const dz = backend.makeTensorInfo([batch, time, filters], 'float32')
  const lanes = lanesOf(filters)
  const columns = filters / lanes
  const blocks = Math.ceil(outTime / POOLED)
  runShader(backend, `convUnpool_${lanes}_${pool}`, () => unpoolShader(lanes, pool), {
    tensors: [dy, y, ...(choice ? [choice] : []), dz],
    dispatches: [Int32Array.of(batch, time, columns, blocks, outTime)],
    workgroups: workgroupsFor(batch * time * columns),
  })
  return dz
}

/** ConvBlockInputGradient */
export const convBlockInputGradientOnWebgpu: KernelFunc = (args) => {
  const { inputs, attrs, backend } = args as unknown as WebgpuKernelArgs<'dy' | 'y' | 'kernel', Attributes>
  const { kernel } = inputs
  const [taps, channels, filters] = kernel.shape as [number, number, number]
  const { before, time, pool, length } = attrs
  const dz = unpool(backend, inputs, time, pool)
  const flipped = backend.makeTensorInfo([taps, filters, channels], 'float32')
  runShader(backend, 'convFlip', () => FLIP_SHADER, {
    tensors: [kernel, flipped],
    dispatches: [Int32Array.of(taps, channels, filters)],
    workgroups: workgroupsFor(taps * channels * filters),
  })
  const dx = backend.makeTensorInfo([dz.shape[0]!, length, channels], 'float32')
  convolve(backend, dz, flipped, { before: taps - 1 - before, kept: length, epilogue: 'plain' }, { y: dx })
  for (const { dataId } of [dz, flipped]) backend.disposeData(dataId)
  return dx
}

/** ConvBlockWeightGradient */
export const convBlockWeightGradientOnWebgpu: KernelFunc = (args) => {
  const { inputs, attrs, backend } = args as unknown as WebgpuKernelArgs<'x' | 'dy' | 'y', Attributes>
  const { x } = inputs
  const [batch, length, channels] = x.shape as [number, number, number]
  const { before, time, pool, kernelSize: taps } = attrs
  const filters = inputs.y.shape[2]!
  const dz = unpool(backend, inputs, time, pool)
  const lanes = lanesOf(filters)
  const columns = filters / lanes
  const blocks = Math.ceil(time / POSITIONS)
  const rowValues = (taps * channels + 1) * filters
  const wanted = Math.min(INVOCATIONS / (channels * columns), PARTIAL_VALUES / rowValues, batch * blocks)
  const splits = Math.max(1, Math.floor(wanted))
  const sums = scratchTensor(backend, [splits, rowValues])
  runShader(backend, `convWeightGradient_${taps}_${lanes}`, () => weightGradientShader(taps, lanes), {
    tensors: [x, dz, sums],
    dispatches: [Int32Array.of(batch, length, channels, columns, before, time, blocks, splits)],
    workgroups: workgroupsFor(splits * channels * columns),
  })
  backend.disposeData(dz.dataId)
  const dKernel = backend.makeTensorInfo([taps, channels, filters], 'float32')
  const dBias = backend.makeTensorInfo([filters], 'float32')
  sumRowsInto(backend, sums, splits, rowValues, [dKernel, dBias])
  return [dKernel, dBias]
}
