// Parquet's hybrid of run lengths and packed bits, in which levels and dictionary indexes are written. Runs are taken
// as they come, so that a page of a million equal values costs no more than one value.
// Format: https://github.com/apache/parquet-format/blob/master/Encodings.md#run-length-encoding--bit-packing-hybrid-rle--3

import { damaged } from '../damage.ts'

/** Reads on through a sequence of small integers. */
export interface RunReader {
  /** of the last `take` */
  readonly value: number
  /** Takes from 1 to `most` equal values and returns how many. */
  take(most: number): number
  /** Takes `count` values into `out`, from offset 0. */
  fill(out: Uint32Array, count: number): void
}

/**
 * @param width bits of a value, 0 to 32
 * @param title for messages
 * @returns a reader whose calls throw StudioError `bad-input` where the bytes end early
 */
export function runReader(bytes: Uint8Array, width: number, title: string): RunReader {
  let at = 0
  /** values left of the current run */
  let left = 0
  let packed = false
  /** of a run of equal values, or the last one taken */
  let value = 0
  /** position of the next packed value */
  let bit = 0

  /** Starts the next run that has values. */
  function startRun(): void {
    if (packed) at = bit >> 3
    packed = false
    while (left === 0) {
      if (at >= bytes.length) {
        // no bits are needed to say that all values are 0
        if (width > 0) throw damaged(title, 'a page holds fewer values than it claims')
        left = Number.MAX_SAFE_INTEGER
        value = 0
        return
      }
      const header = readVarint()
      packed = header % 2 === 1
      if (packed) {
        const claimed = Math.floor(header / 2) * 8
        // some writers leave out the bits that pad the last group
        left = width === 0 ? claimed : Math.min(claimed, Math.floor(((bytes.length - at) * 8) / width))
        bit = at * 8
        if (left === 0) packed = false
        if (left === 0 && claimed > 0) at = bytes.length
      } else {
        left = header / 2
        value = readValue()
      }
    }
  }

  function readVarint(): number {
    let result = 0
    for (let i = 0; i < 5 && at < bytes.length; i++) {
      const byte = bytes[at++]!
      result += (byte & 127) * 2 ** (7 * i)
      if (byte < 128) return result
    }
    throw damaged(title, 'a page has a run whose length ends early')
  }

  function readValue(): number {
    let result = 0
    const size = (width + 7) >> 3
    if (at + size > bytes.length) throw damaged(title, 'a page has a run whose value ends early')
    for (let i = 0; i < size; i++) result += bytes[at++]! * 2 ** (8 * i)
    return result
  }

  /** The packed value at `position`; bits beyond the end are never asked for. */
  function unpack(position: number): number {
    const byte = position >> 3
    const shift = position & 7
    const low = bytes[byte]! | (bytes[byte + 1]! << 8) | (bytes[byte + 2]! << 16) | (bytes[byte + 3]! << 24)
    if (width + shift <= 32) return width === 32 ? low >>> 0 : (low >>> shift) & ((1 << width) - 1)
    const all = (low >>> shift) + bytes[byte + 4]! * 2 ** (32 - shift)
    return all % 2 ** width
  }

  function take(most: number): number {
    if (left === 0) startRun()
    const limit = Math.min(most, left)
    if (!packed) {
      left -= limit
      return limit
    }
    value = unpack(bit)
    let count = 1
    bit += width
    while (count < limit && unpack(bit) === value) {
      bit += width
      count++
    }
    left -= count
    return count
  }

  function fill(out: Uint32Array, count: number): void {
    for (let done = 0; done < count; ) {
      if (left === 0) startRun()
      const end = done + Math.min(count - done, left)
      left -= end - done
      if (!packed) {
        out.fill(value, done, end)
        done = end
      } else {
        for (; done < end; done++, bit += width) out[done] = unpack(bit)
      }
    }
  }

  return {
    get value() {
      return value
    },
    take,
    fill,
  }
}
