import { describe, expect, test } from 'vitest'
import { describeModel, type ModelId } from '../src/core/models.ts'
import { convWork, gemmWork, layerWork, sweepWork, trainFlopsPerSample } from './flops.ts'

describe('a training step', () => {
  test.each<[ModelId, number]>([
    ['CNN3', 1.45],
    ['CNN8', 10.8],
    ['CNN-GRU', 23.5],
    ['CNN-LSTM', 15.6],
  ])('%s at the reference length: %d GFLOP per sample', (model, expected) => {
    const gflop = trainFlopsPerSample(describeModel(model, 17_908, 3)) / 1e9
    expect(Math.abs(gflop / expected - 1)).toBeLessThan(0.005)
  })

  test('CNN3 by hand: the first convolution has no gradient of its input', () => {
    const convolutions = [17_900 * 9 * 32, 8945 * 6 * 32 * 64, 4470 * 3 * 64 * 128].map((n) => 2 * n)
    const dense = 2 * (286_080 * 64 + 64 * 32 + 32 * 3)
    const expected = 2 * convolutions[0]! + 3 * (convolutions[1]! + convolutions[2]! + dense)
    expect(trainFlopsPerSample(describeModel('CNN3', 17_908, 3))).toBe(expected)
  })

  test('grows with the length', () => {
    const at = (length: number) => trainFlopsPerSample(describeModel('CNN-GRU', length, 3))
    expect(at(16_000) / at(1600)).toBeCloseTo(10, 1)
  })
})

describe('a kernel', () => {
  test('gemm', () => {
    expect(gemmWork(2, 3, 5)).toEqual({ flops: 60, bytes: 4 * (6 + 15 + 10) })
  })

  test('convolution block', () => {
    const size = { batch: 2, length: 11, time: 9, channels: 4, filters: 5, taps: 3, pool: 2 } as const
    const flops = 2 * 2 * 9 * 3 * 4 * 5
    const [x, y, kernel] = [2 * 11 * 4, 2 * 4 * 5, 3 * 4 * 5]
    expect(convWork({ pass: 'forward', ...size })).toEqual({ flops, bytes: 4 * (x + kernel + y) })
    expect(convWork({ pass: 'weight gradient', ...size })).toEqual({ flops, bytes: 4 * (x + 2 * y + kernel) })
  })

  test('recurrent sweep and layer', () => {
    expect(sweepWork(3, 8, 10, 64).flops).toBe(2 * 8 * 10 * 3 * 64 * 64)
    expect(layerWork(3, 8, 1119, 256, 64).flops / 1e9).toBeCloseTo(3.3, 1)
  })
})
