import { expect, test } from 'vitest'
import { parseReflags } from './parse-reflags.ts'

const REFLAG = {
  row: 3,
  label: 0,
  newLabel: 1,
  newFlag: null,
  predicted: 1,
  confidence: 0.5,
  at: 1000,
}

test('what was kept is read, without keys that are not known', () => {
  expect(parseReflags([REFLAG, { ...REFLAG, row: 4, newFlag: 9, orbit: 3 }])).toEqual([
    REFLAG,
    { ...REFLAG, row: 4, newFlag: 9 },
  ])
  expect(parseReflags([])).toEqual([])
})

test.each([
  ['no list', { ...REFLAG }],
  ['nothing', undefined],
  ['a decision without a class', [{ ...REFLAG, newLabel: undefined }]],
  ['a decision by the number of an object', [{ ...REFLAG, row: undefined, object: 3 }]],
  ['half a row', [{ ...REFLAG, row: 1.5 }]],
  ['a row below zero', [{ ...REFLAG, row: -1 }]],
  ['a probability above 1', [{ ...REFLAG, confidence: 1.01 }]],
  ['a probability that is not a number', [{ ...REFLAG, confidence: Number.NaN }]],
  ['a flag as text', [{ ...REFLAG, newFlag: '9' }]],
  ['a time that no Date can be', [{ ...REFLAG, at: 8.7e15 }]],
  ['one good and one bad decision', [REFLAG, 7]],
])('%s is not understood', (_, kept) => {
  expect(parseReflags(kept)).toBeNull()
})
