import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { softmaxCrossEntropy } from './softmax-cross-entropy.ts'
import { relativeError, startWasm } from './testing.ts'

beforeAll(startWasm)

const LOGITS = [1, 2, 3, -1, 0.5, 0, 80, -80, 0]
const ONE_HOT = [0, 1, 0, 1, 0, 0, 0, 1, 0]
const WEIGHTS = [0.5, 0.5, 0]

function lossAndGradient(logits: number[], oneHot: number[], weights: number[]) {
  return tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad((x) =>
      softmaxCrossEntropy(
        x as tf.Tensor2D,
        tf.tensor2d(oneHot, [weights.length, oneHot.length / weights.length]),
        tf.tensor1d(weights),
      ),
    )(tf.tensor2d(logits, [weights.length, logits.length / weights.length]))
    return { loss: value.dataSync()[0]!, gradient: grad.dataSync() }
  })
}

describe('softmax cross-entropy', () => {
  test('is the weighted sum over samples, and padding has no part in it', () => {
    const first = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3)) - 2
    const second = Math.log(Math.exp(-1) + Math.exp(0.5) + 1) + 1
    const { loss, gradient } = lossAndGradient(LOGITS, ONE_HOT, WEIGHTS)
    expect(loss).toBeCloseTo((first + second) / 2, 6)
    const softmax = (row: number[]) => {
      const total = row.reduce((sum, x) => sum + Math.exp(x), 0)
      return row.map((x) => Math.exp(x) / total)
    }
    const [p, q] = [softmax([1, 2, 3]), softmax([-1, 0.5, 0])] as [number[], number[]]
    const expected = [p[0]!, p[1]! - 1, p[2]!, q[0]! - 1, q[1]!, q[2]!, 0, 0, 0].map((g) => g / 2)
    expect(relativeError(gradient, expected)).toBeLessThan(1e-6)
  })

  test('keeps the loss of a probability that float32 rounds to zero', () => {
    const { loss, gradient } = lossAndGradient([300, -300], [0, 1], [1])
    expect(loss).toBe(600)
    expect(Array.from(gradient)).toEqual([1, -1])
  })
})
