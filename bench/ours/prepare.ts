// Each case by our engine: training steps as a run does them, kernels by name.

import * as tf from '@tensorflow/tfjs-core'
import { describeModel, modelWeights } from '../../src/core/models.ts'
import { planTraining, type TrainingPlan } from '../../src/core/plan.ts'
import { type AdamSlot, adamStepSize, applyAdam } from '../../src/engine/kernels/adam.ts'
import { gru } from '../../src/engine/kernels/gru.ts'
import { lstm } from '../../src/engine/kernels/lstm.ts'
import { runKernel } from '../../src/engine/kernels/recurrent.ts'
import { microBatches } from '../../src/engine/micro-batches.ts'
import { createNetwork, disposeNetwork } from '../../src/engine/model.ts'
import { ACTIVATION_BUDGET } from '../../src/engine/plan-run.ts'
import { accumulate, applyStep, createTrainer, disposeTrainer } from '../../src/engine/trainer.ts'
import { type BenchCase, CLASSES, type ConvCase, gatesOf } from '../cases.ts'
import { noise, noiseWeights } from '../noise.ts'
import type { Prepared } from '../runner.ts'

type Of<Kind extends BenchCase['kind']> = Extract<BenchCase, { kind: Kind }>

/** A step of a model. */
export type StepCase = Of<'step'>

/**
 * Makes a case ready on the current backend.
 * @param largestBufferBytes of a GPU; `undefined` on wasm
 */
export function prepareOurs(each: BenchCase, largestBufferBytes: number | undefined): Prepared {
  switch (each.kind) {
    case 'step':
      return step(each, largestBufferBytes)
    case 'gemm':
      return gemm(each)
    case 'conv':
      return conv(each)
    case 'sweep':
      return sweep(each)
    case 'layer':
      return layer(each)
    case 'adam':
      return adam(each)
    default:
      return each satisfies never
  }
}

/** The plan of a run whose training rows are one batch. */
export function planStep(
  { model, length, batch }: StepCase,
  largestBufferBytes: number | undefined,
): TrainingPlan {
  return planTraining({
    description: describeModel(model, length, CLASSES),
    batchSize: batch,
    trainRows: batch,
    activationBudget: ACTIVATION_BUDGET,
    largestBufferBytes,
    dataBytes: 0,
  })
}

function step(each: StepCase, largestBufferBytes: number | undefined): Prepared {
  const { model, length, batch } = each
  const description = describeModel(model, length, CLASSES)
  const { microBatchSize } = planStep(each, largestBufferBytes)
  const rows = {
    x: noise(batch * length),
    labels: Uint8Array.from({ length: batch }, (_, row) => row % CLASSES),
    indices: Uint32Array.from({ length: batch }, (_, row) => row),
    rows: batch,
  }
  const parts = microBatches(rows, microBatchSize, length, null)
  const network = createNetwork(description, noiseWeights(modelWeights(description)), 1, {
    largestBufferBytes,
  })
  const trainer = createTrainer(network)
  return {
    compute: () => {
      for (const part of parts) accumulate(trainer, part, 1 / batch).dispose()
      applyStep(trainer, 1e-3)
      return network.variables.at(-1)!
    },
    dispose: () => {
      disposeTrainer(trainer)
      disposeNetwork(network)
    },
    ownsResult: false,
    ...(parts.length > 1 && { note: `${parts.length} passes of ${microBatchSize}` }),
  }
}

function gemm({ m, k, n, transposeA, transposeB }: Of<'gemm'>): Prepared {
  const a = random(transposeA ? [k, m] : [m, k]) as tf.Tensor2D
  const b = random(transposeB ? [n, k] : [k, n]) as tf.Tensor2D
  return kernel([a, b], () => tf.matMul(a, b, transposeA, transposeB))
}

