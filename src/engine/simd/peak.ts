// What the wasm backend could do at best on this machine, to hold its kernels against.

import type { SimdBackend } from './backend.ts'
import { withMemory } from './memory.ts'

const K = 256
const CALLS = 2000
/** Multiply-adds of a tile's step in k, 6 rows by 8 columns. */
const TILE = 6 * 8

/** The micro-kernel alone on all threads, on operands that fit the first cache: GFLOP/s, best of `repeats`. */
export function measurePeak({ threads }: SimdBackend, repeats = 10): number {
  const parts = 4 * threads.count
  const seconds = fastest(repeats, () => threads.run('peakPart', [K, CALLS], parts))
  return (2 * TILE * K * CALLS * parts) / seconds / 1e9
}

/** y = a x + y over 144 MB on all threads: GB/s read and written, best of `repeats`. */
export function measureBandwidth(backend: SimdBackend, repeats = 10): number {
  const count = 18_022_400
  const part = 65_536
  return withMemory(backend, 8 * count, (x) => {
    const y = x + 4 * count
    backend.heap.floats(x, 2 * count).fill(1)
    const words = [x, y, count, part, { float: 0.5 }]
    const seconds = fastest(repeats, () => backend.threads.run('triadPart', words, count / part))
    return (12 * count) / seconds / 1e9
  })
}

function fastest(repeats: number, run: () => void): number {
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < repeats; i++) {
    const start = performance.now()
    run()
    best = Math.min(best, performance.now() - start)
  }
  return best / 1000
}
