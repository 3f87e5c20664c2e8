import { describe, expect, test } from 'vitest'
import { DESCRIPTORS, describePosterior } from '../core/control/descriptors.ts'
import { StudioError } from '../core/errors.ts'
import { createRng } from '../core/rng.ts'
import { predictedClasses } from '../core/trust/softmax.ts'
import {
  type ControlOptions,
  type FittedControl,
  fitControl,
  fitControlIfPossible,
  MOST_FITTED_ROWS,
} from './control.ts'
import type { Dataset, RowReader, SplitData } from './dataset.ts'
import { memoryDataset } from './memory-dataset.ts'
import { simulatedDataset } from './simulated.ts'

const OPTIONS: ControlOptions = { seed: 1, now: () => 0, yieldToEvents: async () => {} }
const WIDTH = 8

const { dataset } = await simulatedDataset({ rows: 400, points: 256, seed: 1 })

function shareRight(logits: Float32Array, labels: Uint8Array): number {
  const predicted = predictedClasses(logits, 2)
  return labels.filter((label, row) => predicted[row] === label).length / labels.length
}

function majority(labels: Uint8Array): number {
  const ones = labels.reduce((sum, label) => sum + label, 0)
  return Math.max(ones, labels.length - ones) / labels.length
}

/** One peak (class 1) or two (class 0), at places that depend on the row. */
function posteriorsOf(labels: Uint8Array): Float32Array {
  const values = new Float32Array(labels.length * WIDTH).fill(-30)
  for (const [row, label] of labels.entries()) {
    values[row * WIDTH + (row % 3)] = 0
    if (label === 0) values[row * WIDTH + 5 + (row % 2)] = -0.1 * (row % 7)
  }
  return values
}

function alternating(rows: number): Uint8Array {
  return Uint8Array.from({ length: rows }, (_, row) => row % 2)
}

/** In no order, so that the labels of other rows are other labels. */
function mixed(rows: number): Uint8Array {
  const rng = createRng(1, 'labels')
  return Uint8Array.from({ length: rows }, () => (rng.uniform() < 0.5 ? 0 : 1))
}

/** A data set of such rows; `labels` of TRAIN may be told, and what its rows are. */
async function plainDataset(
  train: Uint8Array,
  change: (posteriors: Float32Array) => void = () => {},
): Promise<Dataset> {
  const split = (labels: Uint8Array) => ({ posteriors: posteriorsOf(labels), labels, attributes: null })
  const splits = { train: split(train), validation: split(alternating(6)), test: split(alternating(10)) }
  change(splits.train.posteriors)
  return memoryDataset({ name: 'Plain', target: 'Success2', width: WIDTH, splits, zgrid: null })
}

/** The same rows with a log of which were read. */
function logged(split: SplitData): { split: SplitData; rows: number[] } {
  const rows: number[] = []
  const read: RowReader['read'] = (start, count, out) => {
    for (let i = 0; i < count; i++) rows.push(start + i)
    return split.x.read(start, count, out)
  }
  return { split: { ...split, x: { ...split.x, read } }, rows }
}

describe('on the simulated sample', () => {
  test('is well above the majority class', async () => {
    const { logits } = (await fitControl(dataset, OPTIONS))!
    const { labels } = dataset.splits.test
    const [right, most] = [shareRight(logits.test, labels), majority(labels)]
    console.info(`control: ${right.toFixed(3)} of TEST are right, the majority class is ${most.toFixed(3)}`)
    expect(labels).toHaveLength(60)
    expect(right).toBeGreaterThan(most + 0.2)
  })

  test('says what it was fitted on, and its logits follow from that', async () => {
    let time = 0
    const { fit, logits } = (await fitControl(dataset, { ...OPTIONS, now: () => (time += 500) }))!
    expect(fit.descriptors).toEqual(DESCRIPTORS.map(({ title }) => title))
    expect(fit.rows).toBe(dataset.splits.train.x.rows)
    expect(fit.seconds).toBe(0.5)
    const { x, labels } = dataset.splits.test
    const lnP = new Float32Array(256)
    const values = new Float64Array(DESCRIPTORS.length)
    await x.read(7, 1, lnP)
    describePosterior(lnP, dataset.zgrid, values, 0)
    const scaled = values.map((value, f) => (value - fit.mean[f]!) / fit.scale[f]!)
    const expected = fit.bias.map((b, k) =>
      scaled.reduce((sum, value, f) => sum + value * fit.weights[k]![f]!, b),
    )
    expect([...logits.test.subarray(14, 16)]).toEqual(expected.map(Math.fround))
    expect(logits.test).toHaveLength(2 * labels.length)
    expect(logits.validation).toHaveLength(2 * dataset.splits.validation.x.rows)
    expect(logits.natural).toBeNull()
  })

  test('is the same each time, and reads nothing the second time', async () => {
    const [train, validation, testing] = [
      logged(dataset.splits.train),
      logged(dataset.splits.validation),
      logged(dataset.splits.test),
    ]
    const splits = { train: train.split, validation: validation.split, test: testing.split }
    const first = await fitControl({ ...dataset, splits }, OPTIONS)
    const read = [train, validation, testing].map(({ rows }) => rows.length)
    expect(read).toEqual([splits.train, splits.validation, splits.test].map(({ x }) => x.rows))
    expect(await fitControl({ ...dataset, splits }, OPTIONS)).toEqual(first)
    expect([train, validation, testing].map(({ rows }) => rows.length)).toEqual(read)
    expect(await fitControl(dataset, OPTIONS)).toEqual(first)
  })
})

