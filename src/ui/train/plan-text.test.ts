import { describe, expect, test } from 'vitest'
import { PLAN } from '../test-data.ts'
import { passesText, roughTime, timeText } from './plan-text.ts'

describe('passesText', () => {
  test.each([
    [128, 1, 128, '1 × 128 samples per step'],
    [128, 16, 8, '16 × 8 samples per step'],
    [100, 3, 34, '3 × up to 34 samples per step'],
    // fewer rows than a batch
    [128, 1, 40, '1 × 40 samples per step'],
    [4096, 2, 2048, '2 × 2,048 samples per step'],
  ])('a batch of %i as %i of %i', (batchSize, microBatches, microBatchSize, text) => {
    expect(passesText({ ...PLAN, batchSize, microBatches, microBatchSize })).toBe(text)
  })
})

describe('timeText', () => {
  test.each([
    [180, false, 'about 3 min on this device, measured'],
    // an estimate that is there counts, whatever is being measured
    [180, true, 'about 3 min on this device, measured'],
    [null, true, 'measuring ...'],
    [null, false, 'could not be measured'],
  ])('%j, %j', (estimate, estimating, text) => {
    expect(timeText(estimate, estimating)).toBe(text)
  })
})

describe('roughTime', () => {
  test.each([
    [0.2, '1 s'],
    [42.4, '42 s'],
    [59.4, '59 s'],
    [59.6, '1 min'],
    [185, '3 min'],
    [89.4 * 60, '89 min'],
    [90 * 60, '1.5 h'],
    [9.94 * 3600, '9.9 h'],
    [9.96 * 3600, '10 h'],
    [1234 * 3600, '1,234 h'],
  ])('%f', (seconds, text) => {
    expect(roughTime(seconds)).toBe(text)
  })
})
