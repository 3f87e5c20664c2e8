// Whether attributions are true, on posteriors whose answer is known: networks learn in seconds to tell one peak from two
// (data/planted.fixture.ts), and nothing else could tell them apart.

import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { initialWeights } from '../core/initialisers.ts'
import { describeModel } from '../core/models.ts'
import type { InputId } from '../core/run.ts'
import type { Saliency, SaliencyMethod } from '../core/saliency.ts'
import { predictedClasses } from '../core/trust/softmax.ts'
import type { Dataset } from '../data/dataset.ts'
import { PLANTED_POINTS, type PlantedRows, plantedDataset, plantedRows } from '../data/planted.fixture.ts'
import { type Device, openDevice } from './device.ts'
import { forward } from './evaluate.ts'
import { createNetwork, type Network } from './model.ts'
import type { OpenNetwork } from './network-in-use.ts'
import { explain } from './saliency.ts'
import { createTrainer, disposeTrainer, trainStep } from './trainer.ts'

const TEST_ROWS = 200
const EXPLAINED_ROWS = 20
/** Points on either side of a peak that count as the peak: 26 of 256 for both. */
const NEAR = 6
const SHARE_OF_POINTS = (2 * (2 * NEAR + 1)) / PLANTED_POINTS

let device: Device
let dataset: Dataset
let planted: PlantedRows

beforeAll(async () => {
  device = await openDevice('wasm', { gpu: undefined, wasm: { threads: 1, isolated: false } })
  const made = await plantedDataset({ train: 2, validation: 2, test: TEST_ROWS }, 2)
  dataset = made.dataset
  planted = made.planted.test
})

/** A narrow CNN3 after 300 steps, each on 32 new rows. */
function trained(input: InputId): Network {
  const description = describeModel('CNN3', PLANTED_POINTS, 2, { scale: 4 })
  const network = createNetwork(description, initialWeights(description, 1), 0, { explained: true })
  const trainer = createTrainer(network)
  for (let step = 0; step < 300; step++) {
    const { posteriors, labels } = plantedRows(32, 1, `step ${step}`)
    const x = input === 'PDF' ? posteriors.map(Math.exp) : posteriors
    tf.dispose(trainStep(trainer, [{ x, labels, redshift: null, rows: labels.length }], 1e-3))
  }
  disposeTrainer(trainer)
  return network
}

/** What an attribution of one row comes to. */
interface Found {
  /** of the sum of absolute values: near either peak, and near the second */
  readonly share: number
  readonly secondShare: number
  /** sum near the second peak, as a share of the sum of absolute values */
  readonly second: number
  /** where the strongest contribution to class 1 lies */
  readonly strongest: 'first' | 'second' | 'elsewhere'
  /** |sum - difference of scores| as a share of the difference; NaN without a baseline */
  readonly incomplete: number
}

function judge({ values, score, baselineScore }: Saliency, first: number, second: number): Found {
  const near = (peak: number) =>
    values.slice(peak - NEAR, peak + NEAR + 1).reduce((sum, value) => sum + Math.abs(value), 0)
  const total = values.reduce((sum, value) => sum + Math.abs(value), 0)
  const at = values.indexOf(Math.max(...values))
  const difference = score - (baselineScore ?? Number.NaN)
  return {
    share: (near(first) + near(second)) / total,
    secondShare: near(second) / total,
    second: values.slice(second - NEAR, second + NEAR + 1).reduce((sum, value) => sum + value, 0) / total,
    strongest:
      Math.abs(at - second) <= NEAR ? 'second' : Math.abs(at - first) <= NEAR ? 'first' : 'elsewhere',
    incomplete: Math.abs(values.reduce((sum, value) => sum + value, 0) / difference - 1),
  }
}

/**
 * Rows of 20 whose strongest contribution must lie at the second peak. In p the first peak alone is far from enough, and the
 * second decides. In ln p the two are almost as high: the network counts them, and each has half of the credit.
 */
const STRONGEST_AT_SECOND = { PDF: 17, logPDF: 0 } as const

describe.each(['logPDF', 'PDF'] as const)('a network that is given %s', (input) => {
  let network: Network
  const found = new Map<SaliencyMethod, Found[]>()

  beforeAll(async () => {
    network = trained(input)
    const model = { card: { input }, weights: [] } as unknown as OpenNetwork['model']
    const open = { model, network, microBatchSize: 128 }
    const context = { device, yieldToEvents: async () => {} }
    const rows = Array.from({ length: EXPLAINED_ROWS }, (_, i) => 2 * i + 1)
    for (const method of ['gradientTimesInput', 'integratedGradients'] as const) {
      const all: Found[] = []
      for (const row of rows) {
        const object = dataset.splits.test.objects[row]!
        const saliency = await explain(open, dataset, { object, classIndex: 1, method }, context)
        all.push(judge(saliency, planted.first[row]!, planted.second[row]!))
      }
      found.set(method, all)
    }
  }, 120_000)

  const lowest = (method: SaliencyMethod, key: 'share' | 'secondShare') =>
    Math.min(...found.get(method)!.map((one) => one[key]))
  const strongestAt = (method: SaliencyMethod, place: Found['strongest']) =>
    found.get(method)!.filter(({ strongest }) => strongest === place).length

  test('has learnt the answer', async () => {
    const logits = await forward(network, dataset.splits.test, input, null, {
      device,
      microBatchSize: 64,
      yieldToEvents: async () => {},
      now: () => 0,
    })
    const right = predictedClasses(logits, 2).filter((label, row) => label === planted.labels[row]).length
    expect(right).toBeGreaterThanOrEqual(0.98 * TEST_ROWS)
  })

  test('gradient x input lies on the two peaks, in every row', () => {
    expect(lowest('gradientTimesInput', 'share')).toBeGreaterThan(3 * SHARE_OF_POINTS)
    expect(lowest('gradientTimesInput', 'secondShare')).toBeGreaterThan(1.5 * SHARE_OF_POINTS)
  })

  test('integrated gradients lie on the two peaks, in every row, and so does the strongest', () => {
    // counted from the lowest value instead of the median, it would be below this in ln p
    expect(lowest('integratedGradients', 'share')).toBeGreaterThan(7 * SHARE_OF_POINTS)
    expect(lowest('integratedGradients', 'secondShare')).toBeGreaterThan(2 * SHARE_OF_POINTS)
    expect(strongestAt('integratedGradients', 'elsewhere')).toBe(0)
    expect(strongestAt('integratedGradients', 'second')).toBeGreaterThanOrEqual(STRONGEST_AT_SECOND[input])
  })

  test('the second peak speaks for the class of two, in every row', () => {
    expect(Math.min(...found.get('integratedGradients')!.map(({ second }) => second))).toBeGreaterThan(0.2)
  })

  test('integrated gradients add up to the difference of the scores', () => {
    const errors = found.get('integratedGradients')!.map(({ incomplete }) => incomplete)
    expect(Math.max(...errors)).toBeLessThan(0.1)
  })
})
