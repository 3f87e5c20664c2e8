// Single layers, the loss and Adam on wasm against Keras in float64 (reference/make_keras_kernel_fixtures.py), through the
// same tf.layers that models are made of. Recurrent layers have tests of their own.

import * as tf from '@tensorflow/tfjs-core'
import * as layers from '@tensorflow/tfjs-layers'
import { beforeAll, describe, expect, test } from 'vitest'
import adam from '../../../reference/fixtures/keras/kernels/adam.json' with { type: 'json' }
import conv1d from '../../../reference/fixtures/keras/kernels/conv1d.json' with { type: 'json' }
import dense from '../../../reference/fixtures/keras/kernels/dense.json' with { type: 'json' }
import maxPool from '../../../reference/fixtures/keras/kernels/max-pool.json' with { type: 'json' }
import crossEntropy from '../../../reference/fixtures/keras/kernels/softmax-cross-entropy.json' with {
  type: 'json',
}
import { type AdamSlot, adamStepSize, applyAdam } from './adam.ts'
import { createConvBlockLayer } from './conv-block-layer.ts'
import { softmaxCrossEntropy } from './softmax-cross-entropy.ts'
import { relativeError, startWasm } from './testing.ts'

beforeAll(startWasm)

interface Values {
  readonly shape: number[]
  readonly data: number[]
}

interface LayerCase {
  readonly x: Values
  readonly weights: { readonly kernel?: Values; readonly bias?: Values }
  readonly outputGradient: Values
  readonly output: Values
  readonly gradients: { readonly x: Values; readonly kernel?: Values; readonly bias?: Values }
}

function tensor({ data, shape }: Values): tf.Tensor {
  return tf.tensor(data, shape)
}

/** Output and gradients of sum(output * outputGradient), each next to what Keras has. */
function compare(layer: layers.layers.Layer, expected: LayerCase): [string, tf.Tensor, Values][] {
  const x = tensor(expected.x)
  layer.build(x.shape)
  const { kernel, bias } = expected.weights
  if (kernel !== undefined && bias !== undefined) layer.setWeights([tensor(kernel), tensor(bias)])
  const variables = layer.trainableWeights.map((weight) => (weight as unknown as { val: tf.Variable }).val)
  const input = tf.variable(x)
  const g = tensor(expected.outputGradient)
  const run = () => layer.call(input, {}) as tf.Tensor
  const { grads } = tf.variableGrads(() => tf.sum(tf.mul(run(), g)) as tf.Scalar, [input, ...variables])
  return [
    ['output', run(), expected.output],
    ['dx', grads[input.name]!, expected.gradients.x],
    ...variables.map(({ name }, i): [string, tf.Tensor, Values] => {
      const of = i === 0 ? expected.gradients.kernel : expected.gradients.bias
      return [i === 0 ? 'dkernel' : 'dbias', grads[name]!, of!]
    }),
  ]
}

async function expectEqual(comparisons: readonly [string, tf.Tensor, Values][]): Promise<void> {
  for (const [name, actual, expected] of comparisons) {
    expect(actual.shape, name).toEqual(expected.shape)
    expect(relativeError(await actual.data(), expected.data), name).toBeLessThan(1e-6)
  }
}

describe('conv1d', () => {
  // relu belongs to the block; the cases without it are for layers of other models
  test.each(conv1d.cases.filter(({ activation }) => activation === 'relu'))('$name', async (expected) => {
    const layer = createConvBlockLayer({
      name: 'conv1d',
      filters: expected.output.shape[2]!,
      kernelSize: expected.kernelSize,
      padding: expected.padding as 'valid' | 'same',
      pool: 1,
      inputGradient: true,
    })
    await expectEqual(compare(layer, expected))
  })
})

describe('max pooling', () => {
  test.each(maxPool.cases)('$name', async (expected) => {
    await expectEqual(compare(layers.layers.maxPooling1d({ poolSize: 2, strides: 2 }), expected))
  })
})

describe('dense', () => {
  test.each(dense.cases)('$name', async (expected) => {
    const layer = layers.layers.dense({
      units: expected.output.shape[1]!,
      activation: expected.activation as 'linear' | 'relu',
    })
    await expectEqual(compare(layer, expected))
  })
})

describe('softmax cross-entropy', () => {
  test.each(crossEntropy.cases)('$name', async ({ logits, oneHot, loss, gradient, probabilities }) => {
    const rows = logits.shape[0]!
    const weights = tf.fill([rows], 1 / rows) as tf.Tensor1D
    const { value, grad } = tf.valueAndGrad((x) =>
      softmaxCrossEntropy(x as tf.Tensor2D, tensor(oneHot) as tf.Tensor2D, weights),
    )(tensor(logits))
    expect(relativeError(await value.data(), [loss])).toBeLessThan(1e-6)
    await expectEqual([
      ['gradient', grad, gradient],
      ['probabilities', tf.softmax(tensor(logits)), probabilities],
    ])
  })
})

describe('Adam', () => {
  test.each(adam.cases)('$name', async ({ learningRate, initial, gradients, weights }) => {
    const slot: AdamSlot = {
      variable: tf.variable(tensor(initial)),
      m: tf.variable(tf.zeros(initial.shape)),
      v: tf.variable(tf.zeros(initial.shape)),
    }
    for (const [i, gradient] of gradients.entries()) {
      applyAdam(slot, tensor(gradient), adamStepSize(learningRate, i + 1))
      expect(relativeError(await slot.variable.data(), weights[i]!.data)).toBeLessThan(1e-6)
    }
  })
})
