// Every committed Keras fixture on wasm. The same check runs in the page on the visitor's GPU.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { type KerasFixture, readFixture } from '../data/keras-fixture.ts'
import { bytesSource } from '../formats/source.ts'
import { startWasm } from './kernels/testing.ts'
import { verifyFixture, worstOf } from './verify.ts'

const ROOT = join(import.meta.dirname, '..', '..', 'reference', 'fixtures', 'keras')
const FOLDERS = readdirSync(ROOT).filter((name) => name.startsWith('CNN'))

function load(folder: string): Promise<KerasFixture> {
  const paths = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
  const files = paths
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(ROOT, folder).length + 1))
  return readFixture(
    new Map(files.map((path) => [path, bytesSource(readFileSync(join(ROOT, folder, path)), path)])),
  )
}

beforeAll(startWasm)

test('there are fixtures of all five models', () => {
  const models = new Set(FOLDERS.map((name) => /^(CNN3|CNN8|CNN-GRU|CNN-LSTM|CNN-2inputs)-/.exec(name)?.[1]))
  expect([...models].sort()).toEqual(['CNN-2inputs', 'CNN-GRU', 'CNN-LSTM', 'CNN3', 'CNN8'])
})

describe('wasm equals Keras', () => {
  test.each(FOLDERS)('%s', async (folder) => {
    const before = { tensors: tf.memory().numTensors, buffers: tf.memory().numDataBuffers }
    const results = await verifyFixture(await load(folder))
    expect(results.filter(({ ok }) => !ok)).toEqual([])
    expect(new Set(results.map(({ quantity }) => quantity))).toEqual(
      new Set(['probabilities', 'loss', 'gradient', 'adam', 'adam rule']),
    )
    expect(worstOf(results)).toHaveLength(5)
    expect({ tensors: tf.memory().numTensors, buffers: tf.memory().numDataBuffers }).toEqual(before)
  })
})

test('an error that is not a number is the worst, wherever it stands', () => {
  const gradient = (tensor: string, error: number) =>
    ({ quantity: 'gradient', tensor, error, limit: 1e-5, ok: error <= 1e-5 }) as const
  const [small, large, nan] = [gradient('a', 1e-7), gradient('b', 1), gradient('c', Number.NaN)]
  expect(worstOf([small, large])).toEqual([large])
  for (const results of [
    [nan, small, large],
    [small, nan, large],
    [large, small, nan],
  ]) {
    expect(worstOf(results)).toEqual([nan])
  }
})

test('a wrong weight is noticed', async () => {
  const fixture = await load(FOLDERS.find((name) => name.startsWith('CNN3'))!)
  const weights = fixture.weights.map((values) => Float32Array.from(values))
  weights[0]![0]! += 0.01
  const failed = (await verifyFixture({ ...fixture, weights })).filter(({ ok }) => !ok)
  expect(failed.map(({ quantity }) => quantity)).toContain('probabilities')
})

test('weights of another model are refused with both shapes', async () => {
  const fixture = await load(FOLDERS.find((name) => name.startsWith('CNN3'))!)
  await expect(verifyFixture({ ...fixture, model: 'CNN8' })).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringMatching(/^weights\/0\d\.npy: CNN8 has \d+ weights, .*; the fixture has 12, /),
  })
})
