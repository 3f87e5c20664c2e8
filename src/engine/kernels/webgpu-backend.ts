// tfjs' WebGPU backend with our buffers, and with reads that leave none behind.

import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import * as tf from '@tensorflow/tfjs-core'
import { BufferPool } from './buffer-pool-webgpu.ts'
import { trimScratch } from './scratch-webgpu.ts'

type Values = Awaited<ReturnType<WebGPUBackend['read']>>

/** Bytes of a value of any type that tensors have here, on the GPU. */
const BYTES_PER_VALUE = 4

/** The backend of a device. A tensor's buffer may be larger than the tensor: shaders must be told how many values count. */
export class PooledWebGPUBackend extends WebGPUBackend {
  readonly #pool: BufferPool

  constructor(device: GPUDevice, info: GPUAdapterInfo) {
    super(device, info)
    this.#pool = new BufferPool(device)
    // tfjs' own has private members, which no other class can have
    this.bufferManager = this.#pool as unknown as WebGPUBackend['bufferManager']
  }

  /**
   * The values of a tensor, which are kept with it. tfjs would read all of a buffer that may be larger, and would keep the
   * buffer that it reads through: for weights as much memory again.
   */
  override async read(dataId: object): Promise<Values> {
    const data = this.tensorMap.get(dataId)
    const { values, resource, shape, dtype } = data
    if (values != null || !(resource instanceof GPUBuffer)) return super.read(dataId)
    const size = tf.util.sizeFromShape(shape) * BYTES_PER_VALUE
    const staging = this.device.createBuffer({
      size,
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    })
    // tfjs' own commands come first
    this.ensureCommandEncoderReady()
    this.endComputePassEncoder()
    this.submitQueue()
    const encoder = this.device.createCommandEncoder()
    encoder.copyBufferToBuffer(resource, 0, staging, 0, size)
    this.queue.submit([encoder.finish()])
    try {
      await staging.mapAsync(GPUMapMode.READ)
      const copy = staging.getMappedRange().slice(0)
      data.values = tf.util.convertBackendValuesAndArrayBuffer(copy, dtype) as Values
    } finally {
      staging.destroy()
    }
    return data.values
  }

  /** Gives up the buffers that no tensor has. */
  trim(): void {
    trimScratch(this)
    this.#pool.trim()
  }
}

/** Gives up the memory that the current backend keeps for tensors to come, where it keeps any. */
export function trimMemory(): void {
  const { backend } = tf.engine()
  if (backend instanceof PooledWebGPUBackend) backend.trim()
}
