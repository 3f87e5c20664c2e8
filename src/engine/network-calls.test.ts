import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { initialWeights } from '../core/initialisers.ts'
import type { TrainedModel } from '../core/model-card.ts'
import type { RunSettings } from '../core/run.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import type { Attributes } from '../core/targets.ts'
import type { Dataset } from '../data/dataset.ts'
import { memoryDataset } from '../data/memory-dataset.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import { bytesSource } from '../formats/source.ts'
import { cardOfRun, describeCard } from './card.ts'
import { openDevice } from './device.ts'
import { normals } from './kernels/testing.ts'
import { createNetworkCalls, type NetworkCalls } from './network-calls.ts'
import { createTurns } from './turns.ts'
import type { PassProgress } from './types.ts'

const WIDTH = 40
const ENVIRONMENT = {
  gpu: undefined,
  wasm: { threads: 1, isolated: false },
  now: () => 0,
  yieldToEvents: async () => {},
}

beforeAll(async () => {
  await openDevice('wasm', ENVIRONMENT)
})

/** @param constant whether no row of TRAIN has a shape */
function dataOf({ logEvidence = null as number | null, constant = false } = {}): Promise<Dataset> {
  const attributes: Attributes = { redshift: 1, deltaZ: null, status: null, logEvidence, flag: null }
  const split = (name: string, rows: number) => ({
    posteriors: constant && name === 'train' ? new Float32Array(rows * WIDTH) : normals(name, rows * WIDTH),
    labels: Uint8Array.from({ length: rows }, (_, row) => row % 2),
    attributes: Array.from({ length: rows }, () => attributes),
  })
  const splits = { train: split('train', 6), validation: split('validation', 3), test: split('test', 4) }
  return memoryDataset({ name: 'normals', target: 'DeltaZ', width: WIDTH, splits, zgrid: null })
}

function modelOf(dataset: Dataset, seed: number, settings: Partial<RunSettings> = {}): TrainedModel {
  const card = cardOfRun(dataset, { ...REFERENCE_SETTINGS, ...settings, seed }, 1, 0)
  return { card, weights: initialWeights(describeCard(card), seed) }
}

function callsOn(dataset: Dataset): NetworkCalls {
  const datasets = { inUse: () => dataset, width: () => WIDTH }
  return createNetworkCalls({ environment: ENVIRONMENT, datasets, turns: createTurns() })
}

describe('predictions', () => {
  test('are computed once, and those of another network on the same data are its own', async () => {
    const dataset = await dataOf()
    const calls = callsOn(dataset)
    const [first, second] = [modelOf(dataset, 1), modelOf(dataset, 2)]
    calls.use(first)
    const ofFirst = await calls.predictions('wasm')
    expect(await calls.predictions('wasm')).toBe(ofFirst)
    calls.use(second)
    const ofSecond = await calls.predictions('wasm')
    expect(ofSecond.card).toBe(second.card)
    expect(ofSecond.splits[0]!.logits).not.toEqual(ofFirst.splits[0]!.logits)
    calls.use(first)
    expect((await calls.predictions('wasm')).splits).toEqual(ofFirst.splits)
    calls.letGo()
  })

  test('leave a natural test out whose rows lack what the network takes', async () => {
    const dataset = await dataOf({ logEvidence: 2 })
    const { test: rows } = dataset.splits
    const without = rows.attributes!.map((known) => ({ ...known, logEvidence: null }))
    const ofNetworkThatTakes = async (input: RunSettings['input']) => {
      const calls = callsOn({ ...dataset, natural: { ...rows, attributes: without } })
      calls.use(modelOf(dataset, 1, { input }))
      const { splits } = await calls.predictions('wasm')
      calls.letGo()
      return splits.map(({ split }) => split)
    }
    expect(await ofNetworkThatTakes('logVraisemblance')).toEqual(['test', 'validation', 'train'])
    expect(await ofNetworkThatTakes('logPDF')).toEqual(['test', 'natural', 'validation', 'train'])
  })

  test('that are cancelled while the control is fitted lose nothing of the network: only that is fitted then', async () => {
    const dataset = await dataOf()
    const calls = callsOn(dataset)
    calls.use(modelOf(dataset, 1))
    const abort = new AbortController()
    const first: PassProgress[] = []
    const onFirst = (event: PassProgress) => {
      first.push(event)
      if (event.step === 'control') abort.abort()
    }
    await expect(
      calls.predictions('wasm', { signal: abort.signal, onProgress: onFirst }),
    ).rejects.toMatchObject({ code: 'cancelled' })
    expect(first).toEqual([
      { name: 'test', done: 4, total: 13 },
      { name: 'validation', done: 7, total: 13 },
      { name: 'train', done: 13, total: 13 },
      { name: 'the control', step: 'control', done: 6, total: 13 },
    ])
    const second: PassProgress[] = []
    const found = await calls.predictions('wasm', { onProgress: (event) => second.push(event) })
    expect(second).toEqual([
      { name: 'the control', step: 'control', done: 6, total: 13 },
      { name: 'the control', step: 'control', done: 9, total: 13 },
      { name: 'the control', step: 'control', done: 13, total: 13 },
    ])
    expect(found.control!.rows).toBe(6)
    calls.use(modelOf(dataset, 1))
    expect((await calls.predictions('wasm')).splits).toEqual(found.splits)
    calls.letGo()
  })

  test('are there without a control that cannot be fitted, which is not tried again', async () => {
    const dataset = await dataOf({ constant: true })
    const calls = callsOn(dataset)
    calls.use(modelOf(dataset, 1))
    const found = await calls.predictions('wasm')
    expect(found.control).toBeNull()
    expect(found.splits).toHaveLength(3)
    expect(await calls.predictions('wasm')).toBe(found)
    calls.letGo()
  })
})

test.each<[string, (calls: NetworkCalls, signal: AbortSignal) => Promise<unknown>]>([
  ['predictions', (calls, signal) => calls.predictions('wasm', { signal })],
  [
    'saliency',
    (calls, signal) =>
      calls.saliency({ object: 0, classIndex: 0, method: 'gradientTimesInput' }, 'wasm', { signal }),
  ],
  [
    'applyModel',
    (calls, signal) => {
      const file = bytesSource(encodeNpy('<f4', [2, WIDTH], normals('tonight', 2 * WIDTH)), 'pdfs.npy')
      return calls.applyModel([file], 'wasm', { signal })
    },
  ],
])('%s that nobody waits for when their turn comes leave the device alone', async (_, ask) => {
  const dataset = await dataOf()
  const calls = callsOn(dataset)
  calls.use(modelOf(dataset, 1))
  const tensors = tf.memory().numTensors
  const abort = new AbortController()
  const asked = ask(calls, abort.signal)
  abort.abort()
  await expect(asked).rejects.toMatchObject({ code: 'cancelled' })
  expect(tf.memory().numTensors).toBe(tensors)
  await ask(calls, new AbortController().signal)
  expect(tf.memory().numTensors).toBeGreaterThan(tensors)
  calls.letGo()
})
