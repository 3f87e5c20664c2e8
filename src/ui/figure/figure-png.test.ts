import { expect, test } from 'vitest'
import { pixelsOf } from './figure-png.ts'

test.each([
  [330.2, 203.2, 3900, 2400],
  [180, 110, 2126, 1299],
  [88, 66, 1039, 780],
])('%d x %d mm at 300 dots per inch', (width, height, across, down) => {
  expect(pixelsOf({ width, height })).toEqual({ width: across, height: down })
})
