// The text of a page, without its nulls. Whatever is not UTF-8 is read as latin1.

import { formatInteger } from '../../core/format.ts'
import { damaged } from '../damage.ts'
import { decodeLatin1 } from '../numpy-values.ts'
import { deltaReader } from './delta.ts'
import { ENCODING, indexReader, unknownEncoding, type ValueDecoder, type ValueReader } from './values.ts'

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** Blocks of 128 equal lengths take 6 bytes; a generous limit for larger blocks. */
const MOST_LENGTHS_PER_BYTE = 64

/**
 * Decodes text: batches are strings.
 * @param title for messages
 * @param mostTexts that a page can hold
 * @param charge takes the bytes of each string before it is made, those of a dictionary once; may throw
 */
export function textDecoder(
  title: string,
  mostTexts: number,
  charge: (bytes: number) => void,
): ValueDecoder<readonly string[]> {
  let dictionary: readonly string[] | undefined

  function reader(next: () => Uint8Array): ValueReader<readonly string[]> {
    return {
      take(count) {
        const strings: string[] = []
        for (let i = 0; i < count; i++) {
          const bytes = next()
          charge(bytes.length)
          strings.push(decode(bytes))
        }
        return strings
      },
    }
  }

  return {
    setDictionary(bytes, count) {
      dictionary = reader(plainTexts(bytes, title)).take(count)
    },
    open(encoding, bytes) {
      switch (encoding) {
        case ENCODING.plain:
          return reader(plainTexts(bytes, title))
        case ENCODING.plainDictionary:
        case ENCODING.dictionary:
          return dictionaryReader(bytes, dictionary, title)
        case ENCODING.deltaLengths:
          return reader(textsByLength(bytes, 0, mostTexts, title))
        case ENCODING.deltaStrings:
          return reader(textsByPrefix(bytes, mostTexts, title))
        default:
          throw unknownEncoding(encoding, title)
      }
    },
  }
}

/** Each string behind its length in 4 bytes. */
function plainTexts(bytes: Uint8Array, title: string): () => Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  return () => {
    const start = at + 4
    const length = start <= bytes.length ? view.getUint32(at, true) : 0
    at = start + length
    return piece(bytes, start, length, title)
  }
}

function dictionaryReader(
  bytes: Uint8Array,
  dictionary: readonly string[] | undefined,
  title: string,
): ValueReader<readonly string[]> {
  const takeIndexes = indexReader(bytes, dictionary?.length, title)
  return {
    take: (count) => Array.from(takeIndexes(count).subarray(0, count), (index) => dictionary![index]!),
  }
}

/** The lengths that strings share with the one before, then the rest of each as above. */
function textsByPrefix(bytes: Uint8Array, mostTexts: number, title: string): () => Uint8Array {
  const shared = readLengths(bytes, 0, mostTexts, title)
  const nextPiece = textsByLength(bytes, shared.end, mostTexts, title)
  let last: Uint8Array = new Uint8Array(0)
  let i = 0
  return () => {
    const suffix = nextPiece()
    const length = shared.lengths[i++] ?? 0
    if (length < 0 || length > last.length) {
      throw damaged(
        title,
        `a text shares ${formatInteger(length)} bytes with one of ${formatInteger(last.length)}`,
      )
    }
    const text = new Uint8Array(length + suffix.length)
    text.set(last.subarray(0, length))
    text.set(suffix, length)
    last = text
    return text
  }
}

/** All lengths, which start at `start`, then all strings. */
function textsByLength(bytes: Uint8Array, start: number, mostTexts: number, title: string): () => Uint8Array {
  const { lengths, end } = readLengths(bytes, start, mostTexts, title)
  let at = end
  let i = 0
  return () => {
    const length = lengths[i++]
    if (length === undefined) throw damaged(title, 'a page holds fewer values than it claims')
    at += length
    return piece(bytes, at - length, length, title)
  }
}

function readLengths(
  bytes: Uint8Array,
  start: number,
  mostTexts: number,
  title: string,
): { readonly lengths: readonly number[]; readonly end: number } {
  const reader = deltaReader(bytes, start, 32, title)
  // without a bit for each, lengths would be equal, and those of a page's strings are no longer than the page
  if (reader.total > Math.min(mostTexts, bytes.length * MOST_LENGTHS_PER_BYTE)) {
    throw damaged(
      title,
      `a page of ${formatInteger(bytes.length)} bytes claims ${formatInteger(reader.total)} texts`,
    )
  }
  const lengths: number[] = []
  for (let i = 0; i < reader.total; i++) lengths.push(Number(reader.next()))
  return { lengths, end: reader.end() }
}

function piece(bytes: Uint8Array, start: number, length: number, title: string): Uint8Array {
  if (length >= 0 && start + length <= bytes.length) return bytes.subarray(start, start + length)
  throw damaged(title, `a text of ${formatInteger(length)} bytes goes beyond the end of its page`)
}

function decode(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes)
  } catch {
    return decodeLatin1(bytes)
  }
}
