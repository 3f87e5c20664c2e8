import { describe, expect, test } from 'vitest'
import { bestEpoch, isImprovement, shouldStop } from './early-stopping.ts'

describe('isImprovement', () => {
  test.each([
    [0.5, Number.POSITIVE_INFINITY, true],
    [0.4, 0.5, true],
    [0.5 - 1e-9, 0.5, true],
    [0.5, 0.5, false],
    [0.6, 0.5, false],
    [Number.NaN, 0.5, false],
    [Number.NaN, Number.POSITIVE_INFINITY, false],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, false],
  ])('%f after %f: %s', (valLoss, best, expected) => {
    expect(isImprovement(valLoss, best)).toBe(expected)
  })
})

describe('bestEpoch', () => {
  test.each([
    [[], 0],
    [[0.5], 1],
    [[0.5, 0.4, 0.6], 2],
    [[0.5, 0.4, 0.4], 2],
    [[Number.NaN, 0.9, 0.8, Number.NaN], 3],
    [[Number.NaN, Number.NaN], 0],
  ])('%j: epoch %i', (valLosses, expected) => {
    expect(bestEpoch(valLosses)).toBe(expected)
  })
})

describe('shouldStop', () => {
  test('stops after exactly `patience` epochs without progress', () => {
    expect(shouldStop([0.5, 0.6, 0.6], 3)).toBe(false)
    expect(shouldStop([0.5, 0.6, 0.6, 0.6], 3)).toBe(true)
  })

  test('an equal loss is no progress', () => {
    expect(shouldStop([0.5, 0.5, 0.5], 2)).toBe(true)
  })

  test('progress starts the count again', () => {
    expect(shouldStop([0.5, 0.6, 0.4, 0.6], 2)).toBe(false)
    expect(shouldStop([0.5, 0.6, 0.4, 0.6, 0.7], 2)).toBe(true)
  })

  test('NaN from the first epoch on stops too', () => {
    expect(shouldStop([Number.NaN, Number.NaN], 3)).toBe(false)
    expect(shouldStop([Number.NaN, Number.NaN, Number.NaN], 3)).toBe(true)
  })

  test('patience 0 stops at the first epoch without progress, not at one with', () => {
    expect(shouldStop([0.5, 0.4], 0)).toBe(false)
    expect(shouldStop([0.5, 0.5], 0)).toBe(true)
  })

  test('does not stop before the first epoch', () => {
    expect(shouldStop([], 0)).toBe(false)
  })
})
