// Optimiser steps of one network: gradients of micro-batches are added, then Adam moves the weights once.

import * as tf from '@tensorflow/tfjs-core'
import { type AdamSlot, adamStepSize, applyAdam } from './kernels/adam.ts'
import { softmaxCrossEntropy } from './kernels/softmax-cross-entropy.ts'
import { logits, type Network } from './model.ts'

/** Samples of one pass. Rows from `rows` on are padding: they have weight 0. */
export interface MicroBatch {
  /** [size, length], row-major */
  readonly x: Float32Array
  readonly labels: Uint8Array
  readonly rows: number
}

/** A network and the state of its optimiser. */
export interface Trainer {
  readonly network: Network
  readonly slots: readonly AdamSlot[]
  step: number
}

/** A trainer with zero moments. */
export function createTrainer(network: Network): Trainer {
  const slots = network.variables.map((variable) => ({
    variable,
    m: tf.tidy(() => tf.variable(tf.zerosLike(variable), false)),
    v: tf.tidy(() => tf.variable(tf.zerosLike(variable), false)),
  }))
  return { network, slots, step: 0 }
}

/** Frees the moments; the network stays. */
export function disposeTrainer(trainer: Trainer): void {
  for (const { m, v } of trainer.slots) {
    m.dispose()
    v.dispose()
  }
}

/**
 * One optimiser step. Work may still be queued on the device when it returns.
 * @returns logits [size, classes] of each micro-batch, before the step; the caller disposes them
 */
export function trainStep(
  trainer: Trainer,
  microBatches: readonly MicroBatch[],
  learningRate: number,
): tf.Tensor2D[] {
  const rows = microBatches.reduce((total, batch) => total + batch.rows, 0)
  const outputs: tf.Tensor2D[] = []
  let sum: tf.NamedTensorMap = {}
  for (const batch of microBatches) {
    const { loss, gradients, output } = batchGradients(trainer.network, batch, 1 / rows)
    loss.dispose()
    outputs.push(output)
    sum = outputs.length === 1 ? gradients : addGradients(sum, gradients)
  }
  trainer.step++
  const stepSize = adamStepSize(learningRate, trainer.step)
  for (const slot of trainer.slots) applyAdam(slot, sum[slot.variable.name]!, stepSize)
  tf.dispose(sum)
  return outputs
}

/** Gradients of the weighted sum of losses, by variable name, and the logits. */
export function batchGradients(
  network: Network,
  { x, labels, rows }: MicroBatch,
  sampleWeight: number,
): { loss: tf.Scalar; gradients: tf.NamedTensorMap; output: tf.Tensor2D } {
  const size = labels.length
  const { length, classes } = network.description
  const input = tf.tensor3d(x, [size, length, 1])
  const oneHot = tf.tidy(() => tf.oneHot(tf.tensor1d(Int32Array.from(labels), 'int32'), classes))
  const target = tf.cast(oneHot, 'float32') as tf.Tensor2D
  const weights = tf.tensor1d(Float32Array.from(labels, (_, row) => (row < rows ? sampleWeight : 0)))
  let output!: tf.Tensor2D
  const { value, grads } = tf.variableGrads(() => {
    const out = logits(network, input)
    output = tf.keep(tf.clone(out))
    return softmaxCrossEntropy(out, target, weights) as tf.Scalar
  }, [...network.variables])
  tf.dispose([input, oneHot, target, weights])
  return { loss: value, gradients: grads, output }
}

/** Logits [size, classes] of a batch, without gradients. */
export function predict(network: Network, { x, labels }: MicroBatch): tf.Tensor2D {
  return tf.tidy(() => logits(network, tf.tensor3d(x, [labels.length, network.description.length, 1])))
}

function addGradients(sum: tf.NamedTensorMap, more: tf.NamedTensorMap): tf.NamedTensorMap {
  const total: tf.NamedTensorMap = {}
  for (const [name, gradient] of Object.entries(more)) total[name] = tf.add(sum[name]!, gradient)
  tf.dispose([sum, more])
  return total
}