describe('rows of TRAIN', () => {
  const many = MOST_FITTED_ROWS + 2500

  test('at most 10,000 are drawn by seed, and read in the order of the file', async () => {
    const plain = await plainDataset(alternating(6))
    const labels = mixed(many)
    const values = posteriorsOf(labels)
    const read: RowReader['read'] = async (start, count, out) =>
      out.set(values.subarray(start * WIDTH, (start + count) * WIDTH))
    const long = { ...plain.splits.train, labels, x: { rows: many, width: WIDTH, read } }
    const fitOf = async (seed: number): Promise<{ result: FittedControl; rows: number[] }> => {
      const { split, rows } = logged(long)
      const splits = { ...plain.splits, train: split }
      return { result: (await fitControl({ ...plain, splits }, { ...OPTIONS, seed }))!, rows }
    }
    const first = await fitOf(1)
    expect(first.result.fit.rows).toBe(10_000)
    expect(first.rows).toHaveLength(10_000)
    expect(first.rows).toEqual([...new Set(first.rows)].sort((a, b) => a - b))
    expect(first.rows.at(-1)).toBeGreaterThan(12_000)
    expect((await fitOf(1)).rows).toEqual(first.rows)
    expect((await fitOf(2)).rows).not.toEqual(first.rows)
    // each is learned with its own label
    expect([...predictedClasses(first.result.logits.test, 2)]).toEqual([...alternating(10)])
  })

  test('one peak or two is learned', async () => {
    const { logits } = (await fitControl(await plainDataset(alternating(60)), OPTIONS))!
    expect([...predictedClasses(logits.test, 2)]).toEqual([...alternating(10)])
  })

  test('those without shape are left out, with their labels', async () => {
    const labels = mixed(20)
    const all = posteriorsOf(labels)
    const constant = (posteriors: Float32Array) => posteriors.fill(-3, 4 * WIDTH, 6 * WIDTH)
    const others = (posteriors: Float32Array) => {
      posteriors.set(all.subarray(0, 4 * WIDTH))
      posteriors.set(all.subarray(6 * WIDTH), 4 * WIDTH)
    }
    const found = await fitControl(await plainDataset(labels, constant), OPTIONS)
    const left = await plainDataset(
      labels.filter((_, row) => row < 4 || row > 5),
      others,
    )
    expect(found!.fit.rows).toBe(18)
    expect(found).toEqual(await fitControl(left, OPTIONS))
  })

  test('without any that can be fitted there is no control', async () => {
    const constant = (posteriors: Float32Array) => posteriors.fill(-3)
    expect(await fitControl(await plainDataset(alternating(6), constant), OPTIONS)).toBeNull()
  })

  test('a class that they lack is never likely', async () => {
    const { fit, logits } = (await fitControl(await plainDataset(new Uint8Array(8).fill(1)), OPTIONS))!
    expect(fit.bias).toEqual([-30, 0])
    expect([...logits.test]).toEqual(Array.from({ length: 10 }, () => [-30, 0]).flat())
  })
})

describe('a test at natural prevalence', () => {
  test('has logits too, and rows without shape are judged as a constant', async () => {
    const plain = await plainDataset(alternating(40))
    const read: RowReader['read'] = async (_start, count, out) => {
      out.fill(0, 0, count * WIDTH)
      out[WIDTH + 3] = Number.NaN
    }
    const natural = { ...plain.splits.test, x: { rows: 2, width: WIDTH, read } }
    const progress: unknown[] = []
    const onProgress: ControlOptions['onProgress'] = (event) => progress.push(event)
    const { logits } = (await fitControl({ ...plain, natural }, { ...OPTIONS, onProgress }))!
    expect(logits.natural).toHaveLength(4)
    expect(logits.natural!.every(Number.isFinite)).toBe(true)
    expect([...logits.natural!.subarray(0, 2)]).toEqual([...logits.natural!.subarray(2)])
    expect(progress).toEqual([
      { done: 40, total: 58 },
      { done: 46, total: 58 },
      { done: 56, total: 58 },
      { done: 58, total: 58 },
    ])
  })
})

test('stops on an abort', async () => {
  const abort = new AbortController()
  const stop: ControlOptions['yieldToEvents'] = async () => abort.abort()
  // nothing of it is known yet
  const splits = { ...dataset.splits, train: { ...dataset.splits.train } }
  const working = fitControl(
    { ...dataset, splits },
    { ...OPTIONS, yieldToEvents: stop, signal: abort.signal },
  )
  await expect(working).rejects.toMatchObject({ code: 'cancelled' })
})

describe('beside a network', () => {
  async function unreadable(error: Error): Promise<Dataset> {
    const plain = await plainDataset(alternating(20))
    const read: RowReader['read'] = () => Promise.reject(error)
    const validation = { ...plain.splits.validation, x: { ...plain.splits.validation.x, read } }
    return { ...plain, splits: { ...plain.splits, validation } }
  }

  test('it is the same control', async () => {
    const plain = await plainDataset(alternating(20))
    expect(await fitControlIfPossible(plain, OPTIONS)).toEqual(await fitControl(plain, OPTIONS))
  })

  test('rows that cannot be read leave it out', async () => {
    const gone = await unreadable(new StudioError('bad-input', 'VALID.npy is gone.'))
    expect(await fitControlIfPossible(gone, OPTIONS)).toBeNull()
    await expect(fitControl(gone, OPTIONS)).rejects.toThrow('VALID.npy is gone.')
  })

  test.each([new StudioError('cancelled', 'Stopped.'), new RangeError('Wrong.')])(
    'not so: %s',
    async (error) => {
      await expect(fitControlIfPossible(await unreadable(error), OPTIONS)).rejects.toBe(error)
    },
  )
})
