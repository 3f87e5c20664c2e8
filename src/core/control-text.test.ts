import { describe, expect, test } from 'vitest'
import { advantageOnTest, advantageText, controlText, regressionText } from './control-text.ts'

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
    { rows: 1000, onlyNetwork: 120, onlyControl: 27, p: 3.41e-15 },
    'The network has 9.3 points more right than the control (McNemar p = 3.4e-15).',
  ],
  [
    { rows: 1000, onlyNetwork: 20, onlyControl: 41, p: 0.0098 },
    'The network has 2.1 points fewer right than the control (McNemar p = 0.0098).',
  ],
  [
    { rows: 1000, onlyNetwork: 22, onlyControl: 15, p: 0.324 },
    'Nothing on these rows shows that the network adds something: it has 0.7 points more right than the control (McNemar p = 0.32).',
  ],
  [
    { rows: 10, onlyNetwork: 2, onlyControl: 2, p: 1 },
    'Nothing on these rows shows that the network adds something: it has as many right as the control (McNemar p = 1).',
  ],
  [
    { rows: 0, onlyNetwork: 0, onlyControl: 0, p: 1 },
    'Nothing on these rows shows that the network adds something: it has as many right as the control (McNemar –).',
  ],
])('what the network adds: %#', (advantage, text) => {
  expect(advantageText(advantage, 'the control')).toBe(text)
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
    expect(controlText(control, { rows: 1000, onlyNetwork: 80, onlyControl: 19, p: 0.0003 })).toBe(
      'Control (logistic regression on 2 descriptors of each posterior, trained on 10,000 rows): 81.23% of test right. The network has 6.1 points more right than the control (McNemar p = 3.0e-4).',
    )
  })

  test('of a report that does not say what became of single rows', () => {
    expect(controlText(control, null)).toBe(
      'Control (logistic regression on 2 descriptors of each posterior, trained on 10,000 rows): 81.23% of test right.',
    )
  })
})
