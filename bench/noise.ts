// Numbers to compute on: uniform noise, quickly made, and never so small that arithmetic slows down on it.

import type { WeightSpec } from '../src/core/models.ts'
import { size } from '../src/core/models.ts'

const BLOCK = 1 << 18
let block: Float32Array | null = null

/** @returns `count` values in [-bound, bound]; they repeat after some 260,000 */
export function noise(count: number, bound = 1): Float32Array {
  block ??= uniformBlock()
  const values = new Float32Array(count)
  for (let start = 0; start < count; start += BLOCK) {
    values.set(block.subarray(0, Math.min(BLOCK, count - start)), start)
  }
  if (bound !== 1) for (let i = 0; i < count; i++) values[i]! *= bound
  return values
}

/** Weights of the size that a network starts with, so that activations neither vanish nor grow. */
export function noiseWeights(specs: readonly WeightSpec[]): Float32Array[] {
  return specs.map(({ shape, fanIn, fanOut }) =>
    noise(size(shape), fanIn + fanOut > 0 ? Math.sqrt(6 / (fanIn + fanOut)) : 0.01),
  )
}

/** Marsaglia's xorshift with 32 bits (2003). */
function uniformBlock(): Float32Array {
  let state = 2_463_534_242
  return Float32Array.from({ length: BLOCK }, () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state / 2 ** 31
  })
}
