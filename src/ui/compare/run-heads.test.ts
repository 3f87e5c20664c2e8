import { expect, test } from 'vitest'
import type { SeedGroup } from '../../core/compare/comparison.ts'
import { groupText } from './group-text.ts'
import { comparedHeads, headsOf, numbersText } from './run-heads.ts'
import { COMPARISON, FIRST, LIVE, OTHER_RUN, RESEEDED, SECOND } from './test-data.ts'

test('numbers follow the order of choice, whichever is the baseline', () => {
  const heads = headsOf([FIRST, SECOND])
  expect(heads).toEqual([
    { id: 'a', number: 1, name: 'CNN3', colour: 0 },
    { id: 'b', number: 2, name: 'CNN8', colour: 4 },
  ])
  const turned = { ...COMPARISON, runs: [OTHER_RUN, COMPARISON.runs[0]!] }
  expect(comparedHeads(turned, heads).map(({ number }) => number)).toEqual([2, 1])
})

test.each([
  [[2], '2'],
  [[3, 1], '1, 3'],
  [[1, 2], '1, 2'],
  [[3, 1, 2], '1–3'],
  [[1, 2, 4], '1, 2, 4'],
])('numbers %j', (numbers, text) => {
  expect(numbersText(numbers)).toBe(text)
})

test('a group says its runs, mean and deviation', () => {
  const group: SeedGroup = {
    records: [FIRST, RESEEDED],
    name: 'CNN3, DeltaZ, 2 seeds',
    curves: { acc: [], loss: [], valAcc: [], valLoss: [], lr: [] },
    accuracy: { mean: 0.94214, deviation: 0.00301, runs: 2 },
  }
  const records = [FIRST, LIVE, RESEEDED]
  expect(groupText(group, records)).toBe(
    'CNN3, DeltaZ, 2 seeds (runs 1, 3): accuracy 94.21 ± 0.30 %, mean and standard deviation of 2 runs',
  )
  expect(groupText({ ...group, accuracy: null }, records)).toBe(
    'CNN3, DeltaZ, 2 seeds (runs 1, 3): fewer than two of them have an accuracy yet',
  )
})
