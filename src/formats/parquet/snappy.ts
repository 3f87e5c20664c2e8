// Blocks of Snappy. Written here because the libraries at hand take a block that ends early, or that gives more or less
// than it should, for a good one.
// Format: https://github.com/google/snappy/blob/main/format_description.txt

import { BlockError, copyLiterals, copyMatch } from '../lz-copies.ts'

/** Unpacks a block of exactly `size` bytes. @throws BlockError */
export function unpackSnappy(block: Uint8Array, size: number): Uint8Array {
  let at = 0
  let claimed = 0
  for (let i = 0; ; i++) {
    const byte = block[at++]
    if (byte === undefined || i === 5) throw new BlockError('its length ends early')
    claimed += (byte & 127) * 2 ** (7 * i)
    if (byte < 128) break
  }
  if (claimed !== size) throw new BlockError(`it says that it gives ${claimed} bytes`)
  const out = new Uint8Array(size)
  let to = 0
  while (at < block.length) {
    const tag = block[at++]!
    const kind = tag & 3
    let length = (tag >> 2) + 1
    if (kind === 0) {
      if (length > 60) {
        const bytes = length - 60
        length = readLittle(block, at, bytes) + 1
        at += bytes
      }
      copyLiterals(block, at, length, out, to, size)
      at += length
    } else {
      let distance: number
      if (kind === 1) {
        length = ((tag >> 2) & 7) + 4
        distance = ((tag >> 5) << 8) | readLittle(block, at++, 1)
      } else if (kind === 2) {
        distance = readTwo(block, at)
        at += 2
      } else {
        distance = readLittle(block, at, 4)
        at += 4
      }
      copyMatch(out, to, distance, length, 0, size)
    }
    to += length
  }
  if (to !== size) throw new BlockError(`it gives only ${to} bytes`)
  return out
}

/** Two bytes, as nearly every copy has. */
function readTwo(bytes: Uint8Array, at: number): number {
  if (at + 2 > bytes.length) throw new BlockError('it ends early')
  return bytes[at]! | (bytes[at + 1]! << 8)
}

function readLittle(bytes: Uint8Array, at: number, count: number): number {
  if (at + count > bytes.length) throw new BlockError('it ends early')
  let value = 0
  for (let i = 0; i < count; i++) value += bytes[at + i]! * 2 ** (8 * i)
  return value
}
