import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chosenRows } from './chosen-rows.ts'
import { blockRowsOf, type RawRows } from './scan.ts'

/** Rows `[row, -row]`, of which those in `lossy` lose a value each, with a log of the reads. */
function rawRows(rows: number, rowBytes: number, lossy: readonly number[] = []) {
  const reads: (readonly [start: number, count: number])[] = []
  const raw: RawRows = {
    name: 'X.npy',
    rows,
    width: 2,
    rowBytes,
    read: async (start, count, out) => {
      reads.push([start, count])
      for (let row = 0; row < count; row++) out.set([start + row, -start - row], 2 * row)
      return lossy.filter((row) => row >= start && row < start + count).length
    },
  }
  return { raw, reads }
}

/** Bytes of a row of which two fit into a gap that is read over. */
const ROW_BYTES = 100_000

async function read(x: RawRows, start: number, count: number) {
  const out = new Float32Array(2 * count + 1).fill(7)
  const lost = await x.read(start, count, out)
  expect(out.at(-1)).toBe(7)
  return { lost, rows: Array.from({ length: count }, (_, i) => out[2 * i]), values: out.slice(0, -1) }
}

test('are rows of their own', async () => {
  const { raw } = rawRows(30, ROW_BYTES)
  const x = chosenRows(raw, new Uint32Array([2, 3, 11]))
  expect(x).toMatchObject({ name: 'X.npy', rows: 3, width: 2, rowBytes: ROW_BYTES })
  expect(await read(x, 1, 2)).toEqual({ lost: 0, rows: [3, 11], values: new Float32Array([3, -3, 11, -11]) })
  expect(await read(x, 0, 0)).toMatchObject({ rows: [] })
})

test('neighbours are read together, short gaps are read over and long ones skipped', async () => {
  const { raw, reads } = rawRows(30, ROW_BYTES)
  const chosen = [0, 1, 2, 5, 9, 12, 13, 29]
  expect((await read(chosenRows(raw, new Uint32Array(chosen)), 0, 8)).rows).toEqual(chosen)
  expect(reads).toEqual([
    [0, 6],
    [9, 5],
    [29, 1],
  ])
})

test('a gap of 256 KB is read over, one byte more is not', async () => {
  for (const [rowBytes, count] of [
    [131_072, 1],
    [131_073, 2],
  ] as const) {
    const { raw, reads } = rawRows(4, rowBytes)
    await read(chosenRows(raw, new Uint32Array([0, 3])), 0, 2)
    expect(reads).toHaveLength(count)
  }
})

test('no gap is read over where any row is quick', async () => {
  const { raw, reads } = rawRows(10, 8)
  const x = chosenRows({ ...raw, quick: true }, new Uint32Array([1, 2, 4]))
  expect(x.quick).toBe(true)
  expect((await read(x, 0, 3)).rows).toEqual([1, 2, 4])
  expect(reads).toEqual([
    [1, 2],
    [4, 1],
  ])
})

test('a piece is one block at most', async () => {
  const most = blockRowsOf(2)
  // gaps of one byte less than are read over
  const step = 256 * 1024
  const chosen = [...Array.from({ length: most / step }, (_, i) => i * step), most - 1, most, most + 2]
  const { raw, reads } = rawRows(2 * most, 1)
  expect((await read(chosenRows(raw, new Uint32Array(chosen)), 0, chosen.length)).rows).toEqual(chosen)
  expect(reads).toEqual([
    [0, most],
    [most, 3],
  ])
})

describe('lost values', () => {
  test('are counted in chosen rows only, by reading without the gaps', async () => {
    const { raw, reads } = rawRows(30, ROW_BYTES, [3, 4, 6, 20])
    const x = chosenRows(raw, new Uint32Array([2, 4, 5, 7, 20, 21]))
    expect(await read(x, 0, 6)).toMatchObject({ lost: 2, rows: [2, 4, 5, 7, 20, 21] })
    expect(reads).toEqual([
      [2, 6],
      [2, 1],
      [4, 2],
      [7, 1],
      [20, 2],
    ])
  })

  test('equal those of reading row by row, whatever is chosen', async () => {
    const chosenOf = fc.uniqueArray(fc.nat(59), { minLength: 1, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(
        chosenOf,
        fc.uniqueArray(fc.nat(59), { maxLength: 4 }),
        fc.nat(),
        fc.nat(),
        async (some, lossy, a, b) => {
          const chosen = Uint32Array.from(some).sort()
          const start = a % chosen.length
          const count = b % (chosen.length - start + 1)
          const wanted = [...chosen.subarray(start, start + count)]
          const x = chosenRows(rawRows(60, ROW_BYTES, lossy).raw, chosen)
          expect(await read(x, start, count)).toEqual({
            lost: wanted.filter((row) => lossy.includes(row)).length,
            rows: wanted,
            values: Float32Array.from(wanted.flatMap((row) => [row, -row])),
          })
        },
      ),
      { seed: 1, numRuns: 300 },
    )
  })
})

test.each([
  [[3, 3], 'Expected ascending rows below 5, got 3 at position 1'],
  [[3, 1], 'Expected ascending rows below 5, got 1 at position 1'],
  [[3, 4, 5], 'Expected ascending rows below 5, got 5 at position 2'],
])('rows %j are a defect of the caller', (rows, message) => {
  expect(() => chosenRows(rawRows(5, ROW_BYTES).raw, new Uint32Array(rows))).toThrow(message)
})
