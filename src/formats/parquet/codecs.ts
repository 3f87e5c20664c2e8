// Unpacks the body of a page with the codec that its column chunk names.

import { decompress as unpackZstd } from 'fzstd'
import { decompressBrotli } from 'hyparquet-compressors'
import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import { damaged } from '../damage.ts'
import { BlockError } from '../lz-copies.ts'
import { unpackLz4 } from '../lz4-block.ts'
import { unpackSnappy } from './snappy.ts'

/** By number in Parquet's `CompressionCodec`. */
const CODECS = ['none', 'Snappy', 'gzip', 'LZO', 'Brotli', 'LZ4 (Hadoop)', 'Zstandard', 'LZ4']
/** Bytes that one byte can stand for, where the format limits it. */
const MOST_RATIO: Readonly<Record<number, number>> = { 1: 64, 2: 1100, 5: 256, 7: 256 }

/**
 * Unpacks the body of a page.
 * @param size bytes that the page says it gives
 * @param title for messages
 * @throws StudioError `bad-input` if it gives another number of bytes, is damaged, or has an unknown codec
 */
export async function unpackPage(
  codec: number,
  packed: Uint8Array<ArrayBuffer>,
  size: number,
  title: string,
): Promise<Uint8Array> {
  if (codec === 0) {
    if (packed.length === size) return packed
    throw damaged(title, `a page has ${formatInteger(packed.length)} bytes; expected ${formatInteger(size)}`)
  }
  if (size === 0) return new Uint8Array(0)
  const what = CODECS[codec] ?? `number ${codec}`
  if (size > packed.length * (MOST_RATIO[codec] ?? Number.POSITIVE_INFINITY) + 64) {
    throw damaged(
      title,
      `a page of ${formatInteger(packed.length)} bytes claims to give ${formatInteger(size)}`,
    )
  }
  try {
    switch (codec) {
      case 1:
        return unpackSnappy(packed, size)
      case 2:
        return await unpackGzip(packed, size)
      case 4:
        return decompressBrotli(packed, size)
      case 5:
        return unpackHadoopLz4(packed, size)
      case 6:
        return unpackZstandard(packed, size)
      case 7: {
        const out = new Uint8Array(size)
        fillFromLz4(packed, out)
        return out
      }
    }
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    throw damaged(
      title,
      `a page compressed with ${what} cannot be unpacked to ${formatInteger(size)} bytes: ${reason}`,
    )
  }
  throw new StudioError(
    'bad-input',
    `${title} is compressed with the codec ${what}; expected none, Snappy, gzip, Brotli, LZ4 or Zstandard`,
    'Write the file again, for example with compression="zstd".',
  )
}

async function unpackGzip(packed: Uint8Array<ArrayBuffer>, size: number): Promise<Uint8Array> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))
  const reader = stream.getReader()
  const out = new Uint8Array(size)
  let to = 0
  for (;;) {
    const { value, done } = await reader.read()
    if (done) break
    if (to + value.length > size) {
      await reader.cancel()
      throw new BlockError('it gives more bytes')
    }
    out.set(value, to)
    to += value.length
  }
  if (to < size) throw new BlockError(`it gives only ${to} bytes`)
  return out
}

/** Hadoop puts two lengths, big endian, before each of several blocks; Arrow once wrote a bare block. */
function unpackHadoopLz4(packed: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size)
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  let to = 0
  for (let at = 0; at < packed.length; ) {
    const blockSize = at + 8 <= packed.length ? view.getUint32(at) : size + 1
    const length = at + 8 <= packed.length ? view.getUint32(at + 4) : 0
    if (to + blockSize > size || at + 8 + length > packed.length) {
      to = -1
      break
    }
    fillFromLz4(packed.subarray(at + 8, at + 8 + length), out.subarray(to, to + blockSize))
    at += 8 + length
    to += blockSize
  }
  if (to !== size) fillFromLz4(packed, out)
  return out
}

/** Unpacks a block of exactly as many bytes as `out` has. */
function fillFromLz4(block: Uint8Array, out: Uint8Array): void {
  const end = unpackLz4(block, out, 0, out.length, 0)
  if (end !== out.length) throw new BlockError(`it gives only ${end} bytes`)
}

function unpackZstandard(packed: Uint8Array, size: number): Uint8Array {
  const claimed = zstandardSize(packed)
  if (claimed !== null && claimed !== size) throw new BlockError(`it says that it gives ${claimed} bytes`)
  const out = unpackZstd(packed, comparableBuffer(size))
  if (out.length !== size) throw new BlockError(`it gives ${out.length} bytes`)
  return out
}

/**
 * A buffer for fzstd, which without one takes whatever a damaged frame claims. fzstd 0.1.1 asks whether the buffer equals
 * 1; an array would be turned into text for that, in more time than the rest takes.
 */
function comparableBuffer(size: number): Uint8Array {
  return Object.defineProperty(new Uint8Array(size), Symbol.toPrimitive, { value: () => 0 })
}

/** What the header of a frame says about its content; `null` where it says nothing. */
function zstandardSize(frame: Uint8Array): number | null {
  if (frame.length < 14) return null
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  if (view.getUint32(0, true) !== 0xfd2fb528) throw new BlockError('it is no Zstandard frame')
  const flags = frame[4]!
  const isSingle = (flags & 32) !== 0
  const at = 5 + (isSingle ? 0 : 1) + [0, 1, 2, 4][flags & 3]!
  switch (flags >> 6) {
    case 0:
      return isSingle ? frame[at]! : null
    case 1:
      return view.getUint16(at, true) + 256
    case 2:
      return view.getUint32(at, true)
    default:
      return null
  }
}
