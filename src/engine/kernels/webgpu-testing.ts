// Compiles WGSL without a GPU: Dawn's null backend checks shaders and pipelines, and computes nothing.

import { makePipeline, type Shader } from './webgpu-shader.ts'

/** The limits that every WebGPU device has, as far as shaders here depend on them. */
export const LOWEST_LIMITS = {
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupSizeX: 256,
  maxComputeWorkgroupStorageSize: 16384,
} as const

/** The package `webgpu`, as far as it is used; tests import it, this layer must not. */
interface Dawn {
  create(options: string[]): GPU
  readonly globals: object
}

/** What Dawn must not lose to garbage collection: it takes the process along. */
const opened: object[] = []

/** A device with the lowest limits that computes nothing. */
export async function openNullDevice({ create, globals }: Dawn): Promise<GPUDevice> {
  Object.assign(globalThis, globals)
  const gpu = create(['backend=null'])
  const adapter = await gpu.requestAdapter()
  if (adapter === null) throw new Error('Expected the null adapter of Dawn, got none')
  const device = await adapter.requestDevice()
  opened.push(gpu, adapter, device)
  return device
}

/** What is wrong with a shader on a device; null if nothing is. */
export async function shaderError(device: GPUDevice, shader: Shader): Promise<string | null> {
  device.pushErrorScope('validation')
  makePipeline(device, shader)
  return (await device.popErrorScope())?.message ?? null
}
