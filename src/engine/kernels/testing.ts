// What kernel tests share: a backend to run on, repeatable values, and the error measure.

import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-layers'
import { createRng } from '../../core/rng.ts'
import { openDevice } from '../device.ts'

/** Starts the wasm backend as Node has it: SIMD, one thread. */
export async function startWasm(): Promise<void> {
  await openDevice('wasm', { gpu: undefined, wasm: { threads: 1, isolated: false } })
}

/** Normally distributed float32 values, the same for the same name. */
export function normals(name: string, count: number): Float32Array {
  const rng = createRng(7, name)
  return Float32Array.from({ length: count }, () => rng.normal())
}

/** max|a - ref| / max|ref| */
export function relativeError(a: ArrayLike<number>, reference: ArrayLike<number>): number {
  if (a.length !== reference.length) throw new Error(`Expected ${reference.length} values, got ${a.length}`)
  let error = 0
  let scale = 0
  for (let i = 0; i < a.length; i++) {
    error = Math.max(error, Math.abs(a[i]! - reference[i]!))
    scale = Math.max(scale, Math.abs(reference[i]!))
  }
  return error / scale
}

/** Runs `body` and fails if it leaves tensors behind. */
export async function withoutLeaks(body: () => Promise<void>): Promise<void> {
  const before = tf.memory().numTensors
  await body()
  const after = tf.memory().numTensors
  if (after !== before) throw new Error(`Expected ${before} tensors afterwards, got ${after}`)
}
