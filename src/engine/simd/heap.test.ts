import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Heap } from './heap.ts'

const RESERVED = 4096

describe('the heap', () => {
  test('gives stretches that never overlap and takes them back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat(300_000), fc.constant(-1)), { minLength: 1, maxLength: 200 }),
        (steps) => {
          const heap = new Heap(false, RESERVED)
          const held: { address: number; bytes: number }[] = []
          for (const step of steps) {
            if (step < 0) {
              const block = held.shift()
              if (block) heap.release(block.address)
            } else {
              const block = { address: heap.allocate(step), bytes: step }
              expect(block.address % 64).toBe(0)
              expect(block.address).toBeGreaterThanOrEqual(RESERVED)
              for (const other of held) {
                const apart =
                  block.address >= other.address + other.bytes || other.address >= block.address + block.bytes
                expect(apart).toBe(true)
              }
              held.push(block)
            }
          }
          for (const { address } of held) heap.release(address)
          expect(heap.used).toBe(0)
        },
      ),
      { numRuns: 50 },
    )
  })

  test('uses freed memory again, so that the same work never needs more', () => {
    const heap = new Heap(false, RESERVED)
    const work = () => {
      const addresses = [1e6, 5e6, 2e7, 3e5].map((bytes) => heap.allocate(bytes))
      for (const address of addresses) heap.release(address)
    }
    work()
    const { byteLength } = heap.memory.buffer
    for (let i = 0; i < 100; i++) work()
    expect(heap.memory.buffer.byteLength).toBe(byteLength)
  })

  test('keeps values while it grows', () => {
    const heap = new Heap(false, RESERVED)
    const address = heap.allocate(16)
    heap.floats(address, 4).set([1, 2, 3, 4])
    heap.allocate(64 * 1024 * 1024)
    expect(Array.from(heap.floats(address, 4))).toEqual([1, 2, 3, 4])
  })

  test('says how much it could not get', () => {
    const heap = new Heap(false, RESERVED)
    expect(() => heap.allocate(5e9)).toThrow(
      'The wasm engine could not get 5.0 GB more: its memory ends at 4 GB, and this machine may have less.',
    )
  })

  test('refuses to release what it did not give', () => {
    expect(() => new Heap(false, RESERVED).release(4096)).toThrow('Expected an allocated address, got 4096')
  })
})
