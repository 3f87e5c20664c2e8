// Walks the pages of one column chunk in order, a few MB of the file at a time: a chunk may have 4 GB. Pages that are
// passed over are not read.

import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import { damaged } from '../damage.ts'
import { type ByteSource, sliceExactly } from '../source.ts'
import { unpackPage } from './codecs.ts'
import type { ColumnChunk } from './footer.ts'
import type { FieldPlan } from './schema.ts'
import { readThrift, type ThriftStruct } from './thrift.ts'
import type { ValueDecoder, ValueReader } from './values.ts'

/** A page whose levels and values can be read on through. */
export interface Page<Batch> {
  /** as runs of levels; empty where the schema has none */
  readonly repetition: Uint8Array
  readonly definition: Uint8Array
  readonly values: ValueReader<Batch>
}

/** The pages of a column chunk. */
export interface PageWalk<Batch> {
  /** Goes to the next data page and returns its number of entries: values, nulls and empty lists. */
  next(): Promise<number>
  /** Reads the page that `next` went to. */
  read(): Promise<Page<Batch>>
}

const READ_BYTES = 2 ** 21
const HEADER_BYTES = 512
/** Headers hold the least and the greatest value, which may be long texts. */
const MOST_HEADER_BYTES = 2 ** 24
const MOST_PAGE_BYTES = 2 ** 28
/** More than levels, indexes and padding take beside a value. */
const BYTES_BESIDE_VALUE = 16
const PAGE = { data: 0, index: 1, dictionary: 2, dataV2: 3 } as const
/** The one encoding of levels that is in use: runs. */
const LEVEL_ENCODING = 3

interface PageHeader {
  readonly kind: number
  readonly entries: number
  readonly encoding: number
  readonly packedBytes: number
  readonly unpackedBytes: number
  readonly details: ThriftStruct
}

/**
 * @param title for messages: file and column
 * @returns a walk whose calls throw StudioError `bad-input` where the chunk is damaged
 */
export function walkPages<Batch>(
  source: ByteSource,
  chunk: ColumnChunk,
  plan: FieldPlan,
  decoder: ValueDecoder<Batch>,
  title: string,
): PageWalk<Batch> {
  const bytes = readAhead(source, chunk.start, chunk.end)
  let header: PageHeader | null = null
  let entriesLeft = chunk.entries

  /** Reads the next header and goes to the body. */
  async function readHeader(readAheadBytes: number): Promise<PageHeader> {
    for (let size = HEADER_BYTES; ; size *= 8) {
      const ahead = await bytes.peek(Math.min(size, MOST_HEADER_BYTES), readAheadBytes)
      const read = readThrift(ahead, 0, title)
      if (read !== null) {
        bytes.advance(read.end)
        return parseHeader(read.struct, title)
      }
      if (ahead.length < size) throw damaged(title, 'the pages end early')
    }
  }

  async function readBody({ packedBytes }: PageHeader): Promise<Uint8Array<ArrayBuffer>> {
    const body = await bytes.peek(packedBytes, READ_BYTES)
    bytes.advance(packedBytes)
    return body
  }

  async function readDictionary(page: PageHeader): Promise<void> {
    requireSize(page, chunk.uncompressedBytes)
    decoder.setDictionary(
      await unpackPage(chunk.codec, await readBody(page), page.unpackedBytes, title),
      page.entries,
    )
  }

  function requireSize({ unpackedBytes }: PageHeader, most: number): void {
    if (unpackedBytes > most) {
      const [claimed, expected] = [formatInteger(unpackedBytes), formatInteger(most)]
      throw damaged(title, `a page claims to give ${claimed} bytes; expected at most ${expected}`)
    }
    if (unpackedBytes <= MOST_PAGE_BYTES) return
    throw new StudioError(
      'bad-input',
      `${title} has a page of ${formatInteger(unpackedBytes)} bytes; expected at most ${formatInteger(MOST_PAGE_BYTES)}`,
      'Write the file again with smaller pages, for example with data_page_size=2**20.',
    )
  }

  async function next(): Promise<number> {
    // of pages that are passed over only the headers are read
    const readAheadBytes = header === null ? READ_BYTES : 0
    if (header !== null) bytes.advance(header.packedBytes)
    header = null
    for (;;) {
      const page = await readHeader(readAheadBytes)
      if (page.packedBytes > bytes.left()) {
        const [claimed, left] = [formatInteger(page.packedBytes), formatInteger(bytes.left())]
        throw damaged(title, `a page claims ${claimed} bytes; expected at most ${left}`)
      }
      if (page.kind === PAGE.dictionary) await readDictionary(page)
      else if (page.kind === PAGE.data || page.kind === PAGE.dataV2) {
        if (page.entries > entriesLeft) {
          const [claimed, left] = [formatInteger(page.entries), formatInteger(entriesLeft)]
          throw damaged(title, `a page claims ${claimed} values; expected at most ${left}`)
        }
        entriesLeft -= page.entries
        header = page
        return page.entries
      } else bytes.advance(page.packedBytes)
    }
  }

  async function read(): Promise<Page<Batch>> {
    const page = header!
    header = null
    requireSize(
      page,
      plan.elementBytes === 0
        ? chunk.uncompressedBytes
        : (page.entries + 4096) * (plan.elementBytes + BYTES_BESIDE_VALUE),
    )
    const body = await readBody(page)
    const { repetition, definition, values } =
      page.kind === PAGE.data ? await splitPage(page, body) : await splitPageV2(page, body)
    return { repetition, definition, values: decoder.open(page.encoding, values) }
  }

  /** First version: everything is compressed, and levels stand behind their lengths. */
  async function splitPage(page: PageHeader, body: Uint8Array<ArrayBuffer>) {
    const unpacked = await unpackPage(chunk.codec, body, page.unpackedBytes, title)
    let at = 0

    function takeLevels(has: boolean, field: number): Uint8Array {
      if (!has) return new Uint8Array(0)
      const encoding = page.details.get(field)
      if (encoding !== LEVEL_ENCODING) {
        throw new StudioError(
          'bad-input',
          `${title} has levels in the encoding ${encoding}; expected ${LEVEL_ENCODING} (runs)`,
          'Write the file again, for example with pyarrow.parquet.write_table.',
        )
      }
      const left = unpacked.length - at - 4
      const length =
        left < 0 ? 0 : new DataView(unpacked.buffer, unpacked.byteOffset + at, 4).getUint32(0, true)
      if (length > left) throw damaged(title, 'the levels of a page go beyond its end')
      at += 4 + length
      return unpacked.subarray(at - length, at)
    }

    const repetition = takeLevels(plan.isList, 4)
    const definition = takeLevels(plan.valueLevel > 0, 3)
    return { repetition, definition, values: unpacked.subarray(at) }
  }

  /** Second version: levels are not compressed, and the header has their lengths. */
  async function splitPageV2(page: PageHeader, body: Uint8Array<ArrayBuffer>) {
    const definitionBytes = requireCount(page.details, 5, 'bytes of levels', title)
    const repetitionBytes = requireCount(page.details, 6, 'bytes of levels', title)
    const start = definitionBytes + repetitionBytes
    if (start > Math.min(body.length, page.unpackedBytes)) {
      throw damaged(title, 'the levels of a page go beyond its end')
    }
    const codec = page.details.get(7) === false ? 0 : chunk.codec
    return {
      repetition: body.subarray(0, repetitionBytes),
      definition: body.subarray(repetitionBytes, start),
      values: await unpackPage(codec, body.subarray(start), page.unpackedBytes - start, title),
    }
  }

  return { next, read }
}

