import { describe, expect, test } from 'vitest'
import fixture from '../../../reference/fixtures/comparison.json'
import { plainPreparation } from '../preparation.ts'
import type { PartialMeta } from '../report.ts'
import { imported, trained } from './records.fixture.ts'
import { seedBand, seedGroups, spreadOf } from './seed-groups.ts'

function run(name: string, meta: Partial<PartialMeta>, accuracy: number | null = 0.75) {
  return { record: trained(name, { meta }), accuracy }
}

const DRAWN = { ...plainPreparation('drawn'), dropped: {}, undersampled: 0 }
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
    ['classWeights', { classWeights: 'balanced' }],
    ['batchSize', { batchSize: 64 }],
    ['fingerprint', { dataset: { ...DATASET, fingerprint: 'ffff' } }],
    ['test fingerprint', { dataset: { ...DATASET, testFingerprint: 'ffff' } }],
    ['preparation', { preparation: PREPARATION }],
    ['split seed', { preparation: { ...DRAWN, seed: 2 } }],
    ['a run that was stopped', { status: 'stopped' }],
    ['a run that failed', { status: 'failed' }],
    ['a run under way', { status: 'running' }],
    ['what is unknown', { preparation: null }],
    ['unknown batch size', { batchSize: null }],
    ['unknown seed', { seed: null }],
    ['the same seed', { seed: 1 }],
  ])('%s', (_, meta) => {
    const own = 'preparation' in meta && meta.preparation?.splits === 'drawn' ? { preparation: DRAWN } : {}
    expect(seedGroups([run('A', { seed: 1, ...own }), run('B', { seed: 2, ...meta })])).toEqual([])
  })

  test.each<[string, Partial<PartialMeta>, Partial<PartialMeta>]>([
    ['dropout', { dropout: 0 }, { dropout: 0.2 }],
    ['redshift', { redshift: 'value' }, { redshift: 'index' }],
  ])('%s of a network that uses it', (name, one, other) => {
    const model = name === 'dropout' ? 'CNN-GRU' : 'CNN-2inputs'
    expect(
      seedGroups([run('A', { seed: 1, model, ...one }), run('B', { seed: 2, model, ...other })]),
    ).toEqual([])
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

test('settings without effect do not count', () => {
  const unused: Partial<PartialMeta> = {
    dropout: 0.2,
    redshift: 'index',
    // of given splits
    preparation: { ...PREPARATION, dropped: {}, seed: 9, testFraction: 0.3, stratified: true },
  }
  expect(seedGroups([run('A', { seed: 1 }), run('B', { seed: 2, ...unused })])).toHaveLength(1)
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

describe('the band', () => {
  function near(actual: number, expected: number | null): void {
    if (expected === null) expect(actual).toBeNaN()
    else expect(Math.abs(actual - expected)).toBeLessThan(1e-12)
  }

  test.each(fixture.bands)('$runs runs per epoch, as NumPy', ({ curves, mean, deviation, runs }) => {
    const band = seedBand(curves.map((curve) => curve.map((value) => value ?? Number.NaN)))
    expect(band.map((point) => point.epoch)).toEqual(runs.map((_, i) => i + 1))
    expect(band.map((point) => point.runs)).toEqual(runs)
    for (const [i, point] of band.entries()) {
      near(point.mean, mean[i]!)
      near(point.deviation, deviation[i]!)
    }
  })

  test('an epoch of no finite value has no mean, one of a single value no deviation', () => {
    expect(seedBand([[Number.NaN, 0.5], [Number.NaN]])).toEqual([
      { epoch: 1, mean: Number.NaN, deviation: Number.NaN, runs: 0 },
      { epoch: 2, mean: 0.5, deviation: Number.NaN, runs: 1 },
    ])
  })

  test('no curves', () => {
    expect(seedBand([])).toEqual([])
    expect(seedBand([[], []])).toEqual([])
  })

  test('spread of numbers', () => {
    expect(spreadOf([1, 2, 3, 4])).toEqual({ mean: 2.5, deviation: Math.sqrt(5 / 3) })
  })
})
