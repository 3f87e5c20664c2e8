// Training with class weights against Keras' `train_on_batch` and `fit` (reference/make_class_weight_fixtures.py).

import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import fixture from '../../reference/fixtures/class-weights.json' with { type: 'json' }
import { classWeights } from '../core/class-weights.ts'
import { describeModel } from '../core/models.ts'
import { planTraining } from '../core/plan.ts'
import { type ClassWeighting, foldRun, type RunState } from '../core/run.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import { memoryDataset } from '../data/memory-dataset.ts'
import { openDevice } from './device.ts'
import { relativeError, withoutLeaks } from './kernels/testing.ts'
import { createNetwork, disposeNetwork } from './model.ts'
import { train } from './train.ts'
import { batchGradients, type MicroBatch } from './trainer.ts'

// the run begins with Keras' weights, and takes the rows in their order as `fit(shuffle=False)` does
vi.mock('../core/initialisers.ts', async (original) => ({
  ...(await original<typeof import('../core/initialisers.ts')>()),
  initialWeights: () => startWeights(),
}))
vi.mock('../data/order.ts', async (original) => {
  const actual = await original<typeof import('../data/order.ts')>()
  return { ...actual, epochOrder: (rows: number) => actual.naturalOrder(rows) }
})

const { length, classes, batchSize } = fixture
const description = describeModel('CNN3', length, classes, fixture)
const openWasm = () => openDevice('wasm', { gpu: undefined, wasm: { threads: 1, isolated: false } })
beforeAll(openWasm)

function startWeights(): Float32Array[] {
  return fixture.weights.map((values) => Float32Array.from(values))
}

/** Rows of TRAIN from `from` up to `to`, padded to `size`. */
function pass(from: number, to: number, size = to - from): MicroBatch {
  const x = new Float32Array(size * length)
  x.set(fixture.train.x.slice(from * length, to * length))
  const labels = new Uint8Array(size)
  labels.set(fixture.train.labels.slice(from, to))
  return { x, labels, redshift: null, rows: to - from }
}

async function run(weighting: ClassWeighting, microBatchSize: number): Promise<RunState> {
  const split = ({ x, labels }: (typeof fixture)['train']) => ({
    posteriors: Float32Array.from(x),
    labels: Uint8Array.from(labels),
    attributes: null,
  })
  const validation = split(fixture.validation)
  const dataset = await memoryDataset({
    name: 'Keras',
    target: 'Success3',
    width: length,
    splits: { train: split(fixture.train), validation, test: validation },
    zgrid: null,
  })
  // the scale of the network goes along
  const settings = {
    ...REFERENCE_SETTINGS,
    epochs: 2,
    batchSize,
    classWeights: weighting,
    scale: fixture.scale,
  }
  const never = new AbortController().signal
  const context = {
    dataset,
    device: await openWasm(),
    plan: planTraining({
      description,
      batchSize,
      microBatchSize,
      trainRows: fixture.train.labels.length,
      activationBudget: 1e9,
      dataBytes: 0,
    }),
    signals: { stop: never, abandon: never },
    now: () => 0,
    yieldToEvents: async () => {},
  }
  let state: RunState | null = null
  for await (const event of train(settings, context)) state = foldRun(state, event)
  return state!
}

test('the weights are those that Keras was given', () => {
  expect(classWeights([4, 2, 1])).toEqual(fixture.classWeights)
})

describe('one batch', () => {
  test('has the loss and the gradients of Keras', async () => {
    const network = createNetwork(description, startWeights(), 0)
    const { loss, gradients, output } = batchGradients(
      network,
      pass(0, batchSize),
      1 / batchSize,
      fixture.classWeights,
    )
    expect(relativeError(await loss.data(), [fixture.firstBatch.loss])).toBeLessThan(1e-6)
    for (const [i, variable] of network.variables.entries()) {
      const error = relativeError(await gradients[variable.name]!.data(), fixture.firstBatch.gradients[i]!)
      expect(error, variable.name).toBeLessThan(1e-5)
    }
    tf.dispose([loss, gradients, output])
    disposeNetwork(network)
  })

  test('without weights has other ones', async () => {
    const network = createNetwork(description, startWeights(), 0)
    const { loss, gradients, output } = batchGradients(network, pass(0, batchSize), 1 / batchSize)
    expect(relativeError(await loss.data(), [fixture.firstBatch.loss])).toBeGreaterThan(1e-3)
    tf.dispose([loss, gradients, output])
    disposeNetwork(network)
  })

  test('in padded passes has the gradients of the whole', async () => {
    await withoutLeaks(async () => {
      const network = createNetwork(description, startWeights(), 0)
      const sums = network.variables.map(({ size }) => new Float64Array(size))
      for (const part of [pass(0, 2), pass(2, 3, 2)]) {
        const { loss, gradients, output } = batchGradients(network, part, 1 / batchSize, fixture.classWeights)
        for (const [i, variable] of network.variables.entries()) {
          const values = await gradients[variable.name]!.data()
          values.forEach((value, j) => {
            sums[i]![j]! += value
          })
        }
        tf.dispose([loss, gradients, output])
      }
      for (const [i, sum] of sums.entries()) {
        expect(relativeError(sum, fixture.firstBatch.gradients[i]!)).toBeLessThan(1e-5)
      }
      disposeNetwork(network)
    })
  })
})

describe('a run', () => {
  test.each([
    ['balanced', 3, fixture.history],
    ['balanced', 2, fixture.history],
    ['none', 3, fixture.unweighted],
  ] as const)(
    'with weights %s, in passes of %i, has the history of Keras',
    async (weighting, size, keras) => {
      const { history, status } = await run(weighting, size)
      expect(status).toBe('finished')
      expect(history.acc).toEqual(keras.acc)
      expect(history.valAcc).toEqual(keras.val_acc)
      for (const [ours, theirs] of [
        [history.loss, keras.loss],
        [history.valLoss, keras.val_loss],
      ] as const) {
        expect(ours).toHaveLength(2)
        ours.forEach((loss, i) => {
          expect(Math.abs(loss / theirs[i]! - 1)).toBeLessThan(1e-6)
        })
      }
    },
  )

  test('is evaluated without weights: test is validation here', async () => {
    const { history, testLoss, bestEpoch } = await run('balanced', 3)
    expect(testLoss).toBe(history.valLoss[bestEpoch - 1])
  })
})
