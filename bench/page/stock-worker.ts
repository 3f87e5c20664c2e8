// Stock tfjs in a worker: its wasm with as many threads as ours has, or its WebGPU.

import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url'
import '@tensorflow/tfjs-backend-webgpu'
import type { BenchRequest } from '../runner.ts'
import { runStock } from '../stock/run.ts'
import { serve } from './serve.ts'

/** Stock starts its threads from a Blob, where a relative address means nothing. */
const absolute = (url: string) => new URL(url, import.meta.url).href

serve((request, emit) => {
  setWasmPaths({
    'tfjs-backend-wasm.wasm': absolute(plainUrl),
    'tfjs-backend-wasm-simd.wasm': absolute(simdUrl),
    'tfjs-backend-wasm-threaded-simd.wasm': absolute(threadedUrl),
  })
  const threads = request.threads > 0 ? request.threads : navigator.hardwareConcurrency
  setThreadsCount(threads)
  // it starts half as many workers as the machine has cores: this gives it one for every core
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 * threads, configurable: true })
  return runStock(request, () => nameOf(request.backend), emit)
})

function nameOf(backend: BenchRequest['backend']): string {
  if (backend === 'webgpu') return 'stock WebGPU'
  const threads = getThreadsCount()
  return `stock wasm, ${threads} ${threads === 1 ? 'thread' : 'threads'}`
}