function parseHeader(struct: ThriftStruct, title: string): PageHeader {
  const kind = requireCount(struct, 1, 'kind of a page', title)
  const details = struct.get(kind === PAGE.data ? 5 : kind === PAGE.dictionary ? 7 : 8)
  const sizes = {
    kind,
    unpackedBytes: requireCount(struct, 2, 'size of a page', title),
    packedBytes: requireCount(struct, 3, 'size of a page', title),
  }
  if (kind === PAGE.index) return { ...sizes, entries: 0, encoding: 0, details: new Map() }
  if (!(details instanceof Map)) throw damaged(title, `a page has the kind ${kind} and no header for it`)
  const entries = requireCount(details, 1, 'values of a page', title)
  const encoding = requireCount(details, kind === PAGE.dataV2 ? 4 : 2, 'encoding of a page', title)
  return { ...sizes, entries, encoding, details }
}

function requireCount(struct: ThriftStruct, id: number, what: string, title: string): number {
  const value = struct.get(id)
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  const shown = typeof value === 'number' ? value : 'nothing readable'
  throw damaged(title, `a page header gives ${shown} for the ${what}; expected a whole number from 0`)
}

/** Bytes from `start` to `end` in order, read in large pieces. */
function readAhead(source: ByteSource, start: number, end: number) {
  let buffer: Uint8Array<ArrayBuffer> = new Uint8Array(0)
  /** positions of the next byte, and of the buffer's first one */
  let at = start
  let base = start

  /** The next `count` bytes, or fewer where the end is near; they stay valid. Reads up to `ahead` more on the way. */
  async function peek(count: number, ahead: number): Promise<Uint8Array<ArrayBuffer>> {
    const wanted = Math.min(count, end - at)
    const kept = buffer.subarray(Math.min(at - base, buffer.length))
    if (kept.length < wanted) {
      const more = await sliceExactly(
        source,
        at + kept.length,
        Math.min(end, at + Math.max(wanted, kept.length + ahead)),
      )
      if (kept.length === 0) buffer = more
      else {
        buffer = new Uint8Array(kept.length + more.length)
        buffer.set(kept)
        buffer.set(more, kept.length)
      }
      base = at
    }
    return buffer.subarray(at - base, at - base + wanted)
  }

  return {
    peek,
    advance: (count: number) => {
      at += count
    },
    left: () => end - at,
  }
}
