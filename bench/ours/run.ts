// Measures cases on our engine, in Node and in a worker of the page alike.

import * as tf from '@tensorflow/tfjs-core'
import { modelDefaults, REFERENCE_SETTINGS } from '../../src/core/settings.ts'
import { type Device, type DeviceEnvironment, describeDevice, openDevice } from '../../src/engine/device.ts'
import type { SimdBackend } from '../../src/engine/simd/backend.ts'
import { measureBandwidth, measurePeak } from '../../src/engine/simd/peak.ts'
import { warmUp } from '../../src/engine/warm-up.ts'
import type { Profile } from '../case-lists.ts'
import type { BenchCase } from '../cases.ts'
import type { Limits, Message } from '../results.ts'
import { type BenchRequest, runCases } from '../runner.ts'
import { webgpuLimits } from '../webgpu-limits.ts'
import { planStep, prepareOurs, type StepCase } from './prepare.ts'

/** Opens the device of the request and measures every case, and the device's limits in between. */
export async function runOurs(
  request: BenchRequest,
  environment: DeviceEnvironment,
  emit: (message: Message) => void,
): Promise<void> {
  const { cases, quick } = request
  const opened = await openDevice(request.backend, environment)
  const { backend, adapter, check, largestBufferBytes } = opened
  const cpu = backend === 'wasm' ? (tf.engine().backend as SimdBackend) : null
  const profile = cpu === null ? await gpuProfile(environment) : 'cpu'
  const device = { backend, adapter, threads: cpu?.threads.count ?? 0, simd: cpu?.variant ?? '', profile }
  const emitLimits = async () => {
    const limits = await (cpu === null ? webgpuLimits(environment.gpu!) : wasmLimits(cpu)).catch(reportNone)
    emit({ type: 'device', device, limits })
  }
  emit({ type: 'device', device, limits: null })
  emit({ type: 'versions', versions: { tfjs: tf.version_core } })
  if (cases.length === 0) return
  const runner = { prepare: (each: BenchCase) => prepareOurs(each, largestBufferBytes), check, emit }
  // the first step shall find the device as a visitor's does: warmed up while data load, and so ahead of the limits
  const [first] = cases
  if (first?.kind === 'step') await warmUpFor(first, opened, profile === 'software gpu')
  await opened.tune?.(() => performance.now())
  await runCases(cases.slice(0, 1), quick, true, runner)
  await emitLimits()
  if (cases.length === 1) return
  await runCases(cases.slice(1), quick, false, runner)
  // again, because another program may have been busy the first time
  await emitLimits()
}

/** What the studio does while data load. */
async function warmUpFor(each: StepCase, device: Device, isSoftware: boolean): Promise<void> {
  const { model, length, batch } = each
  await warmUp({
    settings: { ...REFERENCE_SETTINGS, ...modelDefaults(model), batchSize: batch },
    length,
    plan: planStep(each, device.largestBufferBytes),
    backend: device.backend,
    isSoftware,
    yieldToEvents: async () => {},
  })
}

async function gpuProfile(environment: DeviceEnvironment): Promise<Profile> {
  return (await describeDevice(environment)).webgpu.fallback ? 'software gpu' : 'gpu'
}

async function wasmLimits(backend: SimdBackend): Promise<Limits> {
  return { gflops: measurePeak(backend), gbPerSecond: measureBandwidth(backend) }
}

function reportNone(error: unknown): null {
  console.error('The limits could not be measured:', error)
  return null
}
