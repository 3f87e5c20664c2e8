// Row hashes: 64 bits from two independent 32-bit hashes over float32 words. They find equal rows among 59,000 of
// 71 KB without holding the rows: with 64 bits, a chance of 1e-10 that two different ones look equal.

/** Hash of each row, `[low, high]` words in turn: `2 * rows` values. */
export type RowHashes = Uint32Array

/**
 * Hashes 32-bit words: MurmurHash3 (Appleby) in the low half, FNV-1a (Fowler, Noll, Vo) with a rotation in the high half.
 * Writes two words to `out` from `at`.
 */
export function hashWords(
  words: ArrayLike<number>,
  start: number,
  end: number,
  out: Uint32Array,
  at: number,
): void {
  let low = 0
  let high = 0x811c9dc5 | 0
  for (let i = start; i < end; i++) {
    const word = words[i]!
    const mixed = Math.imul(word, 0xcc9e2d51)
    low ^= Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
    low = (Math.imul((low << 13) | (low >>> 19), 5) + 0xe6546b64) | 0
    high = Math.imul(high ^ word, 0x01000193)
    high = (high << 11) | (high >>> 21)
  }
  out[at] = finish(low ^ (end - start))
  out[at + 1] = finish(high + (end - start))
}

/** A hash of words as 16 hexadecimal digits. */
export function hashText(words: ArrayLike<number>): string {
  const out = new Uint32Array(2)
  hashWords(words, 0, words.length, out, 0)
  return [...out].map((word) => word.toString(16).padStart(8, '0')).join('')
}

/** MurmurHash3's finaliser: one changed bit changes half of all bits. */
function finish(value: number): number {
  let hash = value ^ (value >>> 16)
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
