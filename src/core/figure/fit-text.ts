// Names of any length in room of any width: wrapped where words allow it, else cut with an ellipsis.

import type { TextMeasure } from './scene.ts'
import { SMALLEST_TEXT } from './style.ts'

const ELLIPSIS = '…'
/** Letters as people count them, with their accents. */
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Room for a text, widths in mm. */
export interface Room {
  readonly width: number
  readonly lines: number
}

/** A text in lines; `whole` unless a word was broken or something was left out. */
export interface Wrapped {
  readonly lines: readonly string[]
  readonly whole: boolean
}

/** The text itself, or as much of its beginning as fits with an ellipsis; '' where not even that does. */
export function shorten(text: string, width: number, fits: (text: string) => number): string {
  if (fits(text) <= width) return text
  const letters = graphemes(text)
  let low = 0
  let high = letters.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fits(cut(letters, middle)) <= width) low = middle
    else high = middle - 1
  }
  return fits(cut(letters, low)) <= width ? cut(letters, low) : ''
}

/** A text in as few lines as its room asks for; the last one ends in an ellipsis if more was to come. */
export function wrap(text: string, room: Room, widthOf: (text: string) => number): Wrapped {
  // with the spaces at their ends, so that joined they are the text again
  const raw: string[] = []
  let line = ''
  let whole = true
  for (const piece of pieces(text)) {
    if (widthOf((line + piece).trimEnd()) <= room.width) {
      line += piece
      continue
    }
    if (line !== '') raw.push(line)
    line = piece
    while (widthOf(line.trimEnd()) > room.width) {
      whole = false
      const head = longestHead(line, room.width, widthOf)
      raw.push(head)
      line = line.slice(head.length)
    }
  }
  if (line.trimEnd() !== '') raw.push(line)
  const lines = raw.map((each) => each.trimEnd())
  if (lines.length <= room.lines) return { lines, whole }
  const kept = lines.slice(0, room.lines - 1)
  const rest = raw.slice(room.lines - 1).join('')
  return { lines: [...kept, shorten(rest, room.width, widthOf)], whole: false }
}

/** Texts of one size of type, in mm, in the same room each. */
export interface WrappedTexts {
  readonly size: number
  readonly texts: readonly Wrapped[]
  readonly whole: boolean
}

/** Wraps all texts at one size. */
export function wrapAll(
  texts: readonly string[],
  room: Room,
  size: number,
  measure: TextMeasure,
): WrappedTexts {
  const wrapped = texts.map((text) => wrap(text, room, (part) => measure(part, size, false)))
  return { size, texts: wrapped, whole: wrapped.every(({ whole }) => whole) }
}

/** Sizes of type, in mm, that names beside others of `size` may have, the largest first; none below 6 pt. */
export function nameSizes(size: number): number[] {
  const least = Math.max(SMALLEST_TEXT, 0.75 * size)
  return [size, (size + least) / 2, least]
}

/** A text in parts that a line may end after: words, inside them after / _ -, and before a comparison with its number. */
function pieces(text: string): string[] {
  return text
    .trim()
    .replace(/\s+/g, ' ')
    .split(/(?<=[^<>≤≥=] )|(?<=[\p{L}\p{N}][/_])|(?<=\p{L}-)(?=\p{L})|(?<=[^\s<>≤≥=])(?=[<>≤≥])/u)
}

/** The longest beginning that fits, one letter at least. */
function longestHead(text: string, width: number, widthOf: (text: string) => number): string {
  const letters = graphemes(text)
  let count = 1
  while (count < letters.length && widthOf(letters.slice(0, count + 1).join('')) <= width) count += 1
  return letters.slice(0, count).join('')
}

function cut(letters: readonly string[], count: number): string {
  return letters.slice(0, count).join('').trimEnd() + ELLIPSIS
}

function graphemes(text: string): string[] {
  return [...GRAPHEMES.segment(text)].map(({ segment }) => segment)
}
