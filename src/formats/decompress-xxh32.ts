// xxHash32 with seed 0 over a stream: the checksum of LZ4 frames.
// Algorithm: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md

import { readUint32 } from './decompress-pieces.ts'

/** A checksum that grows with the bytes that it is given. */
export interface Checksum {
  update(bytes: Uint8Array): void
  /** of everything so far, 32 bits unsigned */
  digest(): number
}

const PRIME_1 = 0x9e3779b1
const PRIME_2 = 0x85ebca77
const PRIME_3 = 0xc2b2ae3d
const PRIME_4 = 0x27d4eb2f
const PRIME_5 = 0x165667b1
const STRIPE = 16

/** A checksum of nothing yet. */
export function startXxh32(): Checksum {
  const lanes = Uint32Array.of(PRIME_1 + PRIME_2, PRIME_2, 0, -PRIME_1)
  const rest = new Uint8Array(STRIPE)
  let restLength = 0
  let total = 0

  function addStripe(bytes: Uint8Array, at: number): void {
    for (let lane = 0; lane < 4; lane++) lanes[lane] = round(lanes[lane]!, readUint32(bytes, at + 4 * lane))
  }

  return {
    update(bytes) {
      total += bytes.length
      let at = 0
      if (restLength > 0) {
        at = Math.min(STRIPE - restLength, bytes.length)
        rest.set(bytes.subarray(0, at), restLength)
        restLength += at
        if (restLength < STRIPE) return
        addStripe(rest, 0)
      }
      for (; at + STRIPE <= bytes.length; at += STRIPE) addStripe(bytes, at)
      rest.set(bytes.subarray(at))
      restLength = bytes.length - at
    },
    digest() {
      const [a, b, c, d] = lanes as unknown as [number, number, number, number]
      let hash = total < STRIPE ? PRIME_5 : rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18)
      hash = (hash + total) | 0
      let at = 0
      for (; at + 4 <= restLength; at += 4) {
        hash = Math.imul(rotate(hash + Math.imul(readUint32(rest, at), PRIME_3), 17), PRIME_4)
      }
      for (; at < restLength; at++) {
        hash = Math.imul(rotate(hash + Math.imul(rest[at]!, PRIME_5), 11), PRIME_1)
      }
      hash = Math.imul(hash ^ (hash >>> 15), PRIME_2)
      hash = Math.imul(hash ^ (hash >>> 13), PRIME_3)
      return (hash ^ (hash >>> 16)) >>> 0
    },
  }
}

/** The checksum of some bytes. */
export function xxh32(bytes: Uint8Array): number {
  const checksum = startXxh32()
  checksum.update(bytes)
  return checksum.digest()
}

function round(lane: number, word: number): number {
  return Math.imul(rotate(lane + Math.imul(word, PRIME_2), 13), PRIME_1)
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits))
}
