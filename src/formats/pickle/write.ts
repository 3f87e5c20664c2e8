// Writes Python pickles, protocol 3, which Python 3 and NumPy 1 and 2 read.

import { elementCount } from '../numpy-dtype.ts'
import { OPCODE } from './opcodes.ts'

/** What a Python object array may hold: bigint becomes int, number float, string str, null None. */
export type PickleCell = number | bigint | string | boolean | null

/** An array of int64 in C order, `numpy.ndarray` once it is loaded. */
export interface PickledIntegers {
  readonly shape: readonly number[]
  /** safe integers, as many as the shape has */
  readonly int64: readonly number[]
}

/** A value of Python: arrays become lists, Maps dictionaries in their order. */
export type PickleValue =
  | PickleCell
  | PickledIntegers
  | readonly PickleValue[]
  | ReadonlyMap<string, PickleValue>

/** Items that Python's own pickler puts into one APPENDS or SETITEMS. */
const BATCH = 1000

/** Opcodes with their arguments, appended to a buffer that grows. */
export class PickleWriter {
  private buffer = new Uint8Array(1024)
  private view = new DataView(this.buffer.buffer)
  private length = 0

  constructor() {
    this.opcode(OPCODE.PROTO)
    this.byte(3)
  }

  /** Ends the pickle and returns its bytes. */
  finish(): Uint8Array<ArrayBuffer> {
    this.opcode(OPCODE.STOP)
    return this.buffer.slice(0, this.length)
  }

  /** One opcode without argument. */
  opcode(code: number): void {
    this.byte(code)
  }

  /** A function or class by its module and name. */
  global(module: string, name: string): void {
    this.opcode(OPCODE.GLOBAL)
    this.append(new TextEncoder().encode(`${module}\n${name}\n`))
  }

  /** None, bool, int (bigint), float (number) or str. */
  cell(value: PickleCell): void {
    if (value === null) this.opcode(OPCODE.NONE)
    else if (typeof value === 'boolean') this.opcode(value ? OPCODE.NEWTRUE : OPCODE.NEWFALSE)
    else if (typeof value === 'bigint') this.int(value)
    else if (typeof value === 'number') this.float(value)
    else this.text(value)
  }

  /** Any value; what holds others is written with them. */
  value(value: PickleValue): void {
    if (typeof value !== 'object' || value === null) this.cell(value)
    else if ('int64' in value) writeIntegers(this, value)
    else if (isList(value)) this.list(value)
    else this.dictionary(value)
  }

  /** A Python list. */
  list(items: Iterable<PickleValue>): void {
    this.opcode(OPCODE.EMPTY_LIST)
    this.batches(items, OPCODE.APPENDS, (item) => this.value(item))
  }

  /** A Python dict, in the order of the Map. */
  dictionary(entries: ReadonlyMap<string, PickleValue>): void {
    this.opcode(OPCODE.EMPTY_DICT)
    this.batches(entries, OPCODE.SETITEMS, ([key, value]) => {
      this.text(key)
      this.value(value)
    })
  }

  /** A Python int of any size. */
  int(value: bigint): void {
    if (value >= 0n && value < 0x100n) {
      this.opcode(OPCODE.BININT1)
      this.byte(Number(value))
    } else if (value === BigInt.asIntN(32, value)) {
      this.opcode(OPCODE.BININT)
      this.reserve(4)
      this.view.setInt32(this.length, Number(value), true)
      this.length += 4
    } else this.long(value)
  }

  /** A Python float. */
  float(value: number): void {
    this.opcode(OPCODE.BINFLOAT)
    this.reserve(8)
    this.view.setFloat64(this.length, value, false)
    this.length += 8
  }

  /** A Python str. */
  text(value: string): void {
    const bytes = new TextEncoder().encode(value)
    this.opcode(OPCODE.BINUNICODE)
    this.uint32(bytes.length)
    this.append(bytes)
  }

  /** Python bytes. */
  bytes(value: Uint8Array): void {
    this.opcode(OPCODE.BINBYTES)
    this.uint32(value.length)
    this.append(value)
  }

  /** A tuple of what `items` writes. */
  tuple(items: () => void): void {
    this.opcode(OPCODE.MARK)
    items()
    this.opcode(OPCODE.TUPLE)
  }

