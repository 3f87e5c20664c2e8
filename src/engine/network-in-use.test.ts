import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { initialWeights } from '../core/initialisers.ts'
import type { ModelCard, TrainedModel } from '../core/model-card.ts'
import { describeCard } from './card.ts'
import { type Device, openDevice } from './device.ts'
import { readWeights } from './model.ts'
import { createNetworkInUse, type NetworkInUse } from './network-in-use.ts'

const BUDGET = 600e6

let device: Device

beforeAll(async () => {
  device = await openDevice('wasm', { gpu: undefined, wasm: { threads: 1, isolated: false } })
})

function modelOf(seed: number, card: Partial<ModelCard> = {}): TrainedModel {
  const all = { model: 'CNN3', length: 40, classes: ['a', 'b'], dropout: 0, ...card } as ModelCard
  return { card: all, weights: initialWeights(describeCard(all), seed) }
}

function inUseOf(model: TrainedModel): NetworkInUse {
  const inUse = createNetworkInUse(BUDGET)
  inUse.replace(model)
  return inUse
}

test('without a network there is nothing to open', () => {
  const inUse = createNetworkInUse(BUDGET)
  expect(inUse.model).toBeNull()
  inUse.letGo()
  expect(() => inUse.open(device)).toThrow(
    expect.objectContaining({
      code: 'bad-input',
      message: 'There is no network yet.',
      hint: 'Train one, or load one from a file.',
    }),
  )
})

test('it is opened once, with its weights', async () => {
  const before = tf.memory().numTensors
  const model = modelOf(1)
  const inUse = inUseOf(model)
  expect(inUse.model).toBe(model)
  expect(tf.memory().numTensors).toBe(before)
  const open = inUse.open(device)
  expect(open.model).toBe(model)
  expect(await readWeights(open.network)).toEqual(model.weights)
  expect(inUse.open(device)).toBe(open)
  inUse.letGo()
  expect(tf.memory().numTensors).toBe(before)
})

test('after it was let go it is opened again, with the same weights', async () => {
  const before = tf.memory().numTensors
  const model = modelOf(1)
  const inUse = inUseOf(model)
  const first = inUse.open(device)
  inUse.letGo()
  inUse.letGo()
  expect(inUse.model).toBe(model)
  const second = inUse.open(device)
  expect(second).not.toBe(first)
  expect(await readWeights(second.network)).toEqual(model.weights)
  inUse.letGo()
  expect(tf.memory().numTensors).toBe(before)
})

test('another one takes its place and its memory', async () => {
  const before = tf.memory().numTensors
  const [first, second] = [modelOf(1), modelOf(2, { model: 'CNN-2inputs', classes: ['a', 'b', 'c'] })]
  const inUse = inUseOf(first)
  inUse.open(device)
  inUse.replace(second)
  expect(tf.memory().numTensors).toBe(before)
  const open = inUse.open(device)
  expect(open.model).toBe(second)
  expect(open.network.description).toMatchObject({ id: 'CNN-2inputs', classes: 3 })
  expect(await readWeights(open.network)).toEqual(second.weights)
  inUse.replace(null)
  expect(inUse.model).toBeNull()
  expect(tf.memory().numTensors).toBe(before)
  expect(() => inUse.open(device)).toThrow('There is no network yet.')
})

describe('samples of one pass', () => {
  test('are 128 where memory allows, and fewer where it does not', () => {
    const sizes = [BUDGET, 1e6, 1].map((budget) => {
      const inUse = createNetworkInUse(budget)
      inUse.replace(modelOf(1))
      const { microBatchSize } = inUse.open(device)
      inUse.letGo()
      return microBatchSize
    })
    expect(sizes[0]).toBe(128)
    expect(sizes[1]).toBeGreaterThan(1)
    expect(sizes[1]).toBeLessThan(128)
    expect(sizes[2]).toBe(1)
  })

  test('dense kernels are within the buffers of the device', async () => {
    const model = modelOf(1, { length: 100 })
    const inUse = inUseOf(model)
    const largestBufferBytes = 40_000
    const { network } = inUse.open({ largestBufferBytes })
    const dense = network.variables.filter(({ name, rank }) => rank === 2 && name.includes('dense'))
    expect(Math.max(...dense.map(({ size }) => 4 * size))).toBeLessThanOrEqual(largestBufferBytes)
    expect(dense.length).toBeGreaterThan(3)
    expect(await readWeights(network)).toEqual(model.weights)
    inUse.letGo()
  })
})
