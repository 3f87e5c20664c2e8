import { describe, expect, test } from 'vitest'
import { plainPreparation } from '../preparation.ts'
import type { PartialMeta } from '../report.ts'
import { imported, trained } from './records.fixture.ts'
import { seedGroups } from './seed-groups.ts'

function run(name: string, meta: Partial<PartialMeta>, accuracy: number | null = 0.75) {
  return { record: trained(name, { meta }), accuracy }
}

const PREPARATION = { ...plainPreparation('given'), dropped: { leaked: 2 }, undersampled: 0 }

test('runs that differ by seed, and by where they ran', () => {
  const runs = [
    run('A', { seed: 1 }, 0.75),
    run('alone', { seed: 1, model: 'CNN8' }),
    run('B', {
      seed: 2,
      backend: 'webgpu',
      adapter: 'another',
      microBatchSize: 8,
      studio: '9.9.9',
      created: '2027-01-01T00:00:00.000Z',
      bestEpoch: 1,
      status: 'stopped',
      seconds: 99,
    }),
    run('C', { seed: 3 }, 0.8125),
  ]
  const [group, ...rest] = seedGroups(runs)
  expect(rest).toEqual([])
  expect(group!.records.map(({ name }) => name)).toEqual(['A', 'B', 'C'])
  expect(group!.name).toBe('CNN3, DeltaZ, 3 seeds')
  expect(group!.accuracy!.runs).toBe(3)
  expect(group!.accuracy!.mean).toBeCloseTo(2.3125 / 3, 14)
  expect(group!.accuracy!.deviation).toBeCloseTo(0.0625 / Math.sqrt(3), 14)
})

test('curves are means per epoch over the runs that reached it', () => {
  const curves = { acc: [0.5, 0.75], val_acc: [0.5], loss: null, lr: [1e-4, 9e-5] }
  const [group] = seedGroups([
    { record: trained('A', { meta: { seed: 1 }, report: curves }), accuracy: 0.5 },
    { record: trained('B', { meta: { seed: 2 }, report: { ...curves, acc: [0.25] } }), accuracy: null },
  ])
  expect(group!.curves).toEqual({
    acc: [
      { epoch: 1, mean: 0.375, deviation: Math.sqrt(2 * 0.125 ** 2), runs: 2 },
      { epoch: 2, mean: 0.75, deviation: Number.NaN, runs: 1 },
    ],
    loss: [],
    valAcc: [{ epoch: 1, mean: 0.5, deviation: 0, runs: 2 }],
    valLoss: [
      { epoch: 1, mean: 0.5, deviation: 0, runs: 2 },
      { epoch: 2, mean: 0.4, deviation: 0, runs: 2 },
    ],
    lr: [
      { epoch: 1, mean: 1e-4, deviation: 0, runs: 2 },
      { epoch: 2, mean: 9e-5, deviation: 0, runs: 2 },
    ],
  })
  expect(group!.accuracy).toBeNull()
})

describe('anything else that differs', () => {
  const DATASET = trained('A').report.meta!.dataset!
  test.each<[string, Partial<PartialMeta>]>([
    ['model', { model: 'CNN8' }],
    ['target', { target: 'Success2' }],
    ['input', { input: 'PDF' }],
    ['schedule', { schedule: 'plateau' }],
    ['epochs', { epochs: 51 }],
    ['patience', { patience: 9 }],
    ['dropout', { dropout: 0.2 }],
    ['redshift', { redshift: 'index' }],
    ['classWeights', { classWeights: 'balanced' }],
    ['batchSize', { batchSize: 64 }],
    ['fingerprint', { dataset: { ...DATASET, fingerprint: 'ffff' } }],
    ['test fingerprint', { dataset: { ...DATASET, testFingerprint: 'ffff' } }],
    ['preparation', { preparation: PREPARATION }],
    ['split seed', { preparation: { ...PREPARATION, dropped: {}, seed: 2 } }],
    ['what is unknown', { preparation: null }],
    ['unknown batch size', { batchSize: null }],
    ['unknown seed', { seed: null }],
    ['the same seed', { seed: 1 }],
  ])('%s', (_, meta) => {
    expect(seedGroups([run('A', { seed: 1 }), run('B', { seed: 2, ...meta })])).toEqual([])
  })

  test.each<[string, Partial<PartialMeta>]>([
    ['preparation', { preparation: null }],
    ['epochs', { epochs: null }],
    ['data set', { dataset: null }],
    ['fingerprint', { dataset: { ...DATASET, fingerprint: '' } }],
  ])('%s that neither report tells', (_, unknown) => {
    expect(seedGroups([run('A', { seed: 1, ...unknown }), run('B', { seed: 2, ...unknown })])).toEqual([])
  })
})

test('the name of a data set and the order of keys do not count', () => {
  const { dataset, preparation } = trained('A').report.meta!
  const turned = Object.fromEntries(Object.entries(preparation!).reverse()) as typeof preparation
  const meta = { seed: 2, dataset: { ...dataset!, name: 'a copy' }, preparation: turned }
  expect(seedGroups([run('A', { seed: 1 }), run('B', meta)])).toHaveLength(1)
})

test('a repetition of a seed is left out', () => {
  const runs = [run('A', { seed: 1 }), run('again', { seed: 1 }), run('B', { seed: 2 })]
  const [group] = seedGroups(runs)
  expect(group!.records.map(({ name }) => name)).toEqual(['A', 'B'])
})

test('reports of LAM-Redshift belong to no group', () => {
  const lam = (name: string) => ({ record: imported(name, ['a', 'b'], {}), accuracy: 0.5 })
  expect(seedGroups([lam('A'), lam('B')])).toEqual([])
})
