// Probabilities from logits, in float64.

import { argmax } from '../argmax.ts'

/**
 * Softmax of every row, [row, class].
 * @param logits [row, class], of a network or of the control; a row that holds NaN stays NaN
 * @param temperature divides the logits; `null` for 1
 */
export function softmaxRows(
  logits: ArrayLike<number>,
  classes: number,
  temperature: number | null = null,
): Float64Array<ArrayBuffer> {
  const scale = 1 / (temperature ?? 1)
  const result = new Float64Array(logits.length)
  for (let start = 0; start < logits.length; start += classes) {
    let largest = Number.NEGATIVE_INFINITY
    for (let k = start; k < start + classes; k++) largest = Math.max(largest, logits[k]!)
    let sum = 0
    for (let k = start; k < start + classes; k++) {
      result[k] = Math.exp(scale * (logits[k]! - largest))
      sum += result[k]!
    }
    for (let k = start; k < start + classes; k++) result[k]! /= sum
  }
  return result
}

/** Class of the highest probability of every row; the first of equal ones, as in NumPy's argmax. */
export function predictedClasses(values: ArrayLike<number>, classes: number): Uint8Array<ArrayBuffer> {
  const predicted = new Uint8Array(values.length / classes)
  for (let row = 0; row < predicted.length; row++) predicted[row] = argmax(values, row * classes, classes)
  return predicted
}
