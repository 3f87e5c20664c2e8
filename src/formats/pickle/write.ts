// Writes Python pickles, protocol 3, which Python 3 and NumPy 1 and 2 read.

import { OPCODE } from './opcodes.ts'

/** What a Python object array may hold: bigint becomes int, number float, string str, null None. */
export type PickleCell = number | bigint | string | boolean | null

/** Items that Python's own pickler puts into one APPENDS. */
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
 * @param cells in C order, as many as the shape has
 */
export function pickleObjectArray(
  shape: readonly number[],
  cells: Iterable<PickleCell>,
): Uint8Array<ArrayBuffer> {
  const writer = new PickleWriter()
  writer.global('numpy.core.multiarray', '_reconstruct')
  writer.tuple(() => {
    writer.global('numpy', 'ndarray')
    writer.tuple(() => writer.int(0n))
    writer.bytes(Uint8Array.of(0x62))
  })
  writer.opcode(OPCODE.REDUCE)
  writer.tuple(() => {
    writer.int(1n)
    writer.tuple(() => {
      for (const size of shape) writer.int(BigInt(size))
    })
    writeObjectDtype(writer)
    writer.cell(false)
    writeList(writer, cells)
  })
  writer.opcode(OPCODE.BUILD)
  return writer.finish()
}

function writeObjectDtype(writer: PickleWriter): void {
  writer.global('numpy', 'dtype')
  writer.tuple(() => {
    writer.text('O8')
    writer.cell(false)
    writer.cell(true)
  })
  writer.opcode(OPCODE.REDUCE)
  // version, byte order, subarray, names, fields, item size, alignment, flags: as NumPy writes them for objects
  writer.tuple(() => {
    writer.int(3n)
    writer.text('|')
    for (let i = 0; i < 3; i++) writer.cell(null)
    writer.int(-1n)
    writer.int(-1n)
    writer.int(63n)
  })
  writer.opcode(OPCODE.BUILD)
}

function writeList(writer: PickleWriter, cells: Iterable<PickleCell>): void {
  writer.opcode(OPCODE.EMPTY_LIST)
  let inBatch = 0
  for (const cell of cells) {
    if (inBatch === 0) writer.opcode(OPCODE.MARK)
    writer.cell(cell)
    inBatch = (inBatch + 1) % BATCH
    if (inBatch === 0) writer.opcode(OPCODE.APPENDS)
  }
  if (inBatch > 0) writer.opcode(OPCODE.APPENDS)
}
