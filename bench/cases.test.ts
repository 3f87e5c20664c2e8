import { describe, expect, test } from 'vitest'
import { benchCases, type Profile } from './case-lists.ts'
import { type Computation, limitOf, stockFactor, workOf } from './cases.ts'

const PROFILES: readonly Profile[] = ['cpu', 'gpu', 'software gpu']
const all = { quick: false, long: true, filter: null }

describe.each(PROFILES)('the cases of a %s', (profile) => {
  test.each([true, false])('have ids of their own and some work (quick: %s)', (quick) => {
    const cases = benchCases(profile, { ...all, quick })
    const ids = cases.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const each of cases) {
      const { flops, bytes } = workOf(each)
      expect(Number.isFinite(flops) && flops >= 0 && bytes > 0, each.id).toBe(true)
    }
  })
})

test('a convolution has the shape that the network gives it', () => {
  const conv = benchCases('cpu', { ...all, filter: '^conv' })
  const [first, , third] = conv
  expect(first).toMatchObject({ length: 17_908, time: 17_900, before: 0, channels: 1, filters: 32, pool: 2 })
  expect(third).toMatchObject({ length: 8950, time: 8945, channels: 32, filters: 64, taps: 6 })
  expect(conv.some(({ what }) => what.includes('10x1>32 input'))).toBe(false)
  expect(conv.find(({ what }) => what.includes('10x32>32 pool'))).toMatchObject({ before: 4, time: 17_908 })
})

test('the filter takes ids and names', () => {
  const of = (filter: string) => benchCases('cpu', { ...all, filter })
  expect(of('adam')).toHaveLength(1)
  expect(of('cnn-gru step')).toHaveLength(1)
  expect(of('no such case')).toEqual([])
})

describe('the limit', () => {
  const limits = { gflops: 100, gbPerSecond: 10 }
  const adam: Computation = { kind: 'adam', parameters: 1e6 }

  test('is arithmetic for a large product', () => {
    const gemm = { kind: 'gemm', m: 1024, k: 1024, n: 1024, transposeA: false, transposeB: false } as const
    const { by, seconds } = limitOf(gemm, limits)
    expect(by).toBe('arithmetic')
    expect(seconds).toBeCloseTo(0.021_47, 5)
  })

  test('is memory for Adam', () => {
    expect(limitOf(adam, limits)).toEqual({ by: 'memory', seconds: 0.0028 })
  })

  test('of a step is both, one after the other', () => {
    const step = { kind: 'step', model: 'CNN3', length: 17_908, batch: 8 } as const
    const { flops, bytes } = workOf(step)
    expect(limitOf(step, limits).seconds).toBeCloseTo(flops / 100e9 + bytes / 10e9, 9)
  })
})

describe('a shorter step that stock tfjs runs instead', () => {
  const step = { kind: 'step', batch: 8 } as const

  test('counts by operations: short inputs lose more points at the ends of a valid convolution', () => {
    expect(stockFactor({ ...step, model: 'CNN3', length: 17_908 }, 2048)).toBeCloseTo(8.84, 1)
    expect(stockFactor({ ...step, model: 'CNN3', length: 1024 }, 256)).toBeGreaterThan(1024 / 256)
  })

  test('counts by time steps where the padding is the same', () => {
    expect(stockFactor({ ...step, model: 'CNN-GRU', length: 512 }, 64)).toBeCloseTo(8, 3)
  })
})
