import { createHash } from 'node:crypto'
import { tableFromArrays, tableToIPC } from 'apache-arrow'
import { describe, expect, test } from 'vitest'
import { StudioError } from '../../core/errors.ts'
import { readRows } from '../fuzz.fixture.ts'
import { watched } from '../reading.fixture.ts'
import { referenceFile, referenceNames, referenceValues, toBigInt, toFloat64 } from '../reference.fixture.ts'
import { bytesSource } from '../source.ts'
import { type Column, columnRows, columnWidth, type Table } from '../table.ts'
import { openArrow } from './arrow.ts'

interface ExpectedColumn {
  readonly type: string
  readonly shape: number[]
  readonly values?: unknown[]
  readonly sha256?: string
}

interface Expected {
  readonly columns: Record<string, ExpectedColumn>
  readonly metadata: Record<string, string>
  readonly leftOut: string[]
}

const EXPECTED = referenceValues<Expected>('arrow')
const FILES = Object.keys(EXPECTED).filter((file) => file !== 'compressed')

/** Files of which nothing is read. */
const UNRECORDED = [
  ...['ragged.arrow', 'ragged.arrows'],
  ...['run-end-encoded.arrows', 'list-view.arrow', 'large-list-view.arrows'],
]

function fixture(file: string): Uint8Array {
  return referenceFile('arrow', file)
}

function open(file: string): Promise<Table> {
  return openArrow(bytesSource(fixture(file), file))
}

function expectedColumns(file: string): [string, ExpectedColumn][] {
  const { columns } = EXPECTED[file]!
  return typeof columns.like === 'string' ? expectedColumns(columns.like) : Object.entries(columns)
}

/** A value as expected.json has it; 64-bit integers become the nearest float64. */
function revive(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? toFloat64(value) : value
}

function columnOf(table: Table, name: string): Column {
  const column = table.columns.find((each) => each.name === name)
  if (column === undefined) throw new Error(`Expected a column ${name}`)
  return column
}

/** What a read of rows must count as lost. */
function lossOf(values: readonly number[]) {
  const finite = values.filter(Number.isFinite)
  return {
    overflowed: finite.filter((value) => !Number.isFinite(Math.fround(value))).length,
    underflowed: finite.filter((value) => value !== 0 && Math.fround(value) === 0).length,
  }
}

test('every fixture is expected', () => {
  const files = referenceNames('arrow', /\.(arrows?|feather)$/)
  expect(files).toEqual([...FILES, ...UNRECORDED].sort())
})

test('integers of 64 bits, each exactly', async () => {
  let columns = 0
  for (const file of FILES) {
    const table = await open(file)
    for (const [name, { type, shape, values }] of expectedColumns(file)) {
      const { readIntegers, title } = columnOf(table, name)
      if (readIntegers === undefined) continue
      expect([type[1], type[2], shape.length]).toEqual([expect.stringMatching(/[iu]/), '8', 1])
      expect(await readIntegers(), title).toEqual(values!.map(toBigInt))
      columns++
    }
  }
  expect(columns).toBeGreaterThan(10)
})

describe.each(FILES)('%s', (file) => {
  const columns = expectedColumns(file)
  const { metadata, leftOut } = EXPECTED[file]!

  test('its structure', async () => {
    const table = await open(file)
    expect(table).toMatchObject({
      file,
      format: file.endsWith('.arrows') ? 'Arrow stream' : 'Arrow',
      byteLength: fixture(file).length,
    })
    expect(Object.fromEntries(table.metadata)).toEqual(metadata)
    expect(table.columns.map(({ name, type, shape, title }) => [name, type, shape, title])).toEqual(
      columns.map(([name, { type, shape }]) => [name, type, shape, `${file}, column ${name}`]),
    )
    expect(table.notes.length).toBe(leftOut.length)
    for (const name of leftOut) expect(table.notes.join(' ')).toContain(name)
    const compressed = /lz4|zstd|^feather(-chunks)?\.feather/.test(file)
    for (const column of table.columns) {
      const forward = compressed && column.shape.length > 1 && columnRows(column) > 0
      expect(column.access).toBe(forward ? 'forward' : 'rows')
    }
  })

  test('its values', async () => {
    const table = await open(file)
    for (const [name, { values, sha256 }] of columns) {
      const column = columnOf(table, name)
      if (sha256 !== undefined) {
        const rows = await readRows(column)
        expect(createHash('sha256').update(new Uint8Array(rows.buffer)).digest('hex')).toBe(sha256)
        continue
      }
      const revived = values!.map(revive)
      const all = await column.readAll()
      expect(all.kind).toBe(column.kind)
      expect([...all.values]).toEqual(revived)
      if (all.kind !== 'number') continue
      const numbers = revived as number[]
      const width = columnWidth(column)
      const out = new Float32Array(numbers.length)
      expect(await column.readFloat32(0, columnRows(column), out)).toEqual(lossOf(numbers))
      expect([...out]).toEqual(numbers.map(Math.fround))
      // any rows, and back again
      for (const start of [2, 1, 0].filter((row) => row + 2 <= columnRows(column))) {
        const two = new Float32Array(2 * width)
        const expected = numbers.slice(start * width, (start + 2) * width)
        expect(await column.readFloat32(start, 2, two)).toEqual(lossOf(expected))
        expect([...two]).toEqual(expected.map(Math.fround))
      }
    }
  })
})

