// Bytes of NumPy arrays to numbers and text. Host memory is little endian on every machine that runs a browser.

import { damaged } from './damage.ts'
import { elementCount, type NpyDtype } from './numpy-dtype.ts'
import { swapInto } from './swap-bytes.ts'

/** Finite values of a file that float32 cannot hold. */
export interface RangeLoss {
  /** became infinite */
  readonly overflowed: number
  /** were not zero and became zero */
  readonly underflowed: number
}

const NO_LOSS: RangeLoss = { overflowed: 0, underflowed: 0 }

type NumberView =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array

/**
 * Converts numeric elements to float32.
 * @param bytes whole elements of type `dtype`
 * @param out receives one value per element, from offset 0
 * @returns how many finite values overflowed or vanished (float64 only; other types fit)
 */
export function decodeFloat32(bytes: Uint8Array, dtype: NpyDtype, out: Float32Array): RangeLoss {
  const values = viewNumbers(bytes, dtype)
  if (dtype.kind !== 'f' || dtype.itemSize !== 8) {
    out.set(values)
    return NO_LOSS
  }
  let overflowed = 0
  let underflowed = 0
  for (let i = 0; i < values.length; i++) {
    const exact = values[i]!
    const rounded = Math.fround(exact)
    out[i] = rounded
    if (rounded === 0) {
      if (exact !== 0) underflowed++
    } else if (!Number.isFinite(rounded) && Number.isFinite(exact)) overflowed++
  }
  return { overflowed, underflowed }
}

/** Numeric elements as float64; 64-bit integers beyond 2^53 become the nearest float64. `bytes` holds whole elements. */
export function decodeFloat64(bytes: Uint8Array, dtype: NpyDtype): Float64Array {
  return new Float64Array(viewNumbers(bytes, dtype))
}

/** Whether elements are integers that a float64 may not hold. */
export function isWideInteger({ kind, itemSize }: NpyDtype): boolean {
  return (kind === 'i' || kind === 'u') && itemSize === 8
}

/** Integers of 64 bits, each exactly. `bytes` holds whole elements. */
export function decodeIntegers(bytes: Uint8Array, dtype: NpyDtype): BigInt64Array | BigUint64Array {
  const { buffer, byteOffset, length } = toAlignedLittleEndian(bytes, dtype)
  const View = dtype.kind === 'u' ? BigUint64Array : BigInt64Array
  return new View(buffer as ArrayBuffer, byteOffset, length / 8)
}

/**
 * Text elements without their padding of zeros. `S` is read as latin1.
 * @param bytes whole elements of kind U or S
 * @throws StudioError `bad-input` if a code point is not Unicode
 */
export function decodeStrings(bytes: Uint8Array, dtype: NpyDtype, name: string): string[] {
  const strings: string[] = []
  for (let start = 0; start < bytes.length; start += dtype.itemSize) {
    const item = bytes.subarray(start, start + dtype.itemSize)
    strings.push(dtype.kind === 'U' ? decodeUtf32(item, dtype.littleEndian, name) : decodePaddedLatin1(item))
  }
  return strings
}

/**
 * For each element in C order, its position in Fortran order; `null` where the two orders are the same (one axis at
 * most is longer than 1, or the array is empty).
 */
export function fortranPositions(shape: readonly number[]): Float64Array | null {
  const count = elementCount(shape)
  if (shape.filter((size) => size !== 1).length <= 1 || count === 0) return null
  const strides: number[] = []
  let stride = 1
  for (const size of shape) {
    strides.push(stride)
    stride *= size
  }
  const positions = new Float64Array(count)
  const index = new Array<number>(shape.length).fill(0)
  let position = 0
  for (let i = 0; i < count; i++) {
    positions[i] = position
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      position += strides[axis]!
      if (++index[axis]! < shape[axis]!) break
      position -= strides[axis]! * shape[axis]!
      index[axis] = 0
    }
  }
  return positions
}

