import { describe, expect, test } from 'vitest'
import fixture from '../../../reference/fixtures/comparison.json'
import { outcomes } from '../compare/records.fixture.ts'
import { holm, mcnemar, mcnemarExact } from './mcnemar.ts'

const SMALLEST_NORMAL = 2 ** -1022

describe('equal to the binomial tail', () => {
  test.each(fixture.mcnemar)(
    '$onlyBaseline and $onlyOther: $p',
    ({ onlyBaseline, onlyOther, p, statsmodels }) => {
      const ours = mcnemarExact(onlyBaseline, onlyOther)
      if (p < SMALLEST_NORMAL) {
        // a subnormal number has few digits: at most the last one may differ, and 0 is 0
        expect(Math.abs(ours - p)).toBeLessThanOrEqual(p === 0 ? 0 : Number.MIN_VALUE)
        return
      }
      expect(Math.abs(ours / p - 1)).toBeLessThan(1e-12)
      expect(Math.abs(ours / statsmodels - 1)).toBeLessThan(1e-10)
    },
  )

  test('is the same for both orders', () => {
    expect(mcnemarExact(31, 62)).toBe(mcnemarExact(62, 31))
  })
})

test('no discordant row is no sign of a difference', () => {
  expect(mcnemarExact(0, 0)).toBe(1)
})

describe('rows', () => {
  test.each(fixture.reports)(
    '$name: counts equal NumPy, p equals statsmodels',
    ({ labels, predicted, mcnemar: { table, p } }) => {
      const result = mcnemar(outcomes(labels, predicted[0]!), outcomes(labels, predicted[1]!))
      const { onlyBaseline, onlyOther, bothRight, bothWrong } = result
      expect([
        [bothRight, onlyBaseline],
        [onlyOther, bothWrong],
      ]).toEqual(table)
      expect(Math.abs(result.p / p - 1)).toBeLessThan(1e-12)
    },
  )

  test.each([
    [
      'other fingerprints',
      outcomes('01', '00', 'a1'),
      'Expected outcomes of the same rows, got fingerprints 7e57f00d and a1',
    ],
    ['other lengths', outcomes('011', '011'), 'Expected as many outcomes in both runs, got 2, 2, 3, 3'],
    ['a lost prediction', outcomes('01', '0'), 'Expected as many outcomes in both runs, got 2, 2, 2, 1'],
    ['other labels', outcomes('10', '00'), 'Expected equal true classes of rows with fingerprint 7e57f00d'],
  ])('refuses %s', (_, other, message) => {
    expect(() => mcnemar(outcomes('01', '00'), other)).toThrow(new RangeError(message))
  })
})

describe('the correction of Holm', () => {
  test.each(fixture.holm)('$p as statsmodels', ({ p, adjusted }) => {
    const ours = holm(p)
    expect(ours).toHaveLength(adjusted.length)
    for (const [i, expected] of adjusted.entries()) {
      expect(Math.abs(ours[i]! - expected)).toBeLessThanOrEqual(1e-12 * expected)
    }
  })

  test('nothing to correct', () => {
    expect(holm([])).toEqual([])
  })
})
