import { describe, expect, test } from 'vitest'
import { contentOf } from '../fuzz.fixture.ts'
import { watched } from '../reading.fixture.ts'
import { referenceFile, referenceNames, referenceValues } from '../reference.fixture.ts'
import { type ByteSource, bytesSource } from '../source.ts'
import type { Table } from '../table.ts'
import { openNpz } from './npz.ts'
import { type EntrySpec, npyBytes, npyWith, zipBytes } from './zip.fixture.ts'

interface Expected {
  readonly compressed: boolean
  readonly columns: Record<string, { type: string; shape: number[]; values: unknown[] }>
}

const EXPECTED = referenceValues<Expected>('npz')
/** Its values are those of the fixture's first rows, repeated. */
const LONG = 'long-compressed.npz'
const CASES = Object.entries(EXPECTED).filter(([name]) => name !== LONG)

function fixture(name: string): Uint8Array {
  return referenceFile('npz', name)
}

function open(name: string): Promise<Table> {
  return openNpz(bytesSource(fixture(name), name))
}

function openEntries(entries: readonly EntrySpec[]): Promise<Table> {
  return openNpz(bytesSource(zipBytes(entries), 'data.npz'))
}

/** A value of expected.json; integers beyond 2^53 as numbers are the nearest float64. */
function revive(value: unknown, asNumber: boolean): unknown {
  if (typeof value !== 'object' || value === null) return value
  if ('int' in value) return asNumber ? Number(value.int) : BigInt(value.int as string)
  if ('float' in value) return Number(String(value.float).replace('inf', 'Infinity'))
  return value
}

const KINDS: Record<string, string> = { U: 'text', O: 'object', b: 'boolean' }

describe('archives written by NumPy', () => {
  test('every fixture has an expectation', () => {
    const files = referenceNames('npz', /\.npz$/)
    expect(files).toEqual(Object.keys(EXPECTED).sort())
    expect(files.length).toBe(14)
  })

  test.each(CASES)('%s', async (name, { compressed, columns }) => {
    const table = await open(name)
    expect(table).toMatchObject({ file: name, format: 'NPZ', byteLength: fixture(name).length, notes: [] })
    expect(table.metadata.size).toBe(0)
    expect(table.columns.map((column) => column.name)).toEqual(Object.keys(columns))
    for (const column of table.columns) {
      const { type, shape, values } = columns[column.name]!
      const kind = KINDS[type[1]!] ?? 'number'
      const access = compressed ? 'forward' : 'rows'
      const title = `${name}, column ${column.name}`
      expect(column).toMatchObject({ title, file: name, kind, type, shape, access })
      const all = await column.readAll()
      expect(all.kind).toBe(kind)
      expect([...all.values], title).toEqual(values.map((value) => revive(value, kind === 'number')))
    }
  })

  test.each(['splits.npz', 'splits-compressed.npz', 'zip64-directory.npz', 'zip64-compressed.npz'])(
    '%s: rows as float32, alone and from the back',
    async (name) => {
      for (const column of (await open(name)).columns) {
        if (column.kind !== 'number') continue
        const { shape, values } = EXPECTED[name]!.columns[column.name]!
        const expected = values.map((value) => Math.fround(revive(value, true) as number))
        const [rows = 1, width = 1] = shape
        for (let row = rows - 1; row >= 0; row--) {
          const out = new Float32Array(width)
          expect(await column.readFloat32(row, 1, out)).toEqual({ overflowed: 0, underflowed: 0 })
          expect([...out]).toEqual(expected.slice(row * width, (row + 1) * width))
        }
      }
    },
  )

  test(`${LONG}: rows in order over many chunks`, async () => {
    const { shape, values } = EXPECTED[LONG]!.columns.X!
    const [x] = (await open(LONG)).columns
    expect(x).toMatchObject({ shape, type: '<f4', access: 'forward' })
    const out = new Float32Array(100 * 256)
    for (let start = 0; start < 640; start += 100) {
      const rows = Math.min(100, 640 - start)
      await x!.readFloat32(start, rows, out)
      for (let i = 0; i < rows * 256; i++) {
        const [row, sample] = [(start + Math.floor(i / 256)) % 40, i % 8]
        if (out[i] !== values[row * 8 + sample]) expect(out[i]).toBe(values[row * 8 + sample])
      }
    }
  })

  test('Fortran order: whole, but not by rows', async () => {
    const [x] = (await open('fortran.npz')).columns
    await expect(x!.readFloat32(0, 1, new Float32Array(6))).rejects.toMatchObject({
      code: 'bad-input',
      message:
        'fortran.npz, column X stores its shape (4, 6) by columns (Fortran order); expected rows (C order)',
    })
  })

  test('text is no numbers', async () => {
    const column = (await open('splits.npz')).columns.find(({ name }) => name === 'Y_names')
    await expect(column!.readFloat32(0, 1, new Float32Array(1))).rejects.toThrow(
      'splits.npz, column Y_names holds text (type <U8); expected numbers',
    )
  })
})

