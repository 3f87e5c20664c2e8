import { expect, test } from 'vitest'
import { classWeightsText } from './class-weights-text.ts'

test.each([
  // 1,000 / (2 * 793) and 1,000 / (2 * 207)
  [[793, 207], '0.63, 2.42'],
  [[5, 0, 5], '1.00, 0.00, 1.00'],
])('%j', (counts, text) => {
  expect(classWeightsText(counts)).toBe(text)
})
