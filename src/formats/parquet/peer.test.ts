// The same files through hyparquet, another reader that shares no code with this one (but for the decompressor of
// Brotli).

import { parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { expect, test } from 'vitest'
import { referenceFile, referenceNames } from '../reference.fixture.ts'
import { bytesSource } from '../source.ts'
import { type Column, columnRows } from '../table.ts'
import { openParquet } from './parquet.ts'

/** Files that are not compared: the studio refuses lists of unequal lengths, hyparquet gives them as they are. */
const REFUSED = [
  'refused-all-empty.parquet',
  'refused-empty-row.parquet',
  'refused-lengths.parquet',
  'refused-null-after-short.parquet',
  'refused-null-and-empty.parquet',
  'refused-null-and-lengths.parquet',
  'refused-null-and-longer-last.parquet',
  'refused-null-and-longest-last.parquet',
  'refused-null-and-short.parquet',
  'refused-null-and-shorter-last.parquet',
  'refused-null-and-shortest-last.parquet',
  'refused-null-row.parquet',
  'refused-row-groups.parquet',
  'refused-same-average-longer-last.parquet',
  'refused-same-average.parquet',
]

const FILES = referenceNames('parquet', /\.parquet$/)

function fixture(name: string): Uint8Array<ArrayBuffer> {
  return referenceFile('parquet', name)
}

/** The rows as hyparquet gives them: objects by the names of columns. Bytes that are not said to be text stay bytes. */
async function peerRows(name: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return parquetReadObjects({ file: fixture(name).buffer, compressors, utf8: false })
}

/** The values of a column as the studio gives them: a missing number is NaN, integers become the nearest float64. */
function peerValues(rows: readonly Readonly<Record<string, unknown>>[], column: Column): unknown[] {
  const cells = rows.flatMap((row) => {
    const cell = row[column.name]
    if (column.shape.length === 1) return [cell]
    return cell ? [...(cell as Iterable<unknown>)] : new Array(column.shape[1]!).fill(null)
  })
  return cells.map((cell) => {
    if (cell === null || cell === undefined) return column.kind === 'number' ? Number.NaN : null
    if (cell instanceof Uint8Array) return Buffer.from(cell).toString('latin1')
    return column.kind === 'number' ? Number(cell) : cell
  })
}

test('only lists of unequal lengths are left out', () => {
  expect(FILES.filter((name) => name.startsWith('refused'))).toEqual(REFUSED)
  expect(FILES.length).toBeGreaterThan(60)
})

test.each(FILES.filter((name) => !REFUSED.includes(name)))('%s: the same values', async (name) => {
  const { columns } = await openParquet(bytesSource(fixture(name), name))
  const rows = await peerRows(name)
  for (const column of columns) {
    expect(columnRows(column)).toBe(rows.length)
    const { values } = await column.readAll()
    expect([...values], column.name).toEqual(peerValues(rows, column))
  }
})
