import { expect, test } from 'vitest'
import { solveSymmetric } from './cholesky.ts'

test('solves; only the lower triangle is read', () => {
  const matrix = Float64Array.of(4, 99, 99, 2, 5, 99, 2, 3, 6)
  const right = Float64Array.of(8, 10, 11)
  solveSymmetric(matrix, right)
  expect([...right]).toEqual([1, 1, 1])
})

test('refuses a matrix that is not positive definite', () => {
  expect(() => solveSymmetric(Float64Array.of(1, 0, 2, 4), Float64Array.of(1, 1))).toThrow(
    'Expected a positive definite matrix, got the pivot 0 in row 1',
  )
})
