// Lists as other programs than pyarrow write them: pyarrow lets all lists start at item 0 and compresses all buffers.

import { expect, test } from 'vitest'
import { parseDtype } from '../numpy-dtype.ts'
import { bytesSource } from '../source.ts'
import type { FieldPart } from './fields.ts'
import { planFixedLists, planLists, planScalars } from './lists.ts'
import { numberReader } from './numbers.ts'

const FLOAT32 = parseDtype('<f4', '')
const TITLE = 'x.arrow, column X'
/** Items 0 to 7. */
const VALUES = Float32Array.from({ length: 8 }, (_, i) => i)

/** Bytes that hold the buffers one after the other, and a part of a column over them. */
function lay(
  rows: number,
  items: number,
  buffers: readonly (ArrayBufferView | null)[],
  codec: FieldPart['codec'] = null,
  nullCount = buffers[0] === null ? 0 : -1,
) {
  const bytes: number[] = []
  const regions = buffers.map((buffer) => {
    const start = bytes.length
    if (buffer !== null) {
      if (codec !== null) bytes.push(255, 255, 255, 255, 255, 255, 255, 255)
      bytes.push(...new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength))
    }
    return { start, end: bytes.length }
  })
  const nodes = [
    { length: rows, nullCount },
    { length: items, nullCount: 0 },
  ]
  const part: FieldPart = { rows, nodes, regions, codec, dictionaries: new Map() }
  return { part, source: bytesSource(Uint8Array.from(bytes), 'x.arrow') }
}

async function readLists(offsets: readonly number[], validity: Uint8Array | null = null) {
  const { part, source } = lay(offsets.length - 1, 8, [validity, Int32Array.from(offsets), null, VALUES])
  const plan = await planLists(source, [part], FLOAT32, false, TITLE)
  return { shape: plan.shape, values: [...(await numberReader(source, plan).readAll())] }
}

test('lists may start at any item', async () => {
  expect(await readLists([3, 5, 7])).toEqual({ shape: [2, 2], values: [3, 4, 5, 6] })
})

test('null lists may take any space, and nulls need not be counted', async () => {
  expect(await readLists([1, 3, 6, 8], Uint8Array.of(0b101))).toEqual({
    shape: [3, 2],
    values: [1, 2, Number.NaN, Number.NaN, 6, 7],
  })
})

test.each([
  [[3, 2, 4], 'a row goes from item 3 to 2 of 8'],
  [[0, 4, 9], 'a row goes from item 4 to 9 of 8'],
  [[-1, 4, 8], 'its first row starts at item -1'],
])('offsets %j are refused', async (offsets, reason) => {
  await expect(readLists(offsets)).rejects.toThrow(`${TITLE} is damaged: ${reason}`)
})

test('lists that are null must be as many as the batch says', async () => {
  const buffers = [Uint8Array.of(0b101), Int32Array.of(1, 3, 6, 8), null, VALUES]
  const { part, source } = lay(3, 8, buffers, null, 2)
  await expect(planLists(source, [part], FLOAT32, false, TITLE)).rejects.toThrow(
    `${TITLE} is damaged: 1 of 3 rows are null in a batch that says 2`,
  )
})

test('buffers of a compressed batch may be stored as they are', async () => {
  const { part, source } = lay(4, 8, [null, null, VALUES], 'LZ4')
  const plan = planFixedLists([part], FLOAT32, 2, TITLE)
  const out = new Float32Array(4)
  await numberReader(source, plan).readFloat32(1, 2, out)
  expect([...out]).toEqual([2, 3, 4, 5])
})

test('buffers that are too small for their rows are refused before anything is read', () => {
  const { part } = lay(1000, 8, [null, VALUES])
  expect(() => planScalars([part], FLOAT32, TITLE)).toThrow(
    `${TITLE} is damaged: a buffer has 32 bytes; its rows need 4,000`,
  )
  expect(() => planScalars([{ ...part, rows: 2 ** 40, codec: 'Zstandard' }], FLOAT32, TITLE)).toThrow(
    `${TITLE} is damaged: a buffer has 32 bytes compressed with Zstandard; its rows need 4,398,046,511,104`,
  )
})

test('lists of a fixed length have as many items as they need', () => {
  const { part } = lay(4, 8, [null, null, VALUES])
  expect(() => planFixedLists([part], FLOAT32, 3, TITLE)).toThrow(
    `${TITLE} is damaged: 4 lists of 3 items have 8 items`,
  )
})
