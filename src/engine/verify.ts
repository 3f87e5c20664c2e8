// Holds the current backend against Keras: forward pass, loss, gradients, and weights after some Adam steps, computed
// by the same functions that train. The limits are those of float32 with sums in blocks.

import * as tf from '@tensorflow/tfjs-core'
import { StudioError } from '../core/errors.ts'
import { describeModel, modelWeights, size } from '../core/models.ts'
import type { KerasFixture } from '../data/keras-fixture.ts'
import { type AdamSlot, adamStepSize, applyAdam } from './kernels/adam.ts'
import { createNetwork, disposeNetwork, type Network, readWeights } from './model.ts'
import {
  batchGradients,
  createTrainer,
  disposeTrainer,
  type MicroBatch,
  predict,
  trainStep,
} from './trainer.ts'
import type { QuantityCheck } from './types.ts'

/** Largest errors that are allowed, relative to the largest value (Adam: to the way that the weights went). */
export const LIMITS = {
  forward: 1e-5,
  gradient: 1e-5,
  /** sums over thousands of positions round more */
  gradientOfLong: 5e-5,
  longFrom: 257,
  /** of a gradient whose reference is zero everywhere, absolute */
  zeroGradient: 1e-8,
  adam: 1e-3,
  adamRule: 1e-5,
} as const

/**
 * Computes a fixture on the current backend and compares.
 * @throws StudioError `bad-input` if the fixture's weights do not fit its model
 */
export async function verifyFixture(fixture: KerasFixture): Promise<QuantityCheck[]> {
  const { model, length, classes, scale, expect } = fixture
  const description = describeModel(model, length, classes, { scale })
  const specs = modelWeights(description)
  requireWeights(fixture, specs)
  const names = specs.map(({ name }) => name)
  const network = createNetwork(description, fixture.weights, 0)
  const trainer = createTrainer(network)
  try {
    const batch = batchOf(fixture)
    const results = [await verifyForward(network, batch, expect.probabilities)]
    const { loss, gradients, output } = batchGradients(network, batch, 1 / fixture.batch)
    results.push(compare('loss', '', await loss.data(), [expect.loss], LIMITS.forward))
    const limit = length < LIMITS.longFrom ? LIMITS.gradient : LIMITS.gradientOfLong
    for (const [i, variable] of network.variables.entries()) {
      const values = await gradients[variable.name]!.data()
      results.push(compareGradient(names[i]!, values, expect.gradients[i]!, limit))
    }
    tf.dispose([loss, output, gradients])

    for (let step = 0; step < fixture.steps; step++) {
      tf.dispose(trainStep(trainer, [batch], fixture.learningRate))
    }
    for (const [i, values] of (await readWeights(network)).entries()) {
      results.push(compareAdam(names[i]!, values, expect.adam[i]!, fixture.weights[i]!))
    }
    results.push(await verifyAdamRule(fixture))
    return results
  } finally {
    disposeTrainer(trainer)
    disposeNetwork(network)
  }
}

/** The largest error of each quantity, as a share of its limit decides which is largest. */
export function worstOf(results: readonly QuantityCheck[]): QuantityCheck[] {
  const worst = new Map<string, QuantityCheck>()
  for (const result of results) {
    const known = worst.get(result.quantity)
    if (known === undefined || share(result) > share(known)) worst.set(result.quantity, result)
  }
  return [...worst.values()]
}

/** An error as a share of its limit. No number is larger than one that is not a number. */
function share({ error, limit }: QuantityCheck): number {
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error / limit
}

function batchOf({ x, oneHot, redshift, batch, classes }: KerasFixture): MicroBatch {
  const labels = Uint8Array.from({ length: batch }, (_, row) =>
    oneHot.subarray(row * classes, (row + 1) * classes).indexOf(1),
  )
  return { x, labels, redshift, rows: batch }
}

async function verifyForward(
  network: Network,
  batch: MicroBatch,
  expected: Float64Array,
): Promise<QuantityCheck> {
  const probabilities = tf.tidy(() => {
    const logits = predict(network, batch)
    return tf.softmax(logits)
  })
  const result = compare('probabilities', '', await probabilities.data(), expected, LIMITS.forward)
  probabilities.dispose()
  return result
}

