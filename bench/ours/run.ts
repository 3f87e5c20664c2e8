// Measures cases on our engine, in Node and in a worker of the page alike.

import * as tf from '@tensorflow/tfjs-core'
import { type DeviceEnvironment, describeDevice, openDevice } from '../../src/engine/device.ts'
import type { SimdBackend } from '../../src/engine/simd/backend.ts'
import { measureBandwidth, measurePeak } from '../../src/engine/simd/peak.ts'
import type { Profile } from '../cases.ts'
import type { Limits, Message } from '../results.ts'
import { type BenchRequest, runCases } from '../runner.ts'
import { webgpuLimits } from '../webgpu-limits.ts'
import { prepareOurs } from './prepare.ts'

/** Opens the device of the request, measures its limits and then every case. */
export async function runOurs(
  request: BenchRequest,
  environment: DeviceEnvironment,
  emit: (message: Message) => void,
): Promise<void> {
  const { backend, adapter, check } = await openDevice(request.backend, environment)
  const cpu = backend === 'wasm' ? (tf.engine().backend as SimdBackend) : null
  const profile = request.profile ?? (cpu === null ? await gpuProfile(environment) : 'cpu')
  const device = { backend, adapter, threads: cpu?.threads.count ?? 0, simd: cpu?.variant ?? '', profile }
  const measureLimits = () =>
    (cpu === null ? webgpuLimits(environment.gpu!) : wasmLimits(cpu)).catch(reportNone)
  const before = await measureLimits()
  emit({ type: 'device', device, limits: before })
  emit({ type: 'versions', versions: { tfjs: tf.version_core } })
  await runCases(profile, request.selection, prepareOurs, check, emit)
  // again, because another program may have been busy the first time
  emit({ type: 'device', device, limits: higher(before, await measureLimits()) })
}

async function gpuProfile(environment: DeviceEnvironment): Promise<Profile> {
  return (await describeDevice(environment)).webgpu.fallback ? 'software gpu' : 'gpu'
}

function higher(a: Limits | null, b: Limits | null): Limits | null {
  if (a === null || b === null) return a ?? b
  return { gflops: Math.max(a.gflops, b.gflops), gbPerSecond: Math.max(a.gbPerSecond, b.gbPerSecond) }
}

async function wasmLimits(backend: SimdBackend): Promise<Limits> {
  return { gflops: measurePeak(backend), gbPerSecond: measureBandwidth(backend) }
}

function reportNone(error: unknown): null {
  console.error('The limits could not be measured:', error)
  return null
}
