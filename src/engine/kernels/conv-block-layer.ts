// A convolution with its relu and pooling as one ordinary tf.layers layer.

import * as tf from '@tensorflow/tfjs-core'
import * as layers from '@tensorflow/tfjs-layers'
import { type ConvBlockOptions, convBlock } from './conv-block.ts'

/** What a convolution block is made from. */
export interface ConvBlockLayerConfig extends ConvBlockOptions {
  readonly name: string
  readonly filters: number
  readonly kernelSize: number
}

/**
 * A layer from [batch, length, channels] with the weights kernel and bias, in Keras' order and shapes. Both start at
 * zero: they are set afterwards.
 */
export function createConvBlockLayer(config: ConvBlockLayerConfig): layers.layers.Layer {
  return new ConvBlockLayer(config)
}

class ConvBlockLayer extends layers.layers.Layer {
  static readonly className = 'StudioConvBlock'
  readonly #config: ConvBlockLayerConfig
  #weights: readonly layers.LayerVariable[] = []

  constructor(config: ConvBlockLayerConfig) {
    super({ name: config.name })
    this.#config = config
  }

  override build(inputShape: layers.Shape): void {
    const { kernelSize, filters } = this.#config
    const zeros = layers.initializers.zeros()
    this.#weights = [
      this.addWeight('kernel', [kernelSize, inputShape[2]!, filters], 'float32', zeros),
      this.addWeight('bias', [filters], 'float32', zeros),
    ]
    this.built = true
  }

  override computeOutputShape([batch, length]: layers.Shape): layers.Shape {
    const { kernelSize, filters, padding, pool } = this.#config
    const time = padding === 'same' ? length! : length! - kernelSize + 1
    return [batch!, Math.floor(time / pool), filters]
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0]! : inputs) as tf.Tensor3D
      const [kernel, bias] = this.#weights.map((weight) => weight.read())
      return convBlock(x, kernel as tf.Tensor3D, bias as tf.Tensor1D, this.#config)
    })
  }
}