describe('what is read of the file', () => {
  const rows = Array.from({ length: 100_000 }, (_, i) => i)

  test('stored: header, then only the bytes of the rows', async () => {
    const { source, ranges } = watched(
      bytesSource(zipBytes([{ name: 'X.npy', data: npyBytes(rows, [1000, 100]) }]), 'data.npz'),
    )
    const [x] = (await openNpz(source)).columns
    expect(x!.byteLength).toBe(128 + 400_000)
    ranges.length = 0
    const out = new Float32Array(200)
    await x!.readFloat32(7, 2, out)
    expect(ranges).toEqual([[35 + 128 + 2800, 35 + 128 + 3600]])
    expect([...out]).toEqual(rows.slice(700, 900))
  })

  test('deflated: opening takes the first 64 KB, reading on does not start again', async () => {
    const bytes = zipBytes([{ name: 'X.npy', data: npyBytes(rows, [1000, 100]), method: 8 }])
    const { source, ranges } = watched(bytesSource(bytes, 'data.npz'))
    const [x] = (await openNpz(source)).columns
    expect(ranges.filter(([start]) => start === 35)).toEqual([[35, 35 + 65_536]])
    expect(ranges.at(-1)).toEqual([35, 35 + 65_536])
    ranges.length = 0
    const starts = () => ranges.map(([start]) => start)
    const out = new Float32Array(100)
    await x!.readFloat32(0, 1, out)
    expect(starts()).toEqual([35])
    for (let row = 0; row < 1000; row++) {
      await x!.readFloat32(row, 1, out)
      if (out[99] !== row * 100 + 99) expect(out[99]).toBe(row * 100 + 99)
    }
    expect(starts()).toEqual([35, 35 + 65_536, 35 + 3 * 65_536])
    // a step back starts again
    await x!.readFloat32(0, 1, out)
    expect([...out]).toEqual(rows.slice(0, 100))
    expect(starts()).toEqual([35, 35 + 65_536, 35 + 3 * 65_536, 35])
  })

  test('two columns in turns', async () => {
    const table = await openEntries([
      { name: 'X.npy', data: npyBytes(rows, [1000, 100]), method: 8 },
      {
        name: 'Y.npy',
        data: npyBytes(
          rows.map((i) => -i),
          [1000, 100],
        ),
        method: 8,
      },
    ])
    const out = new Float32Array(100)
    for (let row = 0; row < 1000; row += 50) {
      for (const [i, column] of table.columns.entries()) {
        await column.readFloat32(row, 1, out)
        expect(out[1]).toBe((row * 100 + 1) * (i === 0 ? 1 : -1))
      }
    }
  })

  test('a file that fails is not called damaged', async () => {
    const bytes = zipBytes([{ name: 'X.npy', data: npyBytes(rows, [1000, 100]), method: 8 }])
    const gone = new DOMException('A requested file could not be found', 'NotFoundError')
    let fails = false
    const inner = bytesSource(bytes, 'data.npz')
    const source: ByteSource = {
      ...inner,
      slice: async (start, end) => {
        if (fails) throw gone
        return inner.slice(start, end)
      },
    }
    const [x] = (await openNpz(source)).columns
    fails = true
    await expect(x!.readFloat32(0, 1, new Float32Array(100))).rejects.toBe(gone)
    await expect(openNpz(source)).rejects.toBe(gone)
    fails = false
    const out = new Float32Array(100)
    await x!.readFloat32(1, 1, out)
    expect(out[0]).toBe(100)
    const late: ByteSource = {
      ...inner,
      slice: async (start, end) => {
        if (start > 0) throw gone
        return inner.slice(start, end)
      },
    }
    await expect(openNpz(late)).rejects.toBe(gone)
  })
})

