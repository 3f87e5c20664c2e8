// The network in use through the whole engine: trained, asked, saved, loaded, applied, and asked again.

import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ModelCard } from '../core/model-card.ts'
import type { RunPredictions, SplitPredictions } from '../core/predictions.ts'
import { foldRun, type RunSettings, type RunState } from '../core/run.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import { predictedClasses, softmaxRows } from '../core/trust/softmax.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import { bytesSource } from '../formats/source.ts'
import { createSourceEngine, type EngineEnvironment, type SourceEngine } from './engine.ts'

const ENVIRONMENT: EngineEnvironment = {
  gpu: undefined,
  wasm: { threads: 1, isolated: false },
  now: () => Date.now(),
  yieldToEvents: async () => {},
  openScratch: async () => null,
  loadFixtures: async () => [],
}
const SAMPLE = { rows: 120, points: 64, seed: 3 }
const SETTINGS: RunSettings = { ...REFERENCE_SETTINGS, epochs: 3, batchSize: 16, backend: 'wasm' }

let engine: SourceEngine
let run: RunState
let card: ModelCard
let known: RunPredictions

beforeAll(async () => {
  engine = createSourceEngine(ENVIRONMENT)
  await engine.simulate(SAMPLE)
  run = await trained(engine, SETTINGS)
  card = (await engine.modelInUse())!
  known = await engine.predictions('wasm')
}, 60_000)

async function trained(on: SourceEngine, settings: RunSettings): Promise<RunState> {
  let state: RunState | null = null
  const signals = { stop: new AbortController().signal, abandon: new AbortController().signal }
  for await (const event of on.train(settings, signals)) state = foldRun(state, event)
  return state!
}

function splitOf({ splits }: RunPredictions, name: SplitPredictions['split']): SplitPredictions {
  return splits.find(({ split }) => split === name)!
}

function matrixOf({ labels, logits }: Pick<SplitPredictions, 'labels' | 'logits'>): number[][] {
  const matrix = [
    [0, 0],
    [0, 0],
  ]
  for (const [row, predicted] of predictedClasses(logits, 2).entries()) {
    matrix[labels[row]!]![predicted]!++
  }
  return matrix
}

describe('a network that was trained', () => {
  test('its card says how', () => {
    expect(run.status).toBe('finished')
    expect(card).toMatchObject({
      name: 'CNN3 DeltaZ',
      origin: 'trained',
      model: 'CNN3',
      length: 64,
      target: 'DeltaZ',
      classes: run.dataset.classes,
      input: 'logPDF',
      temperature: null,
      zgrid: { points: 64, first: 0, spacing: 'ln(1+z)' },
      training: { epoch: run.bestEpoch, settings: SETTINGS, dataset: { counts: run.dataset.counts } },
    })
    expect(card.floor).toBeLessThan(0)
  })

  test('its predictions are those of the matrices, of every row in order, with objects and labels', async () => {
    expect(known.splits.map(({ split, rows }) => [split, rows])).toEqual(
      (['test', 'validation', 'train'] as const).map((split) => [
        split,
        run.dataset.counts[split].reduce((sum, count) => sum + count, 0),
      ]),
    )
    expect(matrixOf(splitOf(known, 'test'))).toEqual(run.test!.matrix)
    expect(matrixOf(splitOf(known, 'train'))).toEqual(run.train!.matrix)
    expect(known.fingerprint).toBe(run.dataset.fingerprint)
    const { columns } = await engine.objects()
    for (const { objects, labels, redshift, split } of known.splits) {
      expect([...labels], split).toEqual([...objects].map((object) => columns.label[object]))
      expect([...redshift], split).toEqual([...objects].map((object) => columns.redshift[object]))
    }
  })

  test('the control stands beside: its matrix is that of its logits, of test and validation, not of train', () => {
    const { control, labels } = splitOf(known, 'test')
    expect(matrixOf({ labels, logits: control! })).toEqual(run.control!.confusion)
    expect(run.control!.descriptors).toEqual(known.control!.descriptors)
    expect(splitOf(known, 'validation').control).toHaveLength(2 * splitOf(known, 'validation').rows)
    expect(splitOf(known, 'train').control).toBeNull()
  })

  test('an object is explained: the log-odds are those of its prediction', async () => {
    const { objects, logits } = splitOf(known, 'test')
    const [a, b] = [logits[2]!, logits[3]!]
    for (const method of ['gradientTimesInput', 'integratedGradients'] as const) {
      const found = await engine.saliency({ object: objects[1]!, classIndex: 1, method }, 'wasm')
      expect(found.score).toBeCloseTo(b - a, 4)
      expect(found.values).toHaveLength(64)
      expect(found.values.some((value) => value !== 0)).toBe(true)
    }
  })

  test('an object of no split is refused', async () => {
    const request = { object: 120, classIndex: 0, method: 'gradientTimesInput' } as const
    await expect(engine.saliency(request, 'wasm')).rejects.toThrow('Object 120 is in none of the splits.')
  })
})

