// Adam with Keras' placement of epsilon:
//   m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2,  p -= lr sqrt(1 - b2^t) / (1 - b1^t) * m / (sqrt(v) + epsilon)
// Source: Kingma & Ba 2014, section 2, last paragraph, as keras.optimizers.Adam has it.

import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import {
  add,
  div,
  engine,
  getBackend,
  mul,
  sqrt,
  square,
  sub,
  type Tensor,
  tidy,
  type Variable,
} from '@tensorflow/tfjs-core'
import { heapFloats } from './wasm-heap.ts'

export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const

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
export function applyAdam(slot: AdamSlot, gradient: Tensor, stepSize: number): void {
  if (getBackend() === 'wasm') applyOnHeap(slot, gradient, stepSize)
  else applyWithOps(slot, gradient, stepSize)
}

function applyWithOps({ variable, m, v }: AdamSlot, gradient: Tensor, stepSize: number): void {
  tidy(() => {
    m.assign(add(mul(m, ADAM.beta1), mul(gradient, 1 - ADAM.beta1)))
    v.assign(add(mul(v, ADAM.beta2), mul(square(gradient), 1 - ADAM.beta2)))
    variable.assign(sub(variable, mul(div(m, add(sqrt(v), ADAM.epsilon)), stepSize)))
  })
}

/**
 * One pass over the heap instead of a dozen operations. The weights get a new tensor: XNNPACK keeps packed copies of
 * weights by tensor, so those changed in place would go on computing with the old values.
 */
function applyOnHeap(slot: AdamSlot, gradient: Tensor, stepSize: number): void {
  const backend = engine().backend as BackendWasm
  const moved = backend.makeOutput(slot.variable.shape, 'float32')
  const p = heapFloats(backend, slot.variable)
  const next = heapFloats(backend, moved)
  const m = heapFloats(backend, slot.m)
  const v = heapFloats(backend, slot.v)
  const g = heapFloats(backend, gradient)
  const { beta1, beta2, epsilon } = ADAM
  for (let i = 0; i < p.length; i++) {
    const gi = g[i]!
    const mi = beta1 * m[i]! + (1 - beta1) * gi
    const vi = beta2 * v[i]! + (1 - beta2) * gi * gi
    m[i] = mi
    v[i] = vi
    next[i] = p[i]! - (stepSize * mi) / (Math.sqrt(vi) + epsilon)
  }
  const tensor = engine().makeTensorFromTensorInfo(moved)
  slot.variable.assign(tensor)
  tensor.dispose()
}
