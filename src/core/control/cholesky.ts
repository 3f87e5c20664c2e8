// Symmetric systems of a few dozen unknowns.

/**
 * Solves `matrix` x = `right` in place by Cholesky's factorisation: `right` becomes x, the lower triangle of `matrix` the factor.
 * @param matrix [row, column], symmetric and positive definite; only the lower triangle is read
 * @throws Error where a pivot is not positive
 */
export function solveSymmetric(matrix: Float64Array, right: Float64Array): void {
  const n = right.length
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = matrix[i * n + j]!
      for (let k = 0; k < j; k++) sum -= matrix[i * n + k]! * matrix[j * n + k]!
      if (i > j) matrix[i * n + j] = sum / matrix[j * n + j]!
      else if (sum > 0) matrix[j * n + j] = Math.sqrt(sum)
      else throw new Error(`Expected a positive definite matrix, got the pivot ${sum} in row ${j}`)
    }
  }
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) right[i]! -= matrix[i * n + k]! * right[k]!
    right[i]! /= matrix[i * n + i]!
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) right[i]! -= matrix[k * n + i]! * right[k]!
    right[i]! /= matrix[i * n + i]!
  }
}
