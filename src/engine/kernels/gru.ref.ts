// Keras' GRU with reset_after in plain float64, by the formulas: the reference of the fast kernels. Gates are z, r, h.
// Source: Cho et al. 2014 (arXiv:1406.1078) in the form of keras.layers.GRU(reset_after=True).

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
  readonly z: number
  readonly r: number
  readonly g: number
  /** what the state gives the candidate before the reset gate */
  readonly q: number
  readonly h: number
}

/** One sample, one step: units from x [channels] and the state before it, h [units]. */
function gruStep(x: Float64Array, h: Float64Array, { kernel, recurrent, bias }: RecurrentWeights): Unit[] {
  const u = h.length
  const p = plusProduct(bias.subarray(0, 3 * u), x, kernel)
  const q = plusProduct(bias.subarray(3 * u), h, recurrent)
  return Array.from(h, (before, j) => {
    const z = sigmoid(p[j]! + q[j]!)
    const r = sigmoid(p[u + j]! + q[u + j]!)
    const g = Math.tanh(p[2 * u + j]! + r * q[2 * u + j]!)
    return { z, r, g, q: q[2 * u + j]!, h: z * before + (1 - z) * g }
  })
}

/** States [batch, time, units] of x [batch, time, channels], from a state of zeros. */
export function gruForward(x: Float64Array, weights: RecurrentWeights, shape: RecurrentShape): Float64Array {
  const { batch, time, channels: c, units: u } = shape
  const out = new Float64Array(batch * time * u)
  for (let b = 0; b < batch; b++) {
    let h = new Float64Array(u)
    for (let t = 0; t < time; t++) {
      const row = b * time + t
      h = Float64Array.from(gruStep(x.subarray(row * c, (row + 1) * c), h, weights), (unit) => unit.h)
      out.set(h, row * u)
    }
  }
  return out
}

/** Gradients of a loss whose gradient with respect to the states is dh [batch, time, units]. */
export function gruBackward(
  x: Float64Array,
  weights: RecurrentWeights,
  dh: Float64Array,
  shape: RecurrentShape,
): RecurrentGradients {
  const { batch, time, channels: c, units: u } = shape
  const states = gruForward(x, weights, shape)
  const gradients = {
    x: new Float64Array(x.length),
    kernel: new Float64Array(weights.kernel.length),
    recurrent: new Float64Array(weights.recurrent.length),
    bias: new Float64Array(weights.bias.length),
  }
  for (let b = 0; b < batch; b++) {
    let carried = new Float64Array(u)
    for (let t = time - 1; t >= 0; t--) {
      const row = b * time + t
      const input = x.subarray(row * c, (row + 1) * c)
      const before = t === 0 ? new Float64Array(u) : states.subarray((row - 1) * u, row * u)
      const dp = new Float64Array(3 * u)
      const dq = new Float64Array(3 * u)
      const kept = new Float64Array(u)
      for (const [j, { z, r, g, q }] of gruStep(input, before, weights).entries()) {
        const d = dh[row * u + j]! + carried[j]!
        const dCandidate = (1 - z) * (1 - g * g) * d
        dp[j] = dq[j] = (before[j]! - g) * z * (1 - z) * d
        dp[u + j] = dq[u + j] = q * r * (1 - r) * dCandidate
        dp[2 * u + j] = dCandidate
        dq[2 * u + j] = r * dCandidate
        kept[j] = z * d
      }
      carried = transposedProduct(dq, weights.recurrent) as Float64Array<ArrayBuffer>
      addTo(carried, kept)
      gradients.x.set(transposedProduct(dp, weights.kernel), row * c)
      addOuterProduct(gradients.kernel, input, dp)
      addOuterProduct(gradients.recurrent, before, dq)
      addTo(gradients.bias.subarray(0, 3 * u), dp)
      addTo(gradients.bias.subarray(3 * u), dq)
    }
  }
  return gradients
}