describe('what is left out', () => {
  const x = npyBytes([1, 2, 3])

  test('paths and other files with a note; directories and litter of macOS without', async () => {
    const table = await openEntries([
      { name: 'X.npy', data: x },
      { name: 'a/b/X.npy', data: x },
      { name: '../X.npy', data: x },
      { name: 'C:X.npy', data: x },
      { name: 'a\\X.npy', data: x },
      { name: '/etc/X.npy', data: x },
      { name: 'a/', data: new Uint8Array(0), externalAttributes: 0x10 },
      { name: '__MACOSX/._X.npy', data: x },
      { name: '._X.npy', data: x },
      { name: '.DS_Store', data: x },
      { name: 'README.txt', data: x, method: 12 },
      { name: `${'n'.repeat(100)}.csv`, data: x },
    ])
    expect(table.columns.map(({ name }) => name)).toEqual(['X'])
    expect(table.notes).toEqual([
      'a/b/X.npy: an entry with a path, left out',
      '../X.npy: an entry with a path, left out',
      'C:X.npy: an entry with a path, left out',
      'a\\X.npy: an entry with a path, left out',
      '/etc/X.npy: an entry with a path, left out',
      'README.txt: not an array (NPY), left out',
      `${'n'.repeat(60)}...: not an array (NPY), left out`,
    ])
  })

  test.each([0, 8])('empty entries and arrays that NumPy alone understands, method %d', async (method) => {
    const extended = npyWith("{'descr': '<f16', 'fortran_order': False, 'shape': (1,), }", new Uint8Array(16))
    const long = npyWith(
      `{'descr': '<f4', 'fortran_order': False, 'shape': (0,), }${' '.repeat(10_000)}`,
      new Uint8Array(0),
    )
    const { columns, notes } = await openEntries([
      { name: 'z.npy', data: extended, method },
      { name: 'empty.npy', data: new Uint8Array(0), method },
      { name: 'long.npy', data: long, method },
      { name: 'X.npy', data: x, method },
    ])
    expect(columns.map(({ name }) => name)).toEqual(['X'])
    expect(notes).toEqual([
      'data.npz, column z holds numbers of extended precision (type <f16); expected real numbers, text or objects: left out',
      'data.npz, column empty is empty (0 bytes): left out',
      'data.npz, column long has an NPY header of 10,058 bytes; expected at most 10,000: left out',
    ])
  })

  test('an entry that is empty by its size alone is refused', async () => {
    const entry = { name: 'X.npy', data: new Uint8Array(0), crc: 7 }
    await expect(openEntries([entry])).rejects.toThrow(
      'data.npz, column X is damaged: its checksum (CRC-32) is 00000000, the archive says 00000007',
    )
  })

  test('types without meaning here do not cost the other columns', async () => {
    const dated = npyWith("{'descr': '<M8[D]', 'fortran_order': False, 'shape': (1,), }", new Uint8Array(8))
    const table = npyWith(
      "{'descr': [('z', '<f4')], 'fortran_order': False, 'shape': (1,), }",
      new Uint8Array(4),
    )
    const { columns, notes } = await openEntries([
      { name: 'night.npy', data: dated },
      { name: 'catalogue.npy', data: table, method: 8 },
      { name: 'X.npy', data: x },
    ])
    expect(columns.map(({ name }) => name)).toEqual(['X'])
    expect(notes).toEqual([
      'data.npz, column night holds dates (type <M8[D]); expected real numbers, text or objects: left out',
      "data.npz, column catalogue holds a structured type (type [('z', '<f4')]); expected real numbers, text or objects: left out",
    ])
  })
})

test('other writers: a descriptor behind the data, extra fields, a comment, names in UTF-8', async () => {
  const x = npyBytes([1, 2, 3])
  const bytes = zipBytes(
    [
      { name: 'X.npy', data: x, method: 8, descriptor: true },
      { name: 'Δz.npy', data: x, descriptor: true, localExtra: new Uint8Array(12) },
      { name: 'Y.npy', data: x, zip64: true, flags: 0x800 },
    ],
    { comment: 'made by hand' },
  )
  const content = await contentOf(await openNpz(bytesSource(bytes, 'data.npz')))
  expect(content.columns).toEqual(['X', 'Δz', 'Y'].map((name) => ({ name, shape: [3], values: [1, 2, 3] })))
})
