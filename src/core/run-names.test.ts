import { expect, test } from 'vitest'
import { plainRunName, uniqueRunName } from './run-names.ts'

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
