// Damaged Parquet files: every outcome is the content, or a refusal that names the file, soon and in little memory.

import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { StudioError } from '../../core/errors.ts'
import { contentOf, type Outcome, readDamaged, type TableContent } from '../fuzz.fixture.ts'
import { referenceFile } from '../reference.fixture.ts'
import { type ByteSource, bytesSource } from '../source.ts'
import type { Table } from '../table.ts'
import { openParquet } from './parquet.ts'

const CODECS = ['none', 'snappy', 'gzip', 'zstd', 'lz4', 'brotli']
const NAMES = [
  ...CODECS.flatMap((codec) => [`${codec}-plain-v1`, `${codec}-dictionary-v2`]),
  ...CODECS.slice(1).map((codec) => `repeats-${codec}`),
  'null-elements-plain-v1',
  'null-elements-dictionary-v2',
  'null-rows-plain-v1',
  'null-rows-pages',
  'byte-stream-split',
  'delta-v1',
  'small-pages-dictionary',
  'row-groups',
  'two-levels',
]

const intact = new Map<string, { readonly bytes: Uint8Array; readonly content: TableContent }>()

beforeAll(async () => {
  for (const name of NAMES) {
    const bytes = referenceFile('parquet', `${name}.parquet`)
    intact.set(name, { bytes, content: await contentOf(await open(bytesSource(bytes, name))) })
  }
})

/** A column that is left out because of damage is named in a note: as good as a refusal. */
async function open(source: ByteSource): Promise<Table> {
  const table = await openParquet(source)
  if (table.notes.length === 0) return table
  throw new StudioError('bad-input', `${source.name}: ${table.notes.join(' ')}`)
}

function read(name: string, damaged: Uint8Array): Promise<Outcome> {
  return readDamaged(open, damaged, intact.get(name)!.content)
}

function bytesOf(name: string): Uint8Array {
  return intact.get(name)!.bytes
}

/** An integer of a Thrift struct: the numbers of the fields and list entries that lead to it, and where it lies. */
interface Integer {
  readonly path: string
  readonly start: number
  readonly end: number
}

/** The integers of the struct at `start`, those that say how long a list or a text is included. */
function integers(bytes: Uint8Array, start: number): readonly Integer[] {
  const found: Integer[] = []
  let at = start

  function integer(path: string): number {
    const from = at
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!
      value += (byte & 127) * 2 ** shift
      if (byte < 128) break
    }
    found.push({ path, start: from, end: at })
    return value
  }

  function value(type: number, path: string): void {
    if (type === 3) at++
    else if (type <= 6) integer(path)
    else if (type === 8) {
      const length = integer(`${path}.length`)
      at += length
    } else if (type === 9) {
      const head = bytes[at++]!
      const size = head >> 4 === 15 ? integer(`${path}.length`) : head >> 4
      for (let i = 0; i < size; i++) value(head & 15, `${path}.${i}`)
    } else struct(`${path}.`)
  }

  function struct(path: string): void {
    let id = 0
    for (;;) {
      const byte = bytes[at++]!
      if (byte === 0) return
      id += byte >> 4
      if ((byte & 15) > 2) value(byte & 15, `${path}${id}`)
    }
  }

  struct('')
  return found
}

function integerAt(bytes: Uint8Array, { start, end }: Integer): bigint {
  const value = bytes.slice(start, end).reduceRight((sum, byte) => sum * 128n + BigInt(byte & 127), 0n)
  return (value >> 1n) ^ -(value & 1n)
}

function zigzag(value: bigint): Uint8Array {
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n))
  const out: number[] = []
  for (; rest > 127n; rest >>= 7n) out.push(Number(rest & 127n) | 128)
  return Uint8Array.of(...out, Number(rest))
}

function replaced(bytes: Uint8Array, start: number, end: number, by: Uint8Array): Uint8Array {
  return Uint8Array.of(...bytes.subarray(0, start), ...by, ...bytes.subarray(end))
}

function footerStart(bytes: Uint8Array): number {
  const length = new DataView(bytes.buffer).getUint32(bytes.length - 8, true)
  return bytes.length - 8 - length
}

/** Replaces an integer of the footer, whose length is put right. */
function withFooter(bytes: Uint8Array, place: Integer, by: bigint): Uint8Array {
  const changed = replaced(bytes, place.start, place.end, zigzag(by))
  const length = changed.length - 8 - footerStart(bytes)
  new DataView(changed.buffer).setUint32(changed.length - 8, length, true)
  return changed
}

/** Replaces an integer of the first page header, and puts the sizes and positions of column chunks right. */
function withPage(bytes: Uint8Array, place: Integer, by: bigint): Uint8Array {
  let changed = replaced(bytes, place.start, place.end, zigzag(by))
  const shift = BigInt(changed.length - bytes.length)
  const paths = integers(changed, footerStart(changed)).map(({ path }) => path)
  for (const path of paths.filter((each) => /^4\.\d+\.1\.\d+\.3\.(7|9|11)$/.test(each))) {
    const integer = integers(changed, footerStart(changed)).find((each) => each.path === path)!
    const value = integerAt(changed, integer)
    const isFirst = path.startsWith('4.0.1.0.')
    const moves = path.endsWith('.7') ? isFirst : value > 4n
    if (moves) changed = withFooter(changed, integer, value + shift)
  }
  return changed
}

