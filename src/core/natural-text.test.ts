import { expect, test } from 'vitest'
import { accuracyText, naturalChoiceText } from './natural-text.ts'

const NATURAL = { matrix: [], loss: 0.2, acc: 0.9213, rows: null }

test.each([
  [null, null, null],
  [0.9396, null, 'test accuracy 93.96%'],
  [0.9396, NATURAL, 'accuracy 0.940 on the balanced test, 0.921 at natural prevalence'],
])('balanced %d, natural %j', (testAcc, natural, text) => {
  expect(accuracyText({ testAcc, natural })).toBe(text)
})

test('the choice gives both numbers', () => {
  expect(naturalChoiceText({ excluded: 12_345, thinned: 0 })).toBe(
    'no row of TRAIN or VALID is among them: 12,345 left out because TRAIN or VALID hold them, 0 so that classes keep natural shares',
  )
})
