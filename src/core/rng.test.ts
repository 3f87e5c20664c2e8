import { describe, expect, test } from 'vitest'
import type { Rng } from './rng.ts'
import { createRng } from './rng.ts'

function draw(rng: Rng, count: number): number[] {
  return Array.from({ length: count }, () => rng.uniform())
}

describe('streams', () => {
  test('the same seed and name give the same numbers', () => {
    expect(draw(createRng(1, 'shuffle'), 5)).toEqual(draw(createRng(1, 'shuffle'), 5))
  })

  test('the numbers stay those of the first release, so that old seeds keep their meaning', () => {
    expect(draw(createRng(1), 3)).toEqual([0.6581015166155857, 0.5864691725839009, 0.2832475922413422])
    expect(draw(createRng(1, 'dense/kernel'), 3)).toEqual([
      0.01194050432932936, 0.12325323283858591, 0.4633563831179188,
    ])
  })

  test.each([
    ['another seed', createRng(2, 'a')],
    ['a seed that differs above 32 bits', createRng(1 + 2 ** 32, 'a')],
    ['the negative seed', createRng(-1, 'a')],
    ['another name', createRng(1, 'b')],
    ['a longer name', createRng(1, 'aa')],
    ['no name', createRng(1)],
  ])('%s gives other numbers, without correlation', (_, other) => {
    const a = draw(createRng(1, 'a'), 10_000)
    const b = draw(other, 10_000)
    const equal = a.filter((value, i) => value === b[i])
    const covariance = a.reduce((sum, value, i) => sum + (value - 0.5) * (b[i]! - 0.5), 0) / a.length
    expect(equal).toEqual([])
    // correlation of independent numbers: normal with deviation 1 / sqrt(10,000)
    expect(Math.abs(covariance * 12)).toBeLessThan(0.04)
  })

  test('refuses a seed that is not an integer', () => {
    expect(() => createRng(0.5)).toThrow(new RangeError('Expected an integer as seed, got 0.5'))
    expect(() => createRng(Number.NaN)).toThrow(new RangeError('Expected an integer as seed, got NaN'))
  })
})

describe('distributions', () => {
  test('uniform numbers lie in [0, 1) with mean 1/2 and variance 1/12', () => {
    const values = draw(createRng(3), 100_000)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true)
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.003)
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.001)
  })

  test('normal numbers have the moments 0, 1, 0, 3', () => {
    const rng = createRng(4)
    const values = Array.from({ length: 100_000 }, () => rng.normal())
    const moment = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / values.length
    expect(Math.abs(moment(1))).toBeLessThan(0.01)
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.02)
    expect(Math.abs(moment(3))).toBeLessThan(0.04)
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.15)
  })

  test('integers are equally frequent', () => {
    const rng = createRng(5)
    const counts = [0, 0, 0, 0, 0, 0, 0]
    for (let i = 0; i < 70_000; i++) counts[rng.int(7)]! += 1
    const chiSquared = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)
    // 6 degrees of freedom: exceeded once in 1,000 seeds
    expect(chiSquared).toBeLessThan(22.5)
  })

  test.each([0, -1, 1.5, 2 ** 32 + 1, Number.NaN])('refuses integers below %s', (n) => {
    expect(() => createRng(1).int(n)).toThrow(
      new RangeError(`Expected an integer from 1 to 4294967296, got ${n}`),
    )
  })

  test('the only integer below 1 is 0', () => {
    expect(createRng(1).int(1)).toBe(0)
  })
})

describe('shuffle', () => {
  test('keeps every value', () => {
    const values = Uint32Array.from({ length: 1000 }, (_, i) => i)
    createRng(6).shuffle(values)
    expect([...values].slice(0, 5)).not.toEqual([0, 1, 2, 3, 4])
    expect([...values].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i))
  })

  test('all six orders of three values are equally frequent', () => {
    const rng = createRng(7)
    const counts = new Map<string, number>()
    for (let i = 0; i < 6000; i++) {
      const values = Uint32Array.of(0, 1, 2)
      rng.shuffle(values)
      const order = values.join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(6)
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120)
  })
})
