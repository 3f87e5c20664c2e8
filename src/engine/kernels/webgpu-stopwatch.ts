// Times work on a WebGPU device, apart from all that tfjs keeps there.

import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import type { Stopwatch } from './tune.ts'

const SCOPES = ['validation', 'out-of-memory', 'internal'] as const

/**
 * A stopwatch for a device.
 * @param info of the device's adapter: tfjs' products look at it
 * @param now milliseconds; any origin
 */
export function webgpuStopwatch(device: GPUDevice, info: GPUAdapterInfo, now: () => number): Stopwatch {
  return {
    now,
    // the pool of a backend in use would keep what is made here for longer than it is needed
    open: () => new WebGPUBackend(device, info),
    complete: async (scratch, work, times) => {
      for (const scope of SCOPES) device.pushErrorScope(scope)
      const thrown = thrownBy(() => {
        for (let i = 0; i < times; i++) {
          work()
          // what tfjs has recorded is queued, so that the next time has the buffers of this one
          scratch.ensureCommandEncoderReady()
          scratch.endComputePassEncoder()
          scratch.submitQueue()
        }
      })
      const [reported] = await Promise.all([
        Promise.all(SCOPES.map(() => device.popErrorScope())),
        device.queue.onSubmittedWorkDone(),
      ])
      const error = thrown ?? reported.find((each) => each !== null)
      if (error) throw new Error(error.message)
    },
  }
}

function thrownBy(work: () => void): Error | null {
  try {
    work()
    return null
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(String(thrown))
  }
}
