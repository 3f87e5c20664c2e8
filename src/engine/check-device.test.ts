import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { packFixtures } from '../../scripts/vite-plugin-keras-fixtures.ts'
import { readFixtures } from '../data/packed-fixtures.ts'
import { checkDevice } from './check-device.ts'
import { openDevice } from './device.ts'
import { estimateSeconds } from './estimate.ts'
import type { ModelCheck } from './types.ts'

const WASM = { gpu: undefined, wasm: { threads: 1, isolated: false } }
const SETTINGS = {
  model: 'CNN3',
  input: 'logPDF',
  epochs: 10,
  batchSize: 8,
  seed: 1,
  schedule: 'exponential',
  backend: 'wasm',
  patience: 10,
  dropout: 0,
  redshift: 'value',
  classWeights: 'none',
  memoryLimit: null,
} as const

test('wasm is fit for all five models', async () => {
  const device = await openDevice('wasm', WASM)
  const seen: ModelCheck[] = []
  const check = await checkDevice(device, await readFixtures(packFixtures()), (model) => seen.push(model))
  expect(check).toMatchObject({ backend: 'wasm', isFit: true })
  expect(check.models.map(({ model }) => model)).toEqual([
    'CNN3',
    'CNN8',
    'CNN-GRU',
    'CNN-LSTM',
    'CNN-2inputs',
  ])
  expect(seen).toEqual(check.models)
  for (const { quantities } of check.models) {
    expect(quantities.map(({ quantity }) => quantity)).toEqual([
      'probabilities',
      'loss',
      'gradient',
      'adam',
      'adam rule',
    ])
  }
})

test('a device that reports an error, or computes something else, is not called fit', async () => {
  const device = await openDevice('wasm', WASM)
  const [fixture] = await readFixtures(packFixtures())
  const broken = {
    ...device,
    check: () => {
      throw new Error('The GPU was lost')
    },
  }
  const lost = await checkDevice(broken, [fixture!])
  expect(lost.isFit).toBe(false)
  expect(lost.models[0]).toMatchObject({ model: 'CNN3', isFit: false, problem: 'The GPU was lost' })

  const x = fixture!.x.map((value) => value + 0.01)
  const wrong = await checkDevice(device, [{ ...fixture!, x }])
  expect(wrong.isFit).toBe(false)
  expect(wrong.models[0]!.quantities.find(({ quantity }) => quantity === 'probabilities')?.ok).toBe(false)
})

test('an estimate grows with rows, length and epochs, and leaves nothing behind', async () => {
  await openDevice('wasm', WASM)
  const tensors = tf.memory().numTensors
  let time = 0
  const request = {
    settings: SETTINGS,
    length: 1024,
    classes: 2,
    rows: { train: 90, validation: 30, test: 60 },
    // each step takes 80 ms
    now: () => {
      time += 80
      return time
    },
  }
  // batches of 8: 10 ms per row of 512 points, 20 per row of 1,024; 10 epochs of 90 + 10 rows, then 150 / 3
  expect(await estimateSeconds(request)).toBeCloseTo(0.02 * (10 * 100 + 50), 9)
  expect(await estimateSeconds({ ...request, length: 512 })).toBeCloseTo(0.01 * (10 * 100 + 50), 9)
  expect(tf.memory().numTensors).toBe(tensors)
})
