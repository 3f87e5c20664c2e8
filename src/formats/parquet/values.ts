// The values of a page, without its nulls, in each encoding that writers use for numbers and booleans.
// Format: https://github.com/apache/parquet-format/blob/master/Encodings.md

import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import { damaged } from '../damage.ts'
import { deltaReader } from './delta.ts'
import { runReader } from './runs.ts'
import type { FieldPlan } from './schema.ts'

/** Reads on through the values of a page. What `take` returns holds until the next call. */
export interface ValueReader<Batch> {
  /** @throws StudioError `bad-input` where the page holds fewer values */
  take(count: number): Batch
}

/** Decodes the pages of one column chunk, in order. */
export interface ValueDecoder<Batch> {
  /** Takes the dictionary that later pages refer to. */
  setDictionary(bytes: Uint8Array, count: number): void
  open(encoding: number, bytes: Uint8Array): ValueReader<Batch>
}

/** Numbers of Parquet's `Encoding`. */
export const ENCODING = {
  plain: 0,
  plainDictionary: 2,
  runs: 3,
  delta: 5,
  deltaLengths: 6,
  deltaStrings: 7,
  dictionary: 8,
  split: 9,
} as const

/** Decodes numbers and booleans: batches are elements as `plan.stored` says, one after the other. */
export function numberDecoder(plan: FieldPlan, title: string): ValueDecoder<Uint8Array> {
  const { elementBytes } = plan
  let dictionary: Words | null = null

  return {
    setDictionary(bytes, count) {
      // booleans have none
      if (plan.stored === '|b1') return
      dictionary = toWords(plainReader(bytes, elementBytes, title).take(count), elementBytes)
    },
    open(encoding, bytes) {
      switch (encoding) {
        case ENCODING.plain:
          return plan.stored === '|b1' ? bitReader(bytes, title) : plainReader(bytes, elementBytes, title)
        case ENCODING.plainDictionary:
        case ENCODING.dictionary:
          if (plan.stored === '|b1') break
          return dictionaryReader(bytes, dictionary, elementBytes, title)
        case ENCODING.split:
          return splitReader(bytes, elementBytes, title)
        case ENCODING.runs:
          if (plan.stored === '|b1') return booleanRunReader(bytes, title)
          break
        case ENCODING.delta:
          if (plan.stored.charAt(1) !== 'f') return differenceReader(bytes, elementBytes, title)
      }
      throw unknownEncoding(encoding, title)
    },
  }
}

/** The error for an encoding that is unknown, or not meant for the type. */
export function unknownEncoding(encoding: number, title: string): StudioError {
  return new StudioError(
    'bad-input',
    `${title} has a page in the encoding ${encoding}, which is unknown for its type`,
    'The file is damaged, or written in a new way: write it again, for example with pyarrow.parquet.write_table.',
  )
}

/** The indexes of a page and the dictionary's length that they must stay below. */
export function indexReader(bytes: Uint8Array, entries: number | undefined, title: string) {
  if (entries === undefined) throw damaged(title, 'a page refers to a dictionary that is missing')
  const width = bytes[0] ?? 0
  if (width > 32) throw damaged(title, `a page has dictionary indexes of ${width} bits; expected up to 32`)
  const runs = runReader(bytes.subarray(1), width, title)
  let indexes = new Uint32Array(0)
  return (count: number): Uint32Array => {
    if (indexes.length < count) indexes = new Uint32Array(count)
    runs.fill(indexes, count)
    for (let i = 0; i < count; i++) {
      if (indexes[i]! < entries) continue
      const found = `${formatInteger(indexes[i]!)} of a dictionary of ${formatInteger(entries)}`
      throw damaged(title, `a page refers to the entry ${found}`)
    }
    return indexes
  }
}

function plainReader(bytes: Uint8Array, elementBytes: number, title: string): ValueReader<Uint8Array> {
  let at = 0
  return {
    take(count) {
      const end = at + count * elementBytes
      if (end > bytes.length) throw tooFewBytes(bytes.length, end, title)
      const values = bytes.subarray(at, end)
      at = end
      return values
    },
  }
}

