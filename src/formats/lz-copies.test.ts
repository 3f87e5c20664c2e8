// Blocks of LZ4 and Snappy made by hand, damaged ones above all. Whole ones come with the Parquet and Arrow fixtures.

import { expect, test } from 'vitest'
import { BlockError } from './lz-copies.ts'
import { unpackLz4 } from './lz4-block.ts'
import { unpackSnappy } from './parquet/snappy.ts'

const HELLO = [...'hello'].map((letter) => letter.charCodeAt(0))

/** What a block gives behind `history`, with room for `size` bytes. */
function lz4(block: readonly number[], size: number, history: readonly number[] = []): string {
  const start = history.length
  // behind the room lie bytes that must stay
  const out = new Uint8Array(start + size + 8).fill(7)
  out.set(history)
  const end = unpackLz4(Uint8Array.from(block), out, start, start + size, 0)
  expect([...out.subarray(start + size)]).toEqual(new Array(8).fill(7))
  return String.fromCharCode(...out.subarray(start, end))
}

test.each([
  ['literals alone', [0x50, ...HELLO], 5, [], 'hello'],
  ['nothing', [0], 0, [], ''],
  ['a match and literals', [0x51, ...HELLO, 5, 0, 0x10, 33], 11, [], 'hellohello!'],
  ['a match that overlaps with what it makes', [0x1f, 97, 1, 0, 30, 0x10, 98], 51, [], `${'a'.repeat(50)}b`],
  ['a match in the history', [0x01, 5, 0, 0x10, 33], 6, HELLO, 'hello!'],
  ['a match across the start', [0x13, 33, 3, 0, 0x10, 33], 9, HELLO, '!lo!lo!l!'],
  ['less than there is room for', [0x50, ...HELLO], 99, [], 'hello'],
] as const)('LZ4: %s', (_, block, size, history, text) => {
  expect(lz4(block, size, history)).toBe(text)
})

test.each([
  ['an empty block', [], 5, 'it ends early'],
  ['literals that are cut', [0x50, 104], 5, 'it ends early'],
  ['a length without end', [0xf0, 255, 255], 999, 'it ends early'],
  ['half a distance', [0x50, ...HELLO, 1], 99, 'it ends early'],
  ['a match at the end', [0x50, ...HELLO, 5, 0], 99, 'it ends early'],
  ['more literals', [0x50, ...HELLO], 4, 'it gives more bytes'],
  ['a longer match', [0x5f, ...HELLO, 5, 0, 255, 255, 0, 0x10, 33], 99, 'it gives more bytes'],
  ['distance 0', [0x50, ...HELLO, 0, 0, 0x10, 33], 99, 'it refers to bytes before its start'],
  ['distance 6', [0x50, ...HELLO, 6, 0, 0x10, 33], 99, 'it refers to bytes before its start'],
] as const)('LZ4, refused: %s', (_, block, size, reason) => {
  expect(() => lz4(block, size)).toThrow(new BlockError(reason))
})

function snappy(block: readonly number[], size: number): string {
  return String.fromCharCode(...unpackSnappy(Uint8Array.from(block), size))
}

test.each([
  ['literals', [5, 4 << 2, ...HELLO], 'hello'],
  ['a copy with a distance of 1 byte', [10, 4 << 2, ...HELLO, (1 << 2) | 1, 5], 'hellohello'],
  ['a copy with a distance of 2 bytes', [7, 4 << 2, ...HELLO, (1 << 2) | 2, 2, 0], 'hellolo'],
  ['a copy with a distance of 4 bytes', [45, 0, 97, (43 << 2) | 3, 1, 0, 0, 0], 'a'.repeat(45)],
  ['a long literal', [61, 60 << 2, 60, ...new Array<number>(61).fill(97)], 'a'.repeat(61)],
] as const)('Snappy: %s', (_, block, text) => {
  expect(snappy(block, text.length)).toBe(text)
})

test.each([
  ['nothing', [], 5, 'its length ends early'],
  ['a length without end', [255, 255, 255, 255, 255, 1], 5, 'its length ends early'],
  ['another length', [6, 4 << 2, ...HELLO], 5, 'it says that it gives 6 bytes'],
  ['literals that are cut', [5, 4 << 2, 104], 5, 'it ends early'],
  ['half a distance', [9, 4 << 2, ...HELLO, (3 << 2) | 2, 1], 9, 'it ends early'],
  ['more literals', [4, 4 << 2, ...HELLO], 4, 'it gives more bytes'],
  ['a longer copy', [6, 4 << 2, ...HELLO, (1 << 2) | 2, 1, 0], 6, 'it gives more bytes'],
  ['distance 0', [9, 4 << 2, ...HELLO, 1, 0], 9, 'it refers to bytes before its start'],
  ['distance 6', [9, 4 << 2, ...HELLO, 1, 6], 9, 'it refers to bytes before its start'],
  ['too few bytes', [6, 4 << 2, ...HELLO], 6, 'it gives only 5 bytes'],
] as const)('Snappy, refused: %s', (_, block, size, reason) => {
  expect(() => snappy(block, size)).toThrow(new BlockError(reason))
})
