import { expect, test } from 'vitest'
import type { Column } from '../formats/table.ts'
import type { RowReader } from './dataset.ts'
import { shuffleBlocks } from './order.ts'
import {
  cachedReader,
  flooredReader,
  forgetBlocks,
  heldBytes,
  lendBlock,
  memoryRows,
  passingReader,
  readerBytes,
  reflooredReader,
  rowsOfColumn,
  unflooredReader,
  withUnfloored,
} from './row-reader.ts'

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
  expect(raw.quick).toBe(true)
  const out = new Float32Array([0, 0, 0, 0, -Infinity])
  await flooredReader(raw, -7).read(1, 2, out)
  expect([...out]).toEqual([-7, -9, 5, -7, -Infinity])
  expect(await readRows(flooredReader(raw, null), 0, 1)).toEqual([-1, -Infinity])
  expect(flooredReader(raw, null).blockRows).toBe(2_097_152)
  expect(flooredReader(raw, null, true).blockRows).toBeUndefined()
})

test('below the floor lie the values of the file, also below a cache', async () => {
  const raw = memoryRows('X', new Float32Array([-1, -Infinity, -Infinity, -9, 5, -Infinity]), 2)
  const floored = flooredReader(raw, -7)
  const asInFile = [-Infinity, -9, 5, -Infinity]
  expect(await readRows(unflooredReader(floored), 1, 2)).toEqual(asInFile)
  expect(unflooredReader(floored)).toMatchObject({ rows: 3, width: 2, blockRows: 2_097_152 })
  const slow: RowReader = withUnfloored({ ...floored, blockRows: 2 }, floored)
  for (const budget of [24, 16, 0]) {
    const cached = cachedReader(slow, budget)
    expect(await readRows(cached, 1, 2)).toEqual([-7, -9, 5, -7])
    expect(await readRows(unflooredReader(cached), 1, 2)).toEqual(asInFile)
  }
  expect(heldBytes(cachedReader(slow, 16))).toBe(16)
})

test('another floor in place of the first, also over a cache and where there was none', async () => {
  const raw = memoryRows('X', new Float32Array([-1, -Infinity, -Infinity, -9, 5, -Infinity]), 2)
  const floored = flooredReader(raw, -7)
  const readers = [floored, cachedReader({ ...floored, blockRows: 2 }, 24), flooredReader(raw, null)]
  for (const reader of readers) {
    const other = reflooredReader(reader, -4000)
    expect(await readRows(other, 1, 2)).toEqual([-4000, -9, 5, -4000])
    expect(other).toMatchObject({ rows: 3, width: 2, blockRows: 2_097_152 })
  }
  const quick = reflooredReader(flooredReader(raw, -7, true), -8)
  expect(quick.blockRows).toBeUndefined()
  expect(await readRows(quick, 0, 2)).toEqual([-1, -8, -8, -9])
})

