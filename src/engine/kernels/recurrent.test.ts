import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import gruFixture from '../../../reference/fixtures/keras/kernels/gru.json'
import lstmFixture from '../../../reference/fixtures/keras/kernels/lstm.json'
import { gruBackward, gruForward } from './gru.ref.ts'
import { gru } from './gru.ts'
import { lstmBackward, lstmForward } from './lstm.ref.ts'
import { lstm } from './lstm.ts'
import {
  RECURRENT_SIZES,
  type RecurrentCase,
  recurrentErrors,
  recurrentInputs,
  referenceValues,
  tensorOf,
} from './recurrent-testing.ts'
import { relativeError, startWasm, withoutLeaks } from './testing.ts'

beforeAll(startWasm)

const KINDS = ['gru', 'lstm'] as const
const PARAMETERS = ['x', 'kernel', 'recurrent', 'bias'] as const

/** sum of h * dh, whose gradients the references give */
function loss(c: RecurrentCase, { x, dh, ...weights }: ReturnType<typeof recurrentInputs>): number {
  const h = c.kind === 'gru' ? gruForward(x, weights, c) : lstmForward(x, weights, c).h
  return h.reduce((sum, value, i) => sum + value * dh[i]!, 0)
}

describe.each(KINDS)('the float64 reference of %s', (kind) => {
  test.each(PARAMETERS)('has the gradient of finite differences for %s', (name) => {
    const c: RecurrentCase = { kind, batch: 2, time: 4, channels: 3, units: 3 }
    const inputs = recurrentInputs(c)
    const values = inputs[name]
    const differences = Float64Array.from(values, (value, i) => {
      const at = (moved: number) => {
        values[i] = moved
        return loss(c, inputs)
      }
      const difference = (at(value + 1e-5) - at(value - 1e-5)) / 2e-5
      values[i] = value
      return difference
    })
    expect(relativeError(referenceValues(c)[name], differences)).toBeLessThan(1e-9)
  })

  const { cases } = kind === 'gru' ? gruFixture : lstmFixture
  test.each(cases)(
    'equals Keras: $name',
    ({ x, weights, outputGradient, output, gradients, returnSequences }) => {
      const [batch, time, channels] = x.shape as [number, number, number]
      const units = weights.recurrent_kernel.shape[0]!
      const shape = { batch, time, channels, units }
      const lastSteps = (values: Float64Array) =>
        values.filter((_, i) => returnSequences || Math.floor(i / units) % time === time - 1)
      const dh = new Float64Array(batch * time * units)
      for (let row = 0, from = 0; row < batch * time; row++) {
        if (!returnSequences && row % time < time - 1) continue
        dh.set(outputGradient.data.slice(from, from + units), row * units)
        from += units
      }
      const input = Float64Array.from(x.data)
      const arrays = {
        kernel: Float64Array.from(weights.kernel.data),
        recurrent: Float64Array.from(weights.recurrent_kernel.data),
        bias: Float64Array.from(weights.bias.data),
      }
      const h = kind === 'gru' ? gruForward(input, arrays, shape) : lstmForward(input, arrays, shape).h
      const actual = (kind === 'gru' ? gruBackward : lstmBackward)(input, arrays, dh, shape)
      expect(relativeError(lastSteps(h), output.data)).toBeLessThan(1e-12)
      expect(relativeError(actual.x, gradients.x.data)).toBeLessThan(1e-12)
      expect(relativeError(actual.kernel, gradients.kernel.data)).toBeLessThan(1e-12)
      expect(relativeError(actual.bias, gradients.bias.data)).toBeLessThan(1e-12)
      if (time > 1) {
        expect(relativeError(actual.recurrent, gradients.recurrent_kernel.data)).toBeLessThan(1e-12)
      } else {
        expect(actual.recurrent).toEqual(Float64Array.from(gradients.recurrent_kernel.data))
      }
    },
  )
})

