import { expect, test } from 'vitest'
import { originSplit } from './matrix-origin.ts'

test.each([
  ['epoch-train', 'train'],
  ['best-train', 'train'],
  ['saved-train', 'train'],
  ['epoch-validation', 'validation'],
  ['best-test', 'test'],
  ['saved-test', 'test'],
] as const)('%s was counted on %s', (origin, split) => {
  expect(originSplit(origin)).toBe(split)
})
