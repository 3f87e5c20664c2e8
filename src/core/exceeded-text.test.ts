import { expect, test } from 'vitest'
import { exceededText } from './exceeded-text.ts'

test('a memory limit, with both numbers and what to do', () => {
  expect(exceededText({ kind: 'memory', needed: 372_200_000, limit: 250_000_000 })).toEqual({
    message: 'This run needs at least 373 MB, and the memory limit is 250 MB.',
    hint: 'It can be started all the same, and then takes more. Choose a smaller model, shorter data or a higher limit.',
  })
})

test('the largest buffer of a GPU', () => {
  expect(exceededText({ kind: 'buffer', needed: 146_800_640, limit: 134_217_728 })).toEqual({
    message: 'The largest tensor of this run takes 147 MB, and this GPU allows 134 MB for one.',
    hint: 'Training on it will most likely fail. Choose a smaller model, shorter data or the backend wasm.',
  })
})

test('a need that is hardly larger looks larger', () => {
  expect(exceededText({ kind: 'memory', needed: 250_000_001, limit: 250_000_000 }).message).toBe(
    'This run needs at least 251 MB, and the memory limit is 250 MB.',
  )
})
