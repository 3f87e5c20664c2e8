// Optimiser steps of one network: gradients of micro-batches are added, then Adam moves the weights once.

import * as tf from '@tensorflow/tfjs-core'
import { accumulateInto } from './kernels/accumulate.ts'
import { type AdamSlot, adamStepSize, applyAdam } from './kernels/adam.ts'
import { softmaxCrossEntropy } from './kernels/softmax-cross-entropy.ts'
import { logits, type Network, type NetworkInput } from './model.ts'

/** Samples of one pass. Rows from `rows` on are padding: they have weight 0. */
export interface MicroBatch {
  /** [size, length], row-major */
  readonly x: Float32Array
  readonly labels: Uint8Array
  /** the estimated redshift of each sample, for a network that takes it */
  readonly redshift: Float32Array | null
  readonly rows: number
}

/** A network and the state of its optimiser. */
export interface Trainer {
  readonly network: Network
  readonly slots: readonly AdamSlot[]
  /** optimiser steps so far */
  step: number
  /** gradients of the step under way, by variable name; `null` between steps */
  sum: tf.NamedTensorMap | null
}

/** A trainer with zero moments. */
export function createTrainer(network: Network): Trainer {
  const slots = network.variables.map((variable) => ({
    variable,
    m: tf.tidy(() => tf.variable(tf.zerosLike(variable), false)),
    v: tf.tidy(() => tf.variable(tf.zerosLike(variable), false)),
  }))
  return { network, slots, step: 0, sum: null }
}

/** Frees the moments and a step that was not applied; the network stays. */
export function disposeTrainer(trainer: Trainer): void {
  if (trainer.sum !== null) tf.dispose(trainer.sum)
  for (const { m, v } of trainer.slots) {
    m.dispose()
    v.dispose()
  }
}

/**
 * Adds the gradients of one micro-batch to the step under way. Work may still be queued on the device afterwards.
 * @param sampleWeight 1 / samples of the whole step
 * @param classWeights times which the loss of a sample counts, by its class; `null` for 1
 * @returns logits [size, classes] with the weights before the step; the caller disposes them
 */
export function accumulate(
  trainer: Trainer,
  batch: MicroBatch,
  sampleWeight: number,
  classWeights: readonly number[] | null = null,
): tf.Tensor2D {
  const { loss, gradients, output } = batchGradients(trainer.network, batch, sampleWeight, classWeights)
  loss.dispose()
  if (trainer.sum === null) trainer.sum = gradients
  else addGradients(trainer.sum, gradients)
  return output
}

/**
 * Moves the weights once, by the gradients that were added.
 * @throws Error if there are none
 */
export function applyStep(trainer: Trainer, learningRate: number): void {
  const { sum, slots } = trainer
  if (sum === null) throw new Error('Expected gradients before an optimiser step, got none')
  trainer.step++
  const stepSize = adamStepSize(learningRate, trainer.step)
  for (const slot of slots) applyAdam(slot, sum[slot.variable.name]!, stepSize)
  tf.dispose(sum)
  trainer.sum = null
}

/**
 * One optimiser step on the mean over all samples.
 * @returns logits [size, classes] of each micro-batch, before the step; the caller disposes them
 */
export function trainStep(
  trainer: Trainer,
  microBatches: readonly MicroBatch[],
  learningRate: number,
): tf.Tensor2D[] {
  const rows = microBatches.reduce((total, batch) => total + batch.rows, 0)
  const outputs = microBatches.map((batch) => accumulate(trainer, batch, 1 / rows))
  applyStep(trainer, learningRate)
  return outputs
}

/** Gradients of the weighted sum of losses, by variable name, and the logits; parameters as `accumulate` has them. */
export function batchGradients(
  network: Network,
  batch: MicroBatch,
  sampleWeight: number,
  classWeights: readonly number[] | null = null,
): { loss: tf.Scalar; gradients: tf.NamedTensorMap; output: tf.Tensor2D } {
  const { labels } = batch
  const input = upload(network, batch)
  const target = tf.tidy(() => {
    const oneHot = tf.oneHot(tf.tensor1d(Int32Array.from(labels), 'int32'), network.description.classes)
    return tf.cast(oneHot, 'float32') as tf.Tensor2D
  })
  const weights = tf.tensor1d(sampleWeights(batch, sampleWeight, classWeights))
  let output!: tf.Tensor2D
  const { value, grads } = tf.variableGrads(() => {
    const out = logits(network, input, true)
    output = tf.keep(tf.clone(out))
    return softmaxCrossEntropy(out, target, weights) as tf.Scalar
  }, [...network.variables])
  tf.dispose([input.x, target, weights])
  input.redshift?.dispose()
  return { loss: value, gradients: grads, output }
}

/** Weight of each sample's loss in the sum of its step; 0 for padding. */
function sampleWeights(
  { labels, rows }: MicroBatch,
  sampleWeight: number,
  classWeights: readonly number[] | null,
): Float32Array {
  return Float32Array.from(labels, (label, row) =>
    row < rows ? sampleWeight * (classWeights === null ? 1 : classWeights[label]!) : 0,
  )
}

/** Logits [size, classes] of a batch, without gradients and dropout. */
export function predict(network: Network, batch: MicroBatch): tf.Tensor2D {
  return tf.tidy(() => logits(network, upload(network, batch), false))
}

function upload({ description }: Network, { x, redshift, labels }: MicroBatch): NetworkInput {
  const size = labels.length
  return {
    x: tf.tensor3d(x, [size, description.length, 1]),
    redshift: redshift === null ? null : tf.tensor2d(redshift, [size, 1]),
  }
}

/** Adds to the sum where it lies, and frees what was added. */
function addGradients(sum: tf.NamedTensorMap, more: tf.NamedTensorMap): void {
  for (const [name, gradient] of Object.entries(more)) {
    accumulateInto(sum[name]!, gradient)
    gradient.dispose()
  }
}
