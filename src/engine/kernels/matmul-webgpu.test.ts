import { expect, test } from 'vitest'
import { isOursBetter } from './matmul-webgpu.ts'

test.each([
  ['few samples in a dense layer', { m: 8, n: 64, k: 286_080 }, true],
  ['little depth', { m: 286_080, n: 64, k: 16 }, true],
  ['large in all directions', { m: 8952, n: 1536, k: 512 }, false],
  // tfjs adds these up by atomics, in no fixed order
  ['many samples in a dense layer', { m: 128, n: 64, k: 286_080 }, true],
  ['a small result of great depth', { m: 96, n: 128, k: 8952 }, true],
  // with more tiles it does not
  ['a large result of great depth', { m: 512, n: 1536, k: 8952 }, false],
])('whose product is taken: %s', (_, sizes, isOurs) => {
  expect(isOursBetter(sizes)).toBe(isOurs)
})
