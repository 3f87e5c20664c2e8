import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentOf, readDamaged, readRows } from '../fuzz.fixture.ts'
import { refusal, watched } from '../reading.fixture.ts'
import { referenceFile, referenceNames, referenceValues, toBigInt, toFloat64 } from '../reference.fixture.ts'
import { type ByteSource, bytesSource } from '../source.ts'
import { columnRows, columnWidth } from '../table.ts'
import { openFits } from './fits.ts'
import { file, open, part, tablePart } from './parts.fixture.ts'

interface Expected {
  readonly columns: Readonly<Record<string, { type: string; shape: number[]; values: unknown[] }>>
  readonly zgrid: unknown[] | null
  readonly notes: string[]
}

const EXPECTED = referenceValues<Expected>('fits')
const CASES = Object.entries(EXPECTED)
const KINDS: Readonly<Record<string, string>> = { b: 'boolean', U: 'text' }

function fixture(name: string): Uint8Array {
  return referenceFile('fits', name)
}

describe('files written by astropy', () => {
  test('every fixture has an expectation', () => {
    const files = referenceNames('fits', /\.fits$/)
    expect(files).toEqual(CASES.map(([name]) => name).sort())
    expect(files.length).toBeGreaterThan(20)
  })

  test.each(CASES)('%s: columns, grid and notes', async (name, expected) => {
    const bytes = fixture(name)
    const table = await openFits(bytesSource(bytes, name))
    expect(table).toMatchObject({
      file: name,
      format: 'FITS',
      byteLength: bytes.length,
      notes: expected.notes,
    })
    expect(table.columns.map((column) => column.name)).toEqual(Object.keys(expected.columns))
    for (const column of table.columns) {
      const { type, shape } = expected.columns[column.name]!
      const kind = KINDS[type[1]!] ?? 'number'
      const title = `${name}, column ${column.name}`
      expect(column).toMatchObject({ title, file: name, access: 'rows', kind, type, shape })
    }
    const zgrid = table.metadata.get('zgrid')
    expect(zgrid === undefined ? null : JSON.parse(zgrid)).toEqual(expected.zgrid)
  })

  test.each(CASES)('%s: every value', async (name, expected) => {
    const table = await openFits(bytesSource(fixture(name), name))
    for (const column of table.columns) {
      const { values } = expected.columns[column.name]!
      const all = await column.readAll()
      const wanted = all.kind === 'number' ? values.map(toFloat64) : values
      expect(all.kind).toBe(column.kind)
      expect(Array.from<unknown>(all.values), column.title).toEqual(wanted)
    }
  })

  test('integers of 64 bits, each exactly', async () => {
    let columns = 0
    for (const [name, expected] of CASES) {
      for (const { name: column, title, readIntegers } of (await openFits(bytesSource(fixture(name), name)))
        .columns) {
        if (readIntegers === undefined) continue
        const { values } = expected.columns[column]!
        expect(await readIntegers(), title).toEqual(values.map(toBigInt))
        columns++
      }
    }
    expect(columns).toBeGreaterThan(2)
  })

  test.each(CASES)('%s: rows as float32', async (name, expected) => {
    const table = await openFits(bytesSource(fixture(name), name))
    for (const column of table.columns.filter(({ kind }) => kind === 'number')) {
      const wanted = expected.columns[column.name]!.values.map((value) => Math.fround(toFloat64(value)))
      expect(Array.from(await readRows(column)), column.title).toEqual(wanted)
      const width = columnWidth(column)
      for (let row = 0; row < columnRows(column); row++) {
        const one = new Float32Array(width)
        await column.readFloat32(row, 1, one)
        expect(Array.from(one)).toEqual(wanted.slice(row * width, (row + 1) * width))
      }
    }
  })
})

