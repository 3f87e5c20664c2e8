import { expect, test } from 'vitest'
import { argmax } from './argmax.ts'

const { NaN: NAN, NEGATIVE_INFINITY: LOWEST, POSITIVE_INFINITY: HIGHEST } = Number

// what np.argmax gives
test.each<[string, readonly number[], number]>([
  ['the first', [3, 1, 2], 0],
  ['the last', [-3, -2, -1], 2],
  ['of equal ones the first', [0, 5, 5, 5, 1], 1],
  ['of all equal ones the first', [-0, 0, 0], 0],
  ['an infinity', [1, HIGHEST, HIGHEST], 1],
  ['of values that are not finite', [LOWEST, LOWEST, -1e300], 2],
  ['of one', [7], 0],
])('the largest value: %s', (_, values, expected) => {
  expect(argmax(values)).toBe(expected)
  expect(argmax(Float64Array.from(values))).toBe(expected)
})

test('float32 values are compared as they are stored', () => {
  expect(argmax(Float32Array.of(1, 1 + 1e-9))).toBe(0)
  expect(argmax(Float64Array.of(1, 1 + 1e-9))).toBe(1)
})

test('one row of several, counted from its start', () => {
  const logits = Float32Array.of(9, 8, 7, 0, 2, 2, 1, 4, 9)
  expect([0, 3, 6].map((start) => argmax(logits, start, 3))).toEqual([0, 1, 2])
  expect(argmax(logits, 3)).toBe(5)
})

test('a NaN is passed over unless it comes first', () => {
  expect(argmax([1, NAN, 2, NAN])).toBe(2)
  expect(argmax([NAN, 1, 2])).toBe(0)
})

test('no values', () => {
  expect(argmax([])).toBe(0)
})
