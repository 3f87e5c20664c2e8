import { describe, expect, test } from 'vitest'
import type { Part } from './part.ts'
import { gather, partAt, partsHolding, poolOf, poolRows, rowsOf, rowsWithin } from './pool.ts'
import { memoryRows } from './row-reader.ts'

/** A part whose rows of two points hold `first`, `first` + 0.5, and so on. */
function part(name: string, first: number, rows: number): Part {
  const values = Float32Array.from({ length: 2 * rows }, (_, i) => first + i / 2)
  return {
    holds: 'all',
    x: memoryRows(name, values, 2),
    type: '<f4',
    stored: null,
    labelFile: name,
    attributes: null,
    attributeFile: '',
    files: [],
  }
}

const POOL = poolOf([part('a', 0, 3), part('b', 100, 0), part('c', 200, 4)])

test('rows are numbered through the parts', () => {
  expect(POOL.rows).toBe(7)
  expect(POOL.parts.map(({ from, to }) => [from, to])).toEqual([
    [0, 3],
    [3, 3],
    [3, 7],
  ])
  expect([2, 3, 6].map((row) => partAt(POOL, row).part.x.name)).toEqual(['a', 'c', 'c'])
  expect(() => partAt(POOL, 7)).toThrow('Expected a row of the pool, got 7')
  expect([...rowsOf([POOL.parts[2]!, POOL.parts[0]!])]).toEqual([3, 4, 5, 6, 0, 1, 2])
})

test('rows of a split are found in their parts', () => {
  const [a, b, c] = POOL.parts
  const rows = Uint32Array.of(0, 2, 3, 4, 5, 6)
  expect(rowsWithin(a!, rows)).toEqual(Uint32Array.of(0, 2))
  // all rows of a part, as few as they may be
  expect(rowsWithin(b!, rows)).toBeNull()
  expect(rowsWithin(c!, rows)).toBeNull()
  expect(rowsWithin(c!, Uint32Array.of(1))).toEqual(new Uint32Array(0))
  expect(partsHolding(POOL, Uint32Array.of(4, 6)).map((each) => each.part.x.name)).toEqual(['c'])
  expect(partsHolding(POOL, rows).map((each) => each.part.x.name)).toEqual(['a', 'c'])
  expect(partsHolding(POOL, new Uint32Array(0)).map((each) => each.part.x.name)).toEqual(['a'])
})

test('columns of parts become one, with a value for parts that lack it', () => {
  const names = gather(POOL, (each) => (each.x.name === 'c' ? ['p', 'q', 'r', 's'] : null), '')
  expect(names).toEqual(['', '', '', 'p', 'q', 'r', 's'])
})

describe('reading through the parts', () => {
  test.each([
    [0, 7],
    [1, 3],
    [2, 1],
    [3, 4],
    [2, 2],
  ])('from row %d, %d rows', async (start, count) => {
    const all = [0, 0.5, 1, 1.5, 2, 2.5, 200, 200.5, 201, 201.5, 202, 202.5, 203, 203.5]
    const reader = poolRows(POOL, ({ x }) => x)
    const out = new Float32Array(2 * count + 2).fill(-1)
    expect(await reader.read(start, count, out)).toBe(0)
    expect([...out]).toEqual([...all.slice(2 * start, 2 * (start + count)), -1, -1])
  })

  test('is quick only if every part is, and counts what all of them lost', async () => {
    expect(poolRows(POOL, ({ x }) => x)).toMatchObject({ rows: 7, width: 2, rowBytes: 8, quick: true })
    const slow = poolRows(POOL, ({ x }) => ({
      ...x,
      quick: x.name !== 'c',
      rowBytes: x.name === 'c' ? 16 : 8,
      read: async (_, count) => count,
    }))
    expect(slow).toMatchObject({ quick: false, rowBytes: 16 })
    expect(await slow.read(1, 5, new Float32Array(10))).toBe(5)
  })
})