describe('rows', () => {
  test('finite values that float32 cannot hold are counted', async () => {
    const { columns } = await openFits(bytesSource(fixture('scaled.fits'), 'X.fits'))
    const scaled = columns.find(({ name }) => name === 'E')!
    expect(await scaled.readFloat32(0, 2, new Float32Array(2))).toEqual({ overflowed: 1, underflowed: 0 })
    const doubles = (await openFits(bytesSource(fixture('vector-f8.fits'), 'X.fits'))).columns[0]!
    expect(await doubles.readFloat32(0, 7, new Float32Array(91))).toEqual({ overflowed: 0, underflowed: 1 })
    expect(await doubles.readFloat32(0, 3, new Float32Array(39))).toEqual({ overflowed: 0, underflowed: 0 })
  })

  test('only the bytes from the first to the last of the column are read', async () => {
    const { source, ranges } = watched(bytesSource(fixture('vector-mixed.fits'), 'X.fits'))
    const { columns } = await openFits(source)
    ranges.length = 0
    // 8 of ID, 1 of FLAG, 52 of PDF, 4 of NAME, 104 of PDF8, 4 of Z
    await columns[2]!.readFloat32(2, 3, new Float32Array(39))
    expect(ranges).toEqual([[5760 + 2 * 173 + 9, 5760 + 4 * 173 + 9 + 52]])
  })

  /** An integer, a vector of `points` and a float in each row. */
  function longRows(rows: number, points: number) {
    const rowBytes = 4 + 4 * points + 4
    const data = Buffer.alloc(rows * rowBytes)
    for (let row = 0; row < rows; row++) {
      data.writeInt32BE(row - 7, row * rowBytes)
      data.writeFloatBE(row / 3, row * rowBytes + 8)
      data.writeFloatBE(row / 8, (row + 1) * rowBytes - 4)
    }
    const cards = ['TFIELDS = 3', "TFORM1 = 'J'", `TFORM2 = '${points}E'`, "TFORM3 = 'E'"]
    return { rowBytes, file: file(tablePart(rowBytes, rows, cards, data)) }
  }
  const counted = (rows: number, value: (row: number) => number) =>
    Array.from({ length: rows }, (_, row) => value(row))

  test('narrow columns in long rows come together in one pass, a wide one alone', async () => {
    const rows = 40
    const { rowBytes, file } = longRows(rows, 9000)
    const { source, ranges } = watched(bytesSource(file, 'X.fits'))
    const { columns } = await openFits(source)
    expect(columns.map(({ name }) => name)).toEqual(['COL1', 'COL2', 'COL3'])
    ranges.length = 0
    expect([...(await columns[0]!.readAll()).values]).toEqual(counted(rows, (row) => row - 7))
    expect(ranges).toEqual([[5760, 5760 + rows * rowBytes]])
    expect([...(await columns[2]!.readAll()).values]).toEqual(counted(rows, (row) => row / 8))
    expect(ranges).toHaveLength(1)
    const some = new Float32Array(3)
    await columns[0]!.readFloat32(5, 3, some)
    expect([...some]).toEqual([-2, -1, 0])
    ranges.length = 0
    const out = new Float32Array(rows * 9000)
    await columns[1]!.readFloat32(0, rows, out)
    expect(ranges).toEqual([[5760 + 4, 5760 + rows * rowBytes - 4]])
    expect(counted(rows, (row) => out[row * 9000 + 1]!)).toEqual(counted(rows, (row) => Math.fround(row / 3)))
  })

  test('a pass that failed is made again by the next reader', async () => {
    const { file } = longRows(3, 9000)
    const intact = bytesSource(file, 'X.fits')
    let failing = false
    const { columns } = await openFits({
      ...intact,
      slice: (start, end) => (failing ? Promise.reject(new Error('gone')) : intact.slice(start, end)),
    })
    failing = true
    await expect(columns[0]!.readAll()).rejects.toThrow('gone')
    failing = false
    expect([...(await columns[0]!.readAll()).values]).toEqual([-7, -6, -5])
  })

  test('in very long rows a narrow column is read row by row', async () => {
    const { rowBytes, file } = longRows(4, 70_000)
    const { source, ranges } = watched(bytesSource(file, 'X.fits'))
    const { columns } = await openFits(source)
    ranges.length = 0
    expect([...(await columns[2]!.readAll()).values]).toEqual([0, 1 / 8, 2 / 8, 3 / 8])
    expect(ranges).toEqual([1, 2, 3, 4].map((row) => [5760 + row * rowBytes - 4, 5760 + row * rowBytes]))
  })

  test.each([
    ['one row above 16 MB', 1, 2 ** 21 + 5, 2],
    ['rows that fill pieces in part', 3, 900_000, 2],
    ['rows above 16 MB', 2, 2 ** 21 + 5, 4],
  ])('%s: pieces', async (_, rows, width, pieces) => {
    const data = Buffer.alloc(rows * width * 8)
    for (let i = 0; i < rows * width; i += 7) data.writeDoubleBE(i / 2, i * 8)
    const { source, ranges } = watched(
      bytesSource(file(tablePart(width * 8, rows, [`TFORM1 = '${width}D'`], data)), 'X.fits'),
    )
    const column = (await openFits(source)).columns[0]!
    ranges.length = 0
    const out = new Float32Array(rows * width)
    await column.readFloat32(0, rows, out)
    expect(ranges.length).toBe(pieces)
    for (const [start, end] of ranges) expect(end - start).toBeLessThanOrEqual(2 ** 24)
    const wrong = out.findIndex((value, i) => value !== (i % 7 === 0 ? Math.fround(i / 2) : 0))
    expect(wrong).toBe(-1)
  })

  test('variable-length rows that follow each other are read together, scattered ones alone', async () => {
    // rows 0 and 1 lie one after the other, row 2 in front of them
    const data = Buffer.alloc(24 + 24)
    const descriptors = [2, 8, 2, 16, 2, 0]
    for (const [i, value] of descriptors.entries()) data.writeInt32BE(value, 4 * i)
    for (let i = 0; i < 6; i++) data.writeFloatBE(i + 0.5, 24 + 4 * i)
    const { source, ranges } = watched(
      bytesSource(file(tablePart(8, 3, ["TFORM1 = '1PE(2)'", 'PCOUNT = 24'], data)), 'X.fits'),
    )
    const column = (await openFits(source)).columns[0]!
    expect(column).toMatchObject({ shape: [3, 2], type: '>f4', access: 'rows', byteLength: 24 })
    ranges.length = 0
    expect([...(await column.readAll()).values]).toEqual([2.5, 3.5, 4.5, 5.5, 0.5, 1.5])
    expect(ranges).toEqual([
      [5760 + 32, 5760 + 48],
      [5760 + 24, 5760 + 32],
    ])
  })

  test('a file that shrank is said', async () => {
    const bytes = fixture('vector-f4.fits')
    let length = bytes.length
    const source: ByteSource = {
      name: 'X.fits',
      byteLength: bytes.length,
      slice: async (start, end) => new Uint8Array(bytes.slice(start, Math.min(end, length))),
    }
    const column = (await openFits(source)).columns[0]!
    length = 5800
    await expect(column.readFloat32(0, 7, new Float32Array(91))).rejects.toMatchObject({
      code: 'file-gone',
      message: 'X.fits gave 40 bytes from position 5,760; expected 364',
    })
  })

  test('rows outside the table and a short buffer are defects of the caller', async () => {
    const column = (await open(fixture('vector-f4.fits'))).columns[0]!
    await expect(column.readFloat32(6, 2, new Float32Array(26))).rejects.toThrow(
      'Expected rows within 0 to 7, got 6 to 8',
    )
    await expect(column.readFloat32(0, 2, new Float32Array(25))).rejects.toThrow(
      'Expected room for 26 values, got 25',
    )
  })

  test('text and logicals are no numbers', async () => {
    const { columns } = await open(fixture('scalars.fits'))
    const read = (name: string) =>
      refusal(columns.find((column) => column.name === name)!.readFloat32(0, 1, new Float32Array(1)))
    expect((await read('A')).message).toBe('X.fits, column A holds text (type <U); expected numbers')
    expect((await read('L')).message).toBe('X.fits, column L holds booleans (type |b1); expected numbers')
  })

  test('a column that is too large to hold', async () => {
    const head = file(tablePart(4, 200_000_000, ["TFORM1 = 'E'", "TTYPE1 = 'PDF'"]))
    const source: ByteSource = {
      name: 'X.fits',
      byteLength: head.length + 800_000_000,
      slice: async (start, end) => {
        const bytes = new Uint8Array(end - start)
        bytes.set(head.subarray(start, end))
        return bytes
      },
    }
    const column = (await openFits(source)).columns[0]!
    expect((await refusal(column.readAll())).message).toBe(
      'X.fits, column PDF with the shape (200000000,) takes 1,600,000,000 bytes; expected at most 536,870,912',
    )
  })
})

