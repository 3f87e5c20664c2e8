// Memory for partial results on WebGPU, which are read once and right after they were written. Each split sum has another
// size, so as ordinary tensors they would take a buffer each; here they take turns in one or two.

import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import { type TensorInfo, util } from '@tensorflow/tfjs-core'

interface Scratch {
  /** buffers that nobody has */
  readonly free: Set<GPUBuffer>
  readonly held: Map<TensorInfo['dataId'], GPUBuffer>
}

const scratches = new WeakMap<WebGPUBackend, Scratch>()

function scratchOf(backend: WebGPUBackend): Scratch {
  const found = scratches.get(backend) ?? { free: new Set(), held: new Map() }
  scratches.set(backend, found)
  return found
}

/**
 * A float32 tensor for results that are used up by the next shaders. Its buffer may be larger than it is, and is another
 * one's after `freeScratch`, without which it stays taken.
 */
export function scratchTensor(backend: WebGPUBackend, shape: number[]): TensorInfo {
  const { free, held } = scratchOf(backend)
  const bytes = 4 * util.sizeFromShape(shape)
  const bySize = [...free].sort((a, b) => a.size - b.size)
  let buffer = bySize.find(({ size }) => size >= bytes)
  if (buffer === undefined) {
    // one that is too small has had its day
    const largest = bySize.at(-1)
    if (largest !== undefined) giveBack(backend, largest)
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST
    buffer = backend.bufferManager.acquireBuffer(bytes, usage)
  }
  free.delete(buffer)
  const tensor = backend.makeTensorInfo(shape, 'float32')
  held.set(tensor.dataId, buffer)
  // an external buffer stays when tfjs disposes of the tensor
  Object.assign(backend.tensorMap.get(tensor.dataId), { resource: buffer, external: true })
  return tensor
}

/** Frees a tensor, scratch or not. */
export function freeScratch(backend: WebGPUBackend, { dataId }: TensorInfo): void {
  const { free, held } = scratchOf(backend)
  const buffer = held.get(dataId)
  if (buffer !== undefined) free.add(buffer)
  held.delete(dataId)
  backend.disposeData(dataId)
}

/** Gives up the buffers that nobody has. */
export function trimScratch(backend: WebGPUBackend): void {
  for (const buffer of scratchOf(backend).free) giveBack(backend, buffer)
}

function giveBack(backend: WebGPUBackend, buffer: GPUBuffer): void {
  scratchOf(backend).free.delete(buffer)
  backend.bufferManager.releaseBuffer(buffer)
}
