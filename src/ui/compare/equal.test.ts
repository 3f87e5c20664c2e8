import { expect, test } from 'vitest'
import { equal } from './equal.ts'

test('plain data are equal by content, NaN included', () => {
  expect(equal({ a: [1, { b: Number.NaN }], c: null }, { a: [1, { b: Number.NaN }], c: null })).toBe(true)
})

test.each([
  [{ a: 1 }, { a: 2 }],
  [{ a: 1 }, { a: 1, b: undefined }],
  [{ a: undefined }, { b: undefined }],
  [[1, 2], [1]],
  [[], {}],
  [null, {}],
  [0, '0'],
])('%j is not %j', (a, b) => {
  expect(equal(a, b)).toBe(false)
  expect(equal(b, a)).toBe(false)
})

test('functions are equal by identity', () => {
  const act = () => {}
  expect(equal({ act }, { act })).toBe(true)
  expect(equal({ act }, { act: () => {} })).toBe(false)
})
