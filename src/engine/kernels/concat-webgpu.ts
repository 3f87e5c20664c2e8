// Tensors below one another on WebGPU. tfjs compiles a shader for each number of tensors, in the middle of a run where that
// number varies; here buffers are copied, and nothing is compiled.

import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import { type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core'
import { bufferOf, storedType } from './webgpu-shader.ts'

const BYTES_PER_VALUE = 4

/**
 * A Concat kernel that joins float32 tensors along their first axis by itself and leaves all else to `stock`.
 * @param stock tfjs' own kernel
 */
export function concatOnWebgpu(stock: KernelFunc): KernelFunc {
  return (args) => {
    const { backend, inputs, attrs } = args as unknown as {
      readonly backend: WebGPUBackend
      readonly inputs: Readonly<Record<string, TensorInfo>>
      readonly attrs: { readonly axis: number }
    }
    const parts = Object.values(inputs)
    const arePlain = parts.every((part) => part.dtype === 'float32' && storedType(backend, part) === 'f32')
    const areFilled = parts.every(({ shape }) => !shape.includes(0))
    if (attrs.axis !== 0 || !arePlain || !areFilled || backend.shouldExecuteOnCPU(parts)) return stock(args)
    const rows = parts.reduce((sum, { shape }) => sum + shape[0]!, 0)
    const joined = backend.makeTensorInfo([rows, ...parts[0]!.shape.slice(1)], 'float32')
    copyInOrder(backend, parts, joined)
    return joined
  }
}

function copyInOrder(backend: WebGPUBackend, parts: readonly TensorInfo[], joined: TensorInfo): void {
  const { device, queue } = backend
  const buffers = parts.map((part) => bufferOf(backend, part))
  const target = bufferOf(backend, joined)
  // tfjs' own commands come first
  backend.ensureCommandEncoderReady()
  backend.endComputePassEncoder()
  backend.submitQueue()
  const encoder = device.createCommandEncoder()
  let offset = 0
  for (const [i, { shape }] of parts.entries()) {
    const bytes = util.sizeFromShape(shape) * BYTES_PER_VALUE
    encoder.copyBufferToBuffer(buffers[i]!, 0, target, offset, bytes)
    offset += bytes
  }
  queue.submit([encoder.finish()])
}
