import { expect, test } from 'vitest'
import { tickTexts } from './curves-panel.ts'

test.each([
  [
    [0, 0.5, 1],
    ['0.0', '0.5', '1.0'],
  ],
  [
    [0, 10, 20],
    ['0', '10', '20'],
  ],
  [
    [0, 5e6, 1e7],
    ['0', '5e+6', '1e+7'],
  ],
  [
    [0, 5e29, 1e30],
    ['0', '5e+29', '1e+30'],
  ],
])('ticks %j', (ticks, texts) => {
  expect(tickTexts(ticks)).toEqual(texts)
})
