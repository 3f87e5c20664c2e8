import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { initialWeights } from '../core/initialisers.ts'
import { describeModel, type ModelId, type ModelOptions } from '../core/models.ts'
import { normals, relativeError, startWasm, withoutLeaks } from './kernels/testing.ts'
import { createNetwork, disposeNetwork, type Network, readWeights, setWeights } from './model.ts'
import {
  batchGradients,
  createTrainer,
  disposeTrainer,
  type MicroBatch,
  predict,
  trainStep,
} from './trainer.ts'

const LENGTH = 40
beforeAll(startWasm)

function network(id: ModelId = 'CNN3', options: ModelOptions = {}): Network {
  const description = describeModel(id, LENGTH, 2, options)
  return createNetwork(description, initialWeights(description, 1), 1)
}

/** `rows` samples, padded to `size`; the padding holds values that would show if they counted. */
function batch(rows: number, size = rows, from = 0): MicroBatch {
  const x = normals('x', 200 * LENGTH).slice(from * LENGTH, (from + size) * LENGTH)
  const labels = Uint8Array.from({ length: size }, (_, row) => (from + row) % 2)
  return { x, labels, redshift: null, rows }
}

async function gradientsOf(
  net: Network,
  batches: readonly MicroBatch[],
  weight: number,
): Promise<Float32Array[]> {
  const sums = net.variables.map(({ size }) => new Float64Array(size))
  for (const part of batches) {
    const { loss, gradients, output } = batchGradients(net, part, weight)
    for (const [i, variable] of net.variables.entries()) {
      const values = await gradients[variable.name]!.data()
      for (let j = 0; j < values.length; j++) sums[i]![j]! += values[j]!
    }
    tf.dispose([loss, output, gradients])
  }
  return sums.map((sum) => Float32Array.from(sum))
}

describe('gradients', () => {
  test('of a batch of 128 are those of 16 parts of 8, to 1e-6', async () => {
    await withoutLeaks(async () => {
      const net = network()
      const whole = await gradientsOf(net, [batch(128)], 1 / 128)
      const parts = Array.from({ length: 16 }, (_, i) => batch(8, 8, 8 * i))
      const added = await gradientsOf(net, parts, 1 / 128)
      whole.forEach((values, i) => {
        expect(relativeError(added[i]!, values)).toBeLessThan(1e-6)
      })
      disposeNetwork(net)
    })
  })

  test('of a padded batch are those of its real rows', async () => {
    const net = network()
    const real = await gradientsOf(net, [batch(3)], 1 / 3)
    const padded = await gradientsOf(net, [batch(3, 8)], 1 / 3)
    real.forEach((values, i) => {
      expect(relativeError(padded[i]!, values)).toBeLessThan(1e-6)
    })
    disposeNetwork(net)
  })
})

test('a step takes the mean over its real rows, whatever their number', async () => {
  await withoutLeaks(async () => {
    const rate = 1e-3
    // a full step, a short and padded one, a full one: sums in place of means would weigh them differently
    const steps = [[batch(8), batch(8, 8, 8)], [batch(8, 8, 16), batch(3, 8, 24)], [batch(8, 8, 32)]]
    const trained = network()
    const trainer = createTrainer(trained)
    for (const parts of steps) tf.dispose(trainStep(trainer, parts, rate))

    const expected = network()
    const start = await readWeights(expected)
    const p = start.map((values) => Float64Array.from(values))
    const m = start.map(({ length }) => new Float64Array(length))
    const v = start.map(({ length }) => new Float64Array(length))
    for (const [i, parts] of steps.entries()) {
      const rows = parts.reduce((total, part) => total + part.rows, 0)
      const gradients = await gradientsOf(expected, parts, 1 / rows)
      const alpha = (rate * Math.sqrt(1 - 0.999 ** (i + 1))) / (1 - 0.9 ** (i + 1))
      for (const [w, g] of gradients.entries()) {
        for (let j = 0; j < g.length; j++) {
          m[w]![j] = 0.9 * m[w]![j]! + 0.1 * g[j]!
          v[w]![j] = 0.999 * v[w]![j]! + 0.001 * g[j]! ** 2
          p[w]![j]! -= (alpha * m[w]![j]!) / (Math.sqrt(v[w]![j]!) + 1e-7)
        }
      }
      setWeights(
        expected,
        p.map((values) => Float32Array.from(values)),
      )
    }
    for (const [w, values] of (await readWeights(trained)).entries()) {
      const moved = p[w]!.map((value, j) => value - start[w]![j]!)
      const movedActually = Float64Array.from(values, (value, j) => value - start[w]![j]!)
      expect(relativeError(movedActually, moved)).toBeLessThan(1e-3)
    }
    disposeTrainer(trainer)
    disposeNetwork(trained)
    disposeNetwork(expected)
  })
})

describe('dropout', () => {
  test('is active in training only, and its masks follow from the seed', async () => {
    const net = () => network('CNN-GRU', { scale: 16, dropout: 0.5 })
    const logits = async (n: Network) => {
      const { loss, gradients, output } = batchGradients(n, batch(4), 1 / 4)
      const values = Array.from(await output.data())
      tf.dispose([loss, output, gradients])
      return values
    }
    const [a, b] = [net(), net()]
    const first = await logits(a)
    expect(await logits(b)).toEqual(first)
    expect(await logits(a)).not.toEqual(first)
    const predicted = async (n: Network) => Array.from(await tf.tidy(() => predict(n, batch(4))).data())
    expect(await predicted(a)).toEqual(await predicted(b))
    disposeNetwork(a)
    disposeNetwork(b)
  })
})
