// What a reader may do with a damaged file, as one rule for every format: give the content, or refuse with a typed
// error, soon and without taking much memory.

import { expect } from 'vitest'
import { StudioError } from '../core/errors.ts'
import { type ByteSource, bytesSource } from './source.ts'
import { type Column, columnRows, columnWidth, type Table } from './table.ts'

/** Everything that a table holds, to compare. */
export interface TableContent {
  readonly columns: readonly {
    readonly name: string
    readonly shape: readonly number[]
    readonly values: readonly unknown[]
  }[]
  readonly metadata: readonly (readonly [string, string])[]
}

/** Longest time that a small damaged file may take, generous for slow machines. */
const MOST_MILLISECONDS = 2000
/** More than any small file needs. */
const MOST_BYTES = 64 * 2 ** 20

/** Reads every column whole, numbers through `readFloat32` as well. */
export async function contentOf(table: Table): Promise<TableContent> {
  const columns: TableContent['columns'][number][] = []
  for (const column of table.columns) {
    const { name, shape } = column
    columns.push({ name, shape, values: [...(await column.readAll()).values] })
    if (column.kind === 'number') await readRows(column)
  }
  return { columns, metadata: [...table.metadata] }
}

/** All rows of a column of numbers, read in two pieces. */
export async function readRows(column: Column): Promise<Float32Array> {
  const rows = columnRows(column)
  const width = columnWidth(column)
  const out = new Float32Array(rows * width)
  const half = Math.floor(rows / 2)
  await column.readFloat32(0, half, out)
  await column.readFloat32(half, rows - half, out.subarray(half * width))
  return out
}

/** What became of a damaged file. */
export type Outcome = 'equal' | 'refused' | 'other values'

/**
 * Opens and reads a damaged file. Fails the test on any error but a StudioError `bad-input` that names the file, on
 * columns of another shape, and on too much time or memory.
 * @returns `other values` where only values differ, which a format without checksums cannot tell
 */
export async function readDamaged(
  open: (source: ByteSource) => Promise<Table>,
  damaged: Uint8Array,
  intact: TableContent,
): Promise<Outcome> {
  const name = 'damaged-file'
  const buffersBefore = process.memoryUsage().arrayBuffers
  const started = performance.now()
  try {
    const content = await open(bytesSource(damaged, name)).then(contentOf)
    if (sameText(content, intact)) return 'equal'
    expect(content.columns.map(({ shape }) => shape)).toEqual(intact.columns.map(({ shape }) => shape))
    return 'other values'
  } catch (thrown) {
    if (!(thrown instanceof StudioError)) throw thrown
    expect(thrown.code).toBe('bad-input')
    expect(thrown.message).toContain(name)
    return 'refused'
  } finally {
    expect(performance.now() - started).toBeLessThan(MOST_MILLISECONDS)
    expect(process.memoryUsage().arrayBuffers - buffersBefore).toBeLessThan(MOST_BYTES)
  }
}

function sameText(a: unknown, b: unknown): boolean {
  return toText(a) === toText(b)
}

function toText(value: unknown): string {
  return JSON.stringify(value, (_, each) =>
    typeof each === 'bigint' || (typeof each === 'number' && !Number.isFinite(each)) || Object.is(each, -0)
      ? `${typeof each} ${Object.is(each, -0) ? '-0' : each}`
      : each instanceof Map
        ? [...each]
        : each,
  )
}
