// Headers of FITS files: cards of 80 characters in blocks of 2,880 bytes. Values stay text until one is asked for, so
// that odd cards which nobody needs do no harm. Format: FITS standard 4.0, sections 3.3 and 4.

import type { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import { damaged, truncated } from '../damage.ts'
import { decodeLatin1 } from '../numpy-values.ts'
import { type ByteSource, sliceExactly } from '../source.ts'

/** Headers and data are padded to whole blocks of so many bytes. */
export const BLOCK_BYTES = 2880

/** The cards of one header. */
export interface FitsHeader {
  /** for messages: `X.fits, extension 1` */
  readonly where: string
  /** what follows `KEYWORD = `, comment included, then the same of its CONTINUE cards; of a keyword that is there twice, the first */
  readonly cards: ReadonlyMap<string, readonly string[]>
  /** position of the first byte behind the header's last block */
  readonly end: number
}

const CARD_BYTES = 80
const BLOCKS_PER_READ = 4
/** 999 columns with 36 cards each, the most that a table can have and far more than any writer gives. */
const MOST_BLOCKS = 1000
const KEYWORD_CHARACTERS = 8
/** Cards whose text begins right behind the keyword; "= " follows others. */
const COMMENTARY = /^(COMMENT |HISTORY | {8})/
const ODD = /[^ -~]/
/** What may follow a value. */
const COMMENT = String.raw`\s*(?:/.*)?$`
const TEXT = /^ *'((?:[^']|'')*)'/
const WHOLE = new RegExp(String.raw`^ *([+-]?\d{1,40})${COMMENT}`)
const REAL = new RegExp(String.raw`^ *([+-]?(?:\d+\.?\d*|\.\d+)(?:[EDed][+-]?\d{1,5})?)${COMMENT}`)
const LOGICAL = new RegExp(`^ *([TF])${COMMENT}`)

/**
 * Reads the header that begins at `start`, a few blocks at a time.
 * @throws StudioError `bad-input` if it has no END, is too long or has other characters than printable ASCII where
 *   keywords stand; values are checked when they are asked for
 */
export async function readHeader(source: ByteSource, start: number, where: string): Promise<FitsHeader> {
  const cards = new Map<string, string[]>()
  const limit = Math.min(source.byteLength, start + MOST_BLOCKS * BLOCK_BYTES)
  let last: string[] | undefined
  for (let from = start; from < limit; from += BLOCKS_PER_READ * BLOCK_BYTES) {
    const bytes = await sliceExactly(source, from, Math.min(limit, from + BLOCKS_PER_READ * BLOCK_BYTES))
    for (let at = 0; at + CARD_BYTES <= bytes.length; at += CARD_BYTES) {
      const card = decodeCard(bytes.subarray(at, at + CARD_BYTES), where, from + at)
      const keyword = card.slice(0, KEYWORD_CHARACTERS).trimEnd()
      if (keyword === 'END') {
        const end = start + Math.ceil((from + at + CARD_BYTES - start) / BLOCK_BYTES) * BLOCK_BYTES
        if (end > source.byteLength) throw truncated(where, end, 'for its header', source.byteLength)
        return { where, cards, end }
      }
      if (keyword === 'CONTINUE') last?.push(card.slice(8))
      else if (card.startsWith('= ', 8)) {
        last = [card.slice(10)]
        if (!cards.has(keyword)) cards.set(keyword, last)
      } else last = undefined
    }
  }
  if (limit < source.byteLength) {
    throw damaged(where, `its header has no END within ${formatInteger(MOST_BLOCKS * BLOCK_BYTES)} bytes`)
  }
  const blocks = Math.floor((source.byteLength - start) / BLOCK_BYTES) + 1
  throw truncated(where, start + blocks * BLOCK_BYTES, 'at least for its header', source.byteLength)
}

