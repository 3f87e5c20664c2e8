// The opcodes that put one value on the stack and touch nothing else: numbers, text and bytes.

import { OPCODE } from './opcodes.ts'
import type { PickleReader } from './reader.ts'

/** None, a bool, a number, a text or bytes. */
export type PickleLiteral = null | boolean | number | bigint | string | Uint8Array

/**
 * The value of a literal opcode, whose argument is read; `undefined` for any other opcode.
 * @throws StudioError `bad-input` if the argument is damaged or truncated
 */
export function readLiteral(opcode: number, reader: PickleReader): PickleLiteral | undefined {
  switch (opcode) {
    case OPCODE.NONE:
      return null
    case OPCODE.NEWTRUE:
      return true
    case OPCODE.NEWFALSE:
      return false
    case OPCODE.INT:
      return reader.intLine()
    case OPCODE.LONG:
      return reader.longLine()
    case OPCODE.BININT:
      return reader.int32()
    case OPCODE.BININT1:
      return reader.uint8()
    case OPCODE.BININT2:
      return reader.uint16()
    case OPCODE.LONG1:
      return reader.long(reader.uint8())
    case OPCODE.LONG4:
      return reader.long(reader.int32())
    case OPCODE.FLOAT:
      return reader.floatLine()
    case OPCODE.BINFLOAT:
      return reader.float64BigEndian()
    case OPCODE.STRING:
      return orDamaged(decodeStringRepr(reader.line()), reader)
    case OPCODE.UNICODE:
      return orDamaged(decodeRawUnicodeEscape(reader.line()), reader)
    case OPCODE.SHORT_BINSTRING:
      return reader.latin1(reader.uint8())
    case OPCODE.BINSTRING: {
      const length = reader.int32()
      if (length < 0) throw reader.damaged('a text of negative length')
      return reader.latin1(length)
    }
    case OPCODE.SHORT_BINUNICODE:
      return reader.utf8(reader.uint8())
    case OPCODE.BINUNICODE:
      return reader.utf8(reader.uint32())
    case OPCODE.BINUNICODE8:
      return reader.utf8(reader.uint64())
    case OPCODE.SHORT_BINBYTES:
      return reader.take(reader.uint8())
    case OPCODE.BINBYTES:
      return reader.take(reader.uint32())
    case OPCODE.BINBYTES8:
    case OPCODE.BYTEARRAY8:
      return reader.take(reader.uint64())
    default:
      return undefined
  }
}

function orDamaged(text: string | null, reader: PickleReader): string {
  if (text === null) throw reader.damaged('a text that is not quoted or escaped as Python does')
  return text
}

/** Text of a UNICODE line: latin1, with \uXXXX and \UXXXXXXXX for the rest; `null` if a code point is not Unicode. */
function decodeRawUnicodeEscape(line: string): string | null {
  let valid = true
  const text = line.replace(/\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|[^uU]|$)/g, replaceEscape)
  return valid ? text : null

  function replaceEscape(whole: string, short: string | undefined, long: string | undefined): string {
    const digits = short ?? long
    if (digits === undefined) return whole
    const codePoint = Number.parseInt(digits, 16)
    if (codePoint <= 0x10ffff) return String.fromCodePoint(codePoint)
    valid = false
    return ''
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
}

/** Text of a STRING line, which is Python 2's repr: quoted, with escapes; `null` if it is not. */
function decodeStringRepr(line: string): string | null {
  const match = /^(['"])((?:[^\\]|\\.)*)\1$/.exec(line)
  if (match === null) return null
  return match[2]!.replace(
    /\\(?:x([0-9a-f]{2})|([0-7]{1,3})|(.))/gi,
    (whole, hex: string | undefined, octal: string | undefined, character: string | undefined) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff)
      return (character !== undefined && ESCAPES[character]) || whole
    },
  )
}
