import {
  Dictionary,
  Field,
  FixedSizeList,
  Float32,
  Int32,
  LargeList,
  List,
  Map_,
  Schema,
  Struct,
} from 'apache-arrow'
import {
  BodyCompression,
  BufferRegion,
  FieldNode,
  Message,
  RecordBatch,
} from 'apache-arrow/ipc/metadata/message'
import { expect, test } from 'vitest'
import { type TableShape, verifyFlatbuffer } from './flatbuffer.ts'
import { decodeMessage, planBatch } from './metadata.ts'

const FLOAT = new Field('item', new Float32())
const ENTRIES = new Field(
  'entries',
  new Struct<{ key: Int32; value: Float32 }>([
    new Field('key', new Int32()),
    new Field('value', new Float32()),
  ]),
)

/** A batch of 2 rows in one column, whose buffers lie as given. */
function batch(
  regions: readonly (readonly [number, number])[],
  rows = 2,
  nulls = 0,
  codec?: BodyCompression,
) {
  return new RecordBatch(
    BigInt(rows),
    [new FieldNode(BigInt(rows), BigInt(nulls))],
    regions.map(([offset, length]) => new BufferRegion(BigInt(offset), BigInt(length))),
    codec ?? null,
  )
}

test('buffers are placed in the file', () => {
  const regions = [
    [0, 3],
    [8, 0],
    [8, 16],
  ] as const
  expect(planBatch(batch(regions), 100, 124, 'x.arrow')).toEqual({
    rows: 2,
    nodes: [{ length: 2, nullCount: 0 }],
    regions: [
      { start: 100, end: 103 },
      { start: 108, end: 108 },
      { start: 108, end: 124 },
    ],
    codec: null,
    variadicCounts: [],
  })
})

test.each([
  ['outside', batch([[16, 9]]), 'a buffer of 9 bytes at 16 lies outside its batch of 24 bytes'],
  ['negative', batch([[8, -1]]), 'a buffer of -1 bytes at 8 lies outside its batch of 24 bytes'],
  ['before', batch([[-8, 8]]), 'a buffer of 8 bytes at -8 does not follow the one before it'],
  ['unaligned', batch([[4, 8]]), 'a buffer of 8 bytes at 4 does not follow the one before it'],
  [
    'overlapping',
    batch([
      [0, 9],
      [8, 8],
    ]),
    'a buffer of 8 bytes at 8 does not follow the one before it',
  ],
  ['negative rows', batch([], -2), 'a batch has -2 rows'],
  ['too many nulls', batch([], 2, 3), 'a column has 3 nulls in 2 rows'],
  [
    'unknown codec',
    batch([], 2, 0, new BodyCompression(7 as never)),
    'a batch is compressed with codec 7, method 0; expected LZ4 or Zstandard',
  ],
])('%s: refused', (_, damaged, reason) => {
  expect(() => planBatch(damaged, 100, 124, 'x.arrow')).toThrow(`x.arrow is damaged: ${reason}`)
})

/** A table with one slot: its directory of slots, the table, and what the slot leads to. */
function table(slotOffset: number, rest: readonly number[]): Uint8Array {
  return Uint8Array.from([12, 0, 0, 0, 0, 0, 6, 0, 8, 0, 4, 0, 6, 0, 0, 0, slotOffset, 0, 0, 0, ...rest])
}

test('a vector is no longer than its buffer', () => {
  const shape: TableShape = { 0: { to: 'items', bytes: 16 } }
  expect(() => verifyFlatbuffer(table(4, [1, 0, 0, 0, ...new Array(16).fill(0)]), shape)).not.toThrow()
  expect(() => verifyFlatbuffer(table(4, [2, 0, 0, 0, ...new Array(16).fill(0)]), shape)).toThrow(
    '36 bytes at position 20 are too many',
  )
  expect(() => verifyFlatbuffer(table(4, [255, 255, 255, 127]), shape)).toThrow(
    '34,359,738,356 bytes at position 20 are too many',
  )
  expect(() => verifyFlatbuffer(table(200, []), shape)).toThrow(RangeError)
})