/** The update rule alone: Adam steps from zero weights with the expected gradients, against float64. */
async function verifyAdamRule({ expect, steps, learningRate }: KerasFixture): Promise<QuantityCheck> {
  const results: QuantityCheck[] = []
  for (const gradient of expect.gradients) {
    const zeros = () => tf.tidy(() => tf.variable(tf.zeros([gradient.length]), false))
    const slot: AdamSlot = { variable: zeros(), m: zeros(), v: zeros() }
    const g = tf.tensor1d(Float32Array.from(gradient))
    for (let step = 1; step <= steps; step++) applyAdam(slot, g, adamStepSize(learningRate, step))
    const values = await slot.variable.data()
    results.push(
      compare('adam rule', '', values, adamReference(gradient, steps, learningRate), LIMITS.adamRule),
    )
    tf.dispose([slot.variable, slot.m, slot.v, g])
  }
  return worstOf(results)[0]!
}

/** Adam with one gradient for all steps, from zero, in float64. */
function adamReference(gradient: Float64Array, steps: number, learningRate: number): Float64Array {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7]
  return Float64Array.from(gradient, (exact) => {
    const g = Math.fround(exact)
    let [p, m, v] = [0, 0, 0]
    for (let step = 1; step <= steps; step++) {
      m = beta1 * m + (1 - beta1) * g
      v = beta2 * v + (1 - beta2) * g * g
      const rate = (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step)
      p -= (rate * m) / (Math.sqrt(v) + epsilon)
    }
    return p
  })
}

/** max|a - ref| / max|ref|; NaN where `actual` holds one. */
function compare(
  quantity: QuantityCheck['quantity'],
  tensor: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  limit: number,
): QuantityCheck {
  const { difference, largest } = extremes(actual, expected)
  const error = largest === 0 ? difference : difference / largest
  return { quantity, tensor, error, limit, ok: error <= limit }
}

function compareGradient(
  tensor: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  limit: number,
): QuantityCheck {
  const isZero = extremes(actual, expected).largest === 0
  return compare('gradient', tensor, actual, expected, isZero ? LIMITS.zeroGradient : limit)
}

/** norm(a - ref) / norm(ref - initial): weights whose gradient is rounding noise move by a full step either way. */
function compareAdam(
  tensor: string,
  actual: Float32Array,
  expected: Float64Array,
  initial: Float32Array,
): QuantityCheck {
  let difference = 0
  let way = 0
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i]! - expected[i]!) ** 2
    way += (expected[i]! - initial[i]!) ** 2
  }
  const error = way === 0 ? Math.sqrt(difference) : Math.sqrt(difference / way)
  return { quantity: 'adam', tensor, error, limit: LIMITS.adam, ok: error <= LIMITS.adam }
}

function extremes(actual: ArrayLike<number>, expected: ArrayLike<number>) {
  let difference = 0
  let largest = 0
  for (let i = 0; i < expected.length; i++) {
    const d = Math.abs(actual[i]! - expected[i]!)
    // also true for NaN, which then stays
    if (!(d <= difference)) difference = Number.isNaN(difference) ? difference : d
    largest = Math.max(largest, Math.abs(expected[i]!))
  }
  return { difference, largest }
}

function requireWeights({ model, weightShapes }: KerasFixture, specs: ReturnType<typeof modelWeights>): void {
  const shapes = (all: readonly (readonly number[])[]) =>
    all.map((shape) => `[${shape.join(', ')}]`).join(' ')
  const expected = specs.map(({ shape }) => shape)
  if (shapes(expected) === shapes(weightShapes)) return
  const wrong = expected.findIndex((shape, i) => size(shape) !== size(weightShapes[i] ?? []))
  const at = Math.max(0, wrong)
  throw new StudioError(
    'bad-input',
    `weights/${String(at).padStart(2, '0')}.npy: ${model} has ${expected.length} weights, the one here of shape [${expected[at]?.join(', ') ?? ''}]; the fixture has ${weightShapes.length}, this one of shape [${weightShapes[at]?.join(', ') ?? ''}].`,
    'Write the fixture again with reference/make_keras_fixtures.py.',
  )
}
