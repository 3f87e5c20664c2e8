import { expect, test } from 'vitest'
import { pText } from './p-text.ts'

test.each([
  [1, 'p = 1'],
  [0.999, 'p = 1'],
  [0.5, 'p = 0.50'],
  [0.0321, 'p = 0.032'],
  [0.001, 'p = 0.0010'],
  [0.00032, 'p = 3.2e-4'],
  [2e-15, 'p = 2.0e-15'],
  [9e-16, 'p < 1e-15'],
  [0, 'p < 1e-15'],
  [Number.NaN, '–'],
])('p-value %d', (p, text) => {
  expect(pText(p)).toBe(text)
})
