// Small tables for tests: real files in Arrow and NPZ, the data sets in every format that the fixtures hold, and tables
// that exist in memory only, for what no writer would write.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  Table as ArrowTable,
  Field,
  FixedSizeList,
  Float32,
  Float64,
  tableToIPC,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow'
import type { ColumnMapping } from '../core/column-roles.ts'
import { StudioError } from '../core/errors.ts'
import type { SplitName } from '../core/split-names.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import type { ByteSource } from '../formats/source.ts'
import type { Column, ColumnValues, Table } from '../formats/table.ts'
import { type EntrySpec, zipBytes } from '../formats/zip/zip.fixture.ts'
import type { Dataset } from './dataset.ts'
import { discover } from './discover.ts'
import { findDatasets, type OpenFiles } from './find-datasets.ts'
import { SPLIT_LABELS } from './finding.ts'
import { type OpenOptions, openDataset, type ScanDatasetOptions } from './open.ts'
import {
  attributesOf,
  type Files,
  posteriors,
  ROWS,
  SEEDS,
  sourcesOf,
  unicodeNpy,
  WIDTH,
} from './tree.fixture.ts'

/** Columns by name: numbers, text, or vectors of numbers of one length. `null` is missing. */
export type Columns = Readonly<
  Record<string, readonly (number | string | null | readonly (number | null)[])[]>
>

const STATUSES = ['success', 'spurious', 'mismatch'] as const

/** Columns of `rows` objects whose labels are 0, 1, 0, 1 ... as the attributes say for DeltaZ, and for no other target. */
export function objectColumns(rows: number, seed: number) {
  const attributes = attributesOf(rows, seed).map((each, row) => ({ ...each, status: STATUSES[row % 3]! }))
  return {
    X: vectors(posteriors(rows, seed)),
    label: attributes.map((_, row): number | string | null => row % 2),
    redshift: attributes.map(({ redshift }) => redshift),
    deltaZ: attributes.map(({ deltaZ }) => deltaZ),
    status: attributes.map(({ status }): string | null => status),
    logEvidence: attributes.map(({ logEvidence }) => logEvidence),
    flag: attributes.map(({ flag }): number | null => flag),
    id: attributes.map((_, row): string | null => `obj-${seed + row}`),
  }
}

/** The columns of a split of the tree's size. */
export function splitColumns(split: SplitName) {
  return objectColumns(ROWS[split], SEEDS[split])
}

/** A column of a table with one value replaced. */
export function withCell<T>(values: readonly T[], row: number, value: T): T[] {
  return values.map((each, i) => (i === row ? value : each))
}

/** Row-major values as rows. */
export function vectors(values: ArrayLike<number>, width = WIDTH): (number | null)[][] {
  return Array.from({ length: values.length / width }, (_, row) =>
    Array.from({ length: width }, (_, i) => values[row * width + i]!),
  )
}

/** The columns as an Arrow stream without compression; vectors as `bits`-bit floats. */
export function arrowFile(
  columns: Columns,
  metadata: Readonly<Record<string, string>> = {},
  bits: 32 | 64 = 32,
): Uint8Array {
  const table = new ArrowTable(
    Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, arrowVector(values, bits)])),
  )
  for (const [key, value] of Object.entries(metadata)) table.schema.metadata.set(key, value)
  return tableToIPC(table, 'stream')
}

function arrowVector(values: Columns[string], bits: 32 | 64): Vector {
  const [first] = values
  if (Array.isArray(first)) {
    const item = new Field('item', bits === 32 ? new Float32() : new Float64(), true)
    const type = new FixedSizeList(first.length, item)
    return vectorFromArray(values as readonly (readonly number[])[], type)
  }
  if (values.some((value) => typeof value === 'string')) return vectorFromArray(values, new Utf8())
  return vectorFromArray(values, new Float64())
}

/** Columns, and arrays that are NPY files already. */
export type Arrays = Readonly<Record<string, Columns[string] | Uint8Array>>

/** The columns as an NPZ archive; numbers and text only. */
export function npzFile(columns: Arrays, deflated = false): Uint8Array {
  return zipBytes(npzEntries(columns, deflated))
}

/** The same as entries of an archive, to be changed. */
export function npzEntries(columns: Arrays, deflated = false): EntrySpec[] {
  return Object.entries(columns).map(([name, values]) => ({
    name: `${name}.npy`,
    data: values instanceof Uint8Array ? values : npyOf(values),
    method: deflated ? 8 : 0,
  }))
}

function npyOf(values: Columns[string]): Uint8Array {
  const [first] = values
  if (Array.isArray(first)) return encodeNpy('<f4', [values.length, first.length], values.flat() as number[])
  if (typeof first === 'string') return unicodeNpy(values as readonly string[])
  return encodeNpy('<f8', [values.length], values as readonly number[])
}

