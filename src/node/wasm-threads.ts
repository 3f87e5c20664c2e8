// Threads of Node for the wasm backend, and the instructions that Node still hides.

import { availableParallelism } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import type { DeviceEnvironment } from '../engine/device.ts'
import threadSource from '../engine/simd/thread.js?raw'
import type { ThreadPort } from '../engine/simd/threads.ts'

/** More threads than this gain nothing on these models' small matrices. */
const MOST_THREADS = 16

/**
 * One thread per core.
 * @param threads other than that
 */
export function wasmThreads(
  threads = Math.min(availableParallelism(), MOST_THREADS),
): DeviceEnvironment['wasm'] {
  // on by default from Node 22; whether it had an effect is found out by validating the module
  setFlagsFromString('--experimental-wasm-relaxed-simd')
  return { threads, isolated: true, ...(threads > 1 && { spawn: spawnThread }) }
}

function spawnThread(): ThreadPort {
  const worker = new Worker(threadSource, { eval: true })
  const ready = new Promise<void>((resolve, reject) => {
    worker.once('message', () => {
      // a command ends when its own work does
      worker.unref()
      resolve()
    })
    worker.once('error', reject)
  })
  return {
    send: (message) => worker.postMessage(message),
    ready,
    terminate: () => void worker.terminate(),
  }
}
