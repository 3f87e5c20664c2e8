// Own WGSL on the tensors of tfjs' WebGPU backend, for what its programs cannot do: several outputs, outputs that are
// read again, work in place, and many dispatches of one shader without a bind group for each.

import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import type { TensorInfo } from '@tensorflow/tfjs-core'

/** Arguments that tfjs passes to a kernel, with the backend's own type. */
export interface WebgpuKernelArgs<Inputs extends string, Attributes extends string = never> {
  readonly inputs: Readonly<Record<Inputs, TensorInfo>>
  readonly attrs: Readonly<Record<Attributes, number>>
  readonly backend: WebGPUBackend
}

/** A storage buffer of a shader. */
export interface ShaderBuffer {
  readonly access: 'read' | 'read_write'
  /** WGSL type of its elements */
  readonly type: 'f32' | 'vec4<f32>' | 'i32' | 'i32'
}

/** A compute shader whose entry point is `main`. */
export interface Shader {
  /** names the buffers in WGSL, in the order of their bindings; at most 8 */
  readonly buffers: Readonly<Record<string, ShaderBuffer>>
  /** members of the struct `uniforms`, as WGSL; each of 4 bytes */
  readonly uniforms: string
  /** WGSL without the declarations of buffers and uniforms */
  readonly code: string
}

/** The whole module of a shader. */
export function shaderModule({ buffers, uniforms, code }: Shader): string {
  const declarations = Object.entries(buffers).map(
    ([name, { access, type }], i) =>
      `@group(0) @binding(${i}) var<storage, ${access}> ${name}: array<${type}>;`,
  )
  return `
    struct Uniforms { ${uniforms} }
    ${declarations.join('\n')}
    @group(0) @binding(${declarations.length}) var<uniform> uniforms: Uniforms;
    ${code}`
}

/** One run of a shader. */
export interface ShaderRun {
  /** what the shader's buffers hold, in their order */
  readonly tensors: readonly TensorInfo[]
  /** part of every tensor that the buffers hold, in bytes; all of it if absent */
  readonly part?: { readonly offset: number; readonly size: number }
  /** uniforms of each dispatch, in the order of computation */
  readonly dispatches: readonly (Float32Array | Int32Array)[]
  /** workgroups of each dispatch */
  readonly workgroups: readonly [x: number, y: number]
}

/** Every adapter's buffers may begin at such offsets. */
export const OFFSET_ALIGNMENT = 256

interface CompiledShader {
  readonly layout: GPUBindGroupLayout
  readonly pipeline: GPUComputePipeline
}

const compiled = new WeakMap<GPUDevice, Map<string, CompiledShader>>()

/**
 * Runs a shader after all that tfjs has queued. What it writes replaces what tfjs knows of the written tensors.
 * @param key names the shader: all that its code depends on
 */
export function runShader(
  backend: WebGPUBackend,
  key: string,
  shader: () => Shader,
  { tensors, part, dispatches, workgroups }: ShaderRun,
): void {
  const { device, queue, bufferManager } = backend
  const { layout, pipeline } = compile(device, key, shader)
  const uniforms = bufferManager.acquireBuffer(
    dispatches.length * OFFSET_ALIGNMENT,
    GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  )
  const values = new Uint8Array(dispatches.length * OFFSET_ALIGNMENT)
  for (const [i, { buffer, byteOffset, byteLength }] of dispatches.entries()) {
    values.set(new Uint8Array(buffer, byteOffset, byteLength), i * OFFSET_ALIGNMENT)
  }
  queue.writeBuffer(uniforms, 0, values)
  const bindGroup = device.createBindGroup({
    layout,
    entries: [
      ...tensors.map((tensor, binding) => ({
        binding,
        resource: { buffer: bufferOf(backend, tensor), ...part },
      })),
      { binding: tensors.length, resource: { buffer: uniforms, size: OFFSET_ALIGNMENT } },
    ],
  })
  // tfjs' own commands come first
  backend.ensureCommandEncoderReady()
  backend.endComputePassEncoder()
  backend.submitQueue()
  const encoder = device.createCommandEncoder()
  const pass = encoder.beginComputePass()
  pass.setPipeline(pipeline)
  for (const i of dispatches.keys()) {
    pass.setBindGroup(0, bindGroup, [i * OFFSET_ALIGNMENT])
    pass.dispatchWorkgroups(...workgroups)
  }
  pass.end()
  queue.submit([encoder.finish()])
  // whoever gets it next writes it after this
  bufferManager.releaseBuffer(uniforms)
}

/** Forgets what was read of a tensor before: it was written in place. */
export function forgetValues(backend: WebGPUBackend, { dataId }: TensorInfo): void {
  const data = backend.tensorMap.get(dataId) as { values: object | null }
  data.values = null
}

/** Element type of a tensor's buffer: tfjs casts int32 and bool to float32 by name only, and the buffer keeps integers. */
export function storedType(backend: WebGPUBackend, { dataId }: TensorInfo): 'f32' | 'i32' {
  return backend.tensorMap.get(dataId).dtype === 'float32' ? 'f32' : 'i32'
}

/** The buffer of a tensor; its values are sent to the GPU first if they are not there. */
export function bufferOf(backend: WebGPUBackend, { dataId }: TensorInfo): GPUBuffer {
  backend.uploadToGPU(dataId)
  return backend.tensorMap.get(dataId).resource as GPUBuffer
}

function compile(device: GPUDevice, key: string, shader: () => Shader): CompiledShader {
  const known = compiled.get(device) ?? new Map<string, CompiledShader>()
  compiled.set(device, known)
  const found = known.get(key)
  if (found) return found
  const made = makePipeline(device, shader())
  known.set(key, made)
  return made
}

/** The pipeline of a shader. WGSL that does not compile is reported to the device's error scopes, not thrown. */
export function makePipeline(device: GPUDevice, shader: Shader): CompiledShader {
  const entries: GPUBindGroupLayoutEntry[] = Object.values(shader.buffers).map(({ access }, binding) => ({
    binding,
    visibility: GPUShaderStage.COMPUTE,
    buffer: { type: access === 'read' ? 'read-only-storage' : 'storage' },
  }))
  entries.push({
    binding: entries.length,
    visibility: GPUShaderStage.COMPUTE,
    buffer: { type: 'uniform', hasDynamicOffset: true },
  })
  const layout = device.createBindGroupLayout({ entries })
  const pipeline = device.createComputePipeline({
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module: device.createShaderModule({ code: shaderModule(shader) }) },
  })
  return { layout, pipeline }
}
