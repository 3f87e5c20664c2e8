// Which backend computes, and what went wrong on it. tfjs swallows WebGPU's errors; here each one is kept and fails the
// run that caused it.

import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import * as tf from '@tensorflow/tfjs-core'
import { StudioError } from '../core/errors.ts'
import type { BackendChoice, BackendId } from '../core/run.ts'
import {
  type AdapterLook,
  forgetAdapter,
  largestBuffer,
  lookAtAdapter,
  lookOf,
  requestAdapter,
} from './adapter.ts'
import { replaceMatMulOnWebgpu } from './kernels/matmul-webgpu.ts'
import { registerWasmBackend } from './kernels/wasm.ts'
import type { SimdBackend } from './simd/backend.ts'
import type { ThreadPort } from './simd/threads.ts'
import type { DeviceReport } from './types.ts'

/** What the engine needs to know of the place where it runs. */
export interface DeviceEnvironment {
  /** `navigator.gpu`, where there is one */
  readonly gpu: GPU | undefined
  readonly wasm: {
    /** threads to use; 1 where shared memory is not available */
    readonly threads: number
    readonly isolated: boolean
    /** makes one more thread; absent where there is no shared memory */
    readonly spawn?: () => ThreadPort
  }
}

/** A backend that is ready to compute. */
export interface Device {
  readonly backend: BackendId
  /** name of the GPU, or the wasm variant and its threads */
  readonly adapter: string
  /** bytes that one tensor may have; absent on wasm, where only all of them together have a limit */
  readonly largestBufferBytes?: number
  /** Throws the first error that the device has reported since it was opened. */
  check(): void
}

/** Looks at the GPU and at wasm without starting either. */
export async function describeDevice(environment: DeviceEnvironment): Promise<DeviceReport> {
  const look = await lookAtAdapter(environment.gpu)
  const { threads, isolated } = environment.wasm
  return {
    webgpu: { available: look !== null, fallback: look?.fallback ?? false, adapter: look?.name ?? '' },
    wasm: { threads, simd: true, isolated },
    preferred: preferredBackend(look),
    reason: reasonFor(look, threads, isolated),
  }
}

/**
 * Bytes that one tensor may have on the backend that a choice means here, without starting it; `undefined` for any. So
 * it is where the GPU was asked for and there is none: a run that is started on it says that.
 */
export async function largestBufferOf(
  choice: BackendChoice,
  { gpu }: DeviceEnvironment,
): Promise<number | undefined> {
  if (choice === 'wasm') return undefined
  const look = await lookAtAdapter(gpu)
  if (choice === 'auto' && preferredBackend(look) === 'wasm') return undefined
  return look?.largestBufferBytes
}

function preferredBackend(look: AdapterLook | null): BackendId {
  return look !== null && !look.fallback ? 'webgpu' : 'wasm'
}

/**
 * Starts a backend and makes it tfjs' current one.
 * @throws StudioError `device` when the GPU was asked for and there is none
 */
export async function openDevice(choice: BackendChoice, environment: DeviceEnvironment): Promise<Device> {
  const backend = choice === 'auto' ? (await describeDevice(environment)).preferred : choice
  return backend === 'webgpu' ? openWebgpu(environment) : openWasm(environment)
}

async function openWasm({ wasm }: DeviceEnvironment): Promise<Device> {
  registerWasmBackend(wasm.threads, wasm.spawn)
  if (!(await tf.setBackend('wasm'))) {
    throw new StudioError(
      'device',
      'The wasm engine could not be started.',
      'Use a browser with WebAssembly SIMD (all since 2023), and reload the page.',
    )
  }
  const { variant, threads } = tf.engine().backend as SimdBackend
  return { backend: 'wasm', adapter: wasmName(variant, threads.count), check: () => {} }
}

function wasmName(variant: SimdBackend['variant'], threads: number): string {
  const simd = variant === 'relaxed' ? 'relaxed SIMD' : 'SIMD'
  return `CPU, wasm ${simd}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`
}

let open: { readonly device: GPUDevice; readonly name: string; failure: StudioError | null } | null = null

async function openWebgpu({ gpu }: DeviceEnvironment): Promise<Device> {
  if (open === null || open.failure !== null) {
    const adapter = await requestAdapter(gpu)
    if (gpu === undefined || adapter === null) {
      throw new StudioError(
        'device',
        'This browser offers no WebGPU adapter.',
        'Choose the backend "CPU (wasm)", or a browser and a machine with WebGPU.',
      )
    }
    const device = await adapter.requestDevice({
      requiredFeatures: OPTIONAL_FEATURES.filter((feature) => adapter.features.has(feature)),
      requiredLimits: Object.fromEntries(RAISED_LIMITS.map((limit) => [limit, adapter.limits[limit]])),
    })
    const { name, fallback } = lookOf(adapter)
    const state = { device, name, failure: null as StudioError | null }
    device.addEventListener('uncapturederror', (event) => {
      state.failure ??= new StudioError(
        'device',
        `The GPU reported an error: ${event.error.message}`,
        'Choose a smaller batch size, or the backend "CPU (wasm)".',
      )
    })
    device.lost.then((info) => {
      forgetAdapter(gpu)
      state.failure ??= new StudioError(
        'device',
        `The GPU was lost (${info.reason || 'unknown reason'}): ${info.message || 'no message'}`,
        'Start again with half the batch size, or choose the backend "CPU (wasm)".',
      )
    })
    // tfjs registers it by itself where it finds navigator.gpu, so not in Node
    if (tf.findBackendFactory('webgpu') !== null) tf.removeBackend('webgpu')
    tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info), 3)
    replaceMatMulOnWebgpu(fallback)
    open = state
  }
  const current = open
  if (!(await tf.setBackend('webgpu'))) {
    throw new StudioError('device', 'WebGPU could not be started.', 'Choose the backend "CPU (wasm)".')
  }
  return {
    backend: 'webgpu',
    adapter: current.name,
    largestBufferBytes: largestBuffer(current.device.limits),
    check: () => {
      if (current.failure !== null) throw current.failure
    },
  }
}

const OPTIONAL_FEATURES: readonly GPUFeatureName[] = ['subgroups', 'shader-f16', 'timestamp-query']

const RAISED_LIMITS = [
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const satisfies readonly (keyof GPUSupportedLimits)[]

function reasonFor(look: AdapterLook | null, threads: number, isolated: boolean): string {
  const cpu =
    threads > 1
      ? `wasm on ${threads} threads`
      : isolated
        ? 'wasm on one thread'
        : 'wasm on one thread (the server does not send the headers that threads need)'
  if (look === null) return `This browser offers no GPU to web pages: training uses the CPU, ${cpu}.`
  if (look.fallback)
    return `The only WebGPU adapter is a software one, slower than the CPU itself: training uses ${cpu}.`
  return `Training uses the GPU: ${look.name}.`
}
