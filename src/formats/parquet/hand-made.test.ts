// What large or odd files do, in small ones made by hand.

import { describe, expect, test } from 'vitest'
import { openTable } from '../open-table.ts'
import { refusal } from '../reading.fixture.ts'
import { bytesSource } from '../source.ts'
import {
  type ColumnSpec,
  dataPage,
  deltas,
  dictionaryPage,
  list,
  parquetFile,
  struct,
  varint,
} from './parquet.fixture.ts'
import { openParquet } from './parquet.ts'
import { planField } from './schema.ts'
import { readThrift } from './thrift.ts'
import { ENCODING, numberDecoder } from './values.ts'

const BOOLEAN = 0
const FLOAT = 4
const BYTES = 6
const MB = 2 ** 20

function open(bytes: Uint8Array<ArrayBuffer>) {
  return openParquet(bytesSource(bytes, 'X.parquet'))
}

async function readAll(column: ColumnSpec, rows: number) {
  return (await open(parquetFile([column], rows))).columns[0]!.readAll()
}

function floats(...values: number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer)
}

/** A column of these numbers, one per row. */
function floatColumn(name: string, ...values: number[]): ColumnSpec {
  return { name, physical: FLOAT, pages: dataPage(ENCODING.plain, values.length, floats(...values)) }
}

/** A run of `count` times the first dictionary entry. */
function firstEntries(count: number): Uint8Array {
  return Buffer.concat([Uint8Array.of(0), varint(count * 2)])
}

describe('memory of columns that are read whole', () => {
  const long = Buffer.alloc(MB, 'a')

  test('equal texts that share all their characters are charged as they are made', async () => {
    const shared = Array.from({ length: 600 }, (_, i) => (i === 0 ? 0 : MB))
    const suffixes = shared.map((length) => MB - length)
    const values = Buffer.concat([deltas(shared), deltas(suffixes), long])
    const column = { name: 'id', physical: BYTES, pages: dataPage(ENCODING.deltaStrings, 600, values) }
    expect((await refusal(readAll(column, 600))).message).toBe(
      'X.parquet, column id with the shape (600,) takes 536,880,512 bytes; expected at most 536,870,912',
    )
  })

  test('texts of a dictionary are charged once', async () => {
    const dictionary = dictionaryPage(1, Buffer.concat([Uint8Array.of(0, 0, 16, 0), long]))
    const pages = Buffer.concat([dictionary, dataPage(ENCODING.dictionary, 600, firstEntries(600))])
    const { values } = await readAll({ name: 'id', physical: BYTES, pages }, 600)
    expect(values).toHaveLength(600)
    expect(new Set(values)).toEqual(new Set([long.toString()]))
  })

  test.each([BOOLEAN, BYTES])('60 million rows are refused unread, type %d', async (physical) => {
    const column = { name: 'flag', physical, pages: Buffer.from('nothing readable') }
    expect((await refusal(readAll(column, 60_000_000))).message).toBe(
      'X.parquet, column flag with the shape (60000000,) takes 960,000,000 bytes; expected at most 536,870,912',
    )
  })

  test('a page has no more texts than its column', async () => {
    const values = deltas(Array.from({ length: 1000 }, () => 0))
    const column = { name: 'id', physical: BYTES, pages: dataPage(ENCODING.deltaLengths, 2, values) }
    expect((await refusal(readAll(column, 2))).message).toBe(
      'X.parquet, column id is damaged: a page of 4,118 bytes claims 1,000 texts',
    )
  })
})

test('the dictionary is converted once, not for every page', () => {
  const plan = planField({
    name: 'X',
    repetition: 'required',
    physical: FLOAT,
    typeLength: 0,
    converted: undefined,
    logical: undefined,
    children: [],
    leaf: 0,
  })
  if (typeof plan === 'string') throw new Error(plan)
  const decoder = numberDecoder(plan, 'X')
  const dictionary = floats(1.5, 2.5)
  decoder.setDictionary(dictionary, 2)
  dictionary.fill(0)
  for (let page = 0; page < 3; page++) {
    expect(decoder.open(ENCODING.dictionary, firstEntries(2)).take(2)).toEqual(floats(1.5, 1.5))
  }
})

describe('columns that are left out', () => {
  test('lists of different lengths cost no other column', async () => {
    const { columns, notes } = await open(
      parquetFile(
        [floatColumn('z', 1, 2, 3), { ...floatColumn('lines', 1, 2, 3, 4), entries: 4, isRepeated: true }],
        3,
      ),
    )
    expect(columns.map(({ name }) => name)).toEqual(['z'])
    expect((await columns[0]!.readAll()).values).toEqual(Float64Array.of(1, 2, 3))
    expect(notes).toEqual([
      'Column lines was left out: rows of different lengths: 4 values in 3 rows of row group 0; expected the same number for every row.',
    ])
  })

  test('of columns with one name the first is read', async () => {
    const specs = [
      floatColumn('z', 1, 2),
      floatColumn('X', 3, 4),
      floatColumn('z', 5, 6),
      floatColumn('z', 7, 8),
    ]
    const { columns, notes } = await open(parquetFile(specs, 2))
    expect(columns.map(({ name }) => name)).toEqual(['z', 'X'])
    expect((await columns[0]!.readAll()).values).toEqual(Float64Array.of(1, 2))
    expect(notes).toEqual(['X.parquet has 3 columns with the name z: only the first is read.'])
  })
})

describe('footers', () => {
  test('of 2,000 columns in 50 row groups', async () => {
    const columns = Array.from({ length: 2000 }, (_, i) => floatColumn(`c${i}`, i))
    const table = await open(parquetFile(columns, 1, 50))
    expect(table.columns).toHaveLength(2000)
    expect((await table.columns[7]!.readAll()).values).toEqual(new Float64Array(50).fill(7))
  })

  test('of more entries than memory should hold', () => {
    const byte = { type: 3, bytes: Uint8Array.of(1) }
    const { bytes } = struct({ 1: list([byte]), 2: byte })
    const head = Buffer.concat([bytes.subarray(0, 2), varint(6_000_000)])
    const many = new Uint8Array(Buffer.concat([head, Buffer.alloc(6_000_000, 1), bytes.subarray(4)]))
    expect(() => readThrift(many, 0, 'X.parquet')).toThrow(
      'X.parquet has a header of more than 5,000,000 entries',
    )
    const passed = readThrift(many, 0, 'X.parquet', new Map([[2, true]]))
    expect(passed).toEqual({ struct: new Map([[2, 1]]), end: many.length })
  })

  test('encrypted ones are named as such', async () => {
    const source = bytesSource(Buffer.from('PARE and more'), 'X.parquet')
    expect((await refusal(openTable(source))).message).toBe('X.parquet is an encrypted Parquet file')
  })
})
