import { describe, expect, test } from 'vitest'
import { refusal, watched } from '../reading.fixture.ts'
import { referenceFile, referenceNames, referenceValues, toBigInt, toFloat64 } from '../reference.fixture.ts'
import { type ByteSource, bytesSource } from '../source.ts'
import { type Column, columnRows, columnWidth } from '../table.ts'
import { openParquet } from './parquet.ts'

interface ExpectedColumn {
  readonly type: string
  readonly shape: number[]
  readonly values: unknown[]
}

interface ExpectedFile {
  readonly columns: Readonly<Record<string, ExpectedColumn>>
  readonly metadata: Readonly<Record<string, string>>
}

const EXPECTED = referenceValues<ExpectedFile | { readonly same: string }>('parquet')
const READABLE = Object.keys(EXPECTED).filter((name) => !name.startsWith('refused'))

function expectedOf(name: string): ExpectedFile {
  const entry = EXPECTED[name]!
  return 'same' in entry ? expectedOf(entry.same) : entry
}

function fixture(name: string): ByteSource {
  return bytesSource(referenceFile('parquet', name), name)
}

async function openColumn(file: string, name: string): Promise<Column> {
  return (await openParquet(fixture(file))).columns.find((column) => column.name === name)!
}

/** A value as the studio gives it: a missing number is NaN, and integers become the nearest float64. */
function fromJson(value: unknown, type: string): unknown {
  if (value === null) return type === '<U' || type === '|b1' ? null : Number.NaN
  return typeof value === 'object' ? toFloat64(value) : value
}

/** As numbers, for `readFloat32`. */
function toNumber(value: unknown): number {
  return value === null ? Number.NaN : Number(value)
}

/** The bits of float32 values, so that -0 and NaN count. */
function bits(values: ArrayLike<number>): Uint32Array {
  return new Uint32Array(Float32Array.from(values, (value) => value).buffer)
}

