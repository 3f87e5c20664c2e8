import { describe, expect, test } from 'vitest'
import { advantageOnTest, advantageText, controlText, regressionText } from './control-text.ts'

const NO_BREAK = '\u00A0'
const LABELS = '0000011111'
/** right on the first nine */
const NETWORK = { fingerprint: '7e57', labels: LABELS, predicted: '0000011110' }
/** right on the last three */
const CONTROL = { fingerprint: '7e57', labels: LABELS, predicted: '1111100111' }

describe('rows of test by who has them right', () => {
  test('are counted', () => {
    // 7 and 1: p of scipy.stats.binomtest(1, 8)
    expect(advantageOnTest({ rows: CONTROL, networkRows: NETWORK })).toEqual({
      rows: 10,
      bothRight: 2,
      onlyNetwork: 7,
      onlyControl: 1,
      p: 0.0703125,
    })
  })

  test.each([
    ['no outcomes of the network', { rows: CONTROL, networkRows: null }],
    ['no outcomes of the control', { rows: null, networkRows: NETWORK }],
    ['other rows', { rows: { ...CONTROL, fingerprint: '0ther' }, networkRows: NETWORK }],
    ['other classes', { rows: { ...CONTROL, labels: '1000011111' }, networkRows: NETWORK }],
    ['fewer rows', { rows: { ...CONTROL, labels: '0', predicted: '0' }, networkRows: NETWORK }],
    [
      'rows that nobody knows',
      { rows: { ...CONTROL, fingerprint: '' }, networkRows: { ...NETWORK, fingerprint: '' } },
    ],
  ])('are not, with %s', (_, outcomes) => {
    expect(advantageOnTest(outcomes)).toBeNull()
  })
})

// p-values of scipy.stats.binomtest
test.each([
  [
    { rows: 1000, bothRight: 800, onlyNetwork: 120, onlyControl: 27, p: 3.41e-15 },
    'On these rows the network does better than the control: 92.0_% right against 82.7_%, more than chance explains (McNemar p = 3.4e-15).',
  ],
  [
    { rows: 1000, bothRight: 800, onlyNetwork: 20, onlyControl: 41, p: 0.0098 },
    'On these rows the network does worse than the control: 82.0_% right against 84.1_%, more than chance explains (McNemar p = 0.0098).',
  ],
  [
    { rows: 1000, bothRight: 800, onlyNetwork: 22, onlyControl: 15, p: 0.324 },
    'These rows do not show that the network does better than the control: 82.2_% right against 81.5_%, a difference that chance explains (McNemar p = 0.32).',
  ],
  [
    { rows: 1000, bothRight: 800, onlyNetwork: 15, onlyControl: 22, p: 0.324 },
    'On these rows the network does no better than the control: 81.5_% right against 82.2_%, a difference that chance explains (McNemar p = 0.32).',
  ],
  [
    { rows: 10, bothRight: 2, onlyNetwork: 3, onlyControl: 3, p: 1 },
    'On these rows the network does no better than the control: 50.0_% right against 50.0_% (McNemar p = 1).',
  ],
  [
    { rows: 8000, bothRight: 7900, onlyNetwork: 5, onlyControl: 0, p: 0.0625 },
    'Too few of these rows tell the network from the control: 98.8_% right against 98.8_%, and in only 5 of 8,000 rows just one of the two is right; fewer than 6 prove nothing (McNemar p = 0.063).',
  ],
  [
    { rows: 8000, bothRight: 7900, onlyNetwork: 6, onlyControl: 0, p: 0.03125 },
    'On these rows the network does better than the control: 98.8_% right against 98.8_%, more than chance explains (McNemar p = 0.031).',
  ],
  [
    { rows: 0, bothRight: 0, onlyNetwork: 0, onlyControl: 0, p: 1 },
    'There are no rows that both the network and the control can judge.',
  ],
])('what the network adds: %#', (advantage, text) => {
  expect(advantageText(advantage, 'the control')).toBe(text.replaceAll('_', NO_BREAK))
})

test('what the control is', () => {
  expect([regressionText(8), regressionText(1)]).toEqual([
    'logistic regression on 8 descriptors',
    'logistic regression on 1 descriptor',
  ])
})

describe('in full', () => {
  const control = { acc: 0.81234, descriptors: ['Modes', 'Entropy'], trainRows: 10_000 }

  test('what it is, what it reached, what the network adds', () => {
    const advantage = { rows: 1000, bothRight: 793, onlyNetwork: 80, onlyControl: 19, p: 0.0003 }
    expect(controlText(control, advantage)).toBe(
      `Control (logistic regression on 2 descriptors of each posterior, trained on 10,000 rows): 81.2\u00A0% of test right. ${advantageText(advantage, 'the control')}`,
    )
  })

  test('of a report that does not say what became of single rows', () => {
    expect(controlText(control, null)).toBe(
      'Control (logistic regression on 2 descriptors of each posterior, trained on 10,000 rows): 81.2\u00A0% of test right.',
    )
  })
})
