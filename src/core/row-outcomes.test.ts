import { describe, expect, test } from 'vitest'
import { classDigits } from './row-outcomes.ts'

describe('classDigits', () => {
  test('a digit per row', () => {
    expect(classDigits(Uint8Array.of(0, 9, 3))).toBe('093')
    expect(classDigits([])).toBe('')
  })

  test.each([10, -1, 0.5, Number.NaN])('refuses class %f', (index) => {
    expect(() => classDigits([0, index])).toThrow(
      new RangeError(`Expected classes from 0 to 9, got ${index} in row 1`),
    )
  })
})
