// The largest single tensor of a training step. Each tensor is a buffer of the GPU, and adapters say how large one may be.

import { type LayerDescription, type ModelDescription, size } from './models.ts'

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

/**
 * Bytes of the largest weight that is one tensor, and so of its gradient and moments. Kernels of dense layers are not: the
 * engine keeps them in parts where a device has no buffer for the whole.
 */
export function largestWeightBytes({ layers }: ModelDescription): number {
  const weights = layers.flatMap(({ spec, weights }) => (spec.kind === 'dense' ? weights.slice(1) : weights))
  return BYTES_PER_VALUE * Math.max(...weights.map(({ shape }) => size(shape)))
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
