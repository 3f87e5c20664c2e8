// Bytes of FITS columns to numbers, logicals and text. FITS is big endian.

import { damaged } from '../damage.ts'
import { type NpyDtype, parseDtype } from '../numpy-dtype.ts'
import {
  decodeFloat32,
  decodeFloat64,
  decodeIntegers,
  decodeLatin1,
  type RangeLoss,
} from '../numpy-values.ts'
import { swapInto } from '../swap-bytes.ts'

/** How stored numbers become values. */
export interface FitsNumbers {
  /** of the elements once swapped: little endian, and unsigned where the offset stands for that */
  readonly dtype: NpyDtype
  /** the offset only stands for the other signedness: exact, and no arithmetic */
  readonly flipsSign: boolean
  /** value = zero + scale * stored; `null` where that changes nothing */
  readonly scaling: { readonly scale: number; readonly zero: number } | null
  /** stored integers that mean "missing" */
  readonly missing: readonly bigint[]
}

const FLOAT64 = parseDtype('<f8', '')

/**
 * Stored numbers as float32.
 * @param bytes whole big-endian elements, left as they are
 * @param out receives one value per element, from offset 0
 */
export function fitsFloat32(bytes: Uint8Array, numbers: FitsNumbers, out: Float32Array): RangeLoss {
  const { dtype, scaling } = numbers
  if (scaling !== null) {
    const values = fitsFloat64(bytes, numbers)
    return decodeFloat32(new Uint8Array(values.buffer), FLOAT64, out)
  }
  if (dtype.kind === 'f' && dtype.itemSize === 4) {
    swapInto(bytes, 4, new Uint8Array(out.buffer, out.byteOffset, bytes.length))
    return { overflowed: 0, underflowed: 0 }
  }
  const { native, missing } = toNative(bytes, numbers)
  const loss = decodeFloat32(native, dtype, out)
  for (const position of missing) out[position] = Number.NaN
  return loss
}

/** Stored numbers as float64; 64-bit integers beyond 2^53 become the nearest float64. */
export function fitsFloat64(bytes: Uint8Array, numbers: FitsNumbers): Float64Array {
  const { native, missing } = toNative(bytes, numbers)
  const values = decodeFloat64(native, numbers.dtype)
  if (numbers.scaling !== null) {
    const { scale, zero } = numbers.scaling
    for (let i = 0; i < values.length; i++) values[i] = values[i]! * scale + zero
  }
  for (const position of missing) values[position] = Number.NaN
  return values
}

/** Stored integers of 64 bits without a scale, each exactly; missing ones are `null`. */
export function fitsIntegers(bytes: Uint8Array, numbers: FitsNumbers): (bigint | null)[] {
  const { native, missing } = toNative(bytes, numbers)
  const values: (bigint | null)[] = [...decodeIntegers(native, numbers.dtype)]
  for (const position of missing) values[position] = null
  return values
}

/**
 * Logicals: T, F, or 0 for a missing one.
 * @throws StudioError `bad-input` for other bytes; `title` is the column's
 */
export function fitsLogicals(bytes: Uint8Array, title: string): (boolean | null)[] {
  return Array.from(bytes, (byte) => {
    if (byte === 0x54) return true
    if (byte === 0x46) return false
    if (byte === 0) return null
    throw damaged(title, `a logical is the byte ${byte}; expected T (84), F (70) or 0`)
  })
}

/** Texts of `width` bytes each, up to their first NUL and without trailing spaces, as latin1. */
export function fitsTexts(bytes: Uint8Array, width: number): string[] {
  return Array.from({ length: bytes.length / width }, (_, i) => {
    const item = bytes.subarray(i * width, (i + 1) * width)
    let length = item.indexOf(0)
    if (length < 0) length = width
    while (length > 0 && item[length - 1] === 0x20) length--
    return decodeLatin1(item.subarray(0, length))
  })
}

/** The elements in the host's order, and which of them are missing. */
function toNative(
  bytes: Uint8Array,
  { dtype, flipsSign, missing }: FitsNumbers,
): { native: Uint8Array<ArrayBuffer>; missing: number[] } {
  const { itemSize } = dtype
  const native = new Uint8Array(bytes.length)
  swapInto(bytes, itemSize, native)
  const positions = missing.flatMap((stored) => positionsOf(stored, native, itemSize))
  // x + 2^(n-1) is x with its highest bit turned
  if (flipsSign) for (let i = itemSize - 1; i < native.length; i += itemSize) native[i] = native[i]! ^ 0x80
  return { native, missing: positions }
}

/** Where the stored integer is. Bytes are unsigned in FITS, all others signed. */
function positionsOf(stored: bigint, native: Uint8Array<ArrayBuffer>, itemSize: number): number[] {
  const positions: number[] = []
  if (itemSize === 8) {
    const words = new BigInt64Array(native.buffer)
    for (let i = 0; i < words.length; i++) if (words[i] === stored) positions.push(i)
    return positions
  }
  const View = itemSize === 1 ? Uint8Array : itemSize === 2 ? Int16Array : Int32Array
  const values = new View(native.buffer)
  const wanted = Number(stored)
  for (let i = 0; i < values.length; i++) if (values[i] === wanted) positions.push(i)
  return positions
}
