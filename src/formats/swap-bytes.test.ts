import { expect, test } from 'vitest'
import { swapInto } from './swap-bytes.ts'

const BYTES = Uint8Array.from({ length: 16 }, (_, i) => 0x7a + i)

/** The same, byte by byte. */
function reversed(bytes: Uint8Array, itemSize: number): number[] {
  const items = Array.from({ length: bytes.length / itemSize }, (_, i) => [
    ...bytes.subarray(i * itemSize, (i + 1) * itemSize),
  ])
  return items.flatMap((item) => item.reverse())
}

test.each([1, 2, 4, 8].flatMap((itemSize) => [0, 1, 2, 3, 4, 8].map((offset) => ({ itemSize, offset }))))(
  'elements of $itemSize bytes from byte $offset of their buffer',
  ({ itemSize, offset }) => {
    const held = new Uint8Array(offset + 16)
    held.set(BYTES, offset)
    const out = new Uint8Array(32)
    swapInto(held.subarray(offset), itemSize, out.subarray(8, 24))
    expect([...out]).toEqual([
      ...new Array<number>(8).fill(0),
      ...reversed(BYTES, itemSize),
      ...new Array<number>(8).fill(0),
    ])
    // the input stays
    expect([...held.subarray(offset)]).toEqual([...BYTES])
  },
)

test('no elements', () => {
  for (const itemSize of [1, 2, 4, 8]) swapInto(new Uint8Array(0), itemSize, new Uint8Array(0))
})

test.each([
  ['int16', 2, (view: DataView) => view.setInt16(0, -2), Int16Array, -2],
  ['float32', 4, (view: DataView) => view.setFloat32(0, -1.5), Float32Array, -1.5],
  ['float64', 8, (view: DataView) => view.setFloat64(0, Math.PI), Float64Array, Math.PI],
] as const)('a big-endian %s', (_, itemSize, write, View, value) => {
  const bytes = new Uint8Array(itemSize)
  write(new DataView(bytes.buffer))
  const out = new Uint8Array(itemSize)
  swapInto(bytes, itemSize, out)
  expect(new View(out.buffer)[0]).toBe(value)
})
