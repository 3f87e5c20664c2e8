// Attributions against JAX's gradients of Keras' networks in float64 (reference/make_saliency_fixtures.py), and what is asked
// of the network for an object of a data set. Whether they say something true: saliency-planted.test.ts.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import fixture from '../../reference/fixtures/saliency.json'
import { StudioError } from '../core/errors.ts'
import { initialWeights } from '../core/initialisers.ts'
import { describeModel, type ModelId } from '../core/models.ts'
import type { InputId } from '../core/run.ts'
import type { SaliencyProgress, SaliencyRequest } from '../core/saliency.ts'
import type { Dataset } from '../data/dataset.ts'
import { type KerasFixture, readFixture } from '../data/keras-fixture.ts'
import { memoryDataset } from '../data/memory-dataset.ts'
import { flooredReader, memoryRows } from '../data/row-reader.ts'
import { bytesSource } from '../formats/source.ts'
import { type Device, openDevice } from './device.ts'
import { normals, relativeError } from './kernels/testing.ts'
import { createNetwork, disposeNetwork, type Network } from './model.ts'
import type { OpenNetwork } from './network-in-use.ts'
import {
  type Explained,
  explain,
  gradientTimesInput,
  integratedGradients,
  PATH_POINTS,
  type SaliencyContext,
} from './saliency.ts'

const KERAS = join(import.meta.dirname, '..', '..', 'reference', 'fixtures', 'keras')
/** Of the largest value. */
const LIMIT = 1e-5

let device: Device
let context: SaliencyContext

beforeAll(async () => {
  device = await openDevice('wasm', { gpu: undefined, wasm: { threads: 1, isolated: false } })
  context = { device, yieldToEvents: async () => {} }
})

function load(folder: string): Promise<KerasFixture> {
  const root = join(KERAS, folder)
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
  return readFixture(new Map(files.map((path) => [path, bytesSource(readFileSync(join(root, path)), path)])))
}

/** The network of a Keras fixture, with one of its rows. */
async function loadRow(folder: string, row: number): Promise<{ network: Network; explained: Explained }> {
  const { model, length, classes, scale, weights, x, redshift } = await load(folder)
  const network = createNetwork(describeModel(model, length, classes, { scale }), weights, 0, {
    explained: true,
  })
  const explained = { x: x.slice(row * length, (row + 1) * length), redshift: redshift?.[row] ?? null }
  return { network, explained }
}

function memory(): { tensors: number; buffers: number; bytes: number } {
  const { numTensors, numDataBuffers, numBytes } = tf.memory()
  return { tensors: numTensors, buffers: numDataBuffers, bytes: numBytes }
}

describe('equal to Keras in float64', () => {
  test('there is a case of each network, and as many points of the way', () => {
    expect(fixture.cases.map(({ folder }) => folder.replace(/-\d+$/, ''))).toEqual([
      'CNN3',
      'CNN8',
      'CNN-GRU',
      'CNN-LSTM',
      'CNN-2inputs',
    ])
    expect(PATH_POINTS).toBe(fixture.pathPoints)
  })

  test.each(fixture.cases)('$folder, class $classIndex', async (expected) => {
    const before = memory()
    const { network, explained } = await loadRow(expected.folder, expected.row)
    const gradient = await gradientTimesInput(network, explained, expected.classIndex, context)
    expect(relativeError(gradient.values, expected.gradientTimesInput)).toBeLessThan(LIMIT)
    expect(gradient.score).toBeCloseTo(expected.score, 5)
    expect(gradient.baselineScore).toBeCloseTo(expected.baselineScore, 5)
    // passes of equal size, and passes of which the last is shorter
    for (const size of [128, 3]) {
      const found = await integratedGradients(network, explained, expected.classIndex, size, context)
      expect(relativeError(found.values, expected.integratedGradients)).toBeLessThan(LIMIT)
      expect(found.score).toBeCloseTo(expected.score, 5)
      expect(found.baselineScore).toBeCloseTo(expected.baselineScore, 5)
    }
    disposeNetwork(network)
    expect(memory()).toEqual(before)
  })

  test('the second input counts', async () => {
    const { folder, row, classIndex, gradientTimesInput: expected } = fixture.cases.at(-1)!
    const { network, explained } = await loadRow(folder, row)
    const other = { ...explained, redshift: explained.redshift! + 1 }
    const { values } = await gradientTimesInput(network, other, classIndex, context)
    expect(relativeError(values, expected)).toBeGreaterThan(100 * LIMIT)
    disposeNetwork(network)
  })
})

