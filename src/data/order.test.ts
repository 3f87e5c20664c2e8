import { describe, expect, test } from 'vitest'
import { epochOrder, naturalOrder } from './order.ts'

const sorted = (order: Uint32Array) => [...order].sort((a, b) => a - b)

describe.each([
  ['full', {}],
  ['block', { blockRows: 7, windowBlocks: 3 }],
])('%s shuffle', (_, blocks) => {
  test.each([0, 1, 6, 7, 8, 100, 1000])('visits each of %i rows once', (rows) => {
    expect(sorted(epochOrder(rows, { seed: 1, epoch: 1, ...blocks }))).toEqual([...naturalOrder(rows)])
  })

  test('depends on seed and epoch only', () => {
    const order = (seed: number, epoch: number) => [...epochOrder(1000, { seed, epoch, ...blocks })]
    expect(order(1, 2)).toEqual(order(1, 2))
    expect(order(1, 2)).not.toEqual(order(1, 3))
    expect(order(1, 2)).not.toEqual(order(2, 2))
    expect(order(1, 2)).not.toEqual(order(2, 1))
    expect(order(1, 2)).not.toEqual([...naturalOrder(1000)])
  })
})

test('a window of a block shuffle is made of whole blocks, in shuffled order', () => {
  const order = epochOrder(100, { seed: 3, epoch: 1, blockRows: 10, windowBlocks: 2 })
  const windows = [0, 20, 40, 60, 80].map((start) => order.subarray(start, start + 20))
  for (const window of windows) {
    const blocks = new Set([...window].map((row) => Math.floor(row / 10)))
    expect(blocks.size).toBe(2)
    expect([...window]).not.toEqual(sorted(window))
  }
})

test('a full shuffle gives all orders of three rows equally often', () => {
  const counts = new Map<string, number>()
  for (let epoch = 0; epoch < 6000; epoch++) {
    const key = epochOrder(3, { seed: 1, epoch }).join()
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  expect(counts.size).toBe(6)
  // six standard deviations of a binomial with p = 1/6
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(175)
})
