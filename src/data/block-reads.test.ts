import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readBlocks } from './block-reads.ts'
import type { RowReader } from './dataset.ts'
import { epochOrder, naturalOrder } from './order.ts'
import { cachedReader } from './row-reader.ts'
import { rowValues, settle, slowReader, WIDTH } from './slow-reader.fixture.ts'

/** All batches of an order, read before the first is looked at. */
async function readAll(
  reader: RowReader,
  order: Uint32Array,
  batchSize: number,
  blockRows = reader.blockRows!,
): Promise<Float32Array[]> {
  const rows = readBlocks(reader, blockRows, order, batchSize)
  const batches: Float32Array[] = []
  for (let start = 0; start < order.length; start += batchSize) {
    const out = new Float32Array(batchSize * WIDTH)
    await rows.fillNext(out)
    batches.push(out)
  }
  return batches
}

/** The same from the numbers of the rows. */
function expectedBatches(order: Uint32Array, batchSize: number): Float32Array[] {
  return Array.from({ length: Math.ceil(order.length / batchSize) }, (_, batch) => {
    const out = new Float32Array(batchSize * WIDTH)
    out.set([...order.subarray(batch * batchSize, (batch + 1) * batchSize)].flatMap(rowValues))
    return out
  })
}

/** Whole blocks of a split, from first to last. */
function wholeBlocks(rows: number, blockRows: number): [start: number, count: number][] {
  return Array.from({ length: Math.ceil(rows / blockRows) }, (_, block) => [
    block * blockRows,
    Math.min(blockRows, rows - block * blockRows),
  ])
}

const sorted = (reads: readonly (readonly [number, number])[]) => [...reads].sort(([a], [b]) => a - b)

describe('an epoch', () => {
  test('gives every row in its place and reads every block once, in one piece, two at a time', async () => {
    const sizes = fc.record({
      rows: fc.integer({ min: 1, max: 500 }),
      blockRows: fc.integer({ min: 2, max: 23 }),
      batchSize: fc.integer({ min: 1, max: 200 }),
      epoch: fc.integer({ min: 1, max: 1000 }),
      keptBlocks: fc.integer({ min: 0, max: 30 }),
      delays: fc.infiniteStream(fc.integer({ min: 0, max: 6 })),
    })
    await fc.assert(
      fc.asyncProperty(sizes, async ({ rows, blockRows, batchSize, epoch, keptBlocks, delays }) => {
        const { reader, log } = slowReader(rows, blockRows, async () => {
          for (let turn = delays.next().value; turn > 0; turn--) await Promise.resolve()
        })
        const order = epochOrder(rows, { seed: 1, epoch, blockRows })
        const cached = cachedReader(reader, keptBlocks * 4 * WIDTH * blockRows)
        expect(await readAll(cached, order, batchSize, blockRows)).toEqual(expectedBatches(order, batchSize))
        expect(sorted(log.reads)).toEqual(wholeBlocks(rows, blockRows))
        expect(log.mostPending).toBeLessThanOrEqual(2)
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  test.each([1, 7, 128, 700, 2000, 20_000])(
    'holds eight blocks at most in batches of %i',
    async (batchSize) => {
      const { reader, log } = slowReader(7001, 100, settle)
      const order = epochOrder(7001, { seed: 2, epoch: 1, blockRows: 100 })
      expect(await readAll(reader, order, batchSize)).toEqual(expectedBatches(order, batchSize))
      expect(log.buffers.size).toBeLessThanOrEqual(8)
      expect(log.mostPending).toBe(2)
    },
  )

  test('is read in sequence in the order of the file', async () => {
    const { reader, log } = slowReader(95, 10, settle)
    await readAll(reader, naturalOrder(95), 16)
    expect(log.reads).toEqual(wholeBlocks(95, 10))
  })
})

describe('reading ahead', () => {
  test('starts with the first batch and stops at eight blocks', async () => {
    const { reader, log } = slowReader(200, 10)
    const rows = readBlocks(reader, 10, naturalOrder(200), 5)
    await settle()
    expect(log.reads).toEqual([])
    const out = new Float32Array(5 * WIDTH)
    await rows.fillNext(out)
    await settle()
    expect(log.reads).toHaveLength(8)
    // the first block is done with after its second batch
    await rows.fillNext(out)
    await settle()
    expect(log.reads).toHaveLength(9)
  })

  test('is bounded in bytes as well', async () => {
    // two rows of 64 MB each: nothing is written, so that no memory is touched
    const reads: number[] = []
    const width = 2 ** 24
    const reader: RowReader = {
      rows: 6,
      width,
      blockRows: 1,
      read: async (start) => {
        reads.push(start)
      },
    }
    await readBlocks(reader, 1, naturalOrder(6), 1).fillNext(new Float32Array(width))
    await settle()
    expect(reads).toEqual([0, 1, 2])
  })

  test('does not hinder a batch of more blocks than are held', async () => {
    const { reader, log } = slowReader(100, 5, settle)
    const order = Uint32Array.from({ length: 100 }, (_, i) => (i * 37) % 100)
    expect(await readAll(reader, order, 25)).toEqual(expectedBatches(order, 25))
    expect(sorted(log.reads)).toEqual(wholeBlocks(100, 5))
  })

  test('ends with stop: what waits its turn is not read any more', async () => {
    let open = () => {}
    const opened = new Promise<void>((resolve) => {
      open = resolve
    })
    const { reader, log } = slowReader(200, 10, () => opened)
    const rows = readBlocks(reader, 10, naturalOrder(200), 5)
    const filling = rows.fillNext(new Float32Array(5 * WIDTH))
    await settle()
    rows.stop()
    open()
    await filling
    await settle()
    expect(log.reads).toEqual([
      [0, 10],
      [10, 10],
    ])
  })

  test('fails when the batch that needs the block is due, and not before', async () => {
    const { reader } = slowReader(100, 10, async (start) => {
      if (start === 30) throw new Error('gone')
    })
    const rows = readBlocks(reader, 10, naturalOrder(100), 15)
    const out = new Float32Array(15 * WIDTH)
    await rows.fillNext(out)
    await settle()
    await rows.fillNext(out)
    expect([...out.subarray(0, WIDTH)]).toEqual(rowValues(15))
    await expect(rows.fillNext(out)).rejects.toThrow('gone')
  })
})

describe('a reader that keeps blocks', () => {
  test('lends them: later epochs read the others only', async () => {
    const { reader, log } = slowReader(95, 10, settle)
    const cached = cachedReader(reader, 6.5 * 10 * 4 * WIDTH)
    for (let epoch = 1; epoch <= 3; epoch++) {
      const order = epochOrder(95, { seed: 1, epoch, blockRows: 10 })
      expect(await readAll(cached, order, 16)).toEqual(expectedBatches(order, 16))
    }
    const blocks = wholeBlocks(95, 10)
    const others = blocks.slice(6)
    expect(sorted(log.reads)).toEqual(sorted([...blocks, ...others, ...others]))
  })

  test('reads a block again that it could not read', async () => {
    let failing = true
    const { reader, log } = slowReader(40, 10, async () => {
      if (failing) throw new Error('gone')
    })
    const cached = cachedReader(reader, 2 * 10 * 4 * WIDTH)
    await expect(readAll(cached, naturalOrder(40), 10)).rejects.toThrow('gone')
    await settle()
    failing = false
    log.reads.length = 0
    expect(await readAll(cached, naturalOrder(40), 10)).toEqual(expectedBatches(naturalOrder(40), 10))
    expect(log.reads).toEqual(wholeBlocks(40, 10))
  })
})
