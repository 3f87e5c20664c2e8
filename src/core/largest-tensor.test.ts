import { describe, expect, test } from 'vitest'
import { largestActivationBytes, largestWeightBytes } from './largest-tensor.ts'
import { describeModel, type ModelId } from './models.ts'

describe('the largest tensor of a sample', () => {
  test.each<[ModelId, number, string, number]>([
    ['CNN3', 34, 'the first convolution before pooling', 26 * 32],
    ['CNN-2inputs', 34, 'the same', 26 * 32],
    ['CNN8', 17_908, 'the first convolutions', 17_908 * 32],
    ['CNN-GRU', 17_908, 'gates of 512 units at 17908 / 16 points', 1119 * 3 * 512],
    ['CNN-LSTM', 17_908, 'gates of 256 units', 1119 * 4 * 256],
    // one point is left: 3 x 512 gates beside 16 x 32 values of a convolution
    ['CNN-GRU', 16, 'gates', 3 * 512],
  ])('%s of %i points: %s', (model, length, _, values) => {
    expect(largestActivationBytes(describeModel(model, length, 2))).toBe(4 * values)
  })

  test('may be the input, where a network is very narrow', () => {
    // one filter of width 9: 92 points of one channel
    expect(largestActivationBytes(describeModel('CNN3', 100, 2, { scale: 1000 }))).toBe(4 * 100)
  })
})

test.each<[ModelId, string, number]>([
  ['CNN3', 'of the third convolution, whatever its dense kernels have', 3 * 64 * 128],
  ['CNN8', 'of the last convolution', 3 * 256 * 256],
  ['CNN-GRU', 'the recurrent kernel of 512 units', 512 * 3 * 512],
])('the largest weight of %s: %s', (model, _, values) => {
  expect(largestWeightBytes(describeModel(model, 17_908, 2))).toBe(4 * values)
})
