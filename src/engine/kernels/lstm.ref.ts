// Keras' LSTM in plain float64, by the formulas: the reference of the fast kernels. Gates are i, f, c, o.
// Source: Hochreiter & Schmidhuber 1997 with the forget gate of Gers et al. 2000, in the form of keras.layers.LSTM.

import {
  addOuterProduct,
  addTo,
  plusProduct,
  type RecurrentGradients,
  type RecurrentShape,
  type RecurrentWeights,
  sigmoid,
  transposedProduct,
} from './recurrent.ref.ts'

/** One unit after one step. */
interface Unit {
  readonly i: number
  readonly f: number
  readonly g: number
  readonly o: number
  readonly c: number
  readonly h: number
}

/** One sample, one step: units from x [channels] and the states before it, h and c [units]. */
function lstmStep(
  x: Float64Array,
  h: Float64Array,
  before: Float64Array,
  { kernel, recurrent, bias }: RecurrentWeights,
): Unit[] {
  const u = h.length
  const a = plusProduct(plusProduct(bias, x, kernel), h, recurrent)
  return Array.from(before, (cell, j) => {
    const i = sigmoid(a[j]!)
    const f = sigmoid(a[u + j]!)
    const g = Math.tanh(a[2 * u + j]!)
    const o = sigmoid(a[3 * u + j]!)
    const c = f * cell + i * g
    return { i, f, g, o, c, h: o * Math.tanh(c) }
  })
}

/** States h and cells c, each [batch, time, units]. */
interface LstmStates {
  readonly h: Float64Array
  readonly c: Float64Array
}

/** States of x [batch, time, channels], from states of zeros. */
export function lstmForward(x: Float64Array, weights: RecurrentWeights, shape: RecurrentShape): LstmStates {
  const { batch, time, channels, units: u } = shape
  const out = { h: new Float64Array(batch * time * u), c: new Float64Array(batch * time * u) }
  for (let b = 0; b < batch; b++) {
    let h = new Float64Array(u)
    let c = new Float64Array(u)
    for (let t = 0; t < time; t++) {
      const row = b * time + t
      const units = lstmStep(x.subarray(row * channels, (row + 1) * channels), h, c, weights)
      h = Float64Array.from(units, (unit) => unit.h)
      c = Float64Array.from(units, (unit) => unit.c)
      out.h.set(h, row * u)
      out.c.set(c, row * u)
    }
  }
  return out
}

/** Gradients of a loss whose gradient with respect to the states h is dh [batch, time, units]. */
export function lstmBackward(
  x: Float64Array,
  weights: RecurrentWeights,
  dh: Float64Array,
  shape: RecurrentShape,
): RecurrentGradients {
  const { batch, time, channels, units: u } = shape
  const states = lstmForward(x, weights, shape)
  const gradients = {
    x: new Float64Array(x.length),
    kernel: new Float64Array(weights.kernel.length),
    recurrent: new Float64Array(weights.recurrent.length),
    bias: new Float64Array(weights.bias.length),
  }
  const zeros = new Float64Array(u)
  for (let b = 0; b < batch; b++) {
    let carriedState = new Float64Array(u)
    const carriedCell = new Float64Array(u)
    for (let t = time - 1; t >= 0; t--) {
      const row = b * time + t
      const input = x.subarray(row * channels, (row + 1) * channels)
      const before = t === 0 ? zeros : states.h.subarray((row - 1) * u, row * u)
      const cellBefore = t === 0 ? zeros : states.c.subarray((row - 1) * u, row * u)
      const da = new Float64Array(4 * u)
      for (const [j, { i, f, g, o, c }] of lstmStep(input, before, cellBefore, weights).entries()) {
        const dState = dh[row * u + j]! + carriedState[j]!
        const dCell = carriedCell[j]! + o * (1 - Math.tanh(c) ** 2) * dState
        da[j] = g * i * (1 - i) * dCell
        da[u + j] = cellBefore[j]! * f * (1 - f) * dCell
        da[2 * u + j] = i * (1 - g * g) * dCell
        da[3 * u + j] = Math.tanh(c) * o * (1 - o) * dState
        carriedCell[j] = f * dCell
      }
      carriedState = transposedProduct(da, weights.recurrent) as Float64Array<ArrayBuffer>
      gradients.x.set(transposedProduct(da, weights.kernel), row * channels)
      addOuterProduct(gradients.kernel, input, da)
      addOuterProduct(gradients.recurrent, before, da)
      addTo(gradients.bias, da)
    }
  }
  return gradients
}
