import * as tf from '@tensorflow/tfjs-core'
import * as layers from '@tensorflow/tfjs-layers'
import { beforeAll, describe, expect, test } from 'vitest'
import gruFixture from '../../../reference/fixtures/keras/kernels/gru.json'
import lstmFixture from '../../../reference/fixtures/keras/kernels/lstm.json'
import { createRecurrentLayer } from './recurrent-layer.ts'
import { relativeError, startWasm, withoutLeaks } from './testing.ts'

beforeAll(startWasm)

interface KerasTensor {
  readonly shape: number[]
  readonly data: number[]
}

function tensor({ data, shape }: KerasTensor): tf.Tensor {
  return tf.tensor(data, shape, 'float32')
}

/** max|a - ref| / max|ref|, or max|a| where the reference is zero */
function errorOf(actual: tf.Tensor, { data }: KerasTensor): number {
  const values = actual.dataSync()
  return data.some((value) => value !== 0)
    ? relativeError(values, data)
    : Math.max(...Array.from(values, Math.abs))
}

describe.each(['gru', 'lstm'] as const)('%s as a layer on wasm', (kind) => {
  test.each((kind === 'gru' ? gruFixture : lstmFixture).cases)('equals Keras: $name', async (c) => {
    await withoutLeaks(async () => {
      const [, time, channels] = c.x.shape as [number, number, number]
      const units = c.weights.recurrent_kernel.shape[0]!
      const layer = createRecurrentLayer({
        kind,
        name: 'recurrent',
        units,
        returnSequences: c.returnSequences,
      })
      const input = layers.input({ shape: [time, channels] })
      const model = layers.model({ inputs: input, outputs: layer.apply(input) as layers.SymbolicTensor })
      expect(model.outputShape).toEqual([null, ...c.output.shape.slice(1)])
      expect(model.trainableWeights.map((weight) => weight.shape)).toEqual([
        c.weights.kernel.shape,
        c.weights.recurrent_kernel.shape,
        c.weights.bias.shape,
      ])
      tf.tidy(() => {
        model.setWeights([c.weights.kernel, c.weights.recurrent_kernel, c.weights.bias].map(tensor))
        const variables = model.trainableWeights.map(
          (weight) => (weight as unknown as { val: tf.Variable }).val,
        )
        const x = tensor(c.x)
        expect(errorOf(model.predict(x) as tf.Tensor, c.output)).toBeLessThan(1e-6)
        const { grads } = tf.variableGrads(
          () => tf.sum(tf.mul(model.apply(x) as tf.Tensor, tensor(c.outputGradient))) as tf.Scalar,
          variables,
        )
        const [kernel, recurrent, bias] = variables.map((variable) => grads[variable.name]!)
        expect(errorOf(kernel!, c.gradients.kernel)).toBeLessThan(3e-6)
        expect(errorOf(recurrent!, c.gradients.recurrent_kernel)).toBeLessThan(3e-6)
        expect(errorOf(bias!, c.gradients.bias)).toBeLessThan(3e-6)
      })
      model.dispose()
    })
  })
})
