// Names, attributes and values of an open HDF5 file. Nothing is read before its size is known and allowed: a file of a few
// bytes can claim any shape. Values come in pieces, because the library's memory never shrinks again.

import type { Module as LibraryModule } from 'h5wasm'
import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import { damaged } from '../damage.ts'
import type { NpyDtype } from '../numpy-dtype.ts'
import { decodeFloat32 } from '../numpy-values.ts'

type Library = typeof LibraryModule
type Metadata = ReturnType<Library['get_dataset_metadata']>

/** An open file. Paths begin with `/`; all methods are of the file's time only. */
export interface Hdf5Reader {
  /** title of the file, for messages */
  readonly name: string
  /** Names of what lies in a group, in the library's order; `null` where no group has this path. */
  names(group: string): readonly string[] | null
  /** A text, however it is stored; `null` where the attribute is absent or none. */
  text(path: string, attribute: string): string | null
  /** A list of texts; `null` where the attribute is absent or none. */
  texts(path: string, attribute: string): readonly string[] | null
  /** A number; `null` where the attribute is absent or none. */
  number(path: string, attribute: string): number | null
  /** Shape of a dataset; `null` where no dataset has this path. */
  shape(dataset: string): readonly number[] | null
  /**
   * A dataset of float16, float32 or float64 as float32, row-major.
   * @throws StudioError `bad-input` for other types, for values beyond float32, and for more than 1 GiB
   */
  readFloat32(dataset: string): Float32Array<ArrayBuffer>
}

/** Of a group; Keras has one per layer. */
const MOST_NAMES = 10_000
/** Of an attribute; configurations of networks take some 100 kB. */
const MOST_ATTRIBUTE_BYTES = 64 * 2 ** 20
const MOST_TEXTS = 10_000
const MOST_VALUES = 2 ** 28
const MOST_DIMENSIONS = 8
/** Values are taken out of the library by so many. */
const PIECE_BYTES = 4 * 2 ** 20
/** Padding of texts of a fixed length: with spaces. */
const SPACE_PADDED = 2

/** The reader of a file that the library has open. */
export function readTree(library: Library, file: bigint, name: string): Hdf5Reader {
  const kindOf = (path: string): number => (path === '/' ? library.H5G_GROUP : library.get_type(file, path))
  const attributeTexts = (path: string, attribute: string): readonly string[] | null => {
    const metadata = attributeMetadata(path, attribute)
    return metadata === null ? null : readTexts(library, file, path, attribute, metadata, name)
  }
  function attributeMetadata(path: string, attribute: string): Metadata | null {
    if (kindOf(path) !== library.H5G_GROUP) return null
    if (!library.get_attribute_names(file, path).includes(attribute)) return null
    const metadata = library.get_attribute_metadata(file, path, attribute)
    requireSmall(metadata, `${name}, attribute ${attribute}`)
    return metadata
  }
  return {
    name,
    names(group) {
      if (kindOf(group) !== library.H5G_GROUP) return null
      const names = library.get_names(file, group, false)
      if (names.length <= MOST_NAMES) return names
      throw damaged(name, `${group} holds ${formatInteger(names.length)} names; expected at most 10,000`)
    },
    text(path, attribute) {
      const texts = attributeTexts(path, attribute)
      return texts?.length === 1 ? texts[0]! : null
    },
    texts: attributeTexts,
    number(path, attribute) {
      const metadata = attributeMetadata(path, attribute)
      return metadata === null ? null : readNumber(library, file, path, attribute, metadata)
    },
    shape(dataset) {
      if (kindOf(dataset) !== library.H5G_DATASET) return null
      return library.get_dataset_metadata(file, dataset).shape
    },
    readFloat32: (dataset) => readFloat32(library, file, dataset, name),
  }
}

function requireSmall({ size, total_size, vlen }: Metadata, title: string): void {
  const bytes = size * total_size
  if (bytes <= MOST_ATTRIBUTE_BYTES && (!vlen || total_size <= MOST_TEXTS)) return
  throw damaged(
    title,
    `it claims ${formatInteger(total_size)} values of ${formatInteger(size)} bytes; expected at most ` +
      `${formatInteger(MOST_ATTRIBUTE_BYTES)} bytes and ${formatInteger(MOST_TEXTS)} texts`,
  )
}

/** Lends the bytes of an attribute in the library's memory; texts of variable length are pointers there. */
function withAttribute<T>(
  library: Library,
  [file, path, attribute]: readonly [bigint, string, string],
  { size, total_size, vlen }: Metadata,
  use: (bytes: Uint8Array<ArrayBuffer>) => T,
): T {
  const length = size * total_size
  const pointer = allocate(library, length)
  let isRead = false
  try {
    requireStatus(library.get_attribute_data(file, path, attribute, BigInt(pointer)), attribute)
    isRead = true
    return use(library.HEAPU8.slice(pointer, pointer + length))
  } finally {
    if (isRead && vlen) library.reclaim_vlen_memory(file, path, attribute, BigInt(pointer))
    library._free(pointer)
  }
}