const LIES = [0n, 1n, -1n, 40n, 2n ** 20n, 2n ** 31n - 1n, -(2n ** 31n), 2n ** 45n, 2n ** 62n, -(2n ** 63n)]

describe('damaged files', () => {
  test.each(['snappy-plain-v1', 'zstd-dictionary-v2', 'null-elements-plain-v1'])(
    '%s, cut anywhere',
    async (name) => {
      const bytes = bytesOf(name)
      for (let length = 0; length < bytes.length; length++) {
        expect(await read(name, bytes.slice(0, length)), `${length} bytes`).toBe('refused')
      }
    },
  )

  test.each(NAMES)('%s, flipped bits', async (name) => {
    const bytes = bytesOf(name)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(bytes.length * 8 - 1), { minLength: 1, maxLength: 4 }),
        async (bits) => {
          const damaged = bytes.slice()
          for (const bit of bits) damaged[bit >> 3]! ^= 1 << (bit & 7)
          await read(name, damaged)
        },
      ),
      { numRuns: 100, seed: 7 },
    )
  })

  test.each(NAMES)('%s, overwritten bytes and inserted ones', async (name) => {
    const bytes = bytesOf(name)
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length - 1),
        fc.uint8Array({ minLength: 1, maxLength: 24 }),
        fc.boolean(),
        async (at, by, isInserted) => {
          await read(name, replaced(bytes, at, isInserted ? at : Math.min(bytes.length, at + by.length), by))
        },
      ),
      { numRuns: 40, seed: 11 },
    )
  })

  test.each(['none-plain-v1', 'brotli-dictionary-v2', 'two-levels'])(
    '%s, lies in the footer',
    async (name) => {
      const bytes = bytesOf(name)
      const places = integers(bytes, footerStart(bytes))
      expect(places.length).toBeGreaterThan(50)
      for (const place of places) {
        for (const lie of LIES) await read(name, withFooter(bytes, place, lie))
      }
    },
  )

  test.each([
    'zstd-plain-v1',
    'gzip-dictionary-v2',
    'brotli-plain-v1',
    'none-plain-v1',
    'null-elements-dictionary-v2',
    'delta-v1',
  ])('%s, lies in the first page header', async (name) => {
    const bytes = bytesOf(name)
    const places = integers(bytes, 4)
    expect(places.length).toBeGreaterThan(4)
    for (const place of places) {
      expect(await read(name, withPage(bytes, place, integerAt(bytes, place)))).toBe('equal')
      for (const lie of LIES) await read(name, withPage(bytes, place, lie))
    }
  })

  test.each([
    ['3', 2n ** 40n, 'the footer claims 1,099,511,627,776 rows; expected at most 2,147,483,648'],
    ['3', 7n, 'the row groups have 6 rows; expected 7'],
    ['3', -1n, 'the footer gives -1 for the rows; expected a whole number from 0'],
    ['2.0.5', 10_000n, 'the schema in the footer is no tree'],
    ['4.0.1.0.3.1', 5n, 'a chunk of column X has the type 5; expected 4'],
    ['4.0.1.0.3.7', 10_000n, 'a chunk of column X lies at 4 to 10,004; expected 4 to 502'],
  ])('the footer says %s is %d', async (path, lie, message) => {
    const bytes = bytesOf('none-plain-v1')
    const place = integers(bytes, footerStart(bytes)).find((each) => each.path === path)!
    const source = bytesSource(withFooter(bytes, place, lie), 'X.parquet')
    await expect(openParquet(source)).rejects.toThrow(`X.parquet is damaged: ${message}`)
  })

  test.each([
    ['1', 9n, 'a page has the kind 9 and no header for it'],
    ['2', 2n ** 27n, 'a page claims to give 134,217,728 bytes; expected at most 82,880'],
    [
      '2',
      100n,
      'a page compressed with Snappy cannot be unpacked to 100 bytes: it says that it gives 209 bytes',
    ],
    ['3', 2n ** 31n - 1n, 'a page claims 2,147,483,647 bytes; expected at most 193'],
    ['5.1', 49n, 'a page claims 49 values; expected at most 48'],
    ['5.1', -5n, 'a page header gives -5 for the values of a page; expected a whole number from 0'],
    ['5.2', 77n, 'has a page in the encoding 77, which is unknown for its type'],
    ['5.3', 4n, 'has levels in the encoding 4; expected 3 (runs)'],
  ])('the page header says %s is %d', async (path, lie, message) => {
    const bytes = bytesOf('snappy-plain-v1')
    const place = integers(bytes, 4).find((each) => each.path === path)!
    const column = (await openParquet(bytesSource(withPage(bytes, place, lie), 'X.parquet'))).columns[0]!
    await expect(column.readFloat32(0, 1, new Float32Array(8))).rejects.toThrow(message)
  })
})
