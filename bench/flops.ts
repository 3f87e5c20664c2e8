// What the networks and kernels cost, counted and not measured: floating-point operations, 2 per multiply-add, and the
// bytes that must at least pass through memory.

import type { LayerDescription, ModelDescription } from '../src/core/models.ts'

/** Work of one call. */
export interface Work {
  /** floating-point operations, 2 per multiply-add; activations and additions outside of products do not count */
  readonly flops: number
  /** each operand read once and each result written once, float32 */
  readonly bytes: number
}

const FLOAT = 4
/** Adam reads weight, gradient and two moments and writes all but the gradient. */
const ADAM_FLOATS = 7

/** Operations of a forward pass through one layer, per sample. */
export function forwardFlops(
  { spec, outputShape, weights }: LayerDescription,
  input: readonly number[],
): number {
  switch (spec.kind) {
    case 'conv1d':
      return 2 * outputShape[0]! * spec.kernelSize * input[1]! * spec.filters
    case 'dense':
      return 2 * input.at(-1)! * spec.units
    case 'gru':
    case 'lstm': {
      // kernel and recurrent kernel: every step takes each of their values once
      const [kernel, recurrent] = weights
      return 2 * input[0]! * (product(kernel!.shape) + product(recurrent!.shape))
    }
    case 'maxPool':
    case 'flatten':
    case 'dropout':
    case 'concatenateRedshift':
      return 0
    default:
      return spec satisfies never
  }
}

/**
 * Operations of a training step per sample: forward, gradients of the weights and gradients of the inputs, as many each.
 * The first layer needs no gradient of its input.
 */
export function trainFlopsPerSample({ layers, length }: ModelDescription): number {
  let input: readonly number[] = [length, 1]
  let flops = 0
  for (const [i, layer] of layers.entries()) {
    flops += forwardFlops(layer, input) * (i === 0 ? 2 : 3)
    input = layer.outputShape
  }
  return flops
}

/** Adam on so many parameters: memory only. */
export function adamWork(parameters: number): Work {
  return { flops: 0, bytes: ADAM_FLOATS * FLOAT * parameters }
}

/** [m, k] times [k, n]. */
export function gemmWork(m: number, k: number, n: number): Work {
  return { flops: 2 * m * k * n, bytes: FLOAT * (m * k + k * n + m * n) }
}

/** A convolution block, or one of its gradients. */
export interface ConvSize {
  readonly pass: 'forward' | 'input gradient' | 'weight gradient'
  readonly batch: number
  /** points of x, and of the convolution's output before pooling */
  readonly length: number
  readonly time: number
  readonly channels: number
  readonly filters: number
  readonly taps: number
  readonly pool: 1 | 2
}

/** A pass over a convolution block. Its gradients also read the result, which relu's slope follows from. */
export function convWork({ pass, batch, length, time, channels, filters, taps, pool }: ConvSize): Work {
  const x = batch * length * channels
  const y = batch * Math.floor(time / pool) * filters
  const kernel = taps * channels * filters
  const values = {
    forward: x + kernel + y,
    'input gradient': 2 * y + kernel + x,
    'weight gradient': x + 2 * y + kernel,
  }
  return { flops: 2 * batch * time * kernel, bytes: FLOAT * values[pass] }
}

/** The recurrence alone, without the products that need no earlier step: [batch, units] times [units, gates units]. */
export function sweepWork(gates: 3 | 4, batch: number, time: number, units: number): Work {
  const steps = batch * time
  // read: projected input; written: gates, states and one more value per unit
  const values = steps * units * (2 * gates + 2)
  return { flops: 2 * steps * gates * units * units, bytes: FLOAT * (values + gates * units * units) }
}

/** Forward and backward pass of a whole recurrent layer, gradients of its input included. */
export function layerWork(gates: 3 | 4, batch: number, time: number, channels: number, units: number): Work {
  const steps = batch * time
  const weights = gates * units * (channels + units)
  return { flops: 3 * 2 * steps * weights, bytes: FLOAT * (2 * steps * (channels + units) + 3 * weights) }
}

function product(shape: readonly number[]): number {
  return shape.reduce((total, size) => total * size, 1)
}
