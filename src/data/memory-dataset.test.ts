import { describe, expect, test } from 'vitest'
import type { ReadProgress } from '../core/dataset-report.ts'
import type { SplitName } from '../core/split-names.ts'
import type { Dataset } from './dataset.ts'
import { type MemoryDataset, memoryDataset } from './memory-dataset.ts'
import {
  alternating,
  attributesOf,
  BALANCED_NOTE,
  type Files,
  posteriors,
  problems,
  ROWS,
  scanFiles,
  WIDTH,
  zgridValues,
} from './tree.fixture.ts'
import { datasetFiles } from './write-tree.ts'

function split(name: SplitName, seed: number) {
  const rows = ROWS[name]
  return {
    posteriors: posteriors(rows, seed),
    labels: Uint8Array.from(alternating(rows)),
    attributes: attributesOf(rows, seed),
  }
}

function sample(override: Partial<MemoryDataset> = {}): MemoryDataset {
  return {
    name: 'Sample',
    target: 'DeltaZ',
    width: WIDTH,
    splits: { train: split('train', 0), validation: split('validation', 100), test: split('test', 200) },
    zgrid: zgridValues(),
    ...override,
  }
}

async function written(dataset: Dataset): Promise<Files> {
  const files: Files = new Map()
  for (const { path, byteLength, chunks } of datasetFiles(dataset)) {
    const parts: number[] = []
    for await (const chunk of chunks) for (const byte of chunk) parts.push(byte)
    if (byteLength !== undefined) expect(parts).toHaveLength(byteLength)
    files.set(path, Uint8Array.from(parts))
  }
  return files
}

describe('a data set in memory', () => {
  test('gets the report of a file', async () => {
    const seen: ReadProgress[] = []
    const { report, splits, zgrid } = await memoryDataset(sample(), {
      onProgress: (event) => seen.push(event),
    })
    expect(report).toMatchObject({
      name: 'Sample',
      layout: 'sample',
      target: 'DeltaZ',
      balance: null,
      findings: [],
    })
    expect(report.splits.train).toEqual({
      rows: 6,
      width: 8,
      type: '<f4',
      counts: [3, 3],
      files: [{ path: 'TRAIN', bytes: 192, rows: 6, width: 8, type: '<f4' }],
      hasAttributes: true,
      attributes: ['redshift', 'deltaZ', 'status', 'logEvidence', 'flag'],
      nonFinite: { nan: 0, posInf: 0, negInf: 0 },
    })
    expect(zgrid).toEqual(zgridValues())
    expect(splits.train.x.blockRows).toBeUndefined()
    expect(seen.at(-1)).toEqual({ phase: 'scan', file: 'TEST', done: 448, total: 448 })
  })

  test('is audited as files are', async () => {
    const { splits } = sample()
    const leaky = await memoryDataset(sample({ splits: { ...splits, test: splits.validation } }))
    expect(problems(leaky)).toEqual([
      'block leak: 4 of 4 test rows (100.0 %) are also in VALID (TEST: rows 0, 1, 2, 3). The best epoch is chosen on them: the test will look better than it is.',
    ])
  })

  test('refuses arrays of other lengths', async () => {
    await expect(memoryDataset(sample({ width: 7, zgrid: null }))).rejects.toThrow(
      'TRAIN: 48 values of posteriors for 6 labels at 7 points and 6 rows of attributes.',
    )
    await expect(memoryDataset(sample({ zgrid: zgridValues(9) }))).rejects.toThrow(
      'zgrid has 9 points, but the posteriors have 8.',
    )
  })
})

describe('writing', () => {
  test('gives the tree that opens to the same data', async () => {
    const dataset = await memoryDataset(sample({ balance: 'balanced' }))
    const files = await written(dataset)
    expect([...files.keys()]).toEqual([
      ...['TRAIN', 'VALID', 'TEST'].flatMap((name) =>
        ['X', 'Y', 'attributes'].map((file) => `DeltaZ/balanced/${name}/${file}.npy`),
      ),
      'zgrid.npy',
    ])
    const again = await scanFiles(files)
    expect(again.report.findings).toEqual([BALANCED_NOTE])
    expect(again.report).toMatchObject({ target: 'DeltaZ', balance: 'balanced', layout: 'tree' })
    expect(again.report.fingerprint).toBe(dataset.report.fingerprint)
    expect(again.splits.test.attributes).toEqual(dataset.splits.test.attributes)
    expect(again.zgrid).toEqual(dataset.zgrid)
    expect(again.report.splits.train.files.map(({ type, width }) => [type, width])).toEqual([
      ['<f4', 8],
      ['<i8', 1],
      ['|O', 9],
    ])
  })

  test('leaves out what is not there, and calls no balance unbalanced', async () => {
    const { splits } = sample()
    const bare = { ...splits, test: { ...splits.test, attributes: null } }
    const files = await written(await memoryDataset(sample({ splits: bare, zgrid: null })))
    expect(files.has('DeltaZ/unbalanced/VALID/attributes.npy')).toBe(true)
    expect(files.has('DeltaZ/unbalanced/TEST/attributes.npy')).toBe(false)
    expect(files.has('zgrid.npy')).toBe(false)
  })
})
