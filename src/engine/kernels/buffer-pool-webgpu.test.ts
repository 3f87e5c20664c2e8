import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { loadDawn } from '../../node/dawn.ts'
import { BufferPool } from './buffer-pool-webgpu.ts'

const KB = 1024
let pool: BufferPool
let tensor: number
let live: Set<GPUBuffer>

beforeAll(async () => {
  Object.assign(globalThis, (await loadDawn()).globals)
  tensor = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST
})

beforeEach(() => {
  live = new Set()
  pool = new BufferPool({
    createBuffer: ({ size, usage }) => {
      const buffer = { size, usage, destroy: () => live.delete(buffer) } as unknown as GPUBuffer
      live.add(buffer)
      return buffer
    },
  })
})

const bytes = () => [...live].reduce((sum, { size }) => sum + size, 0)
const take = (kilobytes: number) => pool.acquireBuffer(kilobytes * KB, tensor)

describe('a free buffer', () => {
  test('serves a tensor of its size, or of a quarter of it and more', () => {
    const buffer = take(400)
    pool.releaseBuffer(buffer)
    for (const size of [400, 300, 100]) {
      expect(take(size)).toBe(buffer)
      pool.releaseBuffer(buffer)
    }
    expect(take(99)).not.toBe(buffer)
    expect(take(401)).not.toBe(buffer)
  })

  test('is the smallest that does', () => {
    const buffers = [300, 100, 200].map(take)
    for (const buffer of buffers) pool.releaseBuffer(buffer)
    expect(take(90)).toBe(buffers[1])
    expect(take(90)).toBe(buffers[2])
    expect(take(90)).toBe(buffers[0])
  })

  test('serves only its own size where it is small or not for tensors', () => {
    const small = take(60)
    pool.releaseBuffer(small)
    expect(take(59)).not.toBe(small)
    expect(take(60)).toBe(small)
    const staging = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ
    const large = pool.acquireBuffer(400 * KB, staging)
    pool.releaseBuffer(large)
    expect(pool.acquireBuffer(300 * KB, staging)).not.toBe(large)
    expect(take(400)).not.toBe(large)
    expect(pool.acquireBuffer(400 * KB, staging)).toBe(large)
  })

  test('is not used where a new one is asked for, and not kept where it is released for good', () => {
    const buffer = take(100)
    pool.releaseBuffer(buffer)
    expect(pool.acquireBuffer(100 * KB, tensor, true, false)).not.toBe(buffer)
    pool.releaseBuffer(take(100), false)
    expect(bytes()).toBe(100 * KB)
  })
})

describe('all buffers together', () => {
  test('have no more bytes than were in use at the peak, as long as none was missed', () => {
    // each too large for the one before
    for (const size of [100, 200, 300, 400]) pool.releaseBuffer(take(size))
    expect([...live].map(({ size }) => size / KB)).toEqual([400])
    take(600)
    expect([...live].map(({ size }) => size / KB)).toEqual([600])
  })

  test('stay the same once equal steps have shown which of them are missed', () => {
    const step = () => {
      for (const size of [100, 500, 110, 3000, 700, 90]) pool.releaseBuffer(take(size))
      const held = [take(2000), take(80)]
      for (const buffer of held) pool.releaseBuffer(buffer)
    }
    for (let i = 0; i < 5; i++) step()
    const settled = [...live]
    for (let i = 0; i < 20; i++) step()
    expect([...live]).toEqual(settled)
  })

  test('are counted', () => {
    const [a, b] = [take(100), take(400)]
    pool.releaseBuffer(a)
    expect(pool).toMatchObject({ numBytesUsed: 400 * KB, numBytesAllocated: 500 * KB })
    pool.releaseBuffer(b, false)
    expect(pool).toMatchObject({ numBytesUsed: 0, numBytesAllocated: 100 * KB })
    expect(bytes()).toBe(100 * KB)
  })

  test('are given up when they are trimmed, those in use apart, and when the pool is disposed of', () => {
    const used = take(100)
    for (const buffer of [take(200), take(10)]) pool.releaseBuffer(buffer)
    pool.trim()
    expect([...live]).toEqual([used])
    pool.dispose()
    expect(live.size).toBe(0)
    // tfjs may still release what it had
    pool.releaseBuffer(used)
    expect(pool).toMatchObject({ numBytesUsed: 0, numBytesAllocated: 0 })
  })
})
