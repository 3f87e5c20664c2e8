import { describe, expect, test } from 'vitest'
import { nearRows, sameObjects, sameRows } from './row-groups.ts'

describe('equal posteriors', () => {
  test('each row is given the first one with both words of the hash', () => {
    const hashes = Uint32Array.of(7, 1, 8, 1, 7, 2, 7, 1, 8, 1, 7, 1)
    expect([...sameRows(hashes)]).toEqual([0, 1, 2, 0, 1, 0])
  })

  test('hashes that fall on one place of the table are told apart', () => {
    // 3 rows, so 8 places: all low words are 0 or 7 modulo 8, and one search goes round the end
    const hashes = Uint32Array.of(7, 0, 15, 0, 23, 0, 15, 0, 0xffffffff, 0, 8, 0, 23, 0)
    expect([...sameRows(hashes)]).toEqual([0, 1, 2, 1, 4, 5, 2])
  })

  test('no rows; all rows equal', () => {
    expect([...sameRows(new Uint32Array(0))]).toEqual([])
    expect([...sameRows(new Uint32Array(10))]).toEqual([0, 0, 0, 0, 0])
  })

  test('as many rows as the real set, against a map', () => {
    const rows = 60_000
    const hashes = Uint32Array.from({ length: 2 * rows }, (_, i) =>
      Math.imul(1 + ((i >> 1) % 40_000), i % 2 ? 73 : 999_983),
    )
    const firsts = new Map<string, number>()
    const expected = Uint32Array.from({ length: rows }, (_, row) => {
      const key = `${hashes[2 * row]} ${hashes[2 * row + 1]}`
      if (!firsts.has(key)) firsts.set(key, row)
      return firsts.get(key)!
    })
    expect(sameRows(hashes)).toEqual(expected)
    expect(firsts.size).toBe(40_000)
  })
})

describe('equal redshift and log-evidence', () => {
  test('both must be equal', () => {
    expect([...nearRows([1, 1, 2, 1, 2], [-5, -6, -5, -5, -7])]).toEqual([0, 1, 2, 0, 4])
  })

  test('what is missing or not finite is equal to nothing', () => {
    const [nan, inf] = [Number.NaN, Number.POSITIVE_INFINITY]
    const redshift = [1, 1, null, null, nan, nan, inf, inf, 1, 1]
    const logEvidence = [nan, nan, -1, -1, -2, -2, -3, -3, null, -inf]
    expect([...nearRows(redshift, logEvidence)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  test('0 and -0 are one number', () => {
    expect([...nearRows([0, -0], [-0, 0])]).toEqual([0, 0])
  })

  test('fewer than half of the log-evidences distinct: every row stands alone', () => {
    // two of four are half, two of five are not; rows without a log-evidence do not count
    expect([...nearRows([1, 1, 2, 2], [-5, -5, -6, -6])]).toEqual([0, 0, 2, 2])
    expect([...nearRows([1, 1, 2, 2, 3], [-5, -5, -6, -6, -6])]).toEqual([0, 1, 2, 3, 4])
    expect([...nearRows([1, 1, 2, 2, 3], [-5, -5, -6, -6, Number.NaN])]).toEqual([0, 0, 2, 2, 4])
  })
})

test('objects of one name; those without a name stand alone', () => {
  expect([...sameObjects(['a', null, 'b', 'a', null, 'b', 'A', '__proto__', '__proto__'])]).toEqual([
    0, 1, 2, 0, 4, 2, 6, 7, 7,
  ])
})