describe('saved and loaded', () => {
  test.each(['keras', 'hdf5'] as const)('as %s: the same card, and the same predictions', async (format) => {
    const blob = await engine.saveModel(format, { temperature: null })
    const other = createSourceEngine(ENVIRONMENT)
    await expect(other.predictions('wasm')).rejects.toThrow('There is no network yet.')
    const loaded = await other.loadModel({ path: `network.${format}`, file: blob })
    expect(loaded).toEqual({ ...card, origin: 'saved' })
    await other.simulate(SAMPLE)
    const again = await other.predictions('wasm')
    expect(again.splits.map(({ split }) => split)).toEqual(known.splits.map(({ split }) => split))
    for (const [i, { logits, control, objects }] of known.splits.entries()) {
      expect(again.splits[i]!.logits).toEqual(logits)
      expect(again.splits[i]!.control).toEqual(control)
      expect(again.splits[i]!.objects).toEqual(objects)
    }
  })

  test('with a temperature: the logits are divided by it for good', async () => {
    const blob = await engine.saveModel('keras', { temperature: 2 })
    const other = createSourceEngine(ENVIRONMENT)
    expect(await other.loadModel({ path: 'calibrated.keras', file: blob })).toMatchObject({ temperature: 2 })
    await other.simulate(SAMPLE)
    const calibrated = splitOf(await other.predictions('wasm'), 'test')
    const expected = softmaxRows(splitOf(known, 'test').logits, 2, 2)
    const found = softmaxRows(calibrated.logits, 2)
    for (const [i, p] of expected.entries()) expect(found[i]).toBeCloseTo(p, 6)
  })

  test('data on another grid are refused with both numbers', async () => {
    const other = createSourceEngine(ENVIRONMENT)
    await other.loadModel({ path: 'n.keras', file: await engine.saveModel('keras', { temperature: null }) })
    await other.simulate({ ...SAMPLE, points: 80 })
    await expect(other.predictions('wasm')).rejects.toThrow(
      /^The network takes posteriors of 64 points, and .+ has 80\.$/,
    )
  })

  test('a file that holds no network leaves the one in use', async () => {
    const file = new Blob(['<!DOCTYPE html><html></html>'])
    await expect(engine.loadModel({ path: 'network.keras', file })).rejects.toMatchObject({
      code: 'bad-input',
    })
    expect(await engine.modelInUse()).toBe(card)
  })
})

describe('applied to rows without labels', () => {
  test('answers are those of the same rows in the data set, in the order of the file', async () => {
    const { objects, logits } = splitOf(known, 'test')
    const rows = await engine.posteriors([...objects])
    const file = bytesSource(encodeNpy('<f4', [objects.length, 64], rows), 'tonight/pdfs.npy')
    const applied = await engine.applyModel([file], 'wasm')
    expect(applied.rows).toBe(objects.length)
    expect([...applied.row]).toEqual([...objects.keys()])
    expect(applied.logits).toEqual(logits)
    const csv = await (await engine.encodeApplied(applied, 'csv', { temperature: null, kept: null })).text()
    expect(csv.trim().split('\n')).toHaveLength(1 + objects.length)
  })
})

/** Another engine that has loaded the network, which was asked about the same data and is on the device. */
async function loadedAndAsked(): Promise<{
  other: SourceEngine
  tensorsBefore: number
  asked: RunPredictions
}> {
  const other = createSourceEngine(ENVIRONMENT)
  await other.loadModel({ path: 'n.keras', file: await engine.saveModel('keras', { temperature: null }) })
  await other.simulate(SAMPLE)
  const tensorsBefore = tf.memory().numTensors
  const asked = await other.predictions('wasm')
  expect(tf.memory().numTensors).toBeGreaterThan(tensorsBefore)
  return { other, tensorsBefore, asked }
}

