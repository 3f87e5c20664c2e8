import { expect, test } from 'vitest'
import { sameData } from './same-data.ts'

test.each([
  ['the same object', { a: [1, { b: null }] }, { a: [1, { b: null }] }, true],
  ['keys in another order', { a: 1, b: 2 }, { b: 2, a: 1 }, true],
  ['NaN', [0.5, Number.NaN], [0.5, Number.NaN], true],
  ['NaN and Infinity', [Number.NaN], [Number.NEGATIVE_INFINITY], true],
  ['NaN and a number', [Number.NaN], [0], false],
  ['NaN and null', [Number.NaN], [null], false],
  ['0 and -0', [0], [-0], true],
  ['another number', { a: [1, 2] }, { a: [1, 3] }, false],
  ['a list and its beginning', [1, 2], [1], false],
  ['a key more', { a: 1 }, { a: 1, b: 2 }, false],
  ['another key of one value', { a: undefined }, { b: undefined }, false],
  ['null and an object', null, {}, false],
  ['a list and an object', [], {}, false],
  ['a number and its text', 1, '1', false],
])('%s', (_, one, other, same) => {
  expect([sameData(one, other), sameData(other, one)]).toEqual([same, same])
})