describe('what is read', () => {
  test('of a batch, the rows that are asked for and no more', async () => {
    const { source, ranges } = watched(bytesSource(fixture('vectors-float32.arrow'), 'x.arrow'))
    const column = columnOf(await openArrow(source), 'fixed')
    ranges.length = 0
    await column.readFloat32(3, 2, new Float32Array(18))
    expect(ranges.map(([start, end]) => end - start)).toEqual([2 * 9 * 4])
  })

  test('when a file is opened, no values', async () => {
    const { source, ranges } = watched(bytesSource(fixture('batches-float64.arrows'), 'x.arrows'))
    const table = await openArrow(source)
    const read = ranges.reduce((sum, [start, end]) => sum + end - start, 0)
    const values = table.columns.reduce((sum, { byteLength }) => sum + byteLength, 0)
    // beside the metadata: the first 512 bytes, and the offsets of 12 rows in 4 batches, 4 and 8 bytes each
    expect(read).toBeLessThanOrEqual(source.byteLength - values + 512 + 15 * (4 + 8))
  })

  test('of a compressed batch, each byte once if read in order', async () => {
    const { source, ranges } = watched(bytesSource(fixture('large-lz4.arrow'), 'x.arrow'))
    const column = columnOf(await openArrow(source), 'X')
    ranges.length = 0
    const out = new Float32Array(700)
    for (let row = 0; row < 60; row++) await column.readFloat32(row, 1, out)
    const read = ranges.reduce((sum, [start, end]) => sum + end - start, 0)
    expect(read).toBeLessThanOrEqual(column.byteLength + 8)
  })

  test('of a column, its bytes in the file', async () => {
    const { columns } = await open('vectors-float32.arrow')
    // list: 13 offsets of 4 bytes, large: 13 of 8
    expect(columns.map(({ byteLength }) => byteLength)).toEqual([432, 432 + 52, 432 + 104])
  })
})

describe("files that apache-arrow's JavaScript wrote", () => {
  // they have no schema before the first block
  test.each([0, 3])('%i rows', async (rows) => {
    const z = Float64Array.from({ length: rows }, (_, row) => row / 8)
    const bytes = tableToIPC(tableFromArrays({ z }), 'file')
    const [column] = (await openArrow(bytesSource(bytes, 'js.arrow'))).columns
    expect(column).toMatchObject({ name: 'z', type: '<f8', shape: [rows] })
    expect((await column!.readAll()).values).toEqual(z)
  })
})

describe('what is left out', () => {
  test('is said, with the reason', async () => {
    const { notes } = await open('left-out.arrow')
    expect(notes).toContain(
      'Column nested of left-out.arrow is left out: its type FixedSizeList[1]<FixedSizeList[2]<Float32>> is not supported.',
    )
    expect(notes).toContain('left-out.arrow has 2 columns with the name first: only the first is read.')
  })

  test.each([
    ['ragged.arrow', '1 in row 3, 0 in row 4, 3 in row 5'],
    ['ragged.arrows', '1 in row 3, 0 in row 4, 3 in row 5, 1 in row 6, 1 in row 7'],
  ])('%s: lists of different lengths, the first five named', async (file, others) => {
    const { columns, notes } = await open(file)
    expect(columns).toEqual([])
    expect(notes).toEqual([
      `Column X was left out: rows of different lengths: expected 2 as in row 0, got ${others}.`,
    ])
  })

  test('text has no rows of numbers', async () => {
    const table = await open('scalars.arrow')
    await expect(columnOf(table, 'string').readFloat32(0, 1, new Float32Array(1))).rejects.toMatchObject({
      code: 'bad-input',
      message: 'scalars.arrow, column string holds text (type <U); expected numbers',
    })
    await expect(columnOf(table, 'bool').readFloat32(0, 1, new Float32Array(1))).rejects.toThrow(
      'scalars.arrow, column bool holds booleans (type |b1); expected numbers',
    )
  })

  test('rows outside a column are a defect of the caller', async () => {
    const table = await open('vectors-float32.arrow')
    await expect(columnOf(table, 'fixed').readFloat32(11, 2, new Float32Array(18))).rejects.toThrow(
      'Expected rows within 0 to 12, got 11 to 13',
    )
  })
})