describe('details of the standard', () => {
  test('text ends at its first NUL and before trailing spaces, and is latin1', async () => {
    const bytes = file(tablePart(5, 4, ["TFORM1 = '5A'"], 'a\0xyzab   \xe9\x80  \0 bc  '))
    const column = (await open(bytes)).columns[0]!
    expect((await column.readAll()).values).toEqual(['a', 'ab', '\xe9\x80', ' bc'])
  })

  test('logicals are T, F or missing', async () => {
    const bytes = file(tablePart(2, 2, ["TFORM1 = '2L'", "TTYPE1 = 'OK'"], 'TF\0T'))
    expect((await (await open(bytes)).columns[0]!.readAll()).values).toEqual([true, false, null, true])
    const odd = file(tablePart(2, 2, ["TFORM1 = '2L'", "TTYPE1 = 'OK'"], 'TF1T'))
    expect(await refusal((await open(odd)).columns[0]!.readAll())).toEqual({
      message: 'X.fits, column OK is damaged: a logical is the byte 49; expected T (84), F (70) or 0',
      hint: 'Copy or download it again, or write it again.',
    })
  })

  test('TNULL of unsigned integers counts as stored, and as astropy writes it', async () => {
    const data = Buffer.alloc(6)
    for (const [i, value] of [5 - 32768, 7, 7 - 32768].entries()) data.writeInt16BE(value, 2 * i)
    const bytes = file(tablePart(2, 3, ["TFORM1 = 'I'", 'TZERO1 = 32768', 'TNULL1 = 7'], data))
    expect([...(await (await open(bytes)).columns[0]!.readAll()).values]).toEqual([5, NaN, NaN])
  })

  test('the padding of the last block may be missing', async () => {
    const bytes = fixture('vector-f4.fits')
    const column = (await open(bytes.slice(0, 5760 + 364))).columns[0]!
    expect([...(await column.readAll()).values]).toEqual(
      EXPECTED['vector-f4.fits']!.columns.PDF!.values.map(toFloat64),
    )
  })

  test('random groups have a size of their own', async () => {
    const groups = part(
      [
        'SIMPLE = T',
        'BITPIX = -32',
        'NAXIS = 2',
        'NAXIS1 = 0',
        'NAXIS2 = 3',
        'GROUPS = T',
        'PCOUNT = 2',
        'GCOUNT = 200',
      ],
      new Uint8Array(4 * 200 * 5),
    )
    const bytes = new Uint8Array(Buffer.concat([groups, tablePart(2, 1, ["TFORM1 = 'I'"], '\x01\x02')]))
    expect([...(await (await open(bytes)).columns[0]!.readAll()).values]).toEqual([258])
  })

  test('a compressed image in front of the table is left out', async () => {
    const image = tablePart(1, 1, ["TFORM1 = 'B'", 'ZIMAGE = T', "EXTNAME = 'IMG'"], '\x01')
    const table = await open(file(image, tablePart(1, 1, ["TFORM1 = 'B'"], '\x02')))
    expect([...(await table.columns[0]!.readAll()).values]).toEqual([2])
    expect(table.notes).toEqual([
      'Extension 1 (BINTABLE IMG) was left out: the table is extension 2 (BINTABLE).',
    ])
  })

  test('texts go on in CONTINUE cards', async () => {
    const cards = [
      "TFORM1 = 'B'",
      "TTYPE1 = 'it''s a &'",
      "CONTINUE  'very &' / one",
      "CONTINUE  'long & name'",
    ]
    const table = await open(file(tablePart(1, 1, cards, '\x02')))
    expect(table.columns[0]!.name).toBe("it's a very long & name")
  })

  test('notes name twenty extensions at most', async () => {
    const table = tablePart(1, 1, ["TFORM1 = 'B'"], '\x02')
    const { notes } = await open(file(...Array.from({ length: 30 }, () => table)))
    expect(notes.length).toBe(21)
    expect(notes[20]).toBe('9 more extensions were left out.')
  })
})

