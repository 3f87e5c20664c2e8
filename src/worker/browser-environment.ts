// What the engine needs to know of the worker that it runs in.

import wasmUrl from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url'
import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url'
import wasmThreadedUrl from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.wasm?url'
import { readFixtures } from '../data/packed-fixtures.ts'
import type { EngineEnvironment } from '../engine/engine.ts'

/** More threads than this gain nothing on these models' small matrices. */
const MOST_THREADS = 8

/** The environment of a dedicated worker. */
export function browserEnvironment(): EngineEnvironment {
  const isolated = self.crossOriginIsolated
  const threads = isolated ? Math.min(navigator.hardwareConcurrency, MOST_THREADS) : 1
  allowThreads(threads)
  return {
    gpu: navigator.gpu as GPU | undefined,
    wasm: {
      threads,
      isolated,
      paths: {
        'tfjs-backend-wasm.wasm': wasmUrl,
        'tfjs-backend-wasm-simd.wasm': wasmSimdUrl,
        'tfjs-backend-wasm-threaded-simd.wasm': wasmThreadedUrl,
      },
    },
    now: () => performance.timeOrigin + performance.now(),
    yieldToEvents: createYield(),
    loadFixtures: async () => readFixtures((await import('virtual:keras-fixtures')).default),
  }
}

/** tfjs takes at most half of the cores that the browser names: name twice as many as it shall take. */
function allowThreads(threads: number): void {
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 * threads, configurable: true })
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
