// GRU and LSTM as ordinary tf.layers. tfjs' own are no choice: no reset_after, and 65 operations on the tape per step.

import * as tf from '@tensorflow/tfjs-core'
import * as layers from '@tensorflow/tfjs-layers'
import { gru } from './gru.ts'
import { lstm } from './lstm.ts'

/** What a recurrent layer is made from. */
export interface RecurrentLayerConfig {
  readonly kind: 'gru' | 'lstm'
  readonly name: string
  readonly units: number
  /** all states [batch, time, units], or the last one [batch, units] */
  readonly returnSequences: boolean
}

/**
 * A layer from [batch, time, channels] with the weights kernel, recurrent_kernel and bias, in Keras' order and shapes.
 * All start at zero: they are set afterwards.
 */
export function createRecurrentLayer(config: RecurrentLayerConfig): layers.layers.Layer {
  return new RecurrentLayer(config)
}

class RecurrentLayer extends layers.layers.Layer {
  static readonly className = 'StudioRecurrent'
  readonly #config: RecurrentLayerConfig
  #weights: readonly layers.LayerVariable[] = []

  constructor(config: RecurrentLayerConfig) {
    super({ name: config.name })
    this.#config = config
  }

  override build(inputShape: layers.Shape): void {
    const { kind, units } = this.#config
    const width = (kind === 'gru' ? 3 : 4) * units
    const zeros = layers.initializers.zeros()
    const weight = (name: string, shape: number[]) => this.addWeight(name, shape, 'float32', zeros)
    this.#weights = [
      weight('kernel', [inputShape[2]!, width]),
      weight('recurrent_kernel', [units, width]),
      weight('bias', kind === 'gru' ? [2, width] : [width]),
    ]
    this.built = true
  }

  override computeOutputShape([batch, time]: layers.Shape): layers.Shape {
    const { units, returnSequences } = this.#config
    return returnSequences ? [batch!, time!, units] : [batch!, units]
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0]! : inputs) as tf.Tensor3D
      const [kernel, recurrent, bias] = this.#weights.map((weight) => weight.read())
      const run = this.#config.kind === 'gru' ? gru : lstm
      const states = run(
        x,
        kernel as tf.Tensor2D,
        recurrent as tf.Tensor2D,
        bias as tf.Tensor2D & tf.Tensor1D,
      )
      return this.#config.returnSequences ? states : lastState(states)
    })
  }
}

function lastState(states: tf.Tensor3D): tf.Tensor2D {
  const [batch, time, units] = states.shape
  return tf.reshape(tf.slice(states, [0, time - 1, 0], [batch, 1, units]), [batch, units])
}