describe('files written by pyarrow', () => {
  test('every fixture has an expectation', () => {
    const files = referenceNames('parquet', /\.parquet$/)
    expect(files).toEqual(Object.keys(EXPECTED).sort())
    expect(files.length).toBeGreaterThan(60)
  })

  test.each(READABLE)('%s: columns and metadata', async (name) => {
    const table = await openParquet(fixture(name))
    const expected = expectedOf(name)
    const columns = table.columns.map((column) => [column.name, column.type, column.shape])
    expect(columns).toEqual(
      Object.entries(expected.columns).map(([key, { type, shape }]) => [key, type, shape]),
    )
    expect(Object.fromEntries(table.metadata)).toEqual(expected.metadata)
    expect(table).toMatchObject({ file: name, format: 'Parquet', byteLength: fixture(name).byteLength })
    for (const column of table.columns) {
      expect(column).toMatchObject({ file: name, access: 'forward', title: `${name}, column ${column.name}` })
    }
  })

  test.each(READABLE)('%s: all values', async (name) => {
    const { columns } = await openParquet(fixture(name))
    for (const column of columns) {
      const { type, values } = expectedOf(name).columns[column.name]!
      const read = await column.readAll()
      expect(read.kind).toBe(column.kind)
      expect([...read.values], column.name).toEqual(values.map((value) => fromJson(value, type)))
    }
  })

  test('integers of 64 bits, each exactly', async () => {
    let columns = 0
    for (const name of READABLE) {
      for (const column of (await openParquet(fixture(name))).columns) {
        const { type, shape, values } = expectedOf(name).columns[column.name]!
        const isWide = /[iu]8/.test(type) && shape.length === 1
        expect(column.readIntegers !== undefined, column.title).toBe(isWide)
        if (column.readIntegers === undefined) continue
        expect(await column.readIntegers(), column.title).toEqual(values.map(toBigInt))
        columns++
      }
    }
    expect(columns).toBeGreaterThan(10)
  })

  test.each(READABLE)('%s: rows in any order as float32', async (name) => {
    const { columns } = await openParquet(fixture(name))
    for (const column of columns.filter(({ kind }) => kind !== 'text')) {
      const { type, values } = expectedOf(name).columns[column.name]!
      const all = values.map((value) => toNumber(fromJson(value, type)))
      const rows = columnRows(column)
      const width = columnWidth(column)
      const middle = Math.floor(rows / 2)
      for (const [start, end] of [
        [0, middle],
        [middle, rows],
        [0, rows],
        [rows - 1, rows],
        [middle, middle + 2],
        [middle, middle],
        [1, 3],
      ] as const) {
        if (start < 0 || end > rows) continue
        const out = new Float32Array((end - start) * width).fill(7)
        await column.readFloat32(start, end - start, out)
        expect(bits(out), `${column.name}, rows ${start} to ${end}`).toEqual(
          bits(all.slice(start * width, end * width)),
        )
      }
    }
  })

  test.each(['range-loss.parquet', 'range-loss-dictionary.parquet'])(
    '%s: what float32 loses',
    async (name) => {
      const column = await openColumn(name, 'X')
      const out = new Float32Array(8)
      expect(await column.readFloat32(0, 2, out)).toEqual({ overflowed: 2, underflowed: 2 })
      expect(await column.readFloat32(1, 1, out)).toEqual({ overflowed: 0, underflowed: 1 })
      expect(await column.readFloat32(2, 1, out)).toEqual({ overflowed: 0, underflowed: 0 })
    },
  )

  test('what is left out is said', async () => {
    const { notes } = await openParquet(fixture('scalars-plain-v1.parquet'))
    expect(notes).toEqual([
      'Column date was left out: it holds dates.',
      'Column timestamp was left out: it holds timestamps.',
      'Column nanoseconds was left out: it holds timestamps.',
      'Column time was left out: it holds times.',
      'Column decimal was left out: it holds decimal numbers.',
      'Column fixed was left out: it holds bytes.',
      'Column struct was left out: it holds structures.',
      'Column map was left out: it holds maps.',
      'Column null was left out: it holds nothing but nulls.',
      'Column names was left out: it holds lists of text.',
      'Column cube was left out: it holds lists of lists or structures.',
      'Column dates was left out: it holds lists of dates.',
      'Column structs was left out: it holds lists of lists or structures.',
    ])
  })

  test('text is no numbers', async () => {
    const column = await openColumn('zstd-plain-v1.parquet', 'label')
    expect(await refusal(column.readFloat32(0, 1, new Float32Array(1)))).toEqual({
      message: 'zstd-plain-v1.parquet, column label holds text (type <U); expected numbers',
      hint: 'Posteriors are numbers: float32, float64, float16 or integers.',
    })
  })

  test('rows outside the column are a defect of the caller', async () => {
    const column = await openColumn('zstd-plain-v1.parquet', 'X')
    await expect(column.readFloat32(5, 2, new Float32Array(16))).rejects.toThrow(
      'Expected rows within 0 to 6, got 5 to 7',
    )
  })
})

describe('what is read of a file', () => {
  test('opening reads the start and the footer only', async () => {
    const { source, ranges } = watched(fixture('row-groups.parquet'))
    await openParquet(source)
    const footer = new DataView((await source.slice(source.byteLength - 8, source.byteLength)).buffer)
    const footerStart = source.byteLength - 8 - footer.getUint32(0, true)
    expect(ranges.slice(0, 3)).toEqual([
      [0, 512],
      [source.byteLength - 8, source.byteLength],
      [footerStart, source.byteLength - 8],
    ])
  })

  test('reading on does not start again, and a row group is reached without the ones before', async () => {
    const { source, ranges } = watched(fixture('row-groups.parquet'))
    const column = (await openParquet(source)).columns.find(({ name }) => name === 'X')!
    const out = new Float32Array(48 * 12)
    await column.readFloat32(0, 5, out)
    const afterFirst = ranges.length
    await column.readFloat32(5, 6, out)
    expect(ranges.length).toBe(afterFirst)
    ranges.length = 0
    await column.readFloat32(40, 2, out)
    expect(ranges.length).toBe(1)
    await column.readFloat32(0, 1, out)
    expect(ranges.length).toBe(2)
    expect(ranges[1]![0]).toBeLessThan(ranges[0]![0])
  })
})