test('a run that starts takes the network before it away, off the device too, and its own takes its place', async () => {
  const { other, tensorsBefore } = await loadedAndAsked()
  const settings = { ...SETTINGS, epochs: 1, seed: 9 }
  let next: RunState | null = null
  const signals = { stop: new AbortController().signal, abandon: new AbortController().signal }
  for await (const event of other.train(settings, signals)) {
    next = foldRun(next, event)
    if (event.type === 'runStarted') expect(tf.memory().numTensors).toBe(tensorsBefore)
    if (event.type === 'runStarted' || event.type === 'batchEnded') {
      expect(await other.modelInUse()).toBeNull()
    }
  }
  const own = (await other.modelInUse())!
  expect(own).toMatchObject({ origin: 'trained', training: { settings: { seed: 9 } } })
  expect(matrixOf(splitOf(await other.predictions('wasm'), 'test'))).toEqual(next!.test!.matrix)
})

test('after an evaluation that was skipped the network can be asked about every row', async () => {
  const other = createSourceEngine(ENVIRONMENT)
  await other.simulate(SAMPLE)
  const stop = new AbortController()
  const abandon = new AbortController()
  for await (const event of other.train(SETTINGS, { stop: stop.signal, abandon: abandon.signal })) {
    if (event.type !== 'epochEnded') continue
    stop.abort()
    abandon.abort()
  }
  const found = await other.predictions('wasm')
  expect(found.splits.map(({ split }) => split)).toEqual(['test', 'validation', 'train'])
  expect(found.control).not.toBeNull()
})

test('a run that is stopped has its control, too', async () => {
  const other = createSourceEngine(ENVIRONMENT)
  await other.simulate(SAMPLE)
  const stop = new AbortController()
  let state: RunState | null = null
  const signals = { stop: stop.signal, abandon: new AbortController().signal }
  for await (const event of other.train(SETTINGS, signals)) {
    state = foldRun(state, event)
    if (event.type === 'epochEnded') stop.abort()
  }
  expect(state!.status).toBe('stopped')
  expect((await other.predictions('wasm')).control!.descriptors).toEqual(state!.control!.descriptors)
})

test('a run that ends before its first epoch leaves none', async () => {
  const { other } = await loadedAndAsked()
  const stop = new AbortController()
  stop.abort()
  for await (const _ of other.train(SETTINGS, { stop: stop.signal, abandon: stop.signal }));
  expect(await other.modelInUse()).toBeNull()
  expect(other.trainedModel()).toBeNull()
  await expect(other.predictions('wasm')).rejects.toThrow('There is no network yet.')
  await expect(other.saveModel('keras', { temperature: null })).rejects.toThrow('There is no network yet.')
})

test('a run that cannot start leaves the network before it, and the device to others', async () => {
  const { other, tensorsBefore, asked } = await loadedAndAsked()
  const { signal } = new AbortController()
  const events = other.train({ ...SETTINGS, backend: 'webgpu' }, { stop: signal, abandon: signal })
  await expect(events.next()).rejects.toThrow('This browser offers no WebGPU adapter.')
  expect(tf.memory().numTensors).toBe(tensorsBefore)
  expect(await other.modelInUse()).toMatchObject({ origin: 'saved' })
  expect(await other.predictions('wasm')).toBe(asked)
})

test('the same rows under other numbers are asked about again', async () => {
  const other = createSourceEngine(ENVIRONMENT)
  await other.loadModel({ path: 'n.keras', file: await engine.saveModel('keras', { temperature: null }) })
  const report = await other.simulate(SAMPLE)
  const before = await other.predictions('wasm')
  await other.prepare({ ...report.preparation, seed: 5, splits: 'drawn' })
  const drawn = splitOf(await other.predictions('wasm'), 'test')
  const { columns } = await other.objects()
  expect([...drawn.objects]).not.toEqual([...splitOf(before, 'test').objects])
  expect([...drawn.redshift]).toEqual([...drawn.objects].map((object) => columns.redshift[object]))
})

test('what a studio says of its own network is not overruled', async () => {
  const answers = { target: 'DeltaZ', input: 'PDF', redshift: 'value' } as const
  await expect(engine.completeModel(answers)).rejects.toThrow(
    'CNN3 DeltaZ says itself which classes it tells apart, and what it takes.',
  )
})
