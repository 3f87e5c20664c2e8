import { beforeAll, describe, expect, test } from 'vitest'
import { initialWeights } from '../core/initialisers.ts'
import type { ModelCard } from '../core/model-card.ts'
import type { EvaluatedSplit } from '../core/run.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import type { FittedControl } from '../data/control.ts'
import type { Dataset, RowReader, SplitData } from '../data/dataset.ts'
import { memoryDataset } from '../data/memory-dataset.ts'
import { flooredReader, memoryRows } from '../data/row-reader.ts'
import { cardOfRun, describeCard } from './card.ts'
import { type Device, openDevice } from './device.ts'
import { normals } from './kernels/testing.ts'
import { createNetworkInUse, type OpenNetwork } from './network-in-use.ts'
import { describePredictions, predictDataset, requireComplete, requireFit } from './predictions.ts'
import type { PassProgress } from './types.ts'

const WIDTH = 40
const ROWS = { train: 5, validation: 3, test: 4, natural: 2 } as const

let device: Device
let dataset: Dataset
let natural: SplitData
let card: ModelCard

beforeAll(async () => {
  device = await openDevice('wasm', { gpu: undefined, wasm: { threads: 1, isolated: false } })
  dataset = await memoryDataset({
    name: 'normals',
    target: 'DeltaZ',
    width: WIDTH,
    splits: { train: rowsOf('train'), validation: rowsOf('validation'), test: rowsOf('test') },
    zgrid: null,
  })
  // rows of the pool in another order
  natural = { ...dataset.splits.test, ...firstRows(dataset.splits.test, 2), objects: Uint32Array.of(11, 8) }
  card = cardOfRun(dataset, { ...REFERENCE_SETTINGS, model: 'CNN-2inputs' }, 1, 0)
})

/** Row 1 of each split has no redshift where `missing` says so. */
function rowsOf(split: keyof typeof ROWS, missing = false) {
  const rows = ROWS[split]
  return {
    posteriors: normals(split, rows * WIDTH),
    labels: Uint8Array.from({ length: rows }, (_, row) => row % 2),
    attributes: Array.from({ length: rows }, (_, row) => ({
      redshift: missing && row === 1 ? null : row / 8,
      deltaZ: null,
      status: null,
      logEvidence: null,
      flag: null,
    })),
  }
}

function firstRows({ x, labels, attributes }: SplitData, rows: number): Partial<SplitData> {
  return { x: { ...x, rows }, labels: labels.slice(0, rows), attributes: attributes!.slice(0, rows) }
}

function logitsOf(rows: number, first: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: 2 * rows }, (_, i) => first + i)
}

const LOGITS = new Map<EvaluatedSplit, Float32Array<ArrayBuffer>>([
  ['train', logitsOf(ROWS.train, 100)],
  ['validation', logitsOf(ROWS.validation, 200)],
  ['test', logitsOf(ROWS.test, 300)],
  ['natural', logitsOf(ROWS.natural, 400)],
])
const CONTROL: FittedControl = {
  fit: {
    descriptors: ['entropy'],
    rows: 5,
    weights: [[1], [2]],
    bias: [0, 1],
    mean: [0],
    scale: [1],
    seconds: 0,
  },
  logits: {
    validation: logitsOf(ROWS.validation, 500),
    test: logitsOf(ROWS.test, 600),
    natural: logitsOf(ROWS.natural, 700),
  },
}

describe('predictions', () => {
  test('stand beside their rows, test first, with the control but for train', () => {
    const found = describePredictions(card, { ...dataset, natural }, LOGITS, CONTROL)
    const common = (split: EvaluatedSplit, data: SplitData) => ({
      split,
      fingerprint: data.fingerprint,
      rows: data.x.rows,
      objects: data.objects,
      labels: data.labels,
      redshift: Float64Array.from({ length: data.x.rows }, (_, row) => row / 8),
      logits: LOGITS.get(split),
    })
    const { train, validation, test } = dataset.splits
    expect(found).toEqual({
      card,
      fingerprint: dataset.report.fingerprint,
      control: CONTROL.fit,
      splits: [
        { ...common('test', test), control: CONTROL.logits.test },
        { ...common('natural', natural), control: CONTROL.logits.natural },
        { ...common('validation', validation), control: CONTROL.logits.validation },
        { ...common('train', train), control: null },
      ],
    })
    expect([...found.splits[1]!.objects]).toEqual([11, 8])
  })

  test('of splits that were not evaluated, or are not there, are left out', () => {
    const some = new Map([...LOGITS].filter(([split]) => split !== 'train'))
    const found = describePredictions(card, dataset, some, null)
    expect(found.splits.map(({ split, control }) => [split, control])).toEqual([
      ['test', null],
      ['validation', null],
    ])
    expect(found.control).toBeNull()
  })

  test('have NaN for a redshift that is not known', () => {
    const { test } = dataset.splits
    const attributes = test.attributes!.with(1, { ...test.attributes![1]!, redshift: null })
    const known = { ...dataset, splits: { ...dataset.splits, test: { ...test, attributes } } }
    const without = { ...dataset, splits: { ...dataset.splits, test: { ...test, attributes: null } } }
    const redshiftOf = (data: Dataset) => [
      ...describePredictions(card, data, LOGITS, null).splits[0]!.redshift,
    ]
    expect(redshiftOf(known)).toEqual([0, Number.NaN, 0.25, 0.375])
    expect(redshiftOf(without)).toEqual(new Array(4).fill(Number.NaN))
  })

  test('are copies of what the data set holds', () => {
    const [first] = describePredictions(card, dataset, LOGITS, null).splits
    expect(first!.objects).not.toBe(dataset.splits.test.objects)
    expect(first!.labels).not.toBe(dataset.splits.test.labels)
  })
})

