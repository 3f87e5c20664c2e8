import { describe, expect, test } from 'vitest'
import { type Preparation, plainPreparation } from '../preparation.ts'
import type { PartialMeta } from '../report.ts'
import type { RunRecord } from '../run-record.ts'
import { imported, trained } from './records.fixture.ts'
import { settingsTable } from './settings-table.ts'

function rowsOf(records: readonly RunRecord[]) {
  const { different, same } = settingsTable(records)
  const pairs = (rows: typeof same) => rows.map(({ name, values }) => [name, ...values])
  return { different: pairs(different), same: pairs(same) }
}

test('two equal runs share everything', () => {
  expect(rowsOf([trained('A'), trained('B')])).toEqual({
    different: [],
    same: [
      ['Model', 'CNN3', 'CNN3'],
      ['Target', 'DeltaZ', 'DeltaZ'],
      ['Input', 'logPDF', 'logPDF'],
      ['Learning rate schedule', 'exponential', 'exponential'],
      ['Epochs', '50', '50'],
      ['Batch size', '128', '128'],
      ['Patience', '10', '10'],
      ['Dropout', 'not used', 'not used'],
      ['Redshift input', 'not used', 'not used'],
      ['Class weights', 'none', 'none'],
      ['Seed', '1', '1'],
      ['Data set', 'DeltaZ balanced', 'DeltaZ balanced'],
      ['Data fingerprint', 'a1b2', 'a1b2'],
      ['Training objects', '2,700 (1,500 + 1,200)', '2,700 (1,500 + 1,200)'],
      ['Validation objects', '350 (200 + 150)', '350 (200 + 150)'],
      ['Test objects', '10 (6 + 4)', '10 (6 + 4)'],
      ['Balancing', 'none', 'none'],
      ['Splits', 'as given', 'as given'],
      ['Test share', 'not used', 'not used'],
      ['Validation share of the rest', 'not used', 'not used'],
      ['Stratified', 'not used', 'not used'],
      ['Split seed', 'not used', 'not used'],
      ['DeltaZ threshold', '1e-3', '1e-3'],
      ['Rows dropped', 'none', 'none'],
      ['Rows undersampled', '0', '0'],
      ['Findings overruled', 'none', 'none'],
      ['Status', 'finished', 'finished'],
      ['Backend', 'wasm', 'wasm'],
      ['Adapter', 'SIMD, 2 threads', 'SIMD, 2 threads'],
      ['Micro-batch', '64', '64'],
      ['Studio version', '0.1.0', '0.1.0'],
      ['Source', 'trained in the studio', 'trained in the studio'],
    ],
  })
})

test('what differs, in the same order', () => {
  const meta: Partial<PartialMeta> = {
    seed: 2_000_000_000,
    model: 'CNN-2inputs',
    redshift: 'index',
    schedule: 'plateau',
    batchSize: 1024,
    dropout: 0.25,
    classWeights: 'balanced',
    backend: 'webgpu',
  }
  expect(rowsOf([trained('A'), trained('B', { meta })]).different).toEqual([
    ['Model', 'CNN3', 'CNN-2inputs'],
    ['Learning rate schedule', 'exponential', 'plateau'],
    ['Batch size', '128', '1,024'],
    ['Redshift input', 'not used', 'index in zgrid'],
    ['Class weights', 'none', 'balanced'],
    ['Seed', '1', '2000000000'],
    ['Backend', 'wasm', 'webgpu'],
  ])
})

describe('reports of LAM-Redshift', () => {
  const lam = imported('LAM', ['a', 'b'], {
    conf_matrix_train: [
      [14_627, 376],
      [347, 14_656],
    ],
    conf_matrix_test: [
      [5, 1],
      [2, 2],
    ],
  })

  test('what they do not say is unknown, and that is a difference', () => {
    const { different, same } = rowsOf([trained('A'), lam])
    expect(different[0]).toEqual(['Model', 'CNN3', 'unknown'])
    expect(different).toContainEqual(['Redshift input', 'not used', 'unknown'])
    expect(different).toContainEqual(['Validation objects', '350 (200 + 150)', 'unknown'])
    expect(different).toContainEqual([
      'Training objects',
      '2,700 (1,500 + 1,200)',
      '30,006 (15,003 + 15,003)',
    ])
    expect(different.at(-1)).toEqual(['Source', 'trained in the studio', 'LAM.npy'])
    expect(same).toEqual([['Test objects', '10 (6 + 4)', '10 (6 + 4)']])
  })

  test('what nobody says is left out', () => {
    expect(rowsOf([lam, { ...lam, source: { kind: 'imported', file: 'other.npy', format: 'npy' } }])).toEqual(
      {
        different: [['Source', 'LAM.npy', 'other.npy']],
        same: [
          ['Training objects', '30,006 (15,003 + 15,003)', '30,006 (15,003 + 15,003)'],
          ['Test objects', '10 (6 + 4)', '10 (6 + 4)'],
        ],
      },
    )
  })

  test('a report of an earlier version says a part', () => {
    const old = trained('B', { meta: { dataset: null, preparation: null, patience: null }, rows: null })
    const { different } = rowsOf([trained('A'), old])
    expect(different).toContainEqual(['Patience', '10', 'unknown'])
    expect(different).toContainEqual(['Test objects', '10 (6 + 4)', 'unknown'])
    expect(different).toContainEqual(['Balancing', 'none', 'unknown'])
  })
})

