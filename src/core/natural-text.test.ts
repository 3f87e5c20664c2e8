import { expect, test } from 'vitest'
import { accuracyText, naturalChoiceText } from './natural-text.ts'

const NATURAL = { matrix: [], loss: 0.2, acc: 0.9213, rows: null }

const CONTROL = {
  descriptors: ['Modes', 'Entropy'],
  trainRows: 10_000,
  confusion: [],
  loss: 0.4,
  acc: 0.8123,
  rows: null,
}

test.each([
  [null, null, null, null],
  [0.9396, null, null, 'test accuracy 93.96%'],
  [0.9396, NATURAL, null, 'accuracy 93.96% on the balanced test, 92.13% at natural prevalence'],
  [0.9396, null, CONTROL, 'test accuracy 93.96% (control 81.23%)'],
  [
    0.9396,
    NATURAL,
    CONTROL,
    'accuracy 93.96% on the balanced test (control 81.23%), 92.13% at natural prevalence',
  ],
])('balanced %d, natural %j, control %j', (testAcc, natural, control, text) => {
  expect(accuracyText({ testAcc, natural, control })).toBe(text)
})

test('the choice gives both numbers', () => {
  expect(naturalChoiceText({ excluded: 12_345, thinned: 0 })).toBe(
    'no row of TRAIN or VALID is among them: 12,345 left out because TRAIN or VALID hold them, 0 so that classes keep natural shares',
  )
})
