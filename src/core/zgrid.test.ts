import { describe, expect, test } from 'vitest'
import { describeZgrid, nearestIndex, referenceZgrid, trapezoidWeights, zgridCoarseness } from './zgrid.ts'

describe('referenceZgrid', () => {
  test('is the grid of the reference at full width', () => {
    const zgrid = referenceZgrid(17_908)
    expect(zgrid.length).toBe(17_908)
    expect(zgrid[0]).toBe(0)
    expect(zgrid[1]).toBe(Math.fround(Math.exp(1e-4) - 1))
    expect(zgrid[17_907]).toBe(Math.fround(Math.exp(1.7907) - 1))
    expect(zgrid[17_907]).toBeCloseTo(4.99365, 4)
    expect(zgridCoarseness(17_908)).toBe(1)
  })

  test('keeps the range on fewer points and says how much coarser it is', () => {
    const zgrid = referenceZgrid(1024)
    expect(zgrid[1023]).toBe(referenceZgrid(17_908)[17_907])
    expect(zgridCoarseness(1024)).toBe(17_907 / 1023)
    expect(zgridCoarseness(1024)).toBeCloseTo(17.504, 3)
    expect(Math.log1p(zgrid[500]!)).toBeCloseTo(500 * 17.504399e-4, 6)
  })

  test('survives a round trip through a float32 file', () => {
    const zgrid = referenceZgrid(2000)
    expect([...new Float32Array(zgrid)]).toEqual([...zgrid])
  })

  test.each([1, 17_909, 100.5, Number.NaN])('refuses %s points', (points) => {
    expect(() => referenceZgrid(points)).toThrow(
      `A redshift grid needs an integer from 2 to 17908 points, got ${points}`,
    )
  })
})

describe('describeZgrid', () => {
  test('recognises even ln(1+z) in spite of float32 rounding', () => {
    const { first, last, step, spacing } = describeZgrid(new Float32Array(referenceZgrid(17_908)))
    expect([first, spacing]).toEqual([0, 'ln(1+z)'])
    expect(last).toBe(Math.fround(Math.expm1(1.7907)))
    expect(step).toBeCloseTo(1e-4, 9)
  })

  test('recognises even z in spite of float32 rounding', () => {
    const z = Float32Array.from({ length: 5001 }, (_, i) => i * 1e-3)
    const { last, step, spacing } = describeZgrid(z)
    expect([last, spacing]).toEqual([5, 'z'])
    expect(step).toBeCloseTo(Math.log(6) / 5000, 9)
  })

  test.each([
    ['one point moved by a tenth of a step', [0, 0.1, 0.21, 0.3, 0.4]],
    ['two equal points', [0, 0.1, 0.1, 0.2]],
    ['descending', [0.4, 0.3, 0.2, 0.1]],
    ['NaN inside', [0, 0.1, Number.NaN, 0.3]],
  ])('calls irregular: %s', (_, z) => {
    expect(describeZgrid(z).spacing).toBe('irregular')
  })

  test.each([
    ['no points', []],
    ['one point', [0.5]],
    ['z of -1', [-1, 0, 1]],
    ['NaN at the end', [0, 0.1, Number.NaN]],
  ])('gives step 0 to what has no mean step: %s', (_, z) => {
    expect(describeZgrid(z)).toMatchObject({ step: 0, spacing: 'irregular' })
  })
})

test('nearestIndex finds the nearest point, the lower of two, and clamps', () => {
  const z = [0, 1, 3, 7]
  const found = [-2, 0, 0.4, 0.5, 0.6, 2, 2.1, 3, 4.9, 5.1, 7, 99].map((value) => nearestIndex(z, value))
  expect(found).toEqual([0, 0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 3])
  expect(nearestIndex([2], 5)).toBe(0)
})

test('nearestIndex returns every point of a grid to itself', () => {
  const zgrid = referenceZgrid(1024)
  expect(Array.from(zgrid, (z) => nearestIndex(zgrid, z))).toEqual(Array.from({ length: 1024 }, (_, i) => i))
})

test('trapezoidWeights integrate a line exactly', () => {
  expect([...trapezoidWeights([0, 1, 3, 7])]).toEqual([0.5, 1.5, 3, 2])
  const z = [0, 1, 3, 7]
  const integral = trapezoidWeights(z).reduce((sum, weight, i) => sum + weight * (2 * z[i]! + 1), 0)
  expect(integral).toBe(56)
})
