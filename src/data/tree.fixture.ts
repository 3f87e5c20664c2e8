// Small data sets in memory for tests: files by path, and the source that opens them.

import type { ColumnMapping } from '../core/column-roles.ts'
import { SPLIT_NAMES, type SplitName } from '../core/dataset-report.ts'
import type { Attributes } from '../core/targets.ts'
import { openNpy } from '../formats/npy.ts'
import { npyColumn } from '../formats/npy-column.ts'
import { encodeNpy, encodeObjectNpy, npyHeader } from '../formats/npy-write.ts'
import { type ByteSource, bytesSource } from '../formats/source.ts'
import type { Column } from '../formats/table.ts'
import type { Dataset } from './dataset.ts'
import { findDatasets } from './find-datasets.ts'
import { SPLIT_LABELS } from './finding.ts'
import { type OpenOptions, openDataset, type ReadableDataset, type ScanDatasetOptions } from './open.ts'

export type Files = Map<string, Uint8Array>

/** Points per row of the fixtures. */
export const WIDTH = 8
/** Rows per split of the fixtures. */
export const ROWS: Readonly<Record<SplitName, number>> = { train: 6, validation: 4, test: 4 }

/** A grid even in ln(1+z), float32 values. */
export function zgridValues(points = WIDTH): Float64Array {
  return Float64Array.from({ length: points }, (_, i) => Math.fround(Math.expm1(i * 0.01)))
}

/** Log posteriors without equal rows: a peak whose place and depth depend on the row's number. */
export function posteriors(rows: number, seed: number, width = WIDTH): Float32Array {
  return Float32Array.from({ length: rows * width }, (_, i) => {
    const row = Math.floor(i / width) + seed
    return -(((i % width) - (row % width)) ** 2) - row / 64
  })
}

const SEEDS: Readonly<Record<SplitName, number>> = { train: 0, validation: 100, test: 200 }

/** Labels 0, 1, 0, 1 ... and the attributes that agree with them for DeltaZ, Success2 and Success3. */
export function attributesOf(rows: number): Attributes[] {
  const zgrid = zgridValues()
  return Array.from({ length: rows }, (_, row) => ({
    redshift: zgrid[row % WIDTH]!,
    deltaZ: row % 2 === 0 ? 1e-4 : -0.5,
    status: row % 2 === 0 ? 'success' : 'spurious',
    logEvidence: -100 - row,
    flag: row % 2 === 0 ? 1 : 3,
  }))
}

/** An attribute table as the reference's, with `columns` columns. */
export function attributeTable(rows: readonly Attributes[], columns = 9): Uint8Array {
  return encodeObjectNpy(
    rows.map(({ redshift, deltaZ, status, logEvidence, flag }) => {
      const cells: (number | string | null)[] = new Array(columns).fill(0)
      cells[1] = redshift
      cells[3] = deltaZ
      cells[5] = status
      cells[6] = logEvidence
      cells[columns - 1] = flag
      return cells
    }),
  )
}

/** A complete DeltaZ tree; `base` is the folder of the splits. */
export function treeFiles(base = 'DeltaZ/balanced'): Files {
  const files: Files = new Map()
  for (const split of SPLIT_NAMES) {
    const rows = ROWS[split]
    const folder = `${base}/${SPLIT_LABELS[split]}`
    files.set(`${folder}/X.npy`, encodeNpy('<f4', [rows, WIDTH], posteriors(rows, SEEDS[split])))
    files.set(`${folder}/Y.npy`, encodeNpy('<i8', [rows], alternating(rows)))
    files.set(`${folder}/attributes.npy`, attributeTable(attributesOf(rows)))
  }
  files.set('zgrid.npy', encodeNpy('<f8', [WIDTH], zgridValues()))
  return files
}

/** 0, 1, 0, 1 ... */
export function alternating(rows: number): number[] {
  return Array.from({ length: rows }, (_, row) => row % 2)
}

/** An NPY file of any type: header and raw bytes. */
export function rawNpy(descr: string, shape: readonly number[], data: ArrayBufferView): Uint8Array {
  const header = npyHeader(descr, shape)
  const bytes = new Uint8Array(header.length + data.byteLength)
  bytes.set(header)
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.length)
  return bytes
}

/** Text as NumPy's `<U..`, `width` characters each. */
export function unicodeNpy(values: readonly string[], width = 24): Uint8Array {
  const codes = new Uint32Array(values.length * width)
  values.forEach((value, row) => {
    codes.set(
      [...value].map((letter) => letter.codePointAt(0)!),
      row * width,
    )
  })
  return rawNpy(`<U${width}`, [values.length], codes)
}

/** An NPY file as a column. */
export async function npyColumnOf(bytes: Uint8Array, path: string): Promise<Column> {
  const source = bytesSource(bytes, path)
  const place = { name: '', file: path, byteLength: bytes.length, access: 'rows' } as const
  return npyColumn(await openNpy(source), source, place)
}

/** The files as sources of bytes. */
export function sourcesOf(files: Files): ByteSource[] {
  return [...files].map(([path, bytes]) => bytesSource(bytes, path))
}

/** Finds the only data set among the files and opens it. */
export async function openFiles(
  files: Files,
  options: OpenOptions & FixtureOptions = {},
): Promise<ReadableDataset> {
  const { assignments, files: open } = await findDatasets(sourcesOf(files), options.columns)
  const [assignment] = assignments.values()
  return openDataset(assignment!, open, options)
}

/** Finds the only data set among the files, opens and scans it. */
export async function scanFiles(
  files: Files,
  options: OpenOptions & ScanDatasetOptions & FixtureOptions = {},
): Promise<Dataset> {
  return (await openFiles(files, options)).scan(options)
}

interface FixtureOptions {
  readonly columns?: ColumnMapping
}

/** Code, severity and message of the findings that are not mere information. */
export function problems(dataset: Dataset): string[] {
  return dataset.report.findings
    .filter(({ severity }) => severity !== 'info')
    .map(({ code, severity, message }) => `${severity} ${code}: ${message}`)
}
