// Which backend computes, and what went wrong on it. tfjs swallows WebGPU's errors; here each one is kept and fails the
// run that caused it.

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
import { tune } from './kernels/tune.ts'
import { choicesOf } from './kernels/tuning.ts'
import { registerWasmBackend } from './kernels/wasm.ts'
import { PooledWebGPUBackend } from './kernels/webgpu-backend.ts'
import { webgpuStopwatch } from './kernels/webgpu-stopwatch.ts'
import type { SimdBackend } from './simd/backend.ts'
import type { ThreadPort } from './simd/threads.ts'
import { adapterId, keepChoices, restoreChoices, type TuningStore } from './tuning-store.ts'
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
  /** keeps the choices about kernels; without it they last as long as the device */
  readonly tuning?: TuningStore
  /** tunes a software adapter too, where it is not worth the time: tests do */
  readonly tunesSoftware?: boolean
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
  /**
   * Measures variants of the kernels that were used so far and not measured before, for about a second; nothing else may
   * run on the device meanwhile. Absent where there is nothing to choose: on wasm, and on software adapters.
   * @param now milliseconds; any origin
   * @returns whether a kernel will run in another variant than before
   */
  readonly tune?: (now: () => number) => Promise<boolean>
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

interface OpenGpu {
  readonly device: GPUDevice
  readonly info: GPUAdapterInfo
  readonly name: string
  readonly fallback: boolean
  failure: StudioError | null
}

let open: OpenGpu | null = null

async function openWebgpu({ gpu, tuning, tunesSoftware }: DeviceEnvironment): Promise<Device> {
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
    const state: OpenGpu = { device, info: adapter.info, name, fallback, failure: null }
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
    tf.registerBackend('webgpu', () => new PooledWebGPUBackend(device, adapter.info), 3)
    replaceMatMulOnWebgpu(fallback)
    if (tuning) await restoreChoices(choicesOf(device), tuning, adapterId(adapter.info))
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
    check: () => check(current),
    ...((!current.fallback || tunesSoftware) && { tune: (now) => tuneOpen(current, tuning, now) }),
  }
}

function check({ failure }: OpenGpu): void {
  if (failure !== null) throw failure
}

async function tuneOpen(
  current: OpenGpu,
  tuning: TuningStore | undefined,
  now: () => number,
): Promise<boolean> {
  const choices = choicesOf(current.device)
  const before = choices.decided.size
  const changed = await tune(choices, webgpuStopwatch(current.device, current.info, now))
  // nothing that was measured on a lost device is kept
  check(current)
  if (tuning && choices.decided.size > before) await keepChoices(choices, tuning, adapterId(current.info))
  return changed
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
