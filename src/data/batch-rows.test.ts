import { expect, test } from 'vitest'
import { readDirectly } from './batch-rows.ts'
import { naturalOrder } from './order.ts'
import { rowValues, slowReader, WIDTH } from './slow-reader.fixture.ts'

async function fill(order: Uint32Array, batchSize: number, batches: number) {
  const { reader, log } = slowReader(20, 1)
  const rows = readDirectly(reader, order, batchSize)
  const outs = Array.from({ length: batches }, () => new Float32Array(batchSize * WIDTH))
  for (const out of outs) await rows.fillNext(out)
  return { log, outs, values: outs.map((out) => [...out]) }
}

test('neighbours are read together and put in their places', async () => {
  const order = new Uint32Array([7, 3, 8, 4, 19, 0, 1, 2])
  const { log, values } = await fill(order, 4, 2)
  expect(values).toEqual([[7, 3, 8, 4].flatMap(rowValues), [19, 0, 1, 2].flatMap(rowValues)])
  expect(log.reads).toEqual([
    [3, 2],
    [7, 2],
    [0, 3],
    [19, 1],
  ])
})

test('rows that follow each other in the batch as well are read into it', async () => {
  const { log, outs } = await fill(naturalOrder(7), 4, 2)
  expect(outs.map((out) => [...out])).toEqual([
    [0, 1, 2, 3].flatMap(rowValues),
    [...[4, 5, 6].flatMap(rowValues), 0, 0],
  ])
  expect([...log.buffers]).toEqual(outs.map(({ buffer }) => buffer))
})
