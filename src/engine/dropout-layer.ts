// Dropout whose masks follow from a seed. tfjs' own draws the same mask at every step once it has a seed.

import * as tf from '@tensorflow/tfjs-core'
import * as layers from '@tensorflow/tfjs-layers'
import { createRng, type Rng } from '../core/rng.ts'

/** What a dropout layer is made from. */
export interface DropoutLayerConfig {
  readonly name: string
  /** share of the inputs that a step drops, 0 to below 1 */
  readonly rate: number
  readonly seed: number
}

/**
 * A layer that drops each input with probability `rate` while training and multiplies the others by 1 / (1 - rate), as
 * Keras' Dropout; otherwise it hands its input on. Calls take their masks from one stream, in order.
 */
export function createDropoutLayer(config: DropoutLayerConfig): layers.layers.Layer {
  return new SeededDropout(config)
}

class SeededDropout extends layers.layers.Layer {
  static readonly className = 'StudioDropout'
  readonly #rate: number
  readonly #rng: Rng

  constructor({ name, rate, seed }: DropoutLayerConfig) {
    super({ name })
    this.#rate = rate
    this.#rng = createRng(seed, `mask of ${name}`)
  }

  override computeOutputShape(inputShape: layers.Shape): layers.Shape {
    return inputShape
  }

  override call(inputs: tf.Tensor | tf.Tensor[], { training = false }: { training?: boolean }): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs
    if (!training) return tf.clone(x)
    const kept = 1 / (1 - this.#rate)
    return tf.tidy(() => {
      const mask = Float32Array.from({ length: x.size }, () => (this.#rng.uniform() < this.#rate ? 0 : kept))
      return tf.mul(x, tf.tensor(mask, x.shape))
    })
  }
}
