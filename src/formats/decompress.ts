// Decompression of a stream in bounded memory, with the length of its content known beforehand: whatever gives more is
// stopped there, however small it was.

import { formatInteger } from '../core/format.ts'
import { lz4Chunks } from './decompress-lz4.ts'
import { damagedStream, readPieces } from './decompress-pieces.ts'
import { zstandardChunks } from './decompress-zstandard.ts'

/** LZ4 frames and Zstandard frames. */
export type Codec = 'LZ4' | 'Zstandard'

/** Bytes that one compressed byte can stand for at most. */
export const MOST_RATIO: Readonly<Record<Codec, number>> = { LZ4: 255, Zstandard: 32_768 }

/**
 * Decompresses frames.
 * @param pieces the compressed bytes, in pieces of any length
 * @param expectedLength bytes of content
 * @param name for messages
 * @returns chunks of a block each: at most 4 MB
 * @throws StudioError `bad-input` if the data are damaged, cut or give another number of bytes
 */
export async function* decompressStream(
  codec: Codec,
  pieces: AsyncIterable<Uint8Array>,
  expectedLength: number,
  name: string,
): AsyncGenerator<Uint8Array> {
  const reader = readPieces(pieces, name, codec)
  let given = 0
  const wrongLength = (more: string, found: number) =>
    damagedStream(
      name,
      codec,
      `give ${more}${formatInteger(found)} bytes; expected ${formatInteger(expectedLength)}`,
    )
  try {
    const chunks = codec === 'LZ4' ? lz4Chunks(reader, name) : zstandardChunks(reader, expectedLength, name)
    for await (const chunk of chunks) {
      given += chunk.length
      if (given > expectedLength) throw wrongLength('more than ', expectedLength)
      if (chunk.length > 0) yield chunk
    }
    if (given < expectedLength) throw wrongLength('only ', given)
  } finally {
    await reader.close()
  }
}
