// The arguments of pickle opcodes: lengths are checked against the bytes that are left before anything is made of them.

import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import { COPY_AGAIN, damaged } from '../damage.ts'
import { decodeLatin1 } from '../numpy-values.ts'

/** Longest integer, in bytes or in digits: more than any count or hash, too short to cost time. */
const MAX_LONG_BYTES = 1024
const MAX_INT_DIGITS = 2500
/** Half of what the longest string may hold. */
const MAX_TEXT_BYTES = 2 ** 28
const SHORT_TEXT = 64

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A cursor over the bytes of one pickle. */
export class PickleReader {
  readonly bytes: Uint8Array
  readonly name: string
  at = 0
  private readonly view: DataView

  constructor(bytes: Uint8Array, name: string) {
    this.bytes = bytes
    this.name = name
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** The error for a pickle that no pickler wrote. */
  damaged(reason: string): StudioError {
    return damaged(this.name, `at byte ${formatInteger(this.at)} of its pickle, ${reason}`)
  }

  uint8(): number {
    this.need(1)
    return this.bytes[this.at++]!
  }

  uint16(): number {
    const start = this.advance(2)
    return this.view.getUint16(start, true)
  }

  uint32(): number {
    const start = this.advance(4)
    return this.view.getUint32(start, true)
  }

  int32(): number {
    const start = this.advance(4)
    return this.view.getInt32(start, true)
  }

  /** A 64-bit length; beyond 2^53 it loses digits and is too long anyway. */
  uint64(): number {
    const start = this.advance(8)
    return this.view.getUint32(start + 4, true) * 2 ** 32 + this.view.getUint32(start, true)
  }

  float64BigEndian(): number {
    const start = this.advance(8)
    return this.view.getFloat64(start, false)
  }

  /** The next `length` bytes, as a view of the pickle's own. */
  take(length: number): Uint8Array {
    const start = this.advance(length)
    return this.bytes.subarray(start, start + length)
  }

  /** Throws unless `length` bytes are left. */
  need(length: number): void {
    const left = this.bytes.length - this.at
    if (length <= left) return
    throw new StudioError(
      'bad-input',
      `${this.name} is truncated: expected ${formatInteger(length)} bytes at byte ${formatInteger(this.at)} of its pickle, ${formatInteger(left)} are left`,
      COPY_AGAIN,
    )
  }

  /** UTF-8 text of `length` bytes. Python's surrogates are refused. */
  utf8(length: number): string {
    const bytes = this.takeText(length)
    // a call of the decoder costs more than most texts are long
    if (length < SHORT_TEXT && bytes.every((byte) => byte < 0x80)) return decodeLatin1(bytes)
    try {
      return utf8.decode(bytes)
    } catch {
      throw this.damaged('text that is not UTF-8')
    }
  }

  /** latin1 text of `length` bytes, as Python 2 wrote it. */
  latin1(length: number): string {
    return decodeLatin1(this.takeText(length))
  }

  /** The text up to the next line feed, which is skipped. */
  line(): string {
    const end = this.bytes.indexOf(0x0a, this.at)
    if (end < 0) throw this.damaged('a line without end')
    const text = this.latin1(end - this.at)
    this.at++
    return text
  }

  /** INT's line: a decimal number, or `00` and `01`, which are False and True. */
  intLine(): number | bigint | boolean {
    const text = this.line()
    return text === '00' || text === '01' ? text === '01' : this.parseInteger(text)
  }

  /** LONG's line: a decimal number, with or without a final L. */
  longLine(): number | bigint {
    return this.parseInteger(this.line().replace(/L$/, ''))
  }

  /** PUT's and GET's line: an index into the memo. */
  indexLine(): number {
    const text = this.line()
    if (!/^\d{1,15}$/.test(text)) throw this.damaged('a memo index that is not a number')
    return Number(text)
  }

  /** FLOAT's line, in Python's notation. */
  floatLine(): number {
    const text = this.line()
    if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text)
    if (/^[+-]?nan$/i.test(text)) return Number.NaN
    if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity
    throw this.damaged('a float that is not a number')
  }

  /** A signed little-endian integer of `length` bytes, at most 1,024. */
  long(length: number): number | bigint {
    if (length < 0 || length > MAX_LONG_BYTES) {
      throw this.damaged(`an integer of ${length} bytes (at most ${MAX_LONG_BYTES} are read)`)
    }
    const bytes = this.take(length)
    let value = 0n
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!)
    return toNumber(BigInt.asIntN(8 * length, value))
  }

  private parseInteger(text: string): number | bigint {
    if (!/^[+-]?\d+$/.test(text)) throw this.damaged('an integer that is not a number')
    if (text.length > MAX_INT_DIGITS) {
      throw this.damaged(`an integer of ${text.length} digits (at most ${MAX_INT_DIGITS} are read)`)
    }
    return toNumber(BigInt(text.replace(/^\+/, '')))
  }

  private takeText(length: number): Uint8Array {
    const bytes = this.take(length)
    if (length > MAX_TEXT_BYTES) {
      throw this.damaged(`a text of ${length} bytes (at most ${MAX_TEXT_BYTES} are read)`)
    }
    return bytes
  }

  private advance(length: number): number {
    this.need(length)
    const start = this.at
    this.at += length
    return start
  }
}

/** A number where that is exact, else the bigint itself. */
export function toNumber(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
