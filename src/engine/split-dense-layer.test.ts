import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { initialWeights } from '../core/initialisers.ts'
import { describeModel, type ModelDescription, modelWeights, size } from '../core/models.ts'
import { normals, relativeError, startWasm, withoutLeaks } from './kernels/testing.ts'
import { createNetwork, disposeNetwork, type Network, readWeights, setWeights } from './model.ts'
import { partRows, splitProduct } from './split-dense-layer.ts'
import {
  batchGradients,
  createTrainer,
  disposeTrainer,
  type MicroBatch,
  predict,
  trainStep,
} from './trainer.ts'

beforeAll(startWasm)

describe('the rows of the parts', () => {
  test.each<[string, [number, number], number, number[]]>([
    ['all where they fit', [100, 8], 100 * 32, [100]],
    ['two halves where one value is too many', [96, 8], 96 * 32 - 1, [48, 48]],
    ['a multiple of four, the last part has the rest', [100, 8], 60 * 32, [52, 48]],
    ['fewer where the multiple would be too large', [16, 8], 6 * 32, [4, 4, 4, 4]],
    ['an odd rest', [35, 8], 20 * 32, [20, 15]],
    ['no fewer than four', [9, 8], 10, [4, 4, 1]],
    ['CNN8 at 17,908 points in 128 MiB', [1119 * 256, 256], 2 ** 27, [95_488, 95_488, 95_488]],
  ])('%s', (_, shape, bytes, rows) => {
    expect(partRows(shape, bytes)).toEqual(rows)
  })

  test('are within the limit, and as few as it allows', () => {
    for (let rows = 1; rows < 200; rows++) {
      const parts = partRows([rows, 3], 240)
      expect(Math.max(...parts)).toBeLessThanOrEqual(20)
      expect(parts).toHaveLength(Math.ceil(rows / 20))
      expect(parts.reduce((sum, part) => sum + part)).toBe(rows)
    }
  })
})

describe('a product in parts', () => {
  const [batch, inputs, units] = [3, 22, 5]
  const ROWS = [8, 8, 6]

  test('and its gradients are those of the whole', async () => {
    await withoutLeaks(async () => {
      const x = tf.tensor2d(normals('x', batch * inputs), [batch, inputs])
      const w = tf.tensor2d(normals('w', inputs * units), [inputs, units])
      const dy = tf.tensor2d(normals('dy', batch * units), [batch, units])
      const parts = tf.split(w, ROWS, 0) as tf.Tensor2D[]
      const whole = tf.grads((x, w) => tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D))([x, w], dy)
      const split = tf.grads((x, ...parts) => splitProduct(x as tf.Tensor2D, parts as tf.Tensor2D[]))(
        [x, ...parts],
        dy,
      )
      const compare = async (actual: tf.Tensor, expected: tf.Tensor) => {
        expect(actual.shape).toEqual(expected.shape)
        expect(relativeError(await actual.data(), await expected.data())).toBeLessThan(1e-6)
      }
      const [product, expected] = [splitProduct(x, parts), tf.matMul(x, w)]
      const gradient = tf.concat(split.slice(1), 0)
      await compare(product, expected)
      await compare(split[0]!, whole[0]!)
      await compare(gradient, whole[1]!)
      tf.dispose([x, w, dy, product, expected, gradient, parts, whole, split])
    })
  })

  test('refuses parts that are not the whole', () => {
    tf.tidy(() => {
      const x = tf.zeros<tf.Rank.R2>([2, 10])
      const kernels = [tf.zeros<tf.Rank.R2>([4, 3]), tf.zeros<tf.Rank.R2>([4, 3])]
      expect(() => splitProduct(x, kernels)).toThrow('Expected kernels of 10 rows together, got 8')
    })
  })
})

/** CNN8 with its first kernel in parts, and CNN3 with two. */
const CASES = [
  { description: describeModel('CNN8', 64, 2), limit: 300_000, kernels: 4 },
  { description: describeModel('CNN3', 70, 3), limit: 6000, kernels: 32 + 2 },
] as const

