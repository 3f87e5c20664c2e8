import { describe, expect, test } from 'vitest'
import { shareOf } from '../../core/trust/share.ts'
import { effectText, fitText, keptChangeText } from './fit-text.ts'

const FIT = {
  temperature: 1.430_02,
  rows: 1204,
  lossBefore: 0.412,
  lossAfter: 0.398_12,
  eceBefore: 0.054,
  eceAfter: 0.021_21,
}
const NOT_APPLIED = 'It is not applied unless you tick the box.'

describe('what was fitted', () => {
  test.each([
    [1.430_02, 'T = 1.43, fitted on 1,204 rows of validation: the network is too sure.'],
    [0.8, 'T = 0.8, fitted on 1,204 rows of validation: the network is not sure enough.'],
    [0.0007, 'T = 0.0007, fitted on 1,204 rows of validation: the network is not sure enough.'],
    [2000, 'T = 2000, fitted on 1,204 rows of validation: the network is too sure.'],
    [1, 'T = 1, fitted on 1,204 rows of validation: probabilities stay as they are.'],
    [
      0.05,
      'T = 0.05, fitted on 1,204 rows of validation: the lowest allowed, as the network has all of them right.',
    ],
    [
      100,
      'T = 100, fitted on 1,204 rows of validation: the highest allowed, as the network tells nothing of them.',
    ],
  ])('T = %d', (temperature, text) => {
    expect(fitText({ ...FIT, temperature }, false)).toBe(`${text} ${NOT_APPLIED}`)
  })

  test.each([
    [0.4081, 'the network is about as sure as it should be'],
    [0.4078, 'the network is too sure'],
  ])('a log loss of %d left of 0.412', (lossAfter, text) => {
    expect(fitText({ ...FIT, lossAfter }, false)).toContain(`rows of validation: ${text}. It is not`)
  })

  test('and whether it is applied', () => {
    expect(fitText(FIT, true)).toBe(
      'T = 1.43, fitted on 1,204 rows of validation: the network is too sure. It is applied to all probabilities of the network.',
    )
  })
})

describe('whether it helps', () => {
  // 0.4 by 1 % up and down; ECE by 0.001
  test.each([
    [0.39, 0.04, 'log loss and ECE fall', 'it helps'],
    [0.398, 0.04, 'log loss hardly changes and ECE falls', 'it helps'],
    [0.39, 0.0509, 'log loss falls and ECE hardly changes', 'it helps'],
    [0.39, 0.06, 'log loss falls and ECE rises', 'it helps one and harms the other'],
    [0.41, 0.04, 'log loss rises and ECE falls', 'it helps one and harms the other'],
    [0.41, 0.06, 'log loss and ECE rise', 'it does not help'],
    [0.403, 0.06, 'log loss hardly changes and ECE rises', 'it does not help'],
    [0.403, 0.0491, 'log loss and ECE hardly change', 'it makes little difference'],
  ])('log loss %d of 0.4, ECE %d of 0.05', (lossAfter, eceAfter, change, verdict) => {
    const effect = { rows: 80, lossBefore: 0.4, lossAfter, eceBefore: 0.05, eceAfter }
    expect(effectText(effect, 'natural')).toBe(
      `Lower is better. With T, ${change} on Natural test: ${verdict}.`,
    )
  })

  test.each([
    ['validation', 'T was fitted on these rows'],
    ['train', 'The network was trained on these rows'],
  ] as const)('%s does not say', (split, why) => {
    expect(effectText(FIT, split)).toBe(
      `Lower is better. ${why}: choose Test under Rows to see whether it helps on others.`,
    )
  })
})

test('what a threshold keeps now', () => {
  const before = { purity: shareOf(18, 20), coverage: shareOf(20, 40) }
  const now = { purity: shareOf(9, 9), coverage: shareOf(9, 40) }
  expect(keptChangeText({ before, now }, 0.9, true, 'test')).toBe(
    'The threshold 0.9 was chosen before calibration and keeps other rows now. Choose it again: on Test purity is now 100.0 % (was 90.0 %), and coverage is now 22.5 % (was 50.0 %).',
  )
  expect(keptChangeText({ before, now }, 0.912_34, false, 'natural')).toContain(
    'The threshold 0.9123 was chosen for calibrated probabilities and keeps other rows now. Choose it again: on Natural test',
  )
})
