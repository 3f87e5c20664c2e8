import { expect, test } from 'vitest'
import { exponentText, listed, objectsText, oneLine } from './text.ts'

test('lists', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['', 'a', 'a and b', 'a, b and c'])
})

test('one line', () => {
  expect(oneLine('a\n\n b\tc')).toBe('a b c')
})

test('numbers', () => {
  expect([1e-3, 0.0025, 5, 1e21].map(exponentText)).toEqual(['1e-3', '2.5e-3', '5e0', '1e21'])
  expect(objectsText([5340, 3506])).toEqual({ all: '8,846', each: '5,340 + 3,506' })
})