describe.each(CASES)('$description.id in buffers of $limit bytes', ({ description, limit, kernels }) => {
  const weights = initialWeights(description, 1)
  const whole = () => createNetwork(description, weights, 1)
  const split = () => createNetwork(description, weights, 1, { largestBufferBytes: limit })
  const [first, second] = [batchOf(description, 0), batchOf(description, 4)]

  test('has no dense kernel that is larger', () => {
    const network = split()
    const dense = network.variables.filter(({ name, rank }) => rank === 2 && name.includes('dense'))
    expect(Math.max(...dense.map(({ size }) => 4 * size))).toBeLessThanOrEqual(limit)
    expect(dense.filter(({ name }) => name.includes('part'))).toHaveLength(kernels)
    disposeNetwork(network)
  })

  test('reads and sets weights as wholes', async () => {
    await withoutLeaks(async () => {
      const network = split()
      expectEqual(await readWeights(network), weights)
      const others = modelWeights(description).map(({ name, shape }) => normals(name, size(shape)))
      setWeights(network, others)
      expectEqual(await readWeights(network), others)
      disposeNetwork(network)
    })
  })

  test('computes what the plain layer does', async () => {
    await withoutLeaks(async () => {
      const [a, b] = [whole(), split()]
      const [expected, actual] = [predict(a, first), predict(b, first)]
      expect(relativeError(await actual.data(), await expected.data())).toBeLessThan(2e-6)
      tf.dispose([expected, actual])
      const gradients = await gradientsOf(a, first)
      for (const [i, values] of (await gradientsOf(b, first)).entries()) {
        expect(relativeError(values, gradients[i]!)).toBeLessThan(2e-6)
      }
      disposeNetwork(a)
      disposeNetwork(b)
    })
  })

  test('trains as the plain layer does, in micro-batches too', async () => {
    await withoutLeaks(async () => {
      const [expected, actual] = [await trained(whole()), await trained(split())]
      for (const [i, values] of actual.entries()) {
        expect(values).toHaveLength(expected[i]!.length)
        expect(distance(values, expected[i]!) / distance(expected[i]!, weights[i]!)).toBeLessThan(1e-5)
      }
    })
  })

  /** Weights after a step of one pass and one of two. */
  async function trained(network: Network): Promise<Float32Array[]> {
    const trainer = createTrainer(network)
    for (const parts of [[first], [first, second]]) tf.dispose(trainStep(trainer, parts, 1e-3))
    const values = await readWeights(network)
    disposeTrainer(trainer)
    disposeNetwork(network)
    return values
  }
})

function batchOf({ id, length, classes }: ModelDescription, from: number): MicroBatch {
  const labels = Uint8Array.from({ length: 4 }, (_, row) => row % classes)
  const x = normals(`x of ${id}`, 8 * length).slice(from * length, (from + 4) * length)
  return { x, labels, redshift: null, rows: 4 }
}

/** Gradients of whole weights, as `readWeights` has them. */
async function gradientsOf(network: Network, batch: MicroBatch): Promise<Float32Array[]> {
  const { loss, gradients, output } = batchGradients(network, batch, 1 / batch.rows)
  const variables = network.variables.map(({ name }) => gradients[name] as tf.Variable)
  const values = await readWeights({ ...network, variables })
  tf.dispose([loss, output, gradients])
  return values
}

/** Bit for bit. */
function expectEqual(actual: readonly Float32Array[], expected: readonly Float32Array[]): void {
  expect(actual.map(({ length }) => length)).toEqual(expected.map(({ length }) => length))
  for (const [i, values] of actual.entries()) {
    expect(values.every((value, j) => value === expected[i]![j])).toBe(true)
  }
}

function distance(a: Float32Array, b: Float32Array): number {
  return Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0))
}
