import { expect, test } from 'vitest'
import { NdArray } from '../formats/pickle/pickle.ts'
import { plainValue } from './plain-pickle.ts'

const FLOAT = { kind: 'f', descr: '<f8', itemSize: 8, littleEndian: true } as unknown as NdArray['dtype']

function array(shape: readonly number[], values: readonly number[]): NdArray {
  return new NdArray(FLOAT, shape, Float64Array.from(values))
}

test('arrays become lists, dictionaries objects', () => {
  const value = new Map<unknown, unknown>([
    ['matrix', array([2, 3], [1, 2, 3, 4, 5, 6])],
    ['curve', array([2], [0.5, Number.NaN])],
    ['rows', [array([1], [1]), 'text', null]],
    ['inner', new Map([['0', array([0], [])]])],
    [5, 'left out'],
  ])
  expect(plainValue(value)).toEqual({
    matrix: [
      [1, 2, 3],
      [4, 5, 6],
    ],
    curve: [0.5, Number.NaN],
    rows: [[1], 'text', null],
    inner: { 0: [] },
  })
})

test.each([
  [[], [1]],
  [[1, 1, 1], [1]],
  [[1e9, 0], []],
])('an array of shape %j stays', (shape, values) => {
  const value = array(shape, values)
  expect(plainValue(value)).toBe(value)
})

test('`__proto__` is a key like others', () => {
  const plain = plainValue(new Map([['__proto__', 'evil']]))
  expect(Object.getPrototypeOf(plain)).toBe(Object.prototype)
  expect(Object.entries(plain as object)).toEqual([['__proto__', 'evil']])
})
