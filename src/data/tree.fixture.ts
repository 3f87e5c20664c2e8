// Small data sets in memory for tests: files by path, and the source that opens them.

import type { ColumnMapping } from '../core/column-roles.ts'
import type { Finding } from '../core/dataset-report.ts'
import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import type { Attributes } from '../core/targets.ts'
import { openNpy } from '../formats/npy.ts'
import { npyColumn } from '../formats/npy-column.ts'
import { encodeNpy, encodeObjectNpy, npyHeader } from '../formats/npy-write.ts'
import { type ByteSource, bytesSource } from '../formats/source.ts'
import type { Column } from '../formats/table.ts'
import type { ScannedDataset } from './assemble.ts'
import type { Dataset, SplitData } from './dataset.ts'
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

/** Seeds of the splits of the fixtures. */
export const SEEDS: Readonly<Record<SplitName, number>> = { train: 0, validation: 100, test: 200 }

/**
 * Attributes that agree with labels 0, 1, 0, 1 ... for DeltaZ, Success2 and Success3.
 * @param seed that of the posteriors: no two objects of a data set have the same log-evidence
 */
export function attributesOf(rows: number, seed = 0): Attributes[] {
  const zgrid = zgridValues()
  return Array.from({ length: rows }, (_, row) => ({
    redshift: zgrid[row % WIDTH]!,
    deltaZ: row % 2 === 0 ? 1e-4 : -0.5,
    status: row % 2 === 0 ? 'success' : 'spurious',
    logEvidence: -100 - seed - row,
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
    files.set(`${folder}/attributes.npy`, attributeTable(attributesOf(rows, SEEDS[split])))
  }
  files.set('zgrid.npy', encodeNpy('<f8', [WIDTH], zgridValues()))
  return files
}

/** All that is said of a sound DeltaZ tree that is called balanced: nothing beside it tells what is natural. */
export const BALANCED_NOTE: Finding = {
  code: 'classes-balanced',
  severity: 'info',
  message:
    'The data are called balanced (TEST: DeltaZ < 1e-3 50.0 % and DeltaZ ≥ 1e-3 50.0 %), and nothing here tells how frequent the classes are by nature. Where one is more frequent than here, precision and accuracy will differ from this test. Put the unbalanced tree or the raw files into the folder, and the network is tested at natural prevalence as well.',
  file: '',
  rows: [],
  counts: { rows: 4 },
}

/** The arrays of LAM-Redshift before anything is split. */
export function rawFiles(attributes: readonly Attributes[], folder = '', seed = 0): Files {
  const rows = attributes.length
  return new Map([
    [`${folder}pdfs32.npy`, encodeNpy('<f4', [rows, WIDTH], posteriors(rows, seed))],
    [`${folder}attributes32.npy`, attributeTable(attributes)],
    [`${folder}zgrid32.npy`, encodeNpy('<f4', [WIDTH], zgridValues())],
  ])
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

/** Finds the first data set among the files and opens it. */
export async function openFiles(
  files: Files,
  options: OpenOptions & FixtureOptions = {},
): Promise<ReadableDataset> {
  const { assignments, files: open } = await findDatasets(sourcesOf(files), options.columns)
  const [assignment] = assignments.values()
  return openDataset(assignment!, open, options)
}

/** Finds the first data set among the files, opens and scans it, so that it can be prepared. */
export async function scanObjects(
  files: Files,
  options: OpenOptions & ScanDatasetOptions & FixtureOptions = {},
): Promise<ScannedDataset> {
  return (await openFiles(files, options)).scan(options)
}

/** The same, prepared plainly. */
export async function scanFiles(
  files: Files,
  options: OpenOptions & ScanDatasetOptions & FixtureOptions = {},
): Promise<Dataset> {
  return (await scanObjects(files, options)).dataset
}

/** All rows of a split, read one by one from the last, so that nothing depends on reading in order. */
export async function readRows({ x }: SplitData): Promise<Float32Array> {
  const values = new Float32Array(x.rows * x.width)
  for (let row = x.rows - 1; row >= 0; row--) await x.read(row, 1, values.subarray(row * x.width))
  return values
}

/** Some rows of row-major values. */
export function takeRows(values: Float32Array, rows: ArrayLike<number>, width = WIDTH): Float32Array {
  return Float32Array.from(
    Array.from(rows).flatMap((row) => [...values.subarray(row * width, (row + 1) * width)]),
  )
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
