import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { beforeEach, describe, expect, test } from 'vitest'
import { ADAM, type AdamSlot, adamStepSize, applyAdam } from './adam.ts'
import { normals, relativeError, startWasm, withoutLeaks } from './testing.ts'

/** Kingma & Ba's update in float64, as Keras writes it. */
function reference(start: Float32Array, gradients: Float32Array[], learningRate: number): Float64Array {
  const p = Float64Array.from(start)
  const m = new Float64Array(p.length)
  const v = new Float64Array(p.length)
  for (const [i, g] of gradients.entries()) {
    const alpha = (learningRate * Math.sqrt(1 - 0.999 ** (i + 1))) / (1 - 0.9 ** (i + 1))
    for (let j = 0; j < p.length; j++) {
      m[j] = 0.9 * m[j]! + 0.1 * g[j]!
      v[j] = 0.999 * v[j]! + 0.001 * g[j]! ** 2
      p[j] = p[j]! - (alpha * m[j]!) / (Math.sqrt(v[j]!) + 1e-7)
    }
  }
  return p
}

describe.each(['wasm', 'cpu'])('Adam on %s', (backend) => {
  beforeEach(async () => {
    if (backend === 'wasm') await startWasm()
    else await tf.setBackend(backend)
  })

  test('follows the formula over several steps', async () => {
    const start = normals('p', 101)
    const gradients = [1, 2, 3, 4, 5].map((step) => normals(`g${step}`, 101))
    const slot: AdamSlot = {
      variable: tf.variable(tf.tensor1d(start)),
      m: tf.variable(tf.zeros([101])),
      v: tf.variable(tf.zeros([101])),
    }
    for (const [i, g] of gradients.entries()) {
      applyAdam(slot, tf.tensor1d(g), adamStepSize(1e-3, i + 1))
    }
    const expected = reference(start, gradients, 1e-3)
    const moved = expected.map((value, i) => value - start[i]!)
    const actual = Array.from(await slot.variable.data(), (value, i) => value - start[i]!)
    expect(relativeError(actual, moved)).toBeLessThan(1e-4)
  })

  test('keeps epsilon outside the root', async () => {
    const slot: AdamSlot = {
      variable: tf.variable(tf.tensor1d([0])),
      m: tf.variable(tf.zeros([1])),
      v: tf.variable(tf.zeros([1])),
    }
    applyAdam(slot, tf.tensor1d([1e-7]), adamStepSize(1, 1))
    // m = 1e-8, sqrt(v) = 1e-7 sqrt(0.001), step size = sqrt(0.001) / 0.1
    const expected = -(Math.sqrt(0.001) / 0.1) * (1e-8 / (1e-7 * Math.sqrt(0.001) + ADAM.epsilon))
    expect((await slot.variable.data())[0]).toBeCloseTo(expected, 5)
  })
})

describe('Adam on wasm', () => {
  test('moves the weights that matrix products compute with', async () => {
    await startWasm()
    await withoutLeaks(async () => {
      const slot: AdamSlot = {
        variable: tf.tidy(() => tf.variable(tf.ones([2, 2]))),
        m: tf.tidy(() => tf.variable(tf.zeros([2, 2]))),
        v: tf.tidy(() => tf.variable(tf.zeros([2, 2]))),
      }
      const x = tf.ones([1, 2])
      const gradient = tf.ones([2, 2])
      const product = async () => {
        const y = tf.matMul(x, slot.variable as tf.Tensor2D)
        const values = Array.from(await y.data())
        y.dispose()
        return values
      }
      expect(await product()).toEqual([2, 2])
      applyAdam(slot, gradient, adamStepSize(0.25, 1))
      for (const value of await product()) expect(value).toBeCloseTo(1.5, 5)
      tf.dispose([slot.variable, slot.m, slot.v, x, gradient])
    })
  })
})
