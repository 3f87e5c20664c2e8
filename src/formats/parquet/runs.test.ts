import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runReader } from './runs.ts'

interface Run {
  readonly packed: boolean
  readonly values: readonly number[]
}

/** The runs as Parquet writes them; packed runs have whole groups of 8. */
function encode(runs: readonly Run[], width: number): Uint8Array {
  const out: number[] = []
  for (const { packed, values } of runs) {
    varint(out, packed ? (values.length / 8) * 2 + 1 : values.length * 2)
    const bits = (packed ? values : values.slice(0, 1)).flatMap((value) =>
      Array.from(
        { length: packed ? width : Math.ceil(width / 8) * 8 },
        (_, i) => Math.floor(value / 2 ** i) % 2,
      ),
    )
    for (let at = 0; at < bits.length; at += 8) {
      out.push(bits.slice(at, at + 8).reduce((byte, bit, i) => byte + bit * 2 ** i, 0))
    }
  }
  return Uint8Array.from(out)
}

function varint(out: number[], value: number): void {
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    out.push((rest % 128) + (rest > 127 ? 128 : 0))
    if (rest < 128) return
  }
}

function arbitraryRuns(width: number): fc.Arbitrary<Run[]> {
  const value = width === 0 ? fc.constant(0) : fc.nat(width >= 31 ? 2 ** 31 - 1 : 2 ** width - 1)
  const equal = fc.tuple(value, fc.integer({ min: 1, max: 300 })).map(([each, count]) => ({
    packed: false,
    values: new Array<number>(count).fill(width === 32 ? each * 2 : each),
  }))
  const packed = fc
    .integer({ min: 1, max: 4 })
    .chain((groups) => fc.array(value, { minLength: groups * 8, maxLength: groups * 8 }))
    .map((values) => ({ packed: true, values: width === 32 ? values.map((each) => each * 2 + 1) : values }))
  return fc.array(fc.oneof(equal, packed), { minLength: 1, maxLength: 6 })
}

test.each(Array.from({ length: 33 }, (_, width) => width))('values of %d bits, in pieces', (width) => {
  fc.assert(
    fc.property(
      arbitraryRuns(width),
      fc.integer({ min: 1, max: 50 }),
      fc.boolean(),
      (runs, most, isFilled) => {
        const expected = runs.flatMap(({ values }) => values)
        const reader = runReader(encode(runs, width), width, 'X.parquet')
        const read: number[] = []
        while (read.length < expected.length) {
          const count = Math.min(most, expected.length - read.length)
          if (isFilled) {
            const out = new Uint32Array(count)
            reader.fill(out, count)
            read.push(...out)
          } else {
            const taken = reader.take(count)
            expect(taken).toBeGreaterThan(0)
            for (let i = 0; i < taken; i++) read.push(reader.value)
          }
        }
        expect(read).toEqual(expected)
      },
    ),
    { numRuns: 25, seed: 3 },
  )
})

test('a huge run costs no more than what is taken of it', () => {
  const reader = runReader(Uint8Array.of(0xfe, 0xff, 0xff, 0xff, 0x0f, 1), 1, 'X.parquet')
  expect(reader.take(1_000)).toBe(1_000)
  expect(reader.value).toBe(1)
})

test.each([
  [[], 'a page holds fewer values than it claims'],
  [[0x80, 0x80], 'a page has a run whose length ends early'],
  [[4], 'a page has a run whose value ends early'],
  [[3], 'a page holds fewer values than it claims'],
  [[0, 1, 0, 1], 'a page holds fewer values than it claims'],
])('%j is refused', (bytes, message) => {
  const reader = runReader(Uint8Array.from(bytes), 1, 'X.parquet')
  expect(() => reader.take(1)).toThrow(`X.parquet is damaged: ${message}`)
})

test('no bits and no bytes are zeros', () => {
  const reader = runReader(new Uint8Array(0), 0, 'X.parquet')
  expect(reader.take(5)).toBe(5)
  expect(reader.value).toBe(0)
})