describe('damage', () => {
  const names = ['vector-mixed.fits', 'variable-length.fits', 'zgrid-image.fits']

  test.each(names)(
    '%s cut at any byte is refused, or only its padding is missing',
    async (name) => {
      const bytes = fixture(name)
      const intact = await contentOf(await open(bytes))
      const odd: number[] = []
      for (let length = 0; length < bytes.length; length++) {
        const outcome = await readDamaged(openFits, bytes.slice(0, length), intact)
        const padding = bytes.subarray(length).every((byte) => byte === 0)
        if (outcome !== (padding ? 'equal' : 'refused')) odd.push(length)
      }
      expect(odd).toEqual([])
    },
    60_000,
  )

  test.each([...names, 'missing.fits', 'left-out.fits'])(
    '%s with flipped bits',
    async (name) => {
      const bytes = fixture(name)
      const intact = await contentOf(await open(bytes))
      // half of them in the headers' cards, where lengths and forms are
      const cards = Array.from(bytes.keys()).filter((at) => bytes[at]! > 0x20)
      const position = fc.oneof(
        fc.nat(bytes.length - 1),
        fc.nat(cards.length - 1).map((at) => cards[at]!),
      )
      const flips = fc.array(fc.tuple(position, fc.nat(7)), { minLength: 1, maxLength: 4 })
      await fc.assert(
        fc.asyncProperty(flips, async (places) => {
          const damaged = bytes.slice()
          for (const [at, bit] of places) damaged[at]! ^= 1 << bit
          await readDamaged(openFits, damaged, intact)
        }),
        { numRuns: 300, seed: 4 },
      )
    },
    60_000,
  )

  test('lengths that lie', async () => {
    const bytes = fixture('variable-length.fits')
    const intact = await contentOf(await open(bytes))
    const text = Buffer.from(bytes).toString('latin1')
    const values = ['-1', '0', '1', '255', '65536', '4294967296', '9007199254740991', '9'.repeat(20)]
    for (const keyword of ['NAXIS', 'NAXIS1', 'NAXIS2', 'PCOUNT', 'GCOUNT', 'TFIELDS', 'BITPIX', 'THEAP']) {
      for (const value of values) {
        const card = `${keyword.padEnd(8)}= ${value.padStart(20)}`
        const at = text.indexOf(keyword.padEnd(8), 2880)
        // fewer rows than there are fit into the same block
        if (at < 0 || (keyword === 'NAXIS2' && Number(value) < 2 && Number(value) >= 0)) continue
        const lying = text.slice(0, at) + card + text.slice(at + card.length)
        const outcome = await readDamaged(openFits, new Uint8Array(Buffer.from(lying, 'latin1')), intact)
        const found = /= *(\d+)/.exec(text.slice(at, at + 30))?.[1]
        expect(outcome, card).toBe(found === value ? 'equal' : 'refused')
      }
    }
  })
})

