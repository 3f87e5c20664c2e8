import { expect, test } from 'vitest'
import { drawable } from './figure-text.ts'

test.each([
  ['ΔZ ≥ 1e-3, 日本 😀', 'ΔZ ≥ 1e-3, 日本 😀'],
  ['a\u0000b\tc\nd\u007fe\u0085f', 'a b c d e f'],
  ['\ud83d half, other half \ude00', '\ufffd half, other half \ufffd'],
  ['\ufffe\uffff', '\ufffd\ufffd'],
])('what XML cannot hold is replaced: %j', (text, expected) => {
  expect(drawable(text)).toBe(expected)
})