test('a table that leads to itself is refused', () => {
  const shape: TableShape = {}
  shape[0] = { to: 'tables', shape }
  // a vector of one table, 12 bytes before: offsets are unsigned, so it takes all of their range to lead back
  const loop = table(4, [1, 0, 0, 0, 244, 255, 255, 255])
  expect(() => verifyFlatbuffer(loop, shape)).toThrow(RangeError)
})

test.each([
  // the directory of slots lies at position 6: its size, the table's, the slot
  ['an odd directory', 6, 7, 'a directory of slots has 7 bytes'],
  ['a short directory', 6, 2, 'a directory of slots has 2 bytes'],
  ['a negative directory', 6, -4, 'a directory of slots has -4 bytes'],
  ['a slot before its table', 10, -6, 'slot 0 lies 6 bytes before its table'],
])('%s is refused', (_, at, value, message) => {
  const shape: TableShape = { 0: { to: 'items', bytes: 1 } }
  const damaged = table(4, [0, 0, 0, 0])
  expect(() => verifyFlatbuffer(damaged, shape)).not.toThrow()
  new DataView(damaged.buffer).setInt16(at, value, true)
  expect(() => verifyFlatbuffer(damaged, shape)).toThrow(message)
})

test('tables may be shared, but not without end', () => {
  const leaf: TableShape = {}
  const shape: TableShape = { 0: { to: 'tables', shape: leaf } }
  // a vector of 300 tables, all of them one of 200 bytes
  const count = 300
  const end = 24 + 4 * count
  const bytes = new Uint8Array(end + 4 + 200)
  bytes.set(table(4, [count & 255, count >> 8, 0, 0]))
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < count; i++) view.setUint32(24 + 4 * i, end + 4 - (24 + 4 * i), true)
  bytes.set([4, 0, 200, 0, 4, 0, 0, 0], end)
  expect(() => verifyFlatbuffer(bytes, shape)).toThrow('200 bytes at position 1,228 are too many')
})

test.each([
  ['a list', new List(FLOAT), 'a List without a child'],
  ['a large list', new LargeList(FLOAT), 'a LargeList without a child'],
  ['a list of a fixed length', new FixedSizeList(2, FLOAT), 'a FixedSizeList without a child'],
  ['a map', new Map_(ENTRIES), 'a Map without a child'],
])('%s without a child is refused, in a structure and as a dictionary too', (_, type, reason) => {
  const intact = new Schema([new Field('x', type)])
  expect(decodeMessage(Message.encode(Message.from(intact)), 'x.arrow').kind).toBe('schema')
  // the library reads them from the child, so by their types they cannot be made without one
  Object.assign(type, { children: [] })
  for (const outer of [type, new Struct([new Field('a', type)]), new Dictionary(type, new Int32())]) {
    const schema = new Schema([new Field('x', outer)])
    expect(() => decodeMessage(Message.encode(Message.from(schema)), 'x.arrow')).toThrow(`(${reason})`)
  }
})

test('a map without entries is refused', () => {
  const schema = new Schema([new Field('x', new Map_(FLOAT as never))])
  expect(() => decodeMessage(Message.encode(Message.from(schema)), 'x.arrow')).toThrow(
    '(a map without entries)',
  )
})

test('a message of another kind is refused', () => {
  expect(() => decodeMessage(new Uint8Array(0), 'x.arrow')).toThrow(
    'x.arrow is damaged: metadata of 0 bytes cannot be decoded (Offset is outside the bounds of the DataView)',
  )
  expect(() => decodeMessage(table(4, [0, 0, 0, 0]), 'x.arrow')).toThrow(
    'x.arrow is damaged: metadata of 24 bytes cannot be decoded (a message of type 0 is no schema, dictionary or batch)',
  )
})
