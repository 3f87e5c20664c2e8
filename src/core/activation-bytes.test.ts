import { expect, test } from 'vitest'
import { activationBytes } from './activation-bytes.ts'
import { describeModel } from './models.ts'

/** Conv and pool to 26 x 32 and 13 x 32, to 8 x 64 and 4 x 64, to 2 x 128 and 1 x 128, then dense 64, 32, 2. */
const SMALL = describeModel('CNN3', 34, 2)
const POOLED = 13 * 32 + 4 * 64 + 128
const DENSE = 64 + 32 + 2

test('convolutions: all that is kept, with the gradients of dense layers and the outputs around a convolution', () => {
  // a pooled value is kept with a byte for the choice, a dense one thrice
  const kept = 4 * 34 + 5 * POOLED + 12 * DENSE
  // the second convolution has its gradient and computes the first one's; of the third, the choice is free by then
  const gradients = 4 * POOLED + 8 * DENSE - 128
  expect(activationBytes(SMALL, false)).toEqual({ perSample: kept + gradients, fixed: 0 })
})

test('on a GPU also the gradient before pooling, 2 bits for a choice, buffers kept for others and partial sums', () => {
  const kept = 4 * 34 + 4.25 * POOLED + 12 * DENSE
  const gradients = 4 * POOLED + 8 * DENSE - 128 / 4 + 4 * 8 * 64
  const { perSample, fixed } = activationBytes(SMALL, true)
  expect(perSample).toBeCloseTo(1.2 * (kept + gradients), 6)
  expect(fixed).toBe(10e6)
})

test('a recurrent layer keeps gates and states, takes more while it runs, and frees all that afterwards', () => {
  // one point is left to the LSTMs of 256, 128, 64 and 32 units
  const description = describeModel('CNN-LSTM', 16, 2)
  const convolutions = 16 * 32 + 8 * 64 + 4 * 128 + 2 * 256
  const pooled = 8 * 32 + 4 * 64 + 2 * 128 + 256
  const kept = 4 * 16 + 4 * convolutions + 5 * pooled + 4 * 6 * 256
  // the dense layer has its own and the last states, each with the gradient
  const dense = 12 * 2 + 8 * 2 + 8 * 32
  const widest = 4 * 256 + 5 * 4 * 256 + 4 * 256
  expect(activationBytes(description, false).perSample).toBe(kept + dense + widest)
})

test('grows with the length', () => {
  const of = (length: number) => activationBytes(describeModel('CNN-GRU', length, 2), false).perSample
  expect(of(32_000) / of(16_000)).toBeCloseTo(2, 3)
})