/** Text of latin1 bytes. (TextDecoder's "latin1" is Windows-1252.) */
export function decodeLatin1(bytes: Uint8Array): string {
  const chunk = 4096
  if (bytes.length <= chunk) return String.fromCharCode.apply(null, bytes as unknown as number[])
  let text = ''
  for (let start = 0; start < bytes.length; start += chunk) {
    text += decodeLatin1(bytes.subarray(start, start + chunk))
  }
  return text
}

/** The elements as a typed array; copies only where the bytes lie unaligned, swapped or in a type that JS lacks. */
function viewNumbers(bytes: Uint8Array, dtype: NpyDtype): NumberView {
  const { kind, itemSize } = dtype
  const { buffer, byteOffset } = toAlignedLittleEndian(bytes, dtype)
  const count = bytes.length / itemSize
  switch (`${kind}${itemSize}`) {
    case 'f2':
      return widenHalves(new Uint16Array(buffer, byteOffset, count))
    case 'f4':
      return new Float32Array(buffer, byteOffset, count)
    case 'f8':
      return new Float64Array(buffer, byteOffset, count)
    case 'i1':
      return new Int8Array(buffer, byteOffset, count)
    case 'i2':
      return new Int16Array(buffer, byteOffset, count)
    case 'i4':
      return new Int32Array(buffer, byteOffset, count)
    case 'u1':
      return new Uint8Array(buffer, byteOffset, count)
    case 'u2':
      return new Uint16Array(buffer, byteOffset, count)
    case 'u4':
      return new Uint32Array(buffer, byteOffset, count)
    case 'b1':
      return new Uint8Array(buffer, byteOffset, count).map((byte) => (byte === 0 ? 0 : 1))
    case 'i8':
      return joinHalves(
        new Uint32Array(buffer, byteOffset, 2 * count),
        new Int32Array(buffer, byteOffset, 2 * count),
      )
    case 'u8': {
      const words = new Uint32Array(buffer, byteOffset, 2 * count)
      return joinHalves(words, words)
    }
    default:
      throw new Error(`Expected a numeric type, got ${dtype.descr}`)
  }
}

function toAlignedLittleEndian(bytes: Uint8Array, dtype: NpyDtype): Uint8Array {
  const { itemSize } = dtype
  if (dtype.littleEndian || itemSize === 1) return bytes.byteOffset % itemSize === 0 ? bytes : bytes.slice()
  const swapped = new Uint8Array(bytes.length)
  swapInto(bytes, itemSize, swapped)
  return swapped
}

/** 64-bit integers from their words. One sum of two exact products, so each value is the nearest float64. */
function joinHalves(low: Uint32Array, high: Uint32Array | Int32Array): Float64Array {
  const values = new Float64Array(low.length / 2)
  for (let i = 0; i < values.length; i++) values[i] = high[2 * i + 1]! * 2 ** 32 + low[2 * i]!
  return values
}

function widenHalves(halves: Uint16Array): Float32Array {
  const values = new Float32Array(halves.length)
  for (let i = 0; i < values.length; i++) values[i] = halfToNumber(halves[i]!)
  return values
}

/** IEEE 754 binary16: 1 sign bit, 5 exponent bits, 10 fraction bits. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  if (exponent === 0) return sign * fraction * 2 ** -24
  return sign * (1024 + fraction) * 2 ** (exponent - 25)
}

function decodeUtf32(item: Uint8Array, littleEndian: boolean, name: string): string {
  const view = new DataView(item.buffer, item.byteOffset, item.byteLength)
  let length = item.byteLength
  while (length > 0 && view.getUint32(length - 4, littleEndian) === 0) length -= 4
  let text = ''
  for (let at = 0; at < length; at += 4) {
    const codePoint = view.getUint32(at, littleEndian)
    if (codePoint > 0x10ffff) {
      throw damaged(name, `the code point ${codePoint} is not Unicode; expected at most 1114111`)
    }
    text += String.fromCodePoint(codePoint)
  }
  return text
}

function decodePaddedLatin1(item: Uint8Array): string {
  let length = item.length
  while (length > 0 && item[length - 1] === 0) length--
  return decodeLatin1(item.subarray(0, length))
}
