// Adam with Keras' placement of epsilon:
//   m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2,  p -= lr sqrt(1 - b2^t) / (1 - b1^t) * m / (sqrt(v) + epsilon)
// Source: Kingma & Ba 2014, section 2, last paragraph, as keras.optimizers.Adam has it.

import { registerKernel, type Tensor, type Variable } from '@tensorflow/tfjs-core'
import { adamOnCpu } from './adam-cpu.ts'
import { adamOnWebgpu } from './adam-webgpu.ts'
import { runKernel } from './recurrent.ts'

export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const

/**
 * p, m, v and gradient of one shape, attributes stepSize, beta1, beta2 and epsilon: moves p, m and v where they lie, and
 * returns no tensors. Other tensors with the data of p, m or v (tfjs' clones share it) move along.
 */
const KERNEL = 'Adam'

registerKernel({ kernelName: KERNEL, backendName: 'cpu', kernelFunc: adamOnCpu })
registerKernel({ kernelName: KERNEL, backendName: 'webgpu', kernelFunc: adamOnWebgpu })

/** A variable with its first and second moments, all of one shape. */
export interface AdamSlot {
  readonly variable: Variable
  readonly m: Variable
  readonly v: Variable
}

/**
 * Factor of the step: lr sqrt(1 - b2^t) / (1 - b1^t).
 * @param step optimiser steps including this one, from 1
 */
export function adamStepSize(learningRate: number, step: number): number {
  return (learningRate * Math.sqrt(1 - ADAM.beta2 ** step)) / (1 - ADAM.beta1 ** step)
}

/** One Adam step of one variable; its moments move with it. */
export function applyAdam({ variable, m, v }: AdamSlot, gradient: Tensor, stepSize: number): void {
  runKernel<Tensor[]>(KERNEL, { p: variable, m, v, gradient }, { stepSize, ...ADAM })
}
