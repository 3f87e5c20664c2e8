import { expect, test } from 'vitest'
import { naturalCaption, originCaption, originSplit } from './origin.ts'

test.each([
  ['epoch-train', "train, epoch 3: this epoch's own passes while the weights moved", 'train'],
  ['epoch-validation', 'VALIDATION, after epoch 3 — test is not looked at before the end', 'validation'],
  ['best-train', 'train, exact, best weights of epoch 2', 'train'],
  ['best-test', 'test, exact, best weights of epoch 2', 'test'],
] as const)('%s says what was counted', (origin, caption, split) => {
  expect(originCaption(origin, 3, 2)).toBe(caption)
  expect(originSplit(origin)).toBe(split)
})

test('so does the natural test', () => {
  expect(naturalCaption(2)).toBe('natural test, exact, best weights of epoch 2')
})
