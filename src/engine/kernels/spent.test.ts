import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { freeingSpent } from './spent.ts'
import { startWasm, withoutLeaks } from './testing.ts'

beforeAll(startWasm)

/** x squared, whose gradient function notes how many tensors there are after those that follow it have run. */
function square(x: tf.Tensor, tensors: number[]): tf.Tensor {
  const operation = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const [x, save] = args as [tf.Tensor, tf.GradSaveFunc]
    save([x])
    return {
      value: tf.square(x),
      gradFunc: freeingSpent((dy, [x]) => {
        tensors.push(tf.memory().numTensors)
        return [tf.mul(dy, tf.mul(x!, 2))]
      }),
    }
  })
  return operation(x)
}

test('what a gradient took is free before the next one, and the gradients are right', async () => {
  await withoutLeaks(async () => {
    const tensors: number[] = []
    const x = tf.tensor1d([1, 2, 3])
    const gradient = tf.grad((x) => {
      let y = x
      for (let i = 0; i < 3; i++) y = square(y, tensors)
      return y
    })(x)
    // x^8
    expect(Array.from(await gradient.data())).toEqual([8, 8 * 2 ** 7, 8 * 3 ** 7])
    // each has one saved tensor less than the one before, and as many gradients
    expect(tensors).toEqual([tensors[0], tensors[0]! - 1, tensors[0]! - 2])
    tf.dispose([x, gradient])
  })
})