test('without a floor the reader gives the values of the file itself', () => {
  const reader = flooredReader(memoryRows('X', new Float32Array(4), 2), null)
  expect(unflooredReader(reader)).toBe(reader)
  const other: RowReader = { rows: 2, width: 2, read: reader.read }
  expect(withUnfloored(other, reader)).toBe(other)
  expect(unflooredReader(other)).toBe(other)
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

test('of a split that does not fit, the first blocks are kept and the others read each time', async () => {
  const { reader, reads } = slowReader(11)
  const cached = cachedReader(reader, readerBytes(reader) - 1)
  expect(cached.blockRows).toBe(3)
  const values = [2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8, 8.5, 9, 9.5, 10, 10.5]
  expect(await readRows(cached, 2, 9)).toEqual(values)
  expect(await readRows(cached, 2, 9)).toEqual(values)
  expect(await readRows(cached, 1, 7)).toHaveLength(14)
  expect(reads).toEqual([
    [0, 3],
    [3, 3],
    [6, 3],
    [9, 2],
    [9, 2],
  ])
})

test('what is past the kept blocks is read in one piece', async () => {
  const { reader, reads } = slowReader(11)
  const cached = cachedReader(reader, 3 * 2 * 4)
  expect(await readRows(cached, 1, 9)).toHaveLength(18)
  expect(await readRows(cached, 4, 3)).toEqual([4, 4.5, 5, 5.5, 6, 6.5])
  expect(reads).toEqual([
    [0, 3],
    [3, 7],
    [4, 3],
  ])
})

test('kept blocks are lent without a copy, and no others', async () => {
  const { reader, reads } = slowReader(8)
  const cached = cachedReader(reader, readerBytes(reader) - 1)
  const block = await lendBlock(cached, 1)
  expect([...block!]).toEqual([3, 3.5, 4, 4.5, 5, 5.5])
  expect(await lendBlock(cached, 1)).toBe(block)
  expect(lendBlock(cached, 2)).toBeNull()
  expect(lendBlock(reader, 0)).toBeNull()
  expect(reads).toEqual([[3, 3]])
})

test('the order of an epoch depends on what fits, not on what was read', async () => {
  const { reader } = slowReader(8)
  const [part, whole] = [-1, 0].map((more) => cachedReader(reader, readerBytes(reader) + more))
  for (let use = 0; use < 2; use++) {
    expect(shuffleBlocks(part!)).toEqual({ blockRows: 3, windowBlocks: 4 })
    expect(shuffleBlocks(whole!)).toEqual({ blockRows: 1, windowBlocks: 4 })
    await readRows(part!, 0, 8)
    await readRows(whole!, 0, 8)
  }
})

test('a single pass keeps nothing, and what was kept can be forgotten', async () => {
  const { reader, reads } = slowReader(8)
  const cached = cachedReader(reader, readerBytes(reader) - 1)
  expect(heldBytes(cached)).toBe(2 * 3 * 2 * 4)
  expect(passingReader(cached)).toBe(reader)
  expect(passingReader(reader)).toBe(reader)
  await readRows(cached, 0, 3)
  forgetBlocks(cached)
  forgetBlocks(reader)
  await readRows(cached, 0, 3)
  expect(reads).toEqual([
    [0, 3],
    [0, 3],
  ])
})

test('without room for a block there is no cache', () => {
  const { reader } = slowReader(8)
  for (const budget of [3 * 2 * 4 - 1, 0, -1000]) expect(cachedReader(reader, budget)).toBe(reader)
  const quick: RowReader = { rows: 8, width: 2, read: reader.read }
  expect(cachedReader(quick, 1000)).toBe(quick)
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

/** A column of rows `[row, row]`, of which each read loses three values. */
function columnOf(access: Column['access']): Column {
  return {
    name: 'X',
    title: 'TRAIN.arrow, column X',
    file: 'TRAIN.arrow',
    kind: 'number',
    type: '<f8',
    shape: [3, 1, 2],
    byteLength: 50,
    access,
    readFloat32: async (start, count, out) => {
      for (let row = 0; row < count; row++) out.fill(start + row, 2 * row, 2 * row + 2)
      return { overflowed: 1, underflowed: 2 }
    },
    readAll: () => Promise.reject(new Error('not asked for')),
  }
}

test.each(['rows', 'forward'] as const)('a column with access by %s', async (access) => {
  const raw = rowsOfColumn(columnOf(access))
  expect(raw).toMatchObject({ name: 'TRAIN.arrow, column X', rows: 3, width: 2, rowBytes: 17 })
  expect(raw.forward).toBe(access === 'forward')
  const out = new Float32Array(4)
  expect(await raw.read(1, 2, out)).toBe(3)
  expect([...out]).toEqual([1, 1, 2, 2])
})

test('a column without rows has rows of no bytes', () => {
  expect(rowsOfColumn({ ...columnOf('rows'), shape: [0, 2], byteLength: 0 })).toMatchObject({
    rows: 0,
    rowBytes: 0,
  })
})
