// One check of the recurrent operations for every backend: forward and gradients against the float64 references.

import * as tf from '@tensorflow/tfjs-core'
import { gruBackward, gruForward } from './gru.ref.ts'
import { gru } from './gru.ts'
import { lstmBackward, lstmForward } from './lstm.ref.ts'
import { lstm } from './lstm.ts'
import type { RecurrentShape, RecurrentWeights } from './recurrent.ref.ts'
import { normals, relativeError } from './testing.ts'

/** A layer to check. */
export interface RecurrentCase extends RecurrentShape {
  readonly kind: 'gru' | 'lstm'
  /** added to the bias of the gate that keeps memory, z or f: +4 remembers for 55 steps instead of 2 */
  readonly memory?: number
  /** the loss sees the last state alone */
  readonly lastStateOnly?: boolean
}

/** What the check compares: the states, and the gradients. */
export type RecurrentValues<Value> = Readonly<Record<'h' | 'x' | 'kernel' | 'recurrent' | 'bias', Value>>

/** Odd sizes in every direction. */
export const RECURRENT_SIZES: readonly RecurrentShape[] = [
  { batch: 1, time: 1, channels: 1, units: 1 },
  { batch: 3, time: 1, channels: 3, units: 5 },
  { batch: 1, time: 2, channels: 3, units: 8 },
  { batch: 3, time: 2, channels: 1, units: 1 },
  { batch: 3, time: 11, channels: 3, units: 5 },
  { batch: 1, time: 11, channels: 1, units: 8 },
  { batch: 3, time: 33, channels: 3, units: 8 },
  { batch: 1, time: 33, channels: 3, units: 1 },
]

/** Repeatable input, weights with the deviations of Keras' initialisers, and the gradient of the states. */
export function recurrentInputs(c: RecurrentCase): RecurrentWeights & { x: Float64Array; dh: Float64Array } {
  const gates = c.kind === 'gru' ? 3 : 4
  const width = gates * c.units
  const scaled = (name: string, count: number, scale: number) =>
    Float64Array.from(normals(name, count), (value) => Math.fround(value * scale))
  const bias = scaled('bias', c.kind === 'gru' ? 2 * width : width, 0.5)
  const gate = c.kind === 'gru' ? 0 : c.units
  for (let j = 0; j < c.units; j++) bias[gate + j] = Math.fround(bias[gate + j]! + (c.memory ?? 0))
  const dh = scaled('dh', c.batch * c.time * c.units, 1)
  if (c.lastStateOnly) {
    for (const i of dh.keys()) if (Math.floor(i / c.units) % c.time < c.time - 1) dh[i] = 0
  }
  return {
    x: scaled('x', c.batch * c.time * c.channels, 1),
    kernel: scaled('kernel', c.channels * width, Math.sqrt(2 / (c.channels + width))),
    recurrent: scaled('recurrent', c.units * width, 1 / Math.sqrt(width)),
    bias,
    dh,
  }
}

/** States and gradients by the float64 reference. */
export function referenceValues(c: RecurrentCase): RecurrentValues<Float64Array> {
  const { x, dh, ...weights } = recurrentInputs(c)
  if (c.kind === 'gru') return { ...gruBackward(x, weights, dh, c), h: gruForward(x, weights, c) }
  return { ...lstmBackward(x, weights, dh, c), h: lstmForward(x, weights, c).h }
}

/**
 * States and gradients on the current backend.
 * @throws Error if a kernel keeps memory: tf.memory() does not see what a kernel allocates for itself
 */
export async function backendValues(c: RecurrentCase): Promise<RecurrentValues<Float32Array>> {
  const { x, kernel, recurrent, bias, dh } = recurrentInputs(c)
  const width = (c.kind === 'gru' ? 3 : 4) * c.units
  const buffers = tf.engine().backend.numDataIds()
  const tensors = tf.tidy(() => {
    const layer = (x: tf.Tensor, w: tf.Tensor, u: tf.Tensor, b: tf.Tensor) => {
      const run = c.kind === 'gru' ? gru : lstm
      return run(x as tf.Tensor3D, w as tf.Tensor2D, u as tf.Tensor2D, b as tf.Tensor2D & tf.Tensor1D)
    }
    const { value, grads } = tf.valueAndGrads(layer)(
      [
        tensorOf(x, [c.batch, c.time, c.channels]),
        tensorOf(kernel, [c.channels, width]),
        tensorOf(recurrent, [c.units, width]),
        tensorOf(bias, c.kind === 'gru' ? [2, width] : [width]),
      ],
      tensorOf<tf.Rank.R3>(dh, [c.batch, c.time, c.units]),
    )
    return [value, ...grads]
  })
  const [h, ...gradients] = await Promise.all(tensors.map(async (t) => (await t.data()) as Float32Array))
  tf.dispose(tensors)
  const kept = tf.engine().backend.numDataIds() - buffers
  if (kept !== 0) throw new Error(`Expected no buffers to be left, got ${kept}`)
  const [dx, dKernel, dRecurrent, dBias] = gradients
  return { h: h!, x: dx!, kernel: dKernel!, recurrent: dRecurrent!, bias: dBias! }
}

/** Largest error of each value relative to its largest expected one, absolute where all expected ones are zero. */
export async function recurrentErrors(c: RecurrentCase): Promise<RecurrentValues<number>> {
  const expected = referenceValues(c)
  const actual = await backendValues(c)
  const errorOf = (name: keyof typeof actual) => {
    // one step has no gradient of the recurrent kernel: the error of a zero is taken as it is
    const isZero = expected[name].every((value) => value === 0)
    return isZero ? largest(actual[name]) : relativeError(actual[name], expected[name])
  }
  return {
    h: errorOf('h'),
    x: errorOf('x'),
    kernel: errorOf('kernel'),
    recurrent: errorOf('recurrent'),
    bias: errorOf('bias'),
  }
}

function largest(values: Float32Array): number {
  return values.reduce((max, value) => Math.max(max, Math.abs(value)), 0)
}

/** A float32 tensor of any rank, for an argument of the rank `shape` has. */
export function tensorOf<Rank extends tf.Rank>(values: Float64Array, shape: number[]): tf.Tensor<Rank> {
  return tf.tensor<Rank>(Float32Array.from(values), shape as tf.ShapeMap[Rank])
}
