// LZ4 frames, block by block. Blocks may refer 64 KB back, over the bounds between them, so that much is kept; a frame
// of any length takes no more memory than one block (4 MB at most).
// Format: https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md

import { formatInteger } from '../core/format.ts'
import { frameContents, hex32, type Refuse, requireContentSize } from './decompress-frames.ts'
import { damagedStream, type PieceReader, readUint32, readUint64 } from './decompress-pieces.ts'
import { startXxh32, xxh32 } from './decompress-xxh32.ts'
import { BlockError } from './lz-copies.ts'
import { unpackLz4 } from './lz4-block.ts'

const MAGIC = 0x184d2204
const HISTORY_BYTES = 65_536

interface FrameHeader {
  readonly linked: boolean
  readonly blockChecksums: boolean
  readonly contentChecksum: boolean
  readonly contentSize: number | null
  /** most bytes that a block holds, compressed or not */
  readonly blockBytes: number
}

/** The content of all frames of `reader`. @throws StudioError `bad-input` where anything is amiss, checksums included */
export async function* lz4Chunks(reader: PieceReader, name: string): AsyncGenerator<Uint8Array> {
  const refuse: Refuse = (reason) => damagedStream(name, 'LZ4', reason)
  yield* frameContents(reader, MAGIC, () => frameChunks(reader, refuse), refuse)
}

async function* frameChunks(reader: PieceReader, refuse: Refuse): AsyncGenerator<Uint8Array> {
  const { linked, blockChecksums, contentChecksum, contentSize, blockBytes } = await readHeader(
    reader,
    refuse,
  )
  const out = new Uint8Array(HISTORY_BYTES + blockBytes)
  const checksum = contentChecksum ? startXxh32() : null
  let history = 0
  let total = 0
  for (;;) {
    const word = readUint32(await reader.take(4), 0)
    if (word === 0) break
    const size = word & 0x7fffffff
    if (size > blockBytes)
      throw refuse(
        `have a block of ${formatInteger(size)} bytes; expected at most ${formatInteger(blockBytes)}`,
      )
    const block = await reader.take(size)
    const stored = word >>> 31 === 1
    let end: number
    if (stored) {
      out.set(block, history)
      end = history + size
    } else end = unpackBlock(block, out, history, history + blockBytes, linked ? 0 : history, refuse)
    // the next `take` may replace the block
    const blockSum = blockChecksums ? xxh32(block) : 0
    if (blockChecksums) requireSum(blockSum, readUint32(await reader.take(4), 0), 'block', refuse)
    const chunk = out.slice(history, end)
    checksum?.update(chunk)
    total += chunk.length
    if (contentSize !== null && total > contentSize) break
    yield chunk
    const kept = linked ? Math.min(end, HISTORY_BYTES) : 0
    out.copyWithin(0, end - kept, end)
    history = kept
  }
  requireContentSize(total, contentSize, refuse)
  if (checksum !== null) requireSum(checksum.digest(), readUint32(await reader.take(4), 0), 'content', refuse)
}

async function readHeader(reader: PieceReader, refuse: Refuse): Promise<FrameHeader> {
  const start = (await reader.take(2)).slice()
  const [flags, descriptor] = start as unknown as [number, number]
  const version = flags >> 6
  if (version !== 1) throw refuse(`have frame version ${version}; expected 1`)
  if ((flags & 0b10) !== 0 || (descriptor & 0b1000_1111) !== 0)
    throw refuse('set reserved bits in their header')
  if ((flags & 0b1) !== 0) throw refuse('need a dictionary, which no file carries')
  const sizeCode = descriptor >> 4
  if (sizeCode < 4) throw refuse(`have block size code ${sizeCode}; expected 4 to 7`)
  const hasSize = (flags & 0b1000) !== 0
  const rest = await reader.take(hasSize ? 9 : 1)
  const fields = new Uint8Array(2 + rest.length - 1)
  fields.set(start)
  fields.set(rest.subarray(0, -1), 2)
  requireSum((xxh32(fields) >>> 8) & 0xff, rest[rest.length - 1]!, 'header', refuse)
  return {
    linked: (flags & 0b10_0000) === 0,
    blockChecksums: (flags & 0b1_0000) !== 0,
    contentChecksum: (flags & 0b100) !== 0,
    contentSize: hasSize ? readUint64(fields, 2) : null,
    blockBytes: 2 ** (8 + 2 * sizeCode),
  }
}

function unpackBlock(
  block: Uint8Array,
  out: Uint8Array,
  start: number,
  limit: number,
  lowest: number,
  refuse: Refuse,
): number {
  try {
    return unpackLz4(block, out, start, limit, lowest)
  } catch (thrown) {
    if (!(thrown instanceof BlockError)) throw thrown
    throw refuse(`have a block that cannot be decoded: ${thrown.message}`)
  }
}

function requireSum(actual: number, expected: number, what: string, refuse: Refuse): void {
  if (actual === expected) return
  throw refuse(`have the ${what} checksum 0x${hex32(actual)}; their frame says 0x${hex32(expected)}`)
}