function conv(each: ConvCase): Prepared {
  const { pass, batch, length, time, before, channels, filters, taps, pool } = each
  const x = random([batch, length, channels])
  const weights = random([taps, channels, filters], Math.sqrt(3 / (taps * channels)))
  const bias = random([filters], 0.01)
  const attrs = { before, time, pool }
  const forward = () => runKernel<tf.Tensor[]>('ConvBlockForward', { x, kernel: weights, bias }, attrs)
  if (pass === 'forward') return kernel([x, weights, bias], () => forward()[0]!)
  const [y, choice] = forward()
  const dy = random(y!.shape)
  const saved = { dy, y: y!, ...(choice && { choice }) }
  return kernel([x, weights, bias, ...Object.values(saved)], () =>
    pass === 'input gradient'
      ? runKernel<tf.Tensor>('ConvBlockInputGradient', { ...saved, kernel: weights }, { ...attrs, length })
      : runKernel<tf.Tensor[]>(
          'ConvBlockWeightGradient',
          { x, ...saved },
          { ...attrs, kernelSize: taps },
        )[0]!,
  )
}

function sweep({ cell, pass, batch, time, units }: Of<'sweep'>): Prepared {
  const isGru = cell === 'gru'
  const width = gatesOf(cell) * units
  const fromInput = random([batch, time, width])
  const recurrent = random([units, width], Math.sqrt(3 / units))
  const bias = random(isGru ? [2, width] : [width], 0.01)
  const [forwardName, backwardName] = isGru ? ['GruForward', 'GruBackward'] : ['LstmForward', 'LstmBackward']
  const forward = () => runKernel<tf.Tensor[]>(forwardName!, { fromInput, recurrent, bias })
  if (pass === 'forward') return kernel([fromInput, recurrent, bias], () => forward()[0]!)
  const [h, gates, third] = forward() as [tf.Tensor, tf.Tensor, tf.Tensor]
  const dh = random([batch, time, units])
  return kernel([fromInput, recurrent, bias, h, gates, third, dh], () => {
    if (!isGru) return runKernel<tf.Tensor>(backwardName!, { c: third, gates, dh, recurrent })
    return runKernel<tf.Tensor[]>(backwardName!, { h, gates, fromState: third, dh, recurrent })[0]!
  })
}

function layer({ cell, batch, time, channels, units }: Of<'layer'>): Prepared {
  const width = gatesOf(cell) * units
  const x = random([batch, time, channels]) as tf.Tensor3D
  const weights = random([channels, width], Math.sqrt(6 / (channels + width))) as tf.Tensor2D
  const recurrent = random([units, width], Math.sqrt(3 / units)) as tf.Tensor2D
  const bias = random(cell === 'gru' ? [2, width] : [width], 0.01)
  const dy = random([batch, time, units])
  const gradients = tf.grads((...[x, weights, recurrent, bias]: tf.Tensor[]) =>
    cell === 'gru'
      ? gru(x as tf.Tensor3D, weights as tf.Tensor2D, recurrent as tf.Tensor2D, bias as tf.Tensor2D)
      : lstm(x as tf.Tensor3D, weights as tf.Tensor2D, recurrent as tf.Tensor2D, bias as tf.Tensor1D),
  )
  return kernel(
    [x, weights, recurrent, bias, dy],
    // gradient functions free the gradient that they are given
    () => gradients([x, weights, recurrent, bias], tf.clone(dy))[1]!,
  )
}

function adam({ parameters }: Of<'adam'>): Prepared {
  const variable = () => tf.variable(tf.zeros([parameters]), true)
  const slot: AdamSlot = tf.tidy(() => ({ variable: variable(), m: variable(), v: variable() }))
  const gradient = random([parameters])
  let steps = 0
  return {
    compute: () => {
      steps++
      applyAdam(slot, gradient, adamStepSize(1e-3, steps))
      return slot.variable
    },
    dispose: () => {
      tf.dispose([gradient])
      for (const each of Object.values(slot)) each.dispose()
    },
    ownsResult: false,
  }
}

function random(shape: readonly number[], bound = 1): tf.Tensor {
  return tf.tensor(noise(tf.util.sizeFromShape([...shape]), bound), [...shape], 'float32')
}

function kernel(inputs: tf.Tensor[], compute: () => tf.Tensor): Prepared {
  return { compute, dispose: () => tf.dispose(inputs), ownsResult: true }
}
