import { expect, test } from 'vitest'
import { createRunNamer, plainRunName, uniqueRunName } from './run-names.ts'

test('model and target', () => {
  expect(plainRunName('CNN-2inputs', 'Flag3')).toBe('CNN-2inputs Flag3')
})

test.each([
  [[], 'CNN3 DeltaZ'],
  [['CNN3 Flag'], 'CNN3 DeltaZ'],
  [['CNN3 DeltaZ'], 'CNN3 DeltaZ 2'],
  [['CNN3 DeltaZ 2'], 'CNN3 DeltaZ'],
  [['CNN3 DeltaZ', 'CNN3 DeltaZ 3'], 'CNN3 DeltaZ 2'],
  [['CNN3 DeltaZ 2', 'CNN3 DeltaZ', 'CNN3 DeltaZ 3'], 'CNN3 DeltaZ 4'],
])('beside %j it is %s', (taken, expected) => {
  expect(uniqueRunName('CNN3 DeltaZ', taken)).toBe(expected)
})

test('many names in turn, each the first that is free', () => {
  const unique = createRunNamer(['a', 'a 3', 'b'])
  expect(['a', 'a', 'b', 'a 2', 'a', 'c', 'c', 'a 2'].map(unique)).toEqual([
    'a 2',
    'a 4',
    'b 2',
    'a 2 2',
    'a 5',
    'c',
    'c 2',
    'a 2 3',
  ])
})
