// Vector and matrix helpers of the recurrent references, in plain float64. Matrices are row-major.

/** Sizes of a recurrent layer: x [batch, time, channels] to [batch, time, units]. */
export interface RecurrentShape {
  readonly batch: number
  readonly time: number
  readonly channels: number
  readonly units: number
}

/** Weights of a recurrent layer in Keras' layout; `gates` is 3 for a GRU and 4 for an LSTM. */
export interface RecurrentWeights {
  /** [channels, gates * units] */
  readonly kernel: Float64Array
  /** [units, gates * units] */
  readonly recurrent: Float64Array
  /** GRU: [2, 3 * units], input row first; LSTM: [4 * units] */
  readonly bias: Float64Array
}

/** Gradients with respect to the input and the weights, each of the shape of what it belongs to. */
export interface RecurrentGradients extends RecurrentWeights {
  readonly x: Float64Array
}

/** 1 / (1 + e^-x) */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x))
}

/** start + v M, M with as many columns as `start` has values. */
export function plusProduct(start: Float64Array, v: Float64Array, m: Float64Array): Float64Array {
  const columns = start.length
  const out = start.slice()
  for (const [row, value] of v.entries()) {
    for (let column = 0; column < columns; column++) out[column]! += value * m[row * columns + column]!
  }
  return out
}

/** M v, which is v Mᵀ; M with as many columns as `v` has values. */
export function transposedProduct(v: Float64Array, m: Float64Array): Float64Array {
  const out = new Float64Array(m.length / v.length)
  for (const row of out.keys()) {
    for (const [column, value] of v.entries()) out[row]! += value * m[row * v.length + column]!
  }
  return out
}

/** sum += aᵀ b */
export function addOuterProduct(sum: Float64Array, a: Float64Array, b: Float64Array): void {
  for (const [row, value] of a.entries()) {
    for (const [column, other] of b.entries()) sum[row * b.length + column]! += value * other
  }
}

/** sum += v */
export function addTo(sum: Float64Array, v: Float64Array): void {
  for (const [i, value] of v.entries()) sum[i]! += value
}
