// The columns that the header of a FITS binary table describes. Format: FITS standard 4.0, section 7.3.

import { formatInteger } from '../../core/format.ts'
import { damaged } from '../damage.ts'
import { elementCount, parseDtype } from '../numpy-dtype.ts'
import { type FitsHeader, realOf, required, sizeOf, textOf, wholeOf, wrongValue } from './header.ts'
import type { FitsNumbers } from './values.ts'

/** What the elements of a column are. */
export type FitsContent =
  | {
      readonly kind: 'number'
      readonly itemSize: number
      readonly type: string
      readonly numbers: FitsNumbers
    }
  | { readonly kind: 'boolean' | 'text'; readonly itemSize: number; readonly type: string }
  /** nothing that can be read: `reason` completes "was left out: " */
  | { readonly kind: 'none'; readonly reason: string }

/** One column of a table, as its header describes it. */
export interface FitsField {
  readonly name: string
  /** TFORM */
  readonly form: string
  /** bytes in front of it in its row, and its own */
  readonly offset: number
  readonly width: number
  /** axes of one row, slowest first; empty for a scalar. Of a variable-length column its rows tell. */
  readonly axes: readonly number[]
  readonly content: FitsContent
  /** the row holds lengths and positions of what lies behind the table: `P` of 32 bits, `Q` of 64 */
  readonly descriptor: 'P' | 'Q' | null
}

const MOST_FIELDS = 999
const MOST_AXES = 64
const FORM = /^(\d{0,15})([LXBIJKAEDCMPQ])(.*)$/
/** Bytes per element; X counts bits. */
const SIZES: Readonly<Record<string, number>> = {
  L: 1,
  B: 1,
  I: 2,
  J: 4,
  K: 8,
  A: 1,
  E: 4,
  D: 8,
  C: 8,
  M: 16,
  P: 8,
  Q: 16,
}
const STORED: Readonly<Record<string, string>> = {
  B: '|u1',
  I: '>i2',
  J: '>i4',
  K: '>i8',
  E: '>f4',
  D: '>f8',
}
/** Offsets that stand for the other signedness, as FITS has only unsigned bytes and signed integers. */
const FLIPPED: Readonly<Record<string, { readonly zero: number; readonly type: string }>> = {
  B: { zero: -128, type: '|i1' },
  I: { zero: 2 ** 15, type: '>u2' },
  J: { zero: 2 ** 31, type: '>u4' },
  K: { zero: 2 ** 63, type: '>u8' },
}

/**
 * The columns of a table, in their order.
 * @throws StudioError `bad-input` for a form or a value that cannot be, and if they do not fill a row
 */
export function parseFields(header: FitsHeader, rowBytes: number): FitsField[] {
  const count = required(header, 'TFIELDS', sizeOf(header, 'TFIELDS', 0, MOST_FIELDS))
  const fields: FitsField[] = []
  let offset = 0
  for (let n = 1; n <= count; n++) {
    const field = parseField(header, n, offset)
    fields.push(field)
    offset += field.width
  }
  if (offset === rowBytes) return fields
  const [sum, row] = [offset, rowBytes].map(formatInteger)
  throw damaged(header.where, `its ${count} columns take ${sum} bytes of a row, NAXIS1 says ${row}`)
}

/**
 * How stored numbers of a type become values.
 * @param code TFORM's letter
 * @param keywords of the scale, the offset and the missing value
 */
export function numberContent(
  header: FitsHeader,
  code: string,
  keywords: { readonly scale: string; readonly zero: string; readonly missing: string },
): Extract<FitsContent, { kind: 'number' }> {
  const stored = STORED[code]!
  const whole = code !== 'E' && code !== 'D'
  const scale = realOf(header, keywords.scale) ?? 1
  const zero = realOf(header, keywords.zero) ?? 0
  const flipped = FLIPPED[code]
  const flipsSign = scale === 1 && flipped !== undefined && zero === flipped.zero
  const missing = whole ? wholeOf(header, keywords.missing) : undefined
  const type = flipsSign ? flipped.type : stored
  const scaling = flipsSign || (scale === 1 && zero === 0) ? null : { scale, zero }
  return {
    kind: 'number',
    itemSize: SIZES[code]!,
    type: scaling === null ? type : '>f8',
    numbers: {
      dtype: parseDtype((flipsSign ? type : stored).replace('>', '<'), header.where),
      flipsSign,
      scaling,
      missing: missing === undefined ? [] : missingOf(missing, flipsSign ? BigInt(zero) : 0n),
    },
  }
}