describe.each(KINDS)('%s on wasm', (kind) => {
  test.each(RECURRENT_SIZES)('[$batch, $time, $channels] -> $units', async (size) => {
    await withoutLeaks(async () => {
      const { h, ...gradients } = await recurrentErrors({ kind, ...size })
      expect(h).toBeLessThan(1e-6)
      for (const error of Object.values(gradients)) expect(error).toBeLessThan(3e-6)
    })
  })

  test.each([false, true])(
    'remembers for 140 steps (the loss sees the last state only: %s)',
    async (lastStateOnly) => {
      const c: RecurrentCase = { kind, batch: 2, time: 140, channels: 3, units: 8, memory: 4, lastStateOnly }
      const { h, ...gradients } = await recurrentErrors(c)
      expect(h).toBeLessThan(1e-6)
      for (const error of Object.values(gradients)) expect(error).toBeLessThan(5e-6)
      if (lastStateOnly) {
        // the first input still matters, so that a memory cut anywhere would show
        const dx = referenceValues(c).x
        const largest = (values: Float64Array) =>
          values.reduce((max, value) => Math.max(max, Math.abs(value)), 0)
        expect(largest(dx.subarray(0, 3)) / largest(dx)).toBeGreaterThan(0.01)
      }
    },
  )

  test('follows weights that change', async () => {
    await withoutLeaks(async () => {
      const c: RecurrentCase = { kind, batch: 1, time: 3, channels: 1, units: 1 }
      const { x, kernel, bias } = recurrentInputs(c)
      const recurrent = tf.tidy(() => tf.variable(tf.zeros([1, kernel.length]) as tf.Tensor2D))
      for (const value of [0, 1, -1]) {
        tf.tidy(() => {
          recurrent.assign(tf.fill([1, kernel.length], value))
          const input = tensorOf<tf.Rank.R3>(x, [1, 3, 1])
          const w = tensorOf<tf.Rank.R2>(kernel, [1, kernel.length])
          const h =
            kind === 'gru'
              ? gru(input, w, recurrent, tensorOf<tf.Rank.R2>(bias, [2, 3]))
              : lstm(input, w, recurrent, tensorOf<tf.Rank.R1>(bias, [4]))
          const weights = { kernel, recurrent: new Float64Array(kernel.length).fill(value), bias }
          const expected = kind === 'gru' ? gruForward(x, weights, c) : lstmForward(x, weights, c).h
          expect(relativeError(h.dataSync(), expected)).toBeLessThan(1e-6)
        })
      }
      recurrent.dispose()
    })
  })
})

describe('weights that do not belong together', () => {
  test.each([
    [[3, 9], [4, 12], [2, 12], 'Expected a kernel [3,12] for a GRU on x [2,5,3], got [3,9]'],
    [[3, 12], [4, 9], [2, 12], 'Expected a recurrent kernel [4,12] for a GRU on x [2,5,3], got [4,9]'],
    [[3, 12], [4, 12], [1, 12], 'Expected a bias [2,12] for a GRU on x [2,5,3], got [1,12]'],
  ])('a GRU refuses %j, %j, %j', (kernel, recurrent, bias, message) => {
    tf.tidy(() => {
      const run = () =>
        gru(
          tf.zeros([2, 5, 3]),
          tf.zeros(kernel as [number, number]),
          tf.zeros(recurrent as [number, number]),
          tf.zeros(bias as [number, number]),
        )
      expect(run).toThrow(new Error(message))
    })
  })

  test('an LSTM refuses the bias of a GRU', () => {
    tf.tidy(() => {
      const bias = tf.zeros([2, 16]) as tf.Tensor as tf.Tensor1D
      const run = () => lstm(tf.zeros([2, 5, 3]), tf.zeros([3, 16]), tf.zeros([4, 16]), bias)
      expect(run).toThrow(new Error('Expected a bias [16] for an LSTM on x [2,5,3], got [2,16]'))
    })
  })
})
