// Seeded random numbers. Each use (a weight, the shuffle of an epoch, a simulated row) takes a stream of its own by
// name, so that adding or reordering uses does not change the numbers of the others.

import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'

/** A stream of random numbers: the same seed and name give the same numbers on every machine. */
export interface Rng {
  /** Uniform in [0, 1), a multiple of 2^-53. */
  uniform(): number
  /** Normal with mean 0 and variance 1 (Box and Muller 1958). */
  normal(): number
  /** Integer, uniform in [0, n) without modulo bias; n from 1 to 2^32. */
  int(n: number): number
  /** Shuffles in place; all orders are equally likely (Fisher and Yates). */
  shuffle(values: Uint32Array): void
}

/**
 * The stream `stream` of the seed `seed` (xoroshiro128+).
 * @param seed any safe integer
 * @throws RangeError if the seed is not a safe integer
 */
export function createRng(seed: number, stream = ''): Rng {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`Expected an integer as seed, got ${seed}`)
  return new Xoroshiro(xoroshiro128plusFromState(initialState(seed, stream)))
}

class Xoroshiro implements Rng {
  readonly #generator: RandomGenerator
  /** Box-Muller makes two normal numbers at a time. */
  #spare: number | null = null

  constructor(generator: RandomGenerator) {
    this.#generator = generator
  }

  uniform(): number {
    return uniformFloat64(this.#generator)
  }

  normal(): number {
    if (this.#spare !== null) {
      const spare = this.#spare
      this.#spare = null
      return spare
    }
    // 1 - uniform is never 0, so the logarithm is finite
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()))
    const angle = 2 * Math.PI * this.uniform()
    this.#spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }

  int(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) {
      throw new RangeError(`Expected an integer from 1 to 4294967296, got ${n}`)
    }
    return uniformInt(this.#generator, 0, n - 1)
  }

  shuffle(values: Uint32Array): void {
    for (let last = values.length - 1; last > 0; last--) {
      const other = this.int(last + 1)
      const moved = values[last]!
      values[last] = values[other]!
      values[other] = moved
    }
  }
}

/** Fractional parts of square roots of primes: four unrelated starting points. */
const LANES = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a]

/** 128 bits that depend on every bit of the seed and every letter of the name. */
function initialState(seed: number, stream: string): number[] {
  const low = seed | 0
  const high = Math.floor(seed / 2 ** 32) | 0
  return LANES.map((lane) => {
    let hash = mix(mix(lane ^ low) ^ high)
    for (let i = 0; i < stream.length; i++) hash = mix(hash ^ stream.charCodeAt(i)) + lane
    return mix(hash ^ stream.length)
  })
}

/** MurmurHash3's 32-bit finaliser: one bit of input changes half of the bits of the output. */
function mix(value: number): number {
  let hash = value
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
