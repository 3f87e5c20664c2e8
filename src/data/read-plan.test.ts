import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { epochOrder, naturalOrder, WINDOW_BLOCKS } from './order.ts'
import { type BlockRead, planReads } from './read-plan.ts'

/** Blocks that are needed at each batch or lie between two batches that need them. */
function liveBlocks(plan: readonly BlockRead[]): number[] {
  const batches = Math.max(...plan.map(({ lastBatch }) => lastBatch + 1))
  return Array.from(
    { length: batches },
    (_, batch) => plan.filter((read) => read.firstBatch <= batch && batch <= read.lastBatch).length,
  )
}

test('blocks come in the order of their first row, with the batches of their first and last row', () => {
  //                               batch 0     batch 1     batch 2
  expect(planReads(new Uint32Array([5, 0, 4, /**/ 1, 6, 7, /**/ 2, 3]), 2, 3)).toEqual([
    { block: 2, firstBatch: 0, lastBatch: 0 },
    { block: 0, firstBatch: 0, lastBatch: 1 },
    { block: 3, firstBatch: 1, lastBatch: 1 },
    { block: 1, firstBatch: 2, lastBatch: 2 },
  ])
  expect(planReads(new Uint32Array(0), 2, 3)).toEqual([])
})

describe('an epoch', () => {
  test('needs each block once, over just the batches that hold its rows', () => {
    const sizes = fc.record({
      rows: fc.integer({ min: 1, max: 400 }),
      blockRows: fc.integer({ min: 2, max: 23 }),
      batchSize: fc.integer({ min: 1, max: 150 }),
      epoch: fc.integer({ min: 1, max: 1000 }),
    })
    fc.assert(
      fc.property(sizes, ({ rows, blockRows, batchSize, epoch }) => {
        const order = epochOrder(rows, { seed: 1, epoch, blockRows })
        const plan = planReads(order, blockRows, batchSize)
        const blocks = Math.ceil(rows / blockRows)
        expect(plan.map(({ block }) => block).sort((a, b) => a - b)).toEqual([...naturalOrder(blocks)])
        for (const { block, firstBatch, lastBatch } of plan) {
          const holding = Array.from(order, (row, i) => [
            Math.floor(row / blockRows),
            Math.floor(i / batchSize),
          ])
            .filter(([of]) => of === block)
            .map(([, batch]) => batch!)
          expect([firstBatch, lastBatch]).toEqual([Math.min(...holding), Math.max(...holding)])
        }
        for (let i = 1; i < plan.length; i++) {
          expect(plan[i]!.firstBatch).toBeGreaterThanOrEqual(plan[i - 1]!.firstBatch)
        }
      }),
      { seed: 1, numRuns: 200 },
    )
  })

  // 7,001 rows in blocks of 234 are 29 whole ones and a short one, which falls into any window
  test.each([1, 32, 100, 128, 233, 500, 700])(
    'keeps two windows alive at most in batches of %i',
    (batchSize) => {
      for (let epoch = 1; epoch <= 20; epoch++) {
        const plan = planReads(epochOrder(7001, { seed: 7, epoch, blockRows: 234 }), 234, batchSize)
        expect(plan).toHaveLength(30)
        expect(Math.max(...liveBlocks(plan))).toBeLessThanOrEqual(2 * WINDOW_BLOCKS)
      }
    },
  )

  test('a batch of several windows keeps those that it touches alive', () => {
    const plan = planReads(epochOrder(7001, { seed: 7, epoch: 1, blockRows: 234 }), 234, 3000)
    // 3,000 rows reach into 5 windows at most
    for (const live of liveBlocks(plan)) expect(live).toBeLessThanOrEqual(5 * WINDOW_BLOCKS)
  })
})

test.each([1, 5, 100, 128, 234, 1000])(
  'the order of the file is read in sequence in batches of %i',
  (batchSize) => {
    const plan = planReads(naturalOrder(1009), 100, batchSize)
    expect(plan.map(({ block }) => block)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    // a block and what its neighbours share of a batch
    for (const live of liveBlocks(plan)) expect(live).toBeLessThanOrEqual(Math.ceil(batchSize / 100) + 1)
  },
)