describe('what other readers take', () => {
  const numbers = tablePart(4, 1, ['TFIELDS = 2', "TFORM1 = 'I'", "TFORM2 = 'I'"], '\0\x01\0\x02')
  const names = async (bytes: Uint8Array) => (await open(bytes)).columns.map(({ name }) => name)

  test('zeros behind the last part', async () => {
    for (const count of [1, 2880, 5760, 2 ** 20 + 7]) {
      expect(await names(new Uint8Array(Buffer.concat([file(numbers), Buffer.alloc(count)])))).toEqual([
        'COL1',
        'COL2',
      ])
    }
  })

  test('other characters than ASCII where nobody needs them', async () => {
    const odd = [
      'COMMENT \xe9',
      'HISTORY\x20\xfc\0',
      `${' '.repeat(8)}\xe9`,
      "OBSERVER= 'Jos\xe9'",
      'HIERARCH ESO \xe9',
    ]
    const cards = ["TFORM1 = 'B'", ...odd]
    expect(await names(file(tablePart(1, 1, cards, '\x01')))).toEqual(['COL1'])
  })

  test('columns with one name, of which the first is read', async () => {
    const cards = ["TTYPE1 = 'z'", "TTYPE2 = 'z'", 'TFIELDS = 2', "TFORM1 = 'I'", "TFORM2 = 'I'"]
    const { columns, notes } = await open(file(tablePart(4, 1, cards, '\0\x01\0\x02')))
    expect(columns.map(({ name }) => name)).toEqual(['z'])
    expect((await columns[0]!.readAll()).values).toEqual(Float64Array.of(1))
    expect(notes).toEqual(['X.fits has 2 columns with the name z: only the first is read.'])
  })
})
