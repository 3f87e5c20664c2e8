// What the engine needs to know of the worker that it runs in.

import { readFixtures } from '../data/packed-fixtures.ts'
import type { EngineEnvironment } from '../engine/engine.ts'
import type { ThreadPort } from '../engine/simd/threads.ts'
import { opfsScratch } from './opfs-scratch.ts'
import { tuningDatabase } from './tuning-database.ts'

/** More threads than this gain nothing on these models' small matrices. */
const MOST_THREADS = 8

/** The environment of a dedicated worker. */
export function browserEnvironment(): EngineEnvironment {
  const isolated = self.crossOriginIsolated
  const threads = isolated ? Math.min(navigator.hardwareConcurrency, MOST_THREADS) : 1
  return {
    gpu: navigator.gpu as GPU | undefined,
    wasm: { threads, isolated, ...(isolated && { spawn: spawnThread }) },
    tuning: tuningDatabase(self.indexedDB),
    now: () => performance.timeOrigin + performance.now(),
    yieldToEvents: createYield(),
    openScratch: opfsScratch,
    loadFixtures: async () => readFixtures((await import('virtual:keras-fixtures')).default),
  }
}

function spawnThread(): ThreadPort {
  const worker = new Worker(new URL('../engine/simd/thread.js', import.meta.url))
  return {
    send: (message) => worker.postMessage(message),
    ready: new Promise((resolve, reject) => {
      worker.onmessage = () => resolve()
      worker.onerror = () => reject(new Error('The thread could not be started'))
    }),
    terminate: () => worker.terminate(),
  }
}

/** A macrotask by message: unlike timers, hidden tabs do not slow it down. */
function createYield(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel()
  let resume = () => {}
  port1.onmessage = () => resume()
  return () =>
    new Promise((resolve) => {
      resume = resolve
      port2.postMessage(null)
    })
}
