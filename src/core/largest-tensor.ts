// The largest single tensor of a training step. Each tensor is a buffer of the GPU, and adapters say how large one may be.

import { type LayerDescription, type ModelDescription, modelWeights, size } from './models.ts'

const BYTES_PER_VALUE = 4

/**
 * Bytes that one sample of a pass takes in the largest tensor that has a row per sample. Those are the input, the output of
 * each layer, and larger than these:
 *
 * - convolution: its output before pooling, [time, filters]; it is never kept, but WebGPU makes its gradient
 * - GRU and LSTM: the gates, [time, 3 u] and [time, 4 u]
 */
export function largestActivationBytes(description: ModelDescription): number {
  const { layers, length } = description
  const values = layers.map((layer, i) => largestValues(layer, layers[i - 1]?.outputShape ?? [length, 1]))
  return BYTES_PER_VALUE * Math.max(length, ...values)
}

/** Bytes of the largest weight, and so of its gradient and moments. */
export function largestWeightBytes(description: ModelDescription): number {
  return BYTES_PER_VALUE * Math.max(...modelWeights(description).map(({ shape }) => size(shape)))
}

function largestValues({ spec, outputShape }: LayerDescription, input: readonly number[]): number {
  switch (spec.kind) {
    case 'gru':
    case 'lstm':
      return input[0]! * spec.units * (spec.kind === 'gru' ? 3 : 4)
    default:
      return size(outputShape)
  }
}