  private batches<Item>(items: Iterable<Item>, end: number, write: (item: Item) => void): void {
    let inBatch = 0
    for (const item of items) {
      if (inBatch === 0) this.opcode(OPCODE.MARK)
      write(item)
      inBatch = (inBatch + 1) % BATCH
      if (inBatch === 0) this.opcode(end)
    }
    if (inBatch > 0) this.opcode(end)
  }

  private long(value: bigint): void {
    const bytes: number[] = []
    let rest = value
    // two's complement: stop when the sign of the last byte tells the rest
    do {
      bytes.push(Number(rest & 0xffn))
      rest >>= 8n
    } while (rest !== (bytes.at(-1)! & 0x80 ? -1n : 0n))
    if (bytes.length > 0xff) throw new Error(`Expected an integer of at most 255 bytes, got ${bytes.length}`)
    this.opcode(OPCODE.LONG1)
    this.byte(bytes.length)
    this.append(Uint8Array.from(bytes))
  }

  private uint32(value: number): void {
    this.reserve(4)
    this.view.setUint32(this.length, value, true)
    this.length += 4
  }

  private byte(value: number): void {
    this.reserve(1)
    this.buffer[this.length++] = value
  }

  private append(bytes: Uint8Array): void {
    this.reserve(bytes.length)
    this.buffer.set(bytes, this.length)
    this.length += bytes.length
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return
    const grown = new Uint8Array(Math.max(2 * this.buffer.length, this.length + bytes))
    grown.set(this.buffer)
    this.buffer = grown
    this.view = new DataView(grown.buffer)
  }
}

/**
 * The pickle of a C-ordered NumPy array of objects, under NumPy 1's module path, which NumPy 2 keeps.
 * @param values in C order, as many as the shape has
 */
export function pickleObjectArray(
  shape: readonly number[],
  values: Iterable<PickleValue>,
): Uint8Array<ArrayBuffer> {
  const writer = new PickleWriter()
  writeArray(writer, shape, OBJECTS, () => writer.list(values))
  return writer.finish()
}

function isList(
  value: readonly PickleValue[] | ReadonlyMap<string, PickleValue>,
): value is readonly PickleValue[] {
  return Array.isArray(value)
}

/** A type as NumPy pickles it. */
interface PickledType {
  readonly code: string
  readonly byteOrder: string
  readonly flags: bigint
}

const OBJECTS: PickledType = { code: 'O8', byteOrder: '|', flags: 63n }
const INT64: PickledType = { code: 'i8', byteOrder: '<', flags: 0n }

function writeIntegers(writer: PickleWriter, { shape, int64 }: PickledIntegers): void {
  const count = elementCount(shape)
  if (int64.length !== count) throw new Error(`Expected ${count} integers, got ${int64.length}`)
  const values = BigInt64Array.from(int64, BigInt)
  writeArray(writer, shape, INT64, () => writer.bytes(new Uint8Array(values.buffer)))
}

/** @param content writes the elements: a list of objects, or bytes of numbers */
function writeArray(
  writer: PickleWriter,
  shape: readonly number[],
  type: PickledType,
  content: () => void,
): void {
  writer.global('numpy.core.multiarray', '_reconstruct')
  writer.tuple(() => {
    writer.global('numpy', 'ndarray')
    writer.tuple(() => writer.int(0n))
    writer.bytes(Uint8Array.of(0x62))
  })
  writer.opcode(OPCODE.REDUCE)
  // version, shape, type, whether the order is Fortran's, elements
  writer.tuple(() => {
    writer.int(1n)
    writer.tuple(() => {
      for (const size of shape) writer.int(BigInt(size))
    })
    writeType(writer, type)
    writer.cell(false)
    content()
  })
  writer.opcode(OPCODE.BUILD)
}

function writeType(writer: PickleWriter, { code, byteOrder, flags }: PickledType): void {
  writer.global('numpy', 'dtype')
  writer.tuple(() => {
    writer.text(code)
    writer.cell(false)
    writer.cell(true)
  })
  writer.opcode(OPCODE.REDUCE)
  // version, byte order, subarray, names, fields, item size, alignment, flags
  writer.tuple(() => {
    writer.int(3n)
    writer.text(byteOrder)
    for (let i = 0; i < 3; i++) writer.cell(null)
    writer.int(-1n)
    writer.int(-1n)
    writer.int(flags)
  })
  writer.opcode(OPCODE.BUILD)
}
