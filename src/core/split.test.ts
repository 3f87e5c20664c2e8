import { describe, expect, test } from 'vitest'
import { planSplit, REFERENCE_SPLIT } from './split.ts'

describe('planSplit', () => {
  test.each([
    // scikit-learn 1.9: train_test_split(test_size=0.15) twice
    [58_977, 8847, 7520, 42_610],
    [100, 15, 13, 72],
    [7, 2, 1, 4],
    [1, 1, 0, 0],
    [0, 0, 0, 0],
  ])('%i rows: %i test, %i validate, %i train', (rows, test, validation, train) => {
    const plan = planSplit(rows, REFERENCE_SPLIT)
    expect([plan.test.length, plan.validation.length, plan.train.length]).toEqual([test, validation, train])
    expect([...plan.train, ...plan.validation, ...plan.test].sort((a, b) => a - b)).toEqual(
      Array.from({ length: rows }, (_, row) => row),
    )
    for (const part of Object.values(plan)) expect([...part]).toEqual([...part].sort((a, b) => a - b))
  })

  test('follows the seed', () => {
    const [first, again, other] = [1, 1, 2].map((seed) => planSplit(50, { ...REFERENCE_SPLIT, seed }).test)
    expect(first).toEqual(again)
    expect(first).not.toEqual(other)
  })
})