describe('refused files', () => {
  const HINT = 'Every row must have equally many values, or be null as a whole; none may be empty.'

  test.each([
    ['refused-lengths', '13 values in 3 rows of row group 0; expected the same number for every row'],
    ['refused-empty-row', '12 values in 3 rows of row group 0; expected 7 for every row'],
    ['refused-null-and-lengths', '8 values in 3 rows of row group 0; expected 4 for every row'],
    ['refused-row-groups', '12 values in 2 rows of row group 1; expected 4 for every row'],
  ])('%s: left out on opening', async (name, what) => {
    const { columns, notes } = await openParquet(fixture(`${name}.parquet`))
    expect(columns.map((column) => column.name)).not.toContain('X')
    expect(notes).toEqual([`Column X was left out: rows of different lengths: ${what}.`])
  })

  test.each([
    ['refused-same-average', 'row 1 has more than 4'],
    ['refused-same-average-longer-last', 'row 1 has 3 values'],
    ['refused-null-row', 'row 1 has 1 value, or is null or empty'],
  ])('%s: on reading', async (name, what) => {
    const column = await openColumn(`${name}.parquet`, 'X')
    const width = columnWidth(column)
    const message = `${name}.parquet, column X has rows of different lengths: ${what}; expected ${width}, as many as the others on average`
    expect(await refusal(column.readAll())).toEqual({ message, hint: HINT })
    const reading = column.readFloat32(0, 3, new Float32Array(3 * width))
    expect(await refusal(reading)).toEqual({ message, hint: HINT })
  })

  test.each([
    ['refused-null-and-short', 4, 'row 3 has 3 values'],
    ['refused-null-and-longer-last', 4, 'row 2 has 3 values'],
    ['refused-null-and-shorter-last', 4, 'row 2 has more than 4'],
    ['refused-null-and-longest-last', 4, 'row 4 has more than 4'],
    ['refused-null-and-shortest-last', 4, 'row 3 has 1 value, or is null or empty'],
    ['refused-null-after-short', 4, 'row 1 has 3 values'],
    ['refused-null-and-empty', 4, 'row 2 has no values (null or empty)'],
    ['refused-all-empty', 1, 'row 0 has no values (null or empty)'],
  ])('%s: on reading, beside a null row', async (name, width, what) => {
    const column = await openColumn(`${name}.parquet`, 'X')
    const message = `${name}.parquet, column X has rows of different lengths: ${what}; expected ${width} in every row`
    expect(await refusal(column.readAll())).toEqual({ message, hint: HINT })
    const rows = columnRows(column)
    const reading = column.readFloat32(0, rows, new Float32Array(rows * width))
    expect(await refusal(reading)).toEqual({ message, hint: HINT })
  })

  test.each([
    ['', 'X.parquet is not a Parquet file: it is empty (0 bytes)'],
    ['\x93NUMPY', 'X.parquet is not a Parquet file: it is a NumPy array (NPY)'],
    ['something', 'X.parquet is not a Parquet file'],
    ['PARE and more', 'X.parquet is an encrypted Parquet file'],
    ['PAR1\0\0\0\0PARE', 'X.parquet is an encrypted Parquet file'],
    ['PAR1', 'X.parquet is truncated: expected 12 bytes at least, the file has 4'],
    [
      'PAR1\0\0\0\0PAR2',
      'X.parquet is truncated or was not closed: expected PAR1 at its end, the file has 12 bytes',
    ],
    [
      'PAR1\xff\xff\xff\xffPAR1',
      'X.parquet is damaged: the footer claims 4,294,967,295 bytes; expected at most 0',
    ],
    ['PAR1\0\0\0\0PAR1', 'X.parquet is damaged: the footer ends early'],
    [
      'PAR1\0\x01\0\0\0PAR1',
      'X.parquet is damaged: the footer gives nothing readable for the rows; expected a whole number from 0',
    ],
  ])('%j', async (text, message) => {
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0))
    expect((await refusal(openParquet(bytesSource(bytes, 'X.parquet')))).message).toBe(message)
  })

  test('a file that was changed after it was chosen', async () => {
    const source = fixture('zstd-plain-v1.parquet')
    let length = source.byteLength
    const shrinking = {
      ...source,
      slice: async (start: number, end: number) => (await source.slice(start, end)).slice(0, length - start),
    }
    const column = (await openParquet(shrinking)).columns[0]!
    length = 20
    await expect(column.readFloat32(0, 1, new Float32Array(8))).rejects.toMatchObject({ code: 'file-gone' })
  })
})