describe('a network that does not fit is refused', () => {
  test('where nobody has said what it takes and gives', () => {
    const error = expect.objectContaining({
      code: 'bad-input',
      message: 'It is not known which classes the network tells apart, and what it takes.',
      hint: 'Say so under "Apply", or train a network.',
    })
    for (const unknown of [{ target: null }, { input: null }] as const) {
      expect(() => requireComplete({ ...card, ...unknown })).toThrow(error)
      expect(() => requireFit({ ...card, ...unknown }, dataset)).toThrow(error)
    }
    requireComplete(card)
  })

  test('on another grid, with both numbers of points', () => {
    expect(() => requireFit({ ...card, length: 17_908 }, dataset)).toThrow(
      expect.objectContaining({
        code: 'bad-input',
        message: 'The network takes posteriors of 17,908 points, and normals has 40.',
        hint: 'Load data on the same grid, or train a network on these.',
      }),
    )
  })

  test('with other classes, with both lists', () => {
    const [a, b] = dataset.report.classes
    const refused = (classes: readonly string[]) =>
      expect(() => requireFit({ ...card, classes }, dataset)).toThrow(
        expect.objectContaining({
          code: 'bad-input',
          message: `The network tells ${classes.join(', ')} apart, and the classes of normals are ${a}, ${b}.`,
          hint: 'Choose the same target for the data, or train a network on these.',
        }),
      )
    refused([b!, a!])
    refused([a!])
    refused([a!, b!, 'third'])
  })

  test('and one that fits is not', () => {
    requireFit(card, dataset)
  })
})

describe('all rows of a data set', () => {
  /** Runs the network of the card on a data set. */
  async function predict(data: Dataset, signal?: AbortSignal, onProgress?: (at: PassProgress) => void) {
    const inUse = createNetworkInUse(600e6)
    inUse.replace({ card, weights: initialWeights(describeCard(card), 1) })
    const open: OpenNetwork = { ...inUse.open(device), microBatchSize: 2 }
    const environment = { now: () => 0, yieldToEvents: async () => {} }
    try {
      return await predictDataset(open, data, device, { signal, onProgress, ...environment })
    } finally {
      inUse.letGo()
    }
  }

  test('go through in the order in which they are shown, and progress counts all', async () => {
    const progress: PassProgress[] = []
    const logits = await predict({ ...dataset, natural }, undefined, (at) => progress.push(at))
    expect([...logits.keys()]).toEqual(['test', 'natural', 'validation', 'train'])
    expect([...logits.values()].map(({ length }) => length)).toEqual([8, 4, 6, 10])
    const total = 14
    expect(progress).toEqual([
      { name: 'test', done: 2, total },
      { name: 'test', done: 4, total },
      { name: 'the natural test', done: 6, total },
      { name: 'validation', done: 8, total },
      { name: 'validation', done: 9, total },
      { name: 'train', done: 11, total },
      { name: 'train', done: 14, total },
    ])
    // the natural rows are the first ones of test
    expect([...logits.get('natural')!]).toEqual([...logits.get('test')!.subarray(0, 4)])
    expect(new Set(logits.get('test')).size).toBe(8)
  })

  test('-inf is read as the network was trained to read it, not as the data have it', async () => {
    const { test: held } = dataset.splits
    const values = normals('test', ROWS.test * WIDTH)
    const put = (floor: number) => memoryRows('X', values.with(3, floor), WIDTH)
    const other = (x: RowReader, floor: number) =>
      predict({ ...dataset, splits: { ...dataset.splits, test: { ...held, x } }, floor })
    const ofData = flooredReader(put(Number.NEGATIVE_INFINITY), -9, true)
    const expected = await other(flooredReader(put(card.floor!), null, true), card.floor!)
    expect((await other(ofData, -9)).get('test')).toEqual(expected.get('test'))
  })

  test('an abort ends it between two splits too', async () => {
    const abort = new AbortController()
    const progress: string[] = []
    await expect(
      predict(dataset, abort.signal, ({ name, done }) => {
        progress.push(`${name} ${done}`)
        if (done === ROWS.test) abort.abort()
      }),
    ).rejects.toMatchObject({ code: 'cancelled' })
    expect(progress).toEqual(['test 2', 'test 4'])
  })

  test('a redshift that the network takes and a row lacks is named', async () => {
    const data = await memoryDataset({
      name: 'gaps',
      target: 'DeltaZ',
      width: WIDTH,
      splits: { train: rowsOf('train'), validation: rowsOf('validation', true), test: rowsOf('test') },
      zgrid: null,
    })
    await expect(predict(data)).rejects.toThrow('VALID: the estimated redshift is missing in 1 row (row 1).')
  })
})
