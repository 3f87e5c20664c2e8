// The formats matrix: one data set in every format and layout, written by NumPy, pyarrow and astropy, is read equal to
// the last bit, and gives one fingerprint. The commands and the page's worker are held to the same report.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import { bytesSource } from '../formats/source.ts'
import type { Dataset } from './dataset.ts'
import { findDatasets } from './find-datasets.ts'
import { SPLIT_LABELS } from './finding.ts'
import { memoryScratch } from './memory-scratch.fixture.ts'
import { openDataset } from './open.ts'

interface ExpectedSplit {
  readonly X: number[]
  readonly labels: number[]
  readonly attributes: object[]
  readonly ids: string[]
}

const FIXTURES = join(import.meta.dirname, '../../reference/fixtures/datasets')
const EXPECTED = JSON.parse(readFileSync(join(FIXTURES, 'expected.json'), 'utf8')) as {
  readonly zgrid: number[]
  readonly splits: Readonly<Record<string, ExpectedSplit>>
}
const VARIANTS = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

function sourcesOf(variant: string) {
  return readdirSync(join(FIXTURES, variant), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return bytesSource(
        new Uint8Array(readFileSync(path)),
        path.slice(FIXTURES.length + 1).replaceAll('\\', '/'),
      )
    })
}

async function load(variant: string, cacheBytes = 1e9): Promise<Dataset> {
  const { discovery, assignments, files } = await findDatasets(sourcesOf(variant))
  expect(discovery.findings.filter(({ severity }) => severity !== 'info')).toEqual([])
  expect(discovery.candidates).toHaveLength(1)
  const opened = await openDataset(assignments.get(discovery.candidates[0]!.id)!, files)
  return (await opened.scan({ cacheBytes, scratch: memoryScratch() })).dataset
}

test('every variant is there', () => {
  expect(VARIANTS).toHaveLength(14)
})

const { fingerprint } = (await load('npy-tree')).report

describe.each(VARIANTS)('%s', (variant) => {
  // without memory for them, compressed rows are unpacked into the storage
  test.each([
    ['with memory', 1e9],
    ['without', 0],
  ] as const)('rows, labels and attributes are equal, %s', async (_, cacheBytes) => {
    const { report, splits, zgrid, release } = await load(variant, cacheBytes)
    expect(report.target).toBe('DeltaZ')
    expect(report.findings.filter(({ severity }) => severity !== 'info')).toEqual([])
    expect(report.splits.train.counts).toEqual([24, 24])
    expect(report.fingerprint).toBe(fingerprint)
    expect([...zgrid!]).toEqual(EXPECTED.zgrid)
    for (const split of SPLIT_NAMES) {
      const { X, labels, attributes, ids } = expectedSplit(split)
      const { x } = splits[split]
      const values = new Float32Array(x.rows * x.width)
      // from the end, so that nothing depends on reading in order
      for (let row = x.rows - 1; row >= 0; row--) await x.read(row, 1, values.subarray(row * x.width))
      expect(values).toEqual(Float32Array.from(X))
      expect([...splits[split].labels]).toEqual(labels)
      const read = splits[split].attributes!.map(({ id, ...rest }) => ({ rest, id }))
      expect(read.map(({ rest }) => rest)).toEqual(attributes)
      if (read.some(({ id }) => id !== undefined)) expect(read.map(({ id }) => id)).toEqual(ids)
    }
    await release?.()
  })
})

function expectedSplit(split: SplitName): ExpectedSplit {
  return EXPECTED.splits[SPLIT_LABELS[split]]!
}
