// Integers written as packed differences (DELTA_BINARY_PACKED), also the lengths of delta encoded text.
// Format: https://github.com/apache/parquet-format/blob/master/Encodings.md#delta-encoding-delta_binary_packed--5

import { damaged } from '../damage.ts'

/** Reads on through a sequence of integers. */
export interface DeltaReader {
  /** values that the sequence says it has */
  readonly total: number
  /** The next value. @throws StudioError `bad-input` past the last one, and where the bytes end early */
  next(): bigint
  /** Position after the sequence, once all values are taken. */
  end(): number
}

const MOST_BLOCK_VALUES = 65_536
const MOST_MINIBLOCKS = 512
const MOST_VARINT_BYTES = 10

/**
 * @param start position of the sequence
 * @param bits of a value, 32 or 64: sums wrap there
 * @param title for messages
 * @throws StudioError `bad-input` if no sequence starts there
 */
export function deltaReader(bytes: Uint8Array, start: number, bits: number, title: string): DeltaReader {
  let at = start
  const blockValues = Number(readVarint())
  const miniblocks = Number(readVarint())
  const total = Number(readVarint())
  const perMiniblock = blockValues / miniblocks
  if (
    blockValues > MOST_BLOCK_VALUES ||
    miniblocks > MOST_MINIBLOCKS ||
    perMiniblock < 8 ||
    perMiniblock % 8 !== 0
  ) {
    throw damaged(title, `a page has ${miniblocks} blocks of differences in ${blockValues} values`)
  }
  let value = readZigZag()
  let taken = 0
  let leastDelta = 0n
  let widths: Uint8Array = new Uint8Array(0)
  let miniblock = 0
  /** values left in the miniblock */
  let left = 0
  let bit = 0
  let miniblockEnd = at

  function readVarint(): bigint {
    let result = 0n
    for (let i = 0; i < MOST_VARINT_BYTES && at < bytes.length; i++) {
      const byte = bytes[at++]!
      result |= BigInt(byte & 127) << BigInt(7 * i)
      if (byte < 128) return result
    }
    throw damaged(title, 'a page of differences ends early')
  }

  function readZigZag(): bigint {
    const number = readVarint()
    return (number >> 1n) ^ -(number & 1n)
  }

  function startMiniblock(): void {
    at = miniblockEnd
    if (miniblock === widths.length) {
      leastDelta = readZigZag()
      if (at + miniblocks > bytes.length) throw damaged(title, 'a page of differences ends early')
      widths = bytes.subarray(at, at + miniblocks)
      at += miniblocks
      miniblock = 0
    }
    const width = widths[miniblock++]!
    if (width > bits) throw damaged(title, `a page has differences of ${width} bits; expected up to ${bits}`)
    left = perMiniblock
    bit = at * 8
    miniblockEnd = at + (perMiniblock * width) / 8
  }

  function readPacked(width: number): bigint {
    let result = 0n
    for (let done = 0; done < width; ) {
      const byte = bytes[bit >> 3]
      if (byte === undefined) throw damaged(title, 'a page of differences ends early')
      const count = Math.min(8 - (bit & 7), width - done)
      result |= BigInt((byte >> (bit & 7)) & ((1 << count) - 1)) << BigInt(done)
      bit += count
      done += count
    }
    return result
  }

  function next(): bigint {
    if (taken === total) throw damaged(title, 'a page holds fewer values than it claims')
    if (taken++ > 0) {
      if (left === 0) startMiniblock()
      value += leastDelta + readPacked(widths[miniblock - 1]!)
      left--
    }
    value = BigInt.asIntN(bits, value)
    return value
  }

  return { total, next, end: () => miniblockEnd }
}
