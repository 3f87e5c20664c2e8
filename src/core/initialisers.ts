// Initial weights with Keras' distributions. Every weight draws from a stream of its own, named after it, so that its
// numbers depend on the seed alone and not on the layers before it.

import type { ModelDescription, WeightSpec } from './models.ts'
import { modelWeights, size } from './models.ts'
import type { Rng } from './rng.ts'
import { createRng } from './rng.ts'

/** Initial weights in the order and layout of Keras' `get_weights()`. */
export function initialWeights(description: ModelDescription, seed: number): Float32Array<ArrayBuffer>[] {
  return modelWeights(description).map((weight) => initialWeight(weight, seed))
}

/** Initial values of one weight. */
export function initialWeight(weight: WeightSpec, seed: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(size(weight.shape))
  switch (weight.initialiser) {
    case 'glorotUniform':
      fillGlorotUniform(values, weight, createRng(seed, weight.name))
      return values
    case 'orthogonal': {
      const [rows, columns] = weight.shape
      values.set(orthogonalMatrix(rows!, columns!, createRng(seed, weight.name)))
      return values
    }
    case 'unitForgetBias': {
      // gates are i, f, c, o: the second quarter keeps an LSTM's memory open at first (Jozefowicz et al. 2015)
      const units = values.length / 4
      values.fill(1, units, 2 * units)
      return values
    }
    case 'zeros':
      return values
    default:
      return weight.initialiser satisfies never
  }
}

/** Uniform in +-sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio 2010). */
function fillGlorotUniform(values: Float32Array, { fanIn, fanOut }: WeightSpec, rng: Rng): void {
  const limit = Math.sqrt(6 / (fanIn + fanOut))
  for (let i = 0; i < values.length; i++) values[i] = limit * (2 * rng.uniform() - 1)
}

/**
 * A matrix `[rows, columns]`, row-major, whose columns (or rows, where there are fewer) are orthonormal, uniformly
 * distributed over all such matrices: Q of the QR decomposition of normal numbers, with the signs that make R's
 * diagonal positive (Saxe et al. 2014; Mezzadri 2007), as Keras' Orthogonal does.
 */
export function orthogonalMatrix(rows: number, columns: number, rng: Rng): Float64Array {
  const long = Math.max(rows, columns)
  const short = Math.min(rows, columns)
  const vectors = new Float64Array(long * short)
  for (let i = 0; i < vectors.length; i++) vectors[i] = rng.normal()
  orthonormalise(vectors, long, short)
  // each vector lies contiguous, as a row does; they are the columns unless rows are fewer
  if (rows < columns) return vectors
  const matrix = new Float64Array(rows * columns)
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) matrix[row * columns + column] = vectors[column * rows + row]!
  }
  return matrix
}

/**
 * Replaces `count` vectors of `length` values, one after the other, by the Q of their QR decomposition, with the signs
 * that make R's diagonal positive. Householder reflections (Golub and Van Loan, 5.2): Gram-Schmidt loses
 * orthogonality.
 */
function orthonormalise(vectors: Float64Array, length: number, count: number): void {
  const reflectors: Float64Array[] = []
  const signs: number[] = []
  for (let k = 0; k < count; k++) {
    const column = vectors.subarray(k * length, (k + 1) * length)
    const reflector = column.slice(k)
    const norm = Math.sqrt(dot(reflector, 0, reflector, 0, reflector.length))
    const head = reflector[0]!
    // R's diagonal becomes -sign(head) * norm
    signs.push(head < 0 ? 1 : -1)
    reflector[0] = head + (head < 0 ? -norm : norm)
    scaleToUnit(reflector)
    reflectors.push(reflector)
    for (let j = k + 1; j < count; j++) reflect(vectors, j * length + k, reflector)
  }
  vectors.fill(0)
  for (let k = count - 1; k >= 0; k--) {
    vectors[k * length + k] = 1
    for (let j = k; j < count; j++) reflect(vectors, j * length + k, reflectors[k]!)
  }
  for (let k = 0; k < count; k++) {
    if (signs[k] === 1) continue
    for (let i = k * length; i < (k + 1) * length; i++) vectors[i] = -vectors[i]!
  }
}

/** Mirrors the values from `start` at the plane that the unit vector `reflector` is normal to. */
function reflect(values: Float64Array, start: number, reflector: Float64Array): void {
  const twice = 2 * dot(values, start, reflector, 0, reflector.length)
  for (let i = 0; i < reflector.length; i++) values[start + i] = values[start + i]! - twice * reflector[i]!
}

/** Four sums at once: one would wait for each addition before the next. */
function dot(a: Float64Array, aStart: number, b: Float64Array, bStart: number, length: number): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let i = 0
  for (; i + 3 < length; i += 4) {
    s0 += a[aStart + i]! * b[bStart + i]!
    s1 += a[aStart + i + 1]! * b[bStart + i + 1]!
    s2 += a[aStart + i + 2]! * b[bStart + i + 2]!
    s3 += a[aStart + i + 3]! * b[bStart + i + 3]!
  }
  for (; i < length; i++) s0 += a[aStart + i]! * b[bStart + i]!
  return s0 + s1 + (s2 + s3)
}

function scaleToUnit(vector: Float64Array): void {
  const norm = Math.sqrt(dot(vector, 0, vector, 0, vector.length))
  for (let i = 0; i < vector.length; i++) vector[i] = vector[i]! / norm
}
