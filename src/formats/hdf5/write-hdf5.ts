// Writes a tree of groups as HDF5. Large datasets go in by pieces, into a file whose memory is reserved beforehand: the library's
// own memory would otherwise grow to the size of the largest one, and wasm memory never shrinks again.

import type { Dataset, Group, File as Hdf5File } from 'h5wasm'
import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import { type H5wasm, loadH5wasm, withTemporaryFile } from './h5wasm.ts'
import type { Hdf5Attribute, Hdf5Dataset, Hdf5Group } from './tree.ts'

/** Values of a piece, 1 MB; larger datasets are chunked so. */
const PIECE_VALUES = 2 ** 18
/** Bytes of a group or dataset beside its values: headers, heaps, an index of pieces. An estimate from above. */
const OBJECT_BYTES = 4096
/** What the dates in the file say: HDF5 notes when a dataset was made, and equal trees are to give equal bytes. */
const DATE = Date.UTC(1980, 0, 1)

/** A file of the library's file system; `contents` is at least as long as the file. */
interface MemoryFile {
  contents: Uint8Array<ArrayBuffer>
  readonly usedBytes: number
}

/**
 * The file as bytes; the same tree gives the same bytes. Texts are of variable length and UTF-8, so that h5py gives `str`; names
 * come back in alphabetical order.
 * @throws StudioError `internal` for a dataset whose values are not as many as its shape says
 */
export async function writeHdf5(root: Hdf5Group): Promise<Uint8Array<ArrayBuffer>> {
  requireShapes(root, '')
  const library = await loadH5wasm()
  return withTemporaryFile(library, (path) => atFixedDate(() => writeFile(library, path, root)))
}

function writeFile(library: H5wasm, path: string, root: Hdf5Group): Uint8Array<ArrayBuffer> {
  // the oldest layout that can hold it: every HDF5 library reads it, and it keeps fewer dates
  const file = new library.File(path, 'w', { libver: ['earliest', 'latest'] })
  const written = library.FS.lookupPath(path, {}).node as unknown as MemoryFile
  try {
    reserve(file, written, byteLength(root))
    fillGroup(file, root)
  } finally {
    file.close()
  }
  return written.contents.subarray(0, written.usedBytes)
}

/** Makes the file's memory as large as it will be; it would grow by an eighth each time and be copied every time. */
function reserve(file: Hdf5File, written: MemoryFile, bytes: number): void {
  // the first write would replace what was reserved
  file.flush()
  const contents = new Uint8Array(bytes)
  contents.set(written.contents.subarray(0, written.usedBytes))
  written.contents = contents
}

function byteLength({ attributes, groups, datasets }: Hdf5Group): number {
  const texts = Object.values(attributes).map((value) => 2 * JSON.stringify(value).length)
  const values = Object.values(datasets).map((dataset) => OBJECT_BYTES + storedBytes(dataset))
  const inner = Object.values(groups).map(byteLength)
  return [...texts, ...values, ...inner].reduce((total, bytes) => total + bytes, OBJECT_BYTES)
}

/** The last piece takes as much as a full one. */
function storedBytes({ values }: Hdf5Dataset): number {
  return values.byteLength + (values.length > PIECE_VALUES ? 4 * PIECE_VALUES : 0)
}

function fillGroup(target: Group, { attributes, groups, datasets }: Hdf5Group): void {
  for (const [name, value] of Object.entries(attributes)) writeAttribute(target, name, value)
  for (const [name, dataset] of Object.entries(datasets)) writeDataset(target, name, dataset)
  for (const [name, group] of Object.entries(groups)) fillGroup(target.create_group(name), group)
}

function writeAttribute(target: Group, name: string, value: Hdf5Attribute): void {
  if (typeof value === 'number') target.create_attribute(name, value, [], '<d')
  // as Keras has it, where an empty list becomes an empty array of float64
  else if (typeof value !== 'string' && value.length === 0) target.create_attribute(name, new Float64Array(0))
  else
    target.create_attribute(
      name,
      typeof value === 'string' || value instanceof Float64Array ? value : [...value],
    )
}

function writeDataset(target: Group, name: string, { shape, values }: Hdf5Dataset): void {
  if (values.length <= PIECE_VALUES) {
    target.create_dataset({ name, data: values, shape: [...shape] })
    return
  }
  const [rows, ...row] = shape as [number, ...number[]]
  const width = values.length / rows
  const step = Math.max(1, Math.floor(PIECE_VALUES / width))
  const dataset = target.create_dataset({
    name,
    data: new Float32Array(0),
    shape: [0, ...row],
    maxshape: [...shape],
    chunks: [Math.min(step, rows), ...row],
  })
  dataset.resize([...shape])
  for (let start = 0; start < rows; start += step) {
    writeRows(dataset, values, start, Math.min(rows, start + step), row)
  }
}

function writeRows(dataset: Dataset, values: Float32Array, start: number, end: number, row: number[]): void {
  const width = row.reduce((product, size) => product * size, 1)
  const ranges: [number, number][] = [[start, end], ...row.map((size): [number, number] => [0, size])]
  dataset.write_slice(ranges, values.subarray(start * width, end * width))
}

/** Runs `body`, which must not wait for anything, with a clock that stands. */
function atFixedDate<T>(body: () => T): T {
  const { now } = Date
  Date.now = () => DATE
  try {
    return body()
  } finally {
    Date.now = now
  }
}

function requireShapes({ groups, datasets }: Hdf5Group, path: string): void {
  for (const [name, { shape, values }] of Object.entries(datasets)) {
    const expected = shape.reduce((product, size) => product * size, 1)
    if (values.length === expected) continue
    throw new StudioError(
      'internal',
      `${path}/${name} has the shape (${shape.join(', ')}), ${formatInteger(expected)} values, and ` +
        `${formatInteger(values.length)} were given.`,
    )
  }
  for (const [name, group] of Object.entries(groups)) requireShapes(group, `${path}/${name}`)
}