function readTexts(
  library: Library,
  file: bigint,
  path: string,
  attribute: string,
  metadata: Metadata,
  name: string,
): readonly string[] | null {
  const { type, shape, total_size, size, strpad, vlen } = metadata
  // an empty list of texts is one of float64 for h5py
  if (shape !== null && total_size === 0) return []
  if (type !== library.H5T_class_t.H5T_STRING.value || shape === null) return null
  if (size === 0) throw damaged(name, `the texts of attribute ${attribute} have no bytes`)
  return withAttribute(library, [file, path, attribute], metadata, (bytes) => {
    if (vlen) {
      const pointers = new Uint32Array(bytes.buffer)
      return Array.from(pointers, (pointer) => (pointer === 0 ? '' : library.UTF8ToString(pointer)))
    }
    return Array.from({ length: total_size }, (_, i) =>
      fixedText(bytes.subarray(i * size, (i + 1) * size), strpad === SPACE_PADDED),
    )
  })
}

function fixedText(bytes: Uint8Array, isSpacePadded: boolean): string {
  const end = bytes.indexOf(0)
  const text = new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end))
  return isSpacePadded ? text.replace(/ +$/, '') : text
}

function readNumber(
  library: Library,
  file: bigint,
  path: string,
  attribute: string,
  metadata: Metadata,
): number | null {
  const { type, size, signed, total_size, shape } = metadata
  const { H5T_INTEGER, H5T_FLOAT } = library.H5T_class_t
  if (shape === null || total_size !== 1) return null
  return withAttribute(library, [file, path, attribute], metadata, (bytes) => {
    const view = new DataView(bytes.buffer)
    if (type === H5T_FLOAT.value && size === 8) return view.getFloat64(0, true)
    if (type === H5T_FLOAT.value && size === 4) return view.getFloat32(0, true)
    if (type === H5T_INTEGER.value && size === 8) return Number(view.getBigInt64(0, true))
    if (type === H5T_INTEGER.value && size === 4)
      return signed ? view.getInt32(0, true) : view.getUint32(0, true)
    return null
  })
}

function readFloat32(library: Library, file: bigint, path: string, name: string): Float32Array<ArrayBuffer> {
  const title = `${name}, ${path}`
  const metadata = library.get_dataset_metadata(file, path)
  const { shape, total_size, size } = metadata
  const dtype = requireFloat(library, metadata, title)
  if (shape === null || shape.length > MOST_DIMENSIONS)
    throw damaged(title, 'it has no shape that can be read')
  if (total_size > MOST_VALUES) {
    throw damaged(
      title,
      `it claims ${formatInteger(total_size)} values; expected at most ${formatInteger(MOST_VALUES)}`,
    )
  }
  const values = new Float32Array(total_size)
  const [rows = 1, ...row] = shape
  const width = rows === 0 ? 0 : total_size / rows
  const step = Math.max(1, Math.floor(PIECE_BYTES / (size * Math.max(1, width))))
  let overflowed = 0
  for (let start = 0; start < rows && width > 0; start += step) {
    const count = Math.min(step, rows - start)
    const bytes = readPiece(library, file, path, { shape, row, start, count, length: count * width * size })
    overflowed += decodeFloat32(bytes, dtype, values.subarray(start * width)).overflowed
  }
  if (overflowed === 0) return values
  throw new StudioError(
    'bad-input',
    `${title} has ${formatInteger(overflowed)} values beyond float32 (3.4e38)`,
    'The studio computes in float32: train the network again, or scale these weights.',
  )
}

function requireFloat(library: Library, { type, size, virtual_sources }: Metadata, title: string): NpyDtype {
  if (virtual_sources !== undefined) throw damaged(title, 'its values are in other files')
  if (type === library.H5T_class_t.H5T_FLOAT.value && [2, 4, 8].includes(size)) {
    return { kind: 'f', itemSize: size, littleEndian: true, descr: `<f${size}` }
  }
  throw new StudioError(
    'bad-input',
    `${title} is of a type of ${formatInteger(size)} bytes that is not read; expected float16, float32 or float64`,
    'Save the network with weights of one of these types.',
  )
}

interface Piece {
  readonly shape: readonly number[]
  /** the shape without its first dimension */
  readonly row: readonly number[]
  readonly start: number
  readonly count: number
  /** bytes */
  readonly length: number
}

/** Rows of a dataset as bytes, little endian. */
function readPiece(library: Library, file: bigint, path: string, piece: Piece): Uint8Array<ArrayBuffer> {
  const { shape, row, start, count, length } = piece
  const big = (numbers: readonly number[]): bigint[] => numbers.map(BigInt)
  // a scalar has no rows to choose from
  const [counts, offsets, strides] =
    shape.length === 0
      ? [null, null, null]
      : [big([count, ...row]), big([start, ...row.map(() => 0)]), big(shape.map(() => 1))]
  const pointer = allocate(library, length)
  try {
    requireStatus(library.get_dataset_data(file, path, counts, offsets, strides, BigInt(pointer)), path)
    return library.HEAPU8.slice(pointer, pointer + length) as Uint8Array<ArrayBuffer>
  } finally {
    library._free(pointer)
  }
}

function allocate(library: Library, bytes: number): number {
  const pointer = library._malloc(Math.max(1, bytes))
  if (pointer !== 0) return pointer
  throw new StudioError(
    'out-of-memory',
    `There is no room for ${formatInteger(bytes)} bytes of an HDF5 file.`,
    'Close other tabs.',
  )
}

function requireStatus(status: number, what: string): void {
  // errors are thrown by the library; this is for those that it forgets
  if (status < 0) throw damaged(what, 'the HDF5 library could not read it')
}