/** TNULL is the stored integer; astropy gives the value itself where the offset stands for the other signedness. */
function missingOf(missing: bigint, zero: bigint): bigint[] {
  return zero === 0n ? [missing] : [missing, missing - zero]
}

function parseField(header: FitsHeader, n: number, offset: number): FitsField {
  const form = required(header, `TFORM${n}`, textOf(header, `TFORM${n}`)).trim()
  const match = FORM.exec(form)
  if (match === null) throw wrongValue(header, `TFORM${n}`, 'a form of a binary table, as 17908E')
  const [, digits, code, rest] = match as unknown as [string, string, string, string]
  const repeat = digits === '' ? 1 : Number(digits)
  const name = textOf(header, `TTYPE${n}`)?.trim() || `COL${n}`
  const width = code === 'X' ? Math.ceil(repeat / 8) : repeat * SIZES[code]!
  if (code === 'P' || code === 'Q') {
    const content =
      repeat === 1 ? heapContent(header, n, rest[0] ?? '', form) : nothing('without elements', form)
    return { name, form, offset, width, axes: [], content, descriptor: code }
  }
  const dimensions = parseDimensions(header, n, repeat)
  // the first axis of text are its characters
  const axes = code === 'A' ? (dimensions?.slice(1) ?? []) : (dimensions ?? (repeat === 1 ? [] : [repeat]))
  const content =
    repeat === 0
      ? nothing('without elements', form)
      : contentOf(header, n, code, dimensions?.[0] ?? repeat, form)
  return { name, form, offset, width, axes: axes.toReversed(), content, descriptor: null }
}

function contentOf(
  header: FitsHeader,
  n: number,
  code: string,
  firstAxis: number,
  form: string,
): FitsContent {
  switch (code) {
    case 'A':
      return { kind: 'text', itemSize: firstAxis, type: '<U' }
    case 'L':
      return { kind: 'boolean', itemSize: 1, type: '|b1' }
    case 'X':
      return nothing('bits', form)
    case 'C':
    case 'M':
      return nothing('complex numbers', form)
    default:
      return numberContent(header, code, { scale: `TSCAL${n}`, zero: `TZERO${n}`, missing: `TNULL${n}` })
  }
}

function heapContent(header: FitsHeader, n: number, code: string, form: string): FitsContent {
  if (STORED[code] !== undefined) return contentOf(header, n, code, 1, form)
  return nothing('rows of variable length that are no numbers', form)
}

function nothing(what: string, form: string): FitsContent {
  return { kind: 'none', reason: `${what} (TFORM ${form})` }
}

/** TDIM, fastest axis first; `undefined` where there is none. It may use fewer elements than there are. */
function parseDimensions(header: FitsHeader, n: number, repeat: number): number[] | undefined {
  const keyword = `TDIM${n}`
  const text = textOf(header, keyword)
  if (text === undefined || repeat === 0) return undefined
  const axes = /^\s*\(([\s\d,]+)\)\s*$/
    .exec(text)?.[1]
    ?.split(',')
    .map((size) => Number(size.trim() || 'none'))
  if (axes === undefined || axes.length > MOST_AXES || !axes.every((size) => size > 0)) {
    throw wrongValue(header, keyword, 'axes, as (34,2)')
  }
  if (elementCount(axes) > repeat)
    throw wrongValue(header, keyword, `axes of at most ${formatInteger(repeat)} elements`)
  return axes
}