/** Booleans, eight to a byte. */
function bitReader(bytes: Uint8Array, title: string): ValueReader<Uint8Array> {
  let at = 0
  return {
    take(count) {
      const end = at + count
      if (end > bytes.length * 8) throw tooFewBytes(bytes.length, Math.ceil(end / 8), title)
      const values = new Uint8Array(count)
      for (let i = 0; i < count; i++, at++) values[i] = (bytes[at >> 3]! >> (at & 7)) & 1
      return values
    },
  }
}

/** Booleans as runs, behind their length in 4 bytes. */
function booleanRunReader(bytes: Uint8Array, title: string): ValueReader<Uint8Array> {
  const runs = runReader(bytes.subarray(4), 1, title)
  return {
    take(count) {
      const values = new Uint32Array(count)
      runs.fill(values, count)
      return new Uint8Array(values)
    },
  }
}

function dictionaryReader(
  bytes: Uint8Array,
  dictionary: Words | null,
  elementBytes: number,
  title: string,
): ValueReader<Uint8Array> {
  const perElement = elementBytes === 8 ? 2 : 1
  const takeIndexes = indexReader(
    bytes,
    dictionary === null ? undefined : dictionary.length / perElement,
    title,
  )
  const words = dictionary ?? new Uint32Array(0)
  let out = words.slice(0, 0)
  return {
    take(count) {
      const indexes = takeIndexes(count)
      if (out.length < count * perElement) {
        out = words instanceof Uint32Array ? new Uint32Array(count * perElement) : new Uint16Array(count)
      }
      gather(words, indexes, count, perElement, out)
      return new Uint8Array(out.buffer, 0, count * elementBytes)
    },
  }
}

/** Elements as words of 4 bytes, or of 2 for float16. */
type Words = Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>

/** Copied, because bytes of a page may lie at odd positions. */
function toWords(bytes: Uint8Array, elementBytes: number): Words {
  const { buffer } = new Uint8Array(bytes)
  return elementBytes === 2 ? new Uint16Array(buffer) : new Uint32Array(buffer)
}

function gather(
  words: Uint16Array | Uint32Array,
  indexes: Uint32Array,
  count: number,
  perElement: number,
  out: Uint16Array | Uint32Array,
): void {
  if (perElement === 1) {
    for (let i = 0; i < count; i++) out[i] = words[indexes[i]!]!
    return
  }
  for (let i = 0; i < count; i++) {
    out[2 * i] = words[2 * indexes[i]!]!
    out[2 * i + 1] = words[2 * indexes[i]! + 1]!
  }
}

/** The first bytes of all values, then the second ones, and so on. */
function splitReader(bytes: Uint8Array, elementBytes: number, title: string): ValueReader<Uint8Array> {
  const total = bytes.length / elementBytes
  if (!Number.isInteger(total)) {
    throw damaged(title, `a page has ${formatInteger(bytes.length)} bytes of values of ${elementBytes} bytes`)
  }
  let at = 0
  return {
    take(count) {
      if (at + count > total) throw tooFewBytes(bytes.length, (at + count) * elementBytes, title)
      const values = new Uint8Array(count * elementBytes)
      for (let byte = 0; byte < elementBytes; byte++) {
        const from = byte * total + at
        for (let i = 0, to = byte; i < count; i++, to += elementBytes) values[to] = bytes[from + i]!
      }
      at += count
      return values
    },
  }
}

function differenceReader(bytes: Uint8Array, elementBytes: number, title: string): ValueReader<Uint8Array> {
  const differences = deltaReader(bytes, 0, elementBytes * 8, title)
  return {
    take(count) {
      const values = new DataView(new ArrayBuffer(count * elementBytes))
      for (let at = 0; at < values.byteLength; at += elementBytes) {
        const value = differences.next()
        if (elementBytes === 8) values.setBigInt64(at, value, true)
        else values.setInt32(at, Number(value), true)
      }
      return new Uint8Array(values.buffer)
    },
  }
}

function tooFewBytes(found: number, expected: number, title: string): StudioError {
  return damaged(
    title,
    `a page has ${formatInteger(found)} bytes of values; expected at least ${formatInteger(expected)}`,
  )
}
