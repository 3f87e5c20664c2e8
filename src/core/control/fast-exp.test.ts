import { expect, test } from 'vitest'
import { expOfMinus, NEGLIGIBLE } from './fast-exp.ts'

test('equals Math.exp to 1e-14 from 0 to 40', () => {
  let worst = 0
  for (let u = 0; u <= NEGLIGIBLE; u += 0.000_737) {
    worst = Math.max(worst, Math.abs(expOfMinus(u) / Math.exp(-u) - 1))
  }
  expect(worst).toBeLessThan(1e-14)
  expect(expOfMinus(0)).toBe(1)
  expect(expOfMinus(NEGLIGIBLE)).toBe(Math.exp(-NEGLIGIBLE))
})
