// Blocks of LZ4, bare as Parquet has them or out of frames. Written here because the libraries at hand take a block that
// ends early, or that gives more or less than it should, for a good one.
// Format: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md

import { BlockError, copyLiterals, copyMatch } from './lz-copies.ts'

/**
 * Decodes one block into `out` from `start`, at most up to `limit`; its matches reach back to `lowest`.
 * @returns where the output ends
 * @throws BlockError
 */
export function unpackLz4(
  block: Uint8Array,
  out: Uint8Array,
  start: number,
  limit: number,
  lowest: number,
): number {
  const end = block.length
  let at = 0
  let to = start
  while (at < end) {
    const token = block[at++]!
    let literals = token >> 4
    if (literals === 15) {
      let more = 255
      while (more === 255 && at < end) literals += more = block[at++]!
    }
    copyLiterals(block, at, literals, out, to, limit)
    at += literals
    to += literals
    // the last sequence is literals alone
    if (at === end) return to
    if (at + 2 > end) break
    const distance = block[at]! | (block[at + 1]! << 8)
    at += 2
    let length = (token & 15) + 4
    if (length === 19) {
      let more = 255
      while (more === 255 && at < end) length += more = block[at++]!
    }
    copyMatch(out, to, distance, length, lowest, limit)
    to += length
  }
  throw new BlockError('it ends early')
}