/** The text that a keyword has, without trailing spaces; `undefined` where it is missing or has no value. */
export function textOf(header: FitsHeader, keyword: string): string | undefined {
  const fields = fieldsOf(header, keyword)
  if (fields === undefined || isBlank(fields[0]!)) return undefined
  const parts: string[] = []
  for (const field of fields) {
    const part = TEXT.exec(field)?.[1]?.replaceAll("''", "'").trimEnd()
    if (part === undefined) break
    parts.push(part)
    // "&" at the end announces the next card
    if (!part.endsWith('&')) break
  }
  if (parts.length === 0) throw wrongValue(header, keyword, 'a quoted text')
  return parts.map((part, i) => (i < fields.length - 1 ? part.replace(/&$/, '') : part)).join('')
}

/** The whole number that a keyword has, exactly. */
export function wholeOf(header: FitsHeader, keyword: string): bigint | undefined {
  const found = matchOf(header, keyword, WHOLE, 'a whole number')
  return found === undefined ? undefined : BigInt(found.replace('+', ''))
}

/** A number of things or bytes: a whole number from `least` up to `most`. */
export function sizeOf(
  header: FitsHeader,
  keyword: string,
  least = 0,
  most = Number.MAX_SAFE_INTEGER,
): number | undefined {
  const value = wholeOf(header, keyword)
  if (value === undefined || (value >= least && value <= most))
    return value === undefined ? value : Number(value)
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`
  throw wrongValue(header, keyword, `a whole number ${range}`)
}

/** The number that a keyword has; `1.5D3` as well. */
export function realOf(header: FitsHeader, keyword: string): number | undefined {
  const found = matchOf(header, keyword, REAL, 'a number')
  if (found === undefined) return undefined
  const value = Number(found.replace(/d/i, 'e'))
  if (!Number.isFinite(value)) throw wrongValue(header, keyword, 'a number that float64 holds')
  return value
}

/** Whether a keyword is T; a missing one is not. */
export function isTrue(header: FitsHeader, keyword: string): boolean {
  return matchOf(header, keyword, LOGICAL, 'T or F') === 'T'
}

/** A value that must be there. */
export function required<Value>(header: FitsHeader, keyword: string, value: Value | undefined): Value {
  if (value === undefined) throw damaged(header.where, `the keyword ${keyword} is missing`)
  return value
}

/** The error for a keyword with a value that cannot be. */
export function wrongValue(header: FitsHeader, keyword: string, expected: string): StudioError {
  const found = (header.cards.get(keyword) ?? []).join('').trim()
  const shown = found.length > 60 ? `${found.slice(0, 60)}...` : found
  return damaged(header.where, `${keyword} is ${shown}; expected ${expected}`)
}

function matchOf(header: FitsHeader, keyword: string, pattern: RegExp, expected: string): string | undefined {
  const field = fieldsOf(header, keyword)?.[0]
  if (field === undefined || isBlank(field)) return undefined
  const value = pattern.exec(field)?.[1]
  if (value === undefined) throw wrongValue(header, keyword, expected)
  return value
}

/** The text of a keyword's cards, which has to be printable ASCII once somebody needs it. */
function fieldsOf({ cards, where }: FitsHeader, keyword: string): readonly string[] | undefined {
  const fields = cards.get(keyword)
  const odd = ODD.exec(fields?.join('') ?? '')
  if (odd === null) return fields
  throw damaged(where, `${keyword} holds the byte ${odd[0].charCodeAt(0)}; expected printable ASCII`)
}

function isBlank(field: string): boolean {
  return /^ *(\/|$)/.test(field)
}

/** Writers put other characters into comments and into values that nobody needs, but a keyword must not vanish. */
function decodeCard(bytes: Uint8Array, where: string, position: number): string {
  const card = decodeLatin1(bytes)
  const strict = COMMENTARY.test(card) ? KEYWORD_CHARACTERS : KEYWORD_CHARACTERS + 2
  const odd = card.slice(0, strict).search(ODD)
  if (odd < 0) return card
  throw damaged(
    where,
    `its header holds the byte ${bytes[odd]} at position ${formatInteger(position + odd)}; expected printable ASCII`,
  )
}