/** Three files, one per split. */
export function perSplit(extension: string, make: (split: SplitName) => Uint8Array): Files {
  return new Map(
    (['train', 'validation', 'test'] as const).map((split) => [
      `${SPLIT_LABELS[split]}.${extension}`,
      make(split),
    ]),
  )
}

const FIXTURES = join(import.meta.dirname, '../../reference/fixtures/datasets')

/** A data set of the formats matrix: 48, 12 and 12 objects of 64 points. Paths are those inside its folder. */
export function fixtureFiles(variant: string): Files {
  const folder = join(FIXTURES, variant)
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name)
        return [
          path.slice(folder.length + 1).replaceAll('\\', '/'),
          new Uint8Array(readFileSync(path)),
        ] as const
      }),
  )
}

/** Files with some replaced, or removed by `null`. */
export function replaced(files: Files, changes: Readonly<Record<string, Uint8Array | null>>): Files {
  const changed = new Map(files)
  for (const [path, bytes] of Object.entries(changes)) {
    if (bytes === null) changed.delete(path)
    else changed.set(path, bytes)
  }
  return changed
}

/** A column that lies in memory. */
export function memoryColumn(
  file: string,
  name: string,
  content: ColumnValues,
  details: Partial<Pick<Column, 'type' | 'shape' | 'access' | 'readFloat32'>> = {},
): Column {
  const { values, kind } = content
  const types = { number: '<f8', boolean: '|b1', text: '<U', object: '|O' }
  const shape = details.shape ?? [values.length]
  const width = shape.slice(1).reduce((product, size) => product * size, 1)
  return {
    name,
    title: `${file}, column ${name}`,
    file,
    kind,
    type: types[kind],
    shape,
    byteLength: 8 * values.length,
    access: 'rows',
    readFloat32: async (start, count, out) => {
      for (let i = 0; i < count * width; i++) out[i] = Number(values[start * width + i])
      return { overflowed: 0, underflowed: 0 }
    },
    readAll: async () => content,
    ...details,
  }
}

/** A table in memory. */
export function memoryTable(
  file: string,
  columns: readonly Column[],
  metadata: Readonly<Record<string, string>> = {},
): Table {
  const byteLength = columns.reduce((sum, column) => sum + column.byteLength, 0)
  return {
    file,
    format: 'Arrow',
    byteLength,
    columns,
    metadata: new Map(Object.entries(metadata)),
    notes: [],
  }
}

type Options = OpenOptions & ScanDatasetOptions & { readonly columns?: ColumnMapping }

/** Finds the only data set among tables in memory, opens and scans it. */
export async function scanTables(tables: readonly Table[], options: Options = {}): Promise<Dataset> {
  const { assignments } = discover(
    tables.map((table) => ({ path: table.file, byteLength: table.byteLength, table })),
    options.columns,
  )
  const columns = new Map(tables.flatMap((table) => table.columns).map((column) => [column.title, column]))
  const files: OpenFiles = {
    column: async (id) => columns.get(id)!,
    zgridText: (path) => tables.find(({ file }) => file === path)?.metadata.get('zgrid') ?? '',
  }
  const [assignment] = assignments.values()
  return (await (await openDataset(assignment!, files, options)).scan(options)).dataset
}

/**
 * What a visitor gets who chooses these files, all that is not mere information: findings as `severity code: message`,
 * those of the search before those of the report, or else the refusal as `refused: message | hint`.
 */
export async function outcome(
  files: Files | readonly ByteSource[],
  options: Options = {},
): Promise<string[]> {
  const sources = files instanceof Map ? sourcesOf(files) : files
  const { discovery, assignments, files: open } = await findDatasets(sources, options.columns)
  const said = discovery.findings.map(describe)
  const [assignment, more] = assignments.values()
  if (more !== undefined) throw new Error(`Expected one data set, got ${[...assignments.keys()]}`)
  if (assignment === undefined) return said
  try {
    const opened = await openDataset(assignment, open, options)
    const { dataset } = await opened.scan({ cacheBytes: 1e8, ...options })
    await dataset.release?.()
    return [...said, ...dataset.report.findings.filter(({ severity }) => severity !== 'info').map(describe)]
  } catch (thrown) {
    if (!(thrown instanceof StudioError) || thrown.code !== 'bad-input') throw thrown
    return [...said, `refused: ${thrown.message} | ${thrown.hint}`]
  }
}

/** A finding as one line. */
export function describe({ severity, code, message }: Dataset['report']['findings'][number]): string {
  return `${severity} ${code}: ${message}`
}
