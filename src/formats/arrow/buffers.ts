// One buffer of a batch as a source of bytes, whether it is compressed or not. A compressed one starts with the length
// of its content, or -1 if it is stored as it is.

import { formatInteger } from '../../core/format.ts'
import { damaged } from '../damage.ts'
import { type Codec, decompressStream, MOST_RATIO } from '../decompress.ts'
import { readUint32 } from '../decompress-pieces.ts'
import { forwardSource } from '../forward.ts'
import { type ByteSource, bytesSource, partSource, sliceExactly } from '../source.ts'
import type { Region } from './metadata.ts'

/** A buffer and how much of it is needed: buffers are padded. */
export interface BufferPlace extends Region {
  readonly codec: Codec | null
  /** bytes of content that its column has use for */
  readonly needed: number
}

const LENGTH_BYTES = 8
const PIECE_BYTES = 2 ** 20
/** A stream with more than this behind what is needed is left there, and its checksums with it. */
const MOST_PADDING = 2 ** 20

/** A buffer's place. @throws StudioError `bad-input` if it cannot hold what is needed; `title` is the column's */
export function placeBuffer(
  region: Region | undefined,
  codec: Codec | null,
  needed: number,
  title: string,
): BufferPlace {
  const { start, end } = region ?? { start: 0, end: 0 }
  const held = codec === null ? end - start : (end - start - LENGTH_BYTES) * MOST_RATIO[codec]
  if (held < needed && needed > 0) throw tooSmall(title, end - start, codec, needed)
  return { start, end, codec, needed }
}

/**
 * The needed bytes of a buffer. Compressed ones are read forward.
 * @throws StudioError `bad-input` if the buffer says that it has fewer
 */
export async function openBuffer(source: ByteSource, place: BufferPlace, title: string): Promise<ByteSource> {
  const { start, end, codec, needed } = place
  if (needed === 0) return bytesSource(new Uint8Array(0), title)
  if (codec === null) return partSource(source, start, start + needed, source.name)
  const declared = readInt64(await sliceExactly(source, start, start + LENGTH_BYTES))
  const from = start + LENGTH_BYTES
  if (declared === -1) {
    if (end - from < needed) throw tooSmall(title, end - from, null, needed)
    return partSource(source, from, from + needed, source.name)
  }
  if (declared < needed) throw tooSmall(title, declared, null, needed)
  if (declared > (end - from) * MOST_RATIO[codec]) throw tooSmall(title, end - start, codec, declared)
  return forwardSource({
    name: title,
    byteLength: needed,
    start: () =>
      firstBytes(decompressStream(codec, pieces(source, from, end), declared, title), needed, declared),
    what: codec,
  })
}

/** How many bytes of content a buffer has, needed or not. */
export async function contentLength(
  source: ByteSource,
  { start, end }: Region,
  codec: Codec | null,
): Promise<number> {
  if (codec === null || end - start < LENGTH_BYTES) return end - start
  const declared = readInt64(await sliceExactly(source, start, start + LENGTH_BYTES))
  return declared === -1 ? end - start - LENGTH_BYTES : Math.max(0, declared)
}

async function* pieces(source: ByteSource, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += PIECE_BYTES) {
    yield await sliceExactly(source, at, Math.min(end, at + PIECE_BYTES))
  }
}

/** Cuts a stream to what is needed, and still runs it to its end if that is near. */
async function* firstBytes(
  chunks: AsyncIterable<Uint8Array>,
  needed: number,
  declared: number,
): AsyncGenerator<Uint8Array> {
  let left = needed
  for await (const chunk of chunks) {
    if (left > 0) yield chunk.subarray(0, left)
    left = Math.max(0, left - chunk.length)
    if (left === 0 && declared - needed > MOST_PADDING) return
  }
}

function readInt64(bytes: Uint8Array): number {
  return (readUint32(bytes, 4) | 0) * 2 ** 32 + readUint32(bytes, 0)
}

function tooSmall(title: string, held: number, codec: Codec | null, needed: number) {
  const how = codec === null ? '' : ` compressed with ${codec}`
  return damaged(
    title,
    `a buffer has ${formatInteger(held)} bytes${how}; its rows need ${formatInteger(needed)}`,
  )
}
