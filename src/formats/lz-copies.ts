// The two kinds of copies that blocks of LZ4 and Snappy are made of, with the checks that a damaged block needs.

/** Why a block is refused; caught where the file's name is known. */
export class BlockError extends Error {}

/**
 * Copies `length` bytes of `block` from `at` on to `out` at `to`; none may lie at or beyond `limit`.
 * @throws BlockError
 */
export function copyLiterals(
  block: Uint8Array,
  at: number,
  length: number,
  out: Uint8Array,
  to: number,
  limit: number,
): void {
  if (length > block.length - at) throw new BlockError('it ends early')
  if (length > limit - to) throw new BlockError('it gives more bytes')
  // a call costs more than a few bytes
  if (length > 24) out.set(block.subarray(at, at + length), to)
  else for (let i = 0; i < length; i++) out[to + i] = block[at + i]!
}

/**
 * Repeats the `length` bytes that lie `distance` before `to`, and may overlap with what they make. They start at
 * `lowest` or later, none may lie at or beyond `limit`.
 * @throws BlockError
 */
export function copyMatch(
  out: Uint8Array,
  to: number,
  distance: number,
  length: number,
  lowest: number,
  limit: number,
): void {
  if (distance === 0 || distance > to - lowest) throw new BlockError('it refers to bytes before its start')
  if (length > limit - to) throw new BlockError('it gives more bytes')
  const from = to - distance
  if (length < 32) {
    for (let i = 0; i < length; i++) out[to + i] = out[from + i]!
    return
  }
  // each copy doubles what can be repeated
  for (let done = 0; done < length; ) {
    const step = Math.min(distance + done, length - done)
    out.copyWithin(to + done, from, from + step)
    done += step
  }
}
