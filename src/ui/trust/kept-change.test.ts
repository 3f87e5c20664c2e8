import { expect, test } from 'vitest'
import { keptChange } from './kept-change.ts'

const ROWS = { labels: [0, 0, 1, 1], classes: 2, keptClass: 0, threshold: 0.7 }
/** of class 0, with what is left for class 1 */
const rows = (...kept: readonly number[]) => kept.flatMap((p) => [p, 1 - p])

test('what is kept before and now, at or above the threshold', () => {
  const change = keptChange(rows(0.9, 0.7, 0.8, 0.1), rows(0.8, 0.6, 0.65, 0.2), ROWS)!
  const counts = ({ purity, coverage }: typeof change.now) =>
    [purity, coverage].map(({ count, of }) => [count, of])
  expect(counts(change.before)).toEqual([
    [2, 3],
    [3, 4],
  ])
  expect(counts(change.now)).toEqual([
    [1, 1],
    [1, 4],
  ])
})

test('rows without an answer are left out', () => {
  const before = rows(Number.NaN, 0.9, 0.1, 0.1)
  expect(keptChange(before, rows(Number.NaN, 0.1, 0.1, 0.1), ROWS)!.before.coverage).toMatchObject({
    count: 1,
    of: 3,
  })
})

test('equally many and as pure is no change, however probabilities have', () => {
  expect(keptChange(rows(0.9, 0.8, 0.3, 0.1), rows(0.8, 0.7, 0.4, 0.2), ROWS)).toBeNull()
  // as many rows, and another among them
  expect(keptChange(rows(0.9, 0.8, 0.3, 0.1), rows(0.9, 0.3, 0.8, 0.1), ROWS)).not.toBeNull()
})