describe('what is refused', () => {
  const stream = fixture('metadata.arrows')
  const file = fixture('metadata.arrow')

  async function refusal(bytes: Uint8Array): Promise<string> {
    const thrown = await openArrow(bytesSource(bytes, 'x.arrow')).catch((error: unknown) => error)
    if (!(thrown instanceof StudioError)) throw new Error(`Expected a StudioError, got ${thrown}`)
    expect(thrown.code).toBe('bad-input')
    return thrown.message
  }

  test.each([
    ['nothing', new Uint8Array(0), 'x.arrow is not an Arrow file or stream: it is empty (0 bytes)'],
    [
      'Parquet',
      new TextEncoder().encode('PAR1....'),
      'x.arrow is not an Arrow file or stream: it is a Parquet file',
    ],
    ['anything', Uint8Array.of(1, 2, 3), 'x.arrow is not an Arrow file or stream'],
    [
      'a head alone',
      new TextEncoder().encode('ARROW1'),
      'x.arrow is truncated: expected 26 bytes at least, the file has 6',
    ],
    [
      'a file cut',
      file.subarray(0, -1),
      'x.arrow is truncated or was not closed: expected ARROW1 at its end, the file has 745 bytes',
    ],
    [
      'a file and more',
      Uint8Array.of(...file, 0),
      'x.arrow is truncated or was not closed: expected ARROW1 at its end, the file has 747 bytes',
    ],
    [
      'a stream without its mark',
      stream.subarray(0, -8),
      'x.arrow is truncated or was not closed: expected an end-of-stream marker at its end, the file has 424 bytes',
    ],
    [
      'a stream and more',
      Uint8Array.of(...stream, 7),
      'x.arrow has trailing bytes: expected 432 bytes with its end-of-stream marker, the file has 433',
    ],
    [
      'a stream of nothing',
      Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0),
      'x.arrow is damaged: it ends without a schema',
    ],
    [
      'a stream that is cut in a batch',
      stream.subarray(0, 420),
      'x.arrow is truncated: expected 424 bytes at least, the file has 420',
    ],
  ])('%s', async (_, bytes, message) => {
    expect(await refusal(bytes)).toBe(message)
  })

  test('a file whose start and footer differ', async () => {
    const damaged = file.slice()
    // the name x, as text of length 1
    damaged[String.fromCharCode(...damaged).indexOf('\x01\0\0\0x\0') + 4] = 'y'.charCodeAt(0)
    expect(await refusal(damaged)).toBe(
      'x.arrow is damaged: its start and its footer differ: [["y","Float64"]] and [["x","Float64"]]',
    )
  })

  test('a file of polars whose start and footer differ', async () => {
    const damaged = fixture('polars-uncompressed.arrow').slice()
    damaged[String.fromCharCode(...damaged).indexOf('\x01\0\0\0z\0') + 4] = 'y'.charCodeAt(0)
    const columns = [
      '["X","FixedSizeList[3]<Float32>"]',
      '["list","LargeList<Float32>"]',
      '["z","Float64"]',
      '["text","Utf8View"]',
      '["coded","Dictionary<Uint32, Utf8View>"]',
    ]
    const footer = `[${columns}]`
    expect(await refusal(damaged)).toBe(
      `x.arrow is damaged: its start and its footer differ: ${footer.replace('"z"', '"y"')} and ${footer}`,
    )
  })

  test.each([
    ['run-end-encoded.arrows', 'run-end encoded (22)'],
    ['list-view.arrow', 'list view (25)'],
    ['large-list-view.arrows', 'large list view (26)'],
  ])('%s: a type that is not read', async (file, type) => {
    await expect(open(file)).rejects.toMatchObject({
      code: 'bad-input',
      message: `${file} has a column of a type that is not read: ${type}`,
      hint: 'Write the file without this column, or with its values as plain numbers, lists or text.',
    })
  })

  test('a file with room for a batch that its footer does not name', async () => {
    const footerLength = new DataView(file.buffer).getInt32(file.length - 10, true)
    const footerStart = file.length - 10 - footerLength
    const wider = Uint8Array.of(
      ...file.subarray(0, footerStart),
      ...new Uint8Array(60),
      ...file.subarray(footerStart),
    )
    expect(await refusal(wider)).toBe(
      `x.arrow is damaged: 68 bytes from position ${footerStart - 8} on belong to no batch`,
    )
  })
})