test('an offset of ln p changes no attribution of a network that does not see it', async () => {
  // a network that sees no offset: each filter of its first layer adds up to zero
  const description = describeModel('CNN3', 64, 2, { scale: 8 })
  const weights = initialWeights(description, 1)
  const [taps, filters] = [9, 4]
  for (let filter = 0; filter < filters; filter++) {
    let sum = 0
    for (let tap = 0; tap < taps - 1; tap++) sum += weights[0]![tap * filters + filter]!
    weights[0]![(taps - 1) * filters + filter] = -sum
  }
  const network = createNetwork(description, weights, 0, { explained: true })
  const x = normals('x', 64)
  const moved = x.map((value) => value - 50)
  const plain = await gradientTimesInput(network, { x, redshift: null }, 1, context)
  const offset = await gradientTimesInput(network, { x: moved, redshift: null }, 1, context)
  expect(relativeError(offset.values, plain.values)).toBeLessThan(1e-3)
  expect(Math.min(...plain.values.map(Math.abs))).toBe(0)
  disposeNetwork(network)
})

test('progress counts the points of the way, pass by pass', async () => {
  const description = describeModel('CNN3', 48, 2, { scale: 16 })
  const network = createNetwork(description, initialWeights(description, 1), 0, { explained: true })
  const told: (readonly [number, number])[] = []
  const onProgress = ({ done, total }: SaliencyProgress) => void told.push([done, total])
  await integratedGradients(network, { x: normals('x', 48), redshift: null }, 0, 3, {
    ...context,
    onProgress,
  })
  expect(told).toEqual([3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 32].map((done) => [done, 32]))
  disposeNetwork(network)
})

describe('nothing stays on the device', () => {
  async function networkOf(model: ModelId) {
    const description = describeModel(model, 48, 3, { scale: 16 })
    const network = createNetwork(description, initialWeights(description, 1), 0, { explained: true })
    return { network, explained: { x: normals('x', 48), redshift: description.needsRedshift ? 0.5 : null } }
  }

  test.each(['CNN3', 'CNN-GRU', 'CNN-LSTM', 'CNN-2inputs'] as const)(
    'of %s after an abort between two passes',
    async (model) => {
      const { network, explained } = await networkOf(model)
      const before = memory()
      const abort = new AbortController()
      let passes = 0
      const aborting = {
        device,
        signal: abort.signal,
        yieldToEvents: async () => {
          if (++passes === 2) abort.abort()
        },
      }
      await expect(integratedGradients(network, explained, 0, 8, aborting)).rejects.toMatchObject({
        code: 'cancelled',
      })
      expect(passes).toBe(2)
      expect(memory()).toEqual(before)
      await expect(gradientTimesInput(network, explained, 0, aborting)).rejects.toMatchObject({
        code: 'cancelled',
      })
      expect(memory()).toEqual(before)
      disposeNetwork(network)
    },
  )

  test('after what the device reports', async () => {
    const { network, explained } = await networkOf('CNN3')
    const before = memory()
    const failing = {
      ...context,
      device: {
        ...device,
        check: () => {
          throw new StudioError('device', 'The GPU was lost.', '')
        },
      },
    }
    await expect(gradientTimesInput(network, explained, 0, failing)).rejects.toThrow('The GPU was lost.')
    await expect(integratedGradients(network, explained, 0, 32, failing)).rejects.toThrow('The GPU was lost.')
    expect(memory()).toEqual(before)
    disposeNetwork(network)
  })
})

test('a network that was built for training has no gradients of its input', async () => {
  const description = describeModel('CNN3', 40, 2, { scale: 8 })
  const network = createNetwork(description, initialWeights(description, 1), 0)
  const asked = gradientTimesInput(network, { x: normals('x', 40), redshift: null }, 0, context)
  await expect(asked).rejects.toThrow('Cannot compute gradient of y=f(x) with respect to x')
  disposeNetwork(network)
})

