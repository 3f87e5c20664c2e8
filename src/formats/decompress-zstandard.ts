// Zstandard frames, block by block. Package fzstd decodes the blocks; it takes any window that a frame asks for, and
// decodes all that it is given at once, so headers are read here and blocks are handed over one at a time.
// Format: https://datatracker.ietf.org/doc/html/rfc8878

import { Decompress } from 'fzstd'
import { formatInteger } from '../core/format.ts'
import { frameContents, type Refuse, requireContentSize } from './decompress-frames.ts'
import { damagedStream, type PieceReader, readUint32, readUint64 } from './decompress-pieces.ts'

const MAGIC = 0xfd2fb528
const BLOCK_BYTES = 128 * 1024
/** Every decoder must take a window of this size. */
const USUAL_WINDOW = 8 * 2 ** 20
/** The reference decoder's limit. */
const LARGEST_WINDOW = 128 * 2 ** 20

interface FrameHeader {
  readonly bytes: Uint8Array
  readonly hasChecksum: boolean
  readonly contentSize: number | null
}

/**
 * The content of all frames of `reader`. Checksums are stepped over.
 * @param expectedLength bytes of content, which bounds the window that a frame may ask for
 * @throws StudioError `bad-input` where anything is amiss
 */
export async function* zstandardChunks(
  reader: PieceReader,
  expectedLength: number,
  name: string,
): AsyncGenerator<Uint8Array> {
  const refuse: Refuse = (reason) => damagedStream(name, 'Zstandard', reason)
  yield* frameContents(reader, MAGIC, () => frameChunks(reader, expectedLength, refuse), refuse)
}

async function* frameChunks(
  reader: PieceReader,
  expectedLength: number,
  refuse: Refuse,
): AsyncGenerator<Uint8Array> {
  const { bytes: header, hasChecksum, contentSize } = await readHeader(reader, expectedLength, refuse)
  let decoded: Uint8Array[] = []
  const decompress = new Decompress((chunk) => decoded.push(chunk))
  const push = (bytes: Uint8Array, last: boolean) => {
    try {
      decompress.push(bytes, last)
    } catch (thrown) {
      throw refuse(`cannot be decoded (${thrown instanceof Error ? thrown.message : String(thrown)})`)
    }
  }
  push(header, false)
  let total = 0
  for (let last = false; !last; ) {
    const start = (await reader.take(3)).slice()
    const word = start[0]! | (start[1]! << 8) | (start[2]! << 16)
    last = (word & 1) === 1
    const type = (word >> 1) & 3
    const size = word >> 3
    if (type === 3) throw refuse('have a block of the reserved type 3')
    if (size > BLOCK_BYTES)
      throw refuse(
        `have a block of ${formatInteger(size)} bytes; expected at most ${formatInteger(BLOCK_BYTES)}`,
      )
    // type 1 is one byte, repeated
    const rest = await reader.take((type === 1 ? 1 : size) + (last && hasChecksum ? 4 : 0))
    const block = new Uint8Array(3 + rest.length)
    block.set(start)
    block.set(rest, 3)
    push(block, last)
    for (const chunk of decoded) {
      total += chunk.length
      if (contentSize === null || total <= contentSize) yield chunk
    }
    decoded = []
    if (contentSize !== null && total > contentSize) break
  }
  requireContentSize(total, contentSize, refuse)
}

async function readHeader(reader: PieceReader, expectedLength: number, refuse: Refuse): Promise<FrameHeader> {
  const flags = (await reader.take(1))[0]!
  if ((flags & 0b1000) !== 0) throw refuse('set a reserved bit in their header')
  if ((flags & 0b11) !== 0) throw refuse('need a dictionary, which no file carries')
  const single = (flags & 0b10_0000) !== 0
  const sizeBytes = flags >> 6 === 0 ? (single ? 1 : 0) : 2 ** (flags >> 6)
  const rest = await reader.take((single ? 0 : 1) + sizeBytes)
  const bytes = new Uint8Array(5 + rest.length)
  bytes.set([0x28, 0xb5, 0x2f, 0xfd, flags])
  bytes.set(rest, 5)
  const contentSize = readContentSize(bytes, bytes.length - sizeBytes, sizeBytes)
  const base = 2 ** (10 + (bytes[5]! >> 3))
  const window = single ? contentSize! : base + (base / 8) * (bytes[5]! & 7)
  const limit = Math.min(LARGEST_WINDOW, Math.max(USUAL_WINDOW, 2 * expectedLength))
  if (window > limit)
    throw refuse(`need a window of ${formatInteger(window)} bytes; expected at most ${formatInteger(limit)}`)
  return { bytes, hasChecksum: (flags & 0b100) !== 0, contentSize }
}

function readContentSize(bytes: Uint8Array, at: number, sizeBytes: number): number | null {
  switch (sizeBytes) {
    case 0:
      return null
    case 1:
      return bytes[at]!
    case 2:
      return (bytes[at]! | (bytes[at + 1]! << 8)) + 256
    case 4:
      return readUint32(bytes, at)
    default:
      return readUint64(bytes, at)
  }
}
