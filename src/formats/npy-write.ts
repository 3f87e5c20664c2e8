// Writes NPY files (version 1.0) byte for byte as np.save does, so that the Python code base reads them unchanged.

import { elementCount, formatShape } from './numpy-dtype.ts'
import { type PickleCell, type PickleValue, pickleObjectArray } from './pickle/write.ts'

/** Types of numeric arrays that are written: float32, float64, int64. */
export type WrittenDescr = '<f4' | '<f8' | '<i8'

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]
const ALIGNMENT = 64
/** NumPy leaves room for the first axis to grow to this many digits. */
const GROWTH_DIGITS = 21

/** Magic, version 1.0 and header text, padded to a multiple of 64 bytes. */
export function npyHeader(descr: string, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const fields = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${formatShape(shape)}, }`
  const growth = shape.length === 0 ? 0 : GROWTH_DIGITS - String(shape[0]).length
  const text = fields + ' '.repeat(growth)
  const unpadded = MAGIC.length + 2 + text.length + 1
  const length = unpadded + ALIGNMENT - (unpadded % ALIGNMENT)
  const bytes = new Uint8Array(length).fill(0x20)
  bytes.set(MAGIC)
  new DataView(bytes.buffer).setUint16(MAGIC.length, length - MAGIC.length - 2, true)
  bytes.set(new TextEncoder().encode(text), MAGIC.length + 2)
  bytes[length - 1] = 0x0a
  return bytes
}

/**
 * A whole NPY file of numbers in C order. For float32 and float64, values round as typed arrays do.
 * @param data as many values as the shape has; integers only for `<i8`
 */
export function encodeNpy(
  descr: WrittenDescr,
  shape: readonly number[],
  data: ArrayLike<number>,
): Uint8Array<ArrayBuffer> {
  if (data.length !== elementCount(shape)) {
    throw new Error(`Expected ${elementCount(shape)} values for ${formatShape(shape)}, got ${data.length}`)
  }
  return joinBytes(npyHeader(descr, shape), encodeValues(descr, data))
}

/**
 * A NPY file of Python objects with two axes, as np.save(path, rows, allow_pickle=True) writes it. A cell says its
 * Python type: bigint is an int, number a float, string a str, null None.
 * @param rows all of one length
 */
export function encodeObjectNpy(rows: readonly (readonly PickleCell[])[]): Uint8Array<ArrayBuffer> {
  const width = rows[0]?.length ?? 0
  const odd = rows.findIndex((row) => row.length !== width)
  if (odd >= 0) throw new Error(`Expected ${width} cells in row ${odd}, got ${rows[odd]!.length}`)
  const shape = [rows.length, width]
  return joinBytes(npyHeader('|O', shape), pickleObjectArray(shape, rows.flat()))
}

/** A NPY file of one Python object without axes, as np.save(path, dictionary) writes it: `np.load(...).item()` gives it back. */
export function encodeObjectScalar(value: PickleValue): Uint8Array<ArrayBuffer> {
  return joinBytes(npyHeader('|O', []), pickleObjectArray([], [value]))
}

function encodeValues(descr: WrittenDescr, data: ArrayLike<number>): Uint8Array {
  switch (descr) {
    case '<f4': {
      const values = data instanceof Float32Array ? data : Float32Array.from(data)
      return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    }
    case '<f8': {
      const values = data instanceof Float64Array ? data : Float64Array.from(data)
      return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    }
    case '<i8':
      return new Uint8Array(BigInt64Array.from(Array.from(data), BigInt).buffer)
    default:
      return descr satisfies never
  }
}

function joinBytes(head: Uint8Array, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(head.length + body.length)
  bytes.set(head)
  bytes.set(body, head.length)
  return bytes
}
