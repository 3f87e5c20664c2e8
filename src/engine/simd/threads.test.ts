import { describe, expect, test } from 'vitest'
import { wasmThreads } from '../../node/wasm-threads.ts'
import { normals } from '../kernels/testing.ts'
import { multiply } from '../kernels/wasm-gemm.ts'
import { SimdBackend } from './backend.ts'
import { measureBandwidth, measurePeak } from './peak.ts'

describe('threads', () => {
  test('compute every part once, whichever takes it', async () => {
    const { threads, spawn } = wasmThreads(3)
    const backend = await SimdBackend.create(threads, spawn)
    expect(backend.threads.count).toBe(3)
    const count = 10_007
    const [x, y] = [0, 1].map(() => backend.heap.allocate(4 * count))
    for (let round = 1; round <= 50; round++) {
      backend.heap.floats(x!, count).fill(round)
      backend.heap.floats(y!, count).fill(1000)
      backend.threads.run('addPart', [x!, y!, y!, count, 16], Math.ceil(count / 16))
      expect(backend.heap.floats(y!, count).every((value) => value === 1000 + round)).toBe(true)
    }
    backend.threads.dispose()
  })

  test.each([
    { m: 70, k: 3000, n: 20, transposeA: false },
    { m: 5, k: 15_000, n: 4, transposeA: false },
    { m: 130, k: 1100, n: 300, transposeA: true },
  ])('do not change a product by a bit: [$m, $k] [$k, $n], transposed $transposeA', async (product) => {
    const { m, k, n } = product
    const { spawn } = wasmThreads(3)
    const results = []
    for (const threads of [1, 2, 3]) {
      const backend = await SimdBackend.create(threads, spawn)
      const [a, b, c] = [m * k, k * n, m * n].map((size) => backend.heap.allocate(4 * size))
      backend.heap.floats(a!, m * k).set(normals('a', m * k))
      backend.heap.floats(b!, k * n).set(normals('b', k * n))
      multiply(backend, { ...product, a: a!, b: b!, c: c! })
      results.push(Array.from(backend.heap.floats(c!, m * n)))
      backend.threads.dispose()
    }
    expect(results[1]).toEqual(results[0])
    expect(results[2]).toEqual(results[0])
  })

  test('that cannot start are left out', async () => {
    const { spawn } = wasmThreads(2)
    const broken = () => ({
      ...spawn!(),
      ready: Promise.reject(new Error('no')),
    })
    const backend = await SimdBackend.create(2, broken)
    expect(backend.threads.count).toBe(1)
  })

  test('one alone needs no shared memory', async () => {
    const backend = await SimdBackend.create(1)
    expect(backend.heap.memory.buffer).toBeInstanceOf(ArrayBuffer)
    expect(measurePeak(backend, 1)).toBeGreaterThan(0)
    expect(measureBandwidth(backend, 1)).toBeGreaterThan(0)
  })
})