describe('an object of a data set', () => {
  const WIDTH = 40
  const ZGRID = Float64Array.from({ length: WIDTH }, (_, i) => i / 10)
  const REDSHIFT = 1.32
  const LOG_EVIDENCE = -7

  /** Rows of standard normals; row 1 of each split has a redshift and a log-evidence of its own. */
  async function normalDataset(): Promise<Dataset> {
    const split = (name: string, rows: number) => ({
      posteriors: normals(name, rows * WIDTH),
      labels: Uint8Array.from({ length: rows }, (_, row) => row % 2),
      attributes: Array.from({ length: rows }, (_, row) => ({
        redshift: row === 1 ? REDSHIFT : 0,
        deltaZ: 0,
        status: null,
        logEvidence: row === 1 ? LOG_EVIDENCE : 0,
        flag: null,
      })),
    })
    const splits = { train: split('train', 4), validation: split('validation', 4), test: split('test', 4) }
    return memoryDataset({ name: 'normals', target: 'DeltaZ', width: WIDTH, splits, zgrid: ZGRID })
  }

  function openNetwork(
    model: ModelId,
    input: InputId | null,
    redshift: 'value' | 'index' = 'value',
  ): OpenNetwork {
    const description = describeModel(model, WIDTH, 2, { scale: 8 })
    const weights = initialWeights(description, 1)
    const network = createNetwork(description, weights, 0, { explained: true })
    const card = { input, redshift } as OpenNetwork['model']['card']
    return { model: { card, weights }, network, microBatchSize: 10 }
  }

  test.each<[InputId, (lnP: number) => number]>([
    ['logPDF', (lnP) => lnP],
    ['PDF', Math.exp],
    ['logVraisemblance', (lnP) => lnP + LOG_EVIDENCE],
  ])('is explained as the network sees it: %s', async (input, represent) => {
    const dataset = await normalDataset()
    const before = memory()
    const open = openNetwork('CNN3', input)
    const x = normals('test', 4 * WIDTH)
      .slice(WIDTH, 2 * WIDTH)
      .map(represent)
    const object = dataset.splits.test.objects[1]!
    const request = { object, classIndex: 1 }
    expect(await explain(open, dataset, { ...request, method: 'gradientTimesInput' }, context)).toEqual({
      ...request,
      method: 'gradientTimesInput',
      ...(await gradientTimesInput(open.network, { x, redshift: null }, 1, context)),
    })
    expect(await explain(open, dataset, { ...request, method: 'integratedGradients' }, context)).toEqual({
      ...request,
      method: 'integratedGradients',
      ...(await integratedGradients(open.network, { x, redshift: null }, 1, 10, context)),
    })
    disposeNetwork(open.network)
    expect(memory()).toEqual(before)
  })

  test.each([
    ['value', REDSHIFT],
    ['index', 13],
  ] as const)('gives the second input by its %s', async (kind, second) => {
    const dataset = await normalDataset()
    const open = openNetwork('CNN-2inputs', 'logPDF', kind)
    const request = { object: dataset.splits.train.objects[1]!, classIndex: 0 } as const
    const x = normals('train', 4 * WIDTH).slice(WIDTH, 2 * WIDTH)
    const explained = { x, redshift: Math.fround(second) }
    expect(await explain(open, dataset, { ...request, method: 'gradientTimesInput' }, context)).toMatchObject(
      await gradientTimesInput(open.network, explained, 0, context),
    )
    disposeNetwork(open.network)
  })

  test('has -inf as the network was trained to read it, not as the data have it', async () => {
    const dataset = await normalDataset()
    const values = normals('test', WIDTH)
    values[3] = Number.NEGATIVE_INFINITY
    const test = { ...dataset.splits.test, x: flooredReader(memoryRows('X', values, WIDTH), -3, true) }
    const floored: Dataset = { ...dataset, splits: { ...dataset.splits, test }, floor: -3 }
    const { model, ...open } = openNetwork('CNN3', 'logPDF')
    const request = { object: test.objects[0]!, classIndex: 1, method: 'gradientTimesInput' } as const
    for (const floor of [-3, -20]) {
      const asked = { ...open, model: { ...model, card: { ...model.card, floor } } }
      const x = values.with(3, floor)
      expect(await explain(asked, floored, request, context)).toEqual({
        ...request,
        ...(await gradientTimesInput(open.network, { x, redshift: null }, 1, context)),
      })
    }
    disposeNetwork(open.network)
  })

  test('is found in the natural test too, and refused where it is nowhere', async () => {
    const dataset = await normalDataset()
    const { validation } = dataset.splits
    const natural = { ...validation, objects: Uint32Array.of(70, 71, 72, 73) }
    const open = openNetwork('CNN3', null)
    const ask = (data: Dataset, object: number) => {
      const request: SaliencyRequest = { object, classIndex: 1, method: 'gradientTimesInput' }
      return explain(open, data, request, context)
    }
    const expected = await ask(dataset, validation.objects[2]!)
    expect(await ask({ ...dataset, natural }, 72)).toEqual({ ...expected, object: 72 })
    await expect(ask(dataset, 72)).rejects.toMatchObject({
      code: 'bad-input',
      message: 'Object 72 is in none of the splits.',
      hint: 'Choose an object that the network has been asked about.',
    })
    disposeNetwork(open.network)
  })
})
