// Reads NumPy's NPY files by pieces: the header first, then only the rows or values that are asked for.
// Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html

import { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import { damaged, trailingBytes, truncated } from './damage.ts'
import { parseHeaderText } from './npy-header.ts'
import {
  elementCount,
  formatShape,
  isNumeric,
  type NpyDtype,
  parseDtype,
  UnsupportedType,
} from './numpy-dtype.ts'
import {
  decodeFloat32,
  decodeFloat64,
  decodeIntegers,
  decodeLatin1,
  decodeStrings,
  fortranPositions,
  type RangeLoss,
} from './numpy-values.ts'
import { NdArray, type PickleLimits, unpickle } from './pickle/pickle.ts'
import { wrongFormat } from './recognise.ts'
import { type ByteSource, sliceExactly } from './source.ts'

/** What the header of an NPY file says. */
export interface NpyHeader {
  readonly version: '1.0' | '2.0' | '3.0'
  readonly dtype: NpyDtype
  readonly shape: readonly number[]
  readonly fortranOrder: boolean
  /** position of the first element's first byte */
  readonly dataOffset: number
}

/** An NPY file whose header was read and whose size is right. */
export interface NpyFile extends NpyHeader {
  readonly name: string
  readonly byteLength: number
}

const MAGIC = '\x93NUMPY'
/** NumPy's own limit, past which it refuses to parse a header. */
const MAX_HEADER_BYTES = 10_000
const HEAD_BYTES = MAX_HEADER_BYTES + 12
/** More than any zgrid or label file needs: 8 million float64. */
const MAX_NUMBERS_BYTES = 64 * 2 ** 20
const MAX_OBJECTS_BYTES = 512 * 2 ** 20

/**
 * Reads the header at the start of an NPY file.
 * @param bytes the start of the file: all of it, or at least 10,012 bytes
 * @throws StudioError `bad-input` if this is no NPY file (the message says what it is), or a damaged or unknown one
 */
export function parseNpyHeader(bytes: Uint8Array, name: string): NpyHeader {
  const magic = decodeLatin1(bytes.subarray(0, MAGIC.length))
  if (magic !== MAGIC && !(bytes.length > 0 && MAGIC.startsWith(magic)))
    throw wrongFormat(bytes, name, 'a NumPy file (NPY)', 'Save the array with np.save.')
  if (bytes.length < 8) throw truncated(name, 10, 'for its header', bytes.length)
  const version = `${bytes[6]}.${bytes[7]}`
  if (version !== '1.0' && version !== '2.0' && version !== '3.0') {
    throw new StudioError(
      'bad-input',
      `${name} has NPY version ${version}; expected 1.0, 2.0 or 3.0`,
      'Write the file again with np.save.',
    )
  }
  const textOffset = version === '1.0' ? 10 : 12
  if (bytes.length < textOffset) throw truncated(name, textOffset, 'for its header', bytes.length)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const textLength = version === '1.0' ? view.getUint16(8, true) : view.getUint32(8, true)
  if (textLength > MAX_HEADER_BYTES) {
    throw new UnsupportedType(
      'bad-input',
      `${name} has an NPY header of ${formatInteger(textLength)} bytes; expected at most ${formatInteger(MAX_HEADER_BYTES)}`,
      'Save a plain array, without a structured type.',
    )
  }
  const dataOffset = textOffset + textLength
  if (bytes.length < dataOffset) throw truncated(name, dataOffset, 'for its header', bytes.length)
  const encoded = bytes.subarray(textOffset, dataOffset)
  const text = version === '3.0' ? new TextDecoder().decode(encoded) : decodeLatin1(encoded)
  const { descr, fortranOrder, shape } = parseHeaderText(text, name)
  return { version, dtype: parseDtype(descr, name), shape, fortranOrder, dataOffset }
}

/**
 * Reads the header of an NPY file and checks the file's size against it (not for objects, whose size no header tells).
 * @throws StudioError `bad-input`; a size that is wrong is given with the expected one
 */
export async function openNpy(source: ByteSource): Promise<NpyFile> {
  const { name, byteLength } = source
  const header = parseNpyHeader(await source.slice(0, Math.min(byteLength, HEAD_BYTES)), name)
  const { dtype, shape, dataOffset } = header
  // an empty axis does not excuse the others: NumPy refuses such shapes as well
  const sizes = shape.filter((size) => size > 0)
  if (elementCount(sizes) * Math.max(1, dtype.itemSize) > Number.MAX_SAFE_INTEGER) {
    throw damaged(name, `it claims the shape ${formatShape(shape)}, more bytes than any file can hold`)
  }
  const expected = dataOffset + elementCount(shape) * dtype.itemSize
  if (dtype.kind !== 'O' && byteLength !== expected) throw wrongSize(header, name, expected, byteLength)
  return { name, byteLength, ...header }
}

/** Number of rows: the length of the first axis. */
export function rowCount(file: NpyFile): number {
  return file.shape[0] ?? 1
}

/** Values per row: the product of all axes but the first; 1 for a 1-D array. */
export function rowWidth(file: NpyFile): number {
  return elementCount(file.shape.slice(1))
}

/**
 * Reads consecutive rows as float32, and of the file only their bytes. Integers and bools convert, float64 rounds.
 * @param startRow from 0
 * @param out receives `rows * rowWidth(file)` values, row-major, from offset 0
 * @returns how many finite values float32 could not hold
 * @throws StudioError `bad-input` for text and objects and for Fortran order with two long axes; `file-gone` if the
 *   source gives fewer bytes than it has
 */
export async function readFloatRows(
  file: NpyFile,
  source: ByteSource,
  startRow: number,
  rows: number,
  out: Float32Array,
): Promise<RangeLoss> {
  requireNumeric(file)
  requireRowOrder(file)
  const width = rowWidth(file)
  if (startRow < 0 || rows < 0 || startRow + rows > rowCount(file)) {
    throw new Error(`Expected rows within 0 to ${rowCount(file)}, got ${startRow} to ${startRow + rows}`)
  }
  if (out.length < rows * width)
    throw new Error(`Expected room for ${rows * width} values, got ${out.length}`)
  const rowBytes = width * file.dtype.itemSize
  const start = file.dataOffset + startRow * rowBytes
  const bytes = await sliceExactly(source, start, start + rows * rowBytes)
  return decodeFloat32(bytes, file.dtype, out)
}

/**
 * Reads a whole numeric array in C order, whatever the order in the file.
 * 64-bit integers beyond 2^53 become the nearest float64.
 * @throws StudioError `bad-input` for text and objects, and above 64 MB
 */
export async function readNumbers(file: NpyFile, source: ByteSource): Promise<Float64Array> {
  requireNumeric(file)
  requireAtMost(file, elementCount(file.shape) * 8, MAX_NUMBERS_BYTES)
  const values = decodeFloat64(await sliceExactly(source, file.dataOffset, file.byteLength), file.dtype)
  const positions = file.fortranOrder ? fortranPositions(file.shape) : null
  return positions === null ? values : positions.map((position) => values[position]!)
}

/**
 * Reads a whole array of one axis of 64-bit integers, each exactly.
 * @throws StudioError `bad-input` above 64 MB
 */
export async function readIntegers(file: NpyFile, source: ByteSource): Promise<readonly bigint[]> {
  requireAtMost(file, elementCount(file.shape) * 8, MAX_NUMBERS_BYTES)
  return [...decodeIntegers(await sliceExactly(source, file.dataOffset, file.byteLength), file.dtype)]
}

/**
 * Reads a whole array of text (U, or S as latin1) in C order.
 * @throws StudioError `bad-input` for other types, for what is not Unicode, and above 64 MB
 */
export async function readStrings(file: NpyFile, source: ByteSource): Promise<string[]> {
  const { dtype, name } = file
  if (dtype.kind !== 'U' && dtype.kind !== 'S') {
    throw new StudioError('bad-input', `${name} has type ${dtype.descr}; expected text (U or S)`)
  }
  requireAtMost(file, file.byteLength - file.dataOffset, MAX_NUMBERS_BYTES)
  const values = decodeStrings(await sliceExactly(source, file.dataOffset, file.byteLength), dtype, name)
  const positions = file.fortranOrder ? fortranPositions(file.shape) : null
  return positions === null ? values : Array.from(positions, (position) => values[position]!)
}

/**
 * Reads a whole array of Python objects in C order, through the inert pickle machine.
 * Values are `null`, booleans, numbers, bigints (integers beyond 2^53), text, bytes, arrays (lists, tuples), Maps
 * (dictionaries), Sets and `NdArray`s.
 * @throws StudioError `bad-input` for other types, for pickles that are more than data, if the shape differs from the
 *   header's, and above 512 MB
 */
export async function readObjects(
  file: NpyFile,
  source: ByteSource,
  limits: Partial<PickleLimits> = {},
): Promise<readonly unknown[]> {
  const { dtype, name } = file
  if (dtype.kind !== 'O') {
    throw new StudioError('bad-input', `${name} has type ${dtype.descr}; expected Python objects (|O)`)
  }
  requireAtMost(file, file.byteLength - file.dataOffset, MAX_OBJECTS_BYTES)
  const value = unpickle(await sliceExactly(source, file.dataOffset, file.byteLength), name, limits)
  if (!(value instanceof NdArray) || value.dtype.kind !== 'O' || !Array.isArray(value.data)) {
    throw damaged(name, 'it says that it holds an array of objects; its pickle holds something else')
  }
  if (formatShape(value.shape) !== formatShape(file.shape)) {
    throw damaged(
      name,
      `its shape is ${formatShape(file.shape)} in its header and ${formatShape(value.shape)} in its pickle`,
    )
  }
  return value.data
}

function requireNumeric(file: NpyFile): void {
  if (isNumeric(file.dtype)) return
  throw new StudioError(
    'bad-input',
    `${file.name} holds ${file.dtype.kind === 'O' ? 'Python objects' : 'text'} (type ${file.dtype.descr}); expected numbers`,
    'Save numbers instead, for example np.save(path, x.astype(np.float32)).',
  )
}

function requireRowOrder(file: NpyFile): void {
  const longAxes = file.shape.filter((size) => size !== 1).length
  if (!file.fortranOrder || longAxes <= 1 || elementCount(file.shape) === 0) return
  throw new StudioError(
    'bad-input',
    `${file.name} stores its shape ${formatShape(file.shape)} by columns (Fortran order); expected rows (C order)`,
    'Save it again by rows: np.save(path, np.ascontiguousarray(x)).',
  )
}

function requireAtMost(file: NpyFile, bytes: number, limit: number): void {
  if (bytes <= limit) return
  throw new StudioError(
    'bad-input',
    `${file.name} with the shape ${formatShape(file.shape)} takes ${formatInteger(bytes)} bytes; expected at most ${formatInteger(limit)}`,
    'Is this the right file? Labels, grids and attributes are smaller.',
  )
}

function wrongSize(header: NpyHeader, name: string, expected: number, actual: number): StudioError {
  const { dtype, shape, dataOffset } = header
  const sum = `(${dataOffset} of header + ${formatShape(shape)} x ${dtype.itemSize})`
  return actual < expected
    ? truncated(name, expected, sum, actual)
    : trailingBytes(name, expected, sum, actual)
}