describe('preparation', () => {
  function prepared(
    parts: Partial<Preparation>,
    counts: Partial<NonNullable<PartialMeta['preparation']>> = {},
    meta: Partial<PartialMeta> = {},
  ) {
    const preparation = { ...plainPreparation('given'), ...parts, dropped: {}, undersampled: 0, ...counts }
    return rowsOf([trained('A'), trained('B', { meta: { preparation, ...meta } })]).different
  }

  test('splits that were drawn', () => {
    expect(prepared({ splits: 'drawn', testFraction: 0.2, validationFraction: 0.07, seed: 3 })).toEqual([
      ['Splits', 'as given', 'drawn'],
      ['Test share', 'not used', '20%'],
      ['Validation share of the rest', 'not used', '7%'],
      ['Stratified', 'not used', 'no'],
      ['Split seed', 'not used', '3'],
    ])
  })

  test('undersampling of given splits needs the seed', () => {
    expect(prepared({ balancing: 'smallest' }, { undersampled: 1234 })).toEqual([
      ['Balancing', 'none', 'undersampled to the smallest class'],
      ['Split seed', 'not used', '1'],
      ['Rows undersampled', '0', '1,234'],
    ])
  })

  test('undersampling as processData.py is always stratified', () => {
    expect(prepared({ splits: 'drawn', balancing: 'tenth-more' })).toContainEqual([
      'Stratified',
      'not used',
      'yes',
    ])
  })

  test('rows that were dropped, also none of them', () => {
    expect(prepared({ drop: ['leaked', 'constant'] }, { dropped: { leaked: 1204 } })).toEqual([
      ['Rows dropped', 'none', 'leaked 1,204, constant 0'],
    ])
  })

  test('the threshold belongs to DeltaZ', () => {
    expect(prepared({ deltaZThreshold: 0.005 })).toEqual([['DeltaZ threshold', '1e-3', '5e-3']])
    expect(prepared({ deltaZThreshold: 0.005 }, {}, { target: 'Flag' })).toEqual([
      ['Target', 'DeltaZ', 'Flag'],
      ['DeltaZ threshold', '1e-3', 'not used'],
    ])
  })
})

describe('what a network has no use for is not used', () => {
  test('a dropout of networks without that layer', () => {
    const gru = (name: string, dropout: number) => trained(name, { meta: { model: 'CNN-GRU', dropout } })
    expect(rowsOf([trained('A'), trained('B', { meta: { dropout: 0.4 } })]).different).toEqual([])
    expect(rowsOf([gru('A', 0), gru('B', 0.4)]).different).toEqual([['Dropout', '0', '0.4']])
  })

  test('a redshift that no network reads', () => {
    expect(rowsOf([trained('A'), trained('B', { meta: { redshift: 'index' } })]).different).toEqual([])
  })
})

describe('how runs ended', () => {
  const without = { report: { conf_matrix_test: null }, rows: null }
  test.each<[string, Parameters<typeof trained>[1]]>([
    ['failed', { meta: { status: 'failed' } }],
    ['running', { meta: { status: 'evaluating' } }],
    // with a test it was made to end
    ['stopped', { meta: { status: 'stopped' } }],
    ['ended before its last epoch', { ...without, meta: { status: 'stopped' } }],
    ['unknown', { meta: { status: null } }],
  ])('%s', (text, parts) => {
    expect(rowsOf([trained('A'), trained('B', parts)]).different).toContainEqual(['Status', 'finished', text])
  })
})

test('findings that were overruled', () => {
  const leaked = trained('B', { meta: { overruled: ['2 rows leak.', '1 value NaN.'] } })
  const old = trained('C', { meta: { overruled: null } })
  expect(rowsOf([trained('A'), leaked, old]).different).toEqual([
    ['Findings overruled', 'none', '2 rows leak. 1 value NaN.', 'unknown'],
  ])
})
