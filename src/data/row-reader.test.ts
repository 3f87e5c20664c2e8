import { expect, test } from 'vitest'
import type { RowReader } from './dataset.ts'
import { cachedReader, flooredReader, memoryRows, readerBytes } from './row-reader.ts'

/** Rows of two values `[row, row + 0.5]` read in blocks of 3, with a log of the reads. */
function slowReader(rows: number, fail: () => boolean = () => false) {
  const reads: (readonly [start: number, count: number])[] = []
  const reader: RowReader = {
    rows,
    width: 2,
    blockRows: 3,
    read: async (start, count, out) => {
      reads.push([start, count])
      if (fail()) throw new Error('gone')
      for (let row = 0; row < count; row++) out.set([start + row, start + row + 0.5], 2 * row)
    },
  }
  return { reader, reads }
}

async function readRows(reader: RowReader, start: number, count: number): Promise<number[]> {
  const out = new Float32Array(count * reader.width)
  await reader.read(start, count, out)
  return [...out]
}

test('the floor replaces -inf and nothing else, within the rows that were read', async () => {
  const raw = memoryRows('X', new Float32Array([-1, -Infinity, -Infinity, -9, 5, -Infinity]), 2)
  const out = new Float32Array([0, 0, 0, 0, -Infinity])
  await flooredReader(raw, -7).read(1, 2, out)
  expect([...out]).toEqual([-7, -9, 5, -7, -Infinity])
  expect(await readRows(flooredReader(raw, null), 0, 1)).toEqual([-1, -Infinity])
  expect(flooredReader(raw, null).blockRows).toBe(2_097_152)
  expect(flooredReader(raw, null, true).blockRows).toBeUndefined()
})

test('a cache reads each block once and answers across blocks', async () => {
  const { reader, reads } = slowReader(8)
  const cached = cachedReader(reader, readerBytes(reader))
  expect(cached.blockRows).toBeUndefined()
  expect(await readRows(cached, 2, 5)).toEqual([2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5])
  expect(await readRows(cached, 7, 1)).toEqual([7, 7.5])
  expect(await readRows(cached, 0, 8)).toHaveLength(16)
  expect(reads).toEqual([
    [0, 3],
    [3, 3],
    [6, 2],
  ])
})

test('what does not fit into the budget is read through', () => {
  const { reader } = slowReader(8)
  expect(cachedReader(reader, readerBytes(reader) - 1)).toBe(reader)
})

test('a block that failed is read again', async () => {
  let failing = true
  const { reader, reads } = slowReader(3, () => failing)
  const cached = cachedReader(reader, 1000)
  await expect(readRows(cached, 0, 1)).rejects.toThrow('gone')
  failing = false
  expect(await readRows(cached, 0, 1)).toEqual([0, 0.5])
  expect(reads).toHaveLength(2)
})
