// What a review of prepared data found: classes of rows at natural prevalence are those of the splits, or there are none.

import { describe, expect, test } from 'vitest'
import { plainPreparation, withPatch } from '../core/preparation.ts'
import type { Attributes } from '../core/targets.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import type { ScannedDataset } from './assemble.ts'
import type { Dataset } from './dataset.ts'
import { findDatasets } from './find-datasets.ts'
import { openDataset } from './open.ts'
import { arrowFile, describe as describeFinding, objectColumns } from './table.fixture.ts'
import {
  attributesOf,
  attributeTable,
  type Files,
  posteriors,
  ROWS,
  rawFiles,
  scanObjects,
  sourcesOf,
  treeFiles,
  WIDTH,
} from './tree.fixture.ts'

const BALANCED = 'DeltaZ/balanced'
const SIBLING = 'DeltaZ/unbalanced'
const GIVEN = plainPreparation('given')
/** Half of them, in any first even number of rows, are below 5e-3; of 1e-3 there are other halves. */
const DELTA_Z = [1e-4, 0.5, 2e-3, 6e-3, 3e-3, 0.1]
const SPLITS = [
  ['TRAIN', ROWS.train, 0],
  ['VALID', ROWS.validation, 100],
  ['TEST', ROWS.test, 200],
] as const

function withDeltaZ(rows: number, seed: number, deltaZ = DELTA_Z): Attributes[] {
  return attributesOf(rows, seed).map((each, row) => ({ ...each, deltaZ: deltaZ[row]! }))
}

/** A DeltaZ tree whose labels were cut at `threshold`. */
function cutTree(base: string, threshold: number, from = 0, attributes = true): Files {
  const files = treeFiles(base)
  for (const [split, rows, seed] of SPLITS) {
    const own = withDeltaZ(rows, seed + from)
    const labels = own.map(({ deltaZ }) => (Math.abs(deltaZ!) < threshold ? 0 : 1))
    files.set(`${base}/${split}/X.npy`, encodeNpy('<f4', [rows, WIDTH], posteriors(rows, seed + from)))
    files.set(`${base}/${split}/Y.npy`, encodeNpy('<i8', [rows], labels))
    if (attributes) files.set(`${base}/${split}/attributes.npy`, attributeTable(own))
    else files.delete(`${base}/${split}/attributes.npy`)
  }
  return files
}

/** Tables with DeltaZ and status, of which only those of `labelled` have labels. */
function tables(base: string, seed: number, labelled: readonly string[]): Files {
  return new Map(
    SPLITS.map(([split, rows, own]) => {
      const { X: _, label: __, ...columns } = objectColumns(rows, 0)
      const values = posteriors(rows, own + seed)
      const X = Array.from({ length: rows }, (_, row) => [...values.subarray(row * WIDTH, (row + 1) * WIDTH)])
      const deltaZ = DELTA_Z.slice(0, rows)
      const status = deltaZ.map((_, row) => (row % 2 === 0 ? 'success' : 'mismatch'))
      const label = deltaZ.map((size) => (size < 5e-3 ? 0 : 1))
      const table = { ...columns, X, deltaZ, status, ...(labelled.includes(split) && { label }) }
      return [`${base}/${split}.arrow`, arrowFile(table)]
    }),
  )
}

const RAW = withDeltaZ(10, 500, [1e-4, 2e-3, 3e-3, 4e-3, 6e-3, 0.1, 1e-4, 2e-3, 0.2, 0.3])

async function scanOne(...files: readonly Files[]): Promise<ScannedDataset> {
  const all = new Map(files.flatMap((each) => [...each]))
  const { assignments, files: open } = await findDatasets(sourcesOf(all))
  return (await openDataset(assignments.get(BALANCED)!, open)).scan()
}

function said({ report }: Dataset, ...codes: readonly string[]): string[] {
  return report.findings.filter(({ code }) => codes.includes(code)).map(describeFinding)
}

const ABOUT_CLASSES = ['threshold-fitted', 'threshold-assumed', 'no-natural-test'] as const

describe('raw rows beside a balanced tree', () => {
  test('are cut where the labels of the tree were cut, whatever their name says', async () => {
    const { dataset } = await scanOne(cutTree(BALANCED, 5e-3), rawFiles(RAW, 'raw/', 500))
    expect([...dataset.natural!.labels]).toEqual([0, 0, 0, 0, 1, 1, 0, 0, 1, 1])
    expect(dataset.report.planned.natural).toEqual({ counts: [6, 4], excluded: 0, thinned: 0 })
    expect(said(dataset, ...ABOUT_CLASSES)).toEqual([
      'info threshold-fitted: raw/pdfs32.npy: there are no labels, so abs(DeltaZ) is cut at 5e-3, as in the labels of the others.',
    ])
  })

  test('are not cut anew where somebody asks for another threshold: the labels stay', async () => {
    const scanned = await scanOne(cutTree(BALANCED, 1e-3), rawFiles(RAW, 'raw/', 500))
    const dataset = scanned.prepare(withPatch(GIVEN, { deltaZThreshold: 5e-3 }))
    expect([...dataset.natural!.labels]).toEqual([0, 1, 1, 1, 1, 1, 0, 1, 1, 1])
    expect(dataset.report.classes).toEqual(['Deltaz<1e-3', 'Deltaz>=1e-3'])
    expect(said(dataset, ...ABOUT_CLASSES)).toEqual([])
  })

  test('are cut at the threshold of the preparation where nothing tells that of the labels', async () => {
    const scanned = await scanOne(cutTree(BALANCED, 5e-3, 0, false), rawFiles(RAW, 'raw/', 500))
    const message = (cut: string) => [
      `warning threshold-assumed: raw/pdfs32.npy: there are no labels, so abs(DeltaZ) is cut at ${cut}. Nothing tells whether the labels of the splits were cut there, too: if not, the classes differ.`,
    ]
    expect([...scanned.dataset.natural!.labels]).toEqual([0, 1, 1, 1, 1, 1, 0, 1, 1, 1])
    expect(said(scanned.dataset, ...ABOUT_CLASSES)).toEqual(message('1e-3'))
    const other = scanned.prepare(withPatch(GIVEN, { deltaZThreshold: 5e-3 }))
    expect([...other.natural!.labels]).toEqual([0, 0, 0, 0, 1, 1, 0, 0, 1, 1])
    expect(said(other, ...ABOUT_CLASSES)).toEqual(message('5e-3'))
  })

  test.each<[string, (raw: Files) => void, string]>([
    [
      'attributes that cannot be read',
      (raw) => raw.set('raw/attributes32.npy', attributeTable(RAW, 7)),
      'raw/pdfs32.npy has no labels, and raw/attributes32.npy no attributes that can be read: at least 8 columns of Python objects.',
    ],
    [
      'attributes that give no class',
      (raw) =>
        raw.set('raw/attributes32.npy', attributeTable(RAW.map((each) => ({ ...each, deltaZ: null })))),
      'raw/pdfs32.npy has no row with a class that could be tested on.',
    ],
    [
      'no row of one class but those of TRAIN and VALID',
      (raw) =>
        raw.set('raw/attributes32.npy', attributeTable(withDeltaZ(10, 0, [1e-4, ...Array(9).fill(0.5)]))),
      'some class of raw/pdfs32.npy has no row that neither TRAIN nor VALID holds.',
    ],
  ])('%s: no test, and the reason', async (_, change, why) => {
    // row 0 is row 0 of TRAIN
    const raw = rawFiles(RAW, 'raw/', 0)
    change(raw)
    const { dataset } = await scanOne(cutTree(BALANCED, 1e-3), raw)
    expect(dataset.natural).toBeUndefined()
    expect(said(dataset, ...ABOUT_CLASSES, 'attributes-not-usable')).toEqual([
      `warning no-natural-test: No test at natural prevalence: ${why}`,
    ])
  })
})

describe('the unbalanced tree beside a balanced one', () => {
  test('with labels by another threshold is no test of the same classes', async () => {
    const { dataset } = await scanOne(cutTree(BALANCED, 5e-3), cutTree(SIBLING, 1e-3, 1000))
    expect(dataset.natural).toBeUndefined()
    expect(said(dataset, ...ABOUT_CLASSES, 'labels-contradict-attributes')).toEqual([
      'warning no-natural-test: No test at natural prevalence: DeltaZ/unbalanced/TEST/Y.npy: 1 of 4 labels (25.0 %) contradicts the attributes under the rule that the labels of the splits follow (row 2), so the classes mean something else there. Write both with one rule.',
      'warning labels-contradict-attributes: 4 of 14 labels (28.6 %) contradict abs(DeltaZ) < 1e-3 in the attributes (first in DeltaZ/balanced/TRAIN/Y.npy: rows 2, 4). A threshold of 5e-3 fits all labels (any above 0.003000 up to 0.006000 does): read the classes as DeltaZ below and above 5e-3.',
    ])
  })

  test('with labels by the same one is', async () => {
    const { dataset } = await scanOne(cutTree(BALANCED, 5e-3), cutTree(SIBLING, 5e-3, 1000))
    expect([...dataset.natural!.labels]).toEqual([0, 1, 0, 1])
    expect(said(dataset, ...ABOUT_CLASSES)).toEqual([])
  })

  test('has the classes of splits without labels, for any target and threshold, whatever labels it has', async () => {
    const scanned = await scanOne(tables(BALANCED, 0, []), tables(SIBLING, 1000, ['TRAIN', 'VALID', 'TEST']))
    expect(scanned.dataset.report.choices.fromAttributes).toBe(true)
    expect([...scanned.dataset.natural!.labels]).toEqual([0, 1, 1, 1])
    const cut = scanned.prepare(withPatch(GIVEN, { deltaZThreshold: 5e-3 }))
    expect([...cut.natural!.labels]).toEqual([0, 1, 0, 1])
    expect(cut.report.classes).toEqual(['Deltaz<5e-3', 'Deltaz>=5e-3'])
    const success = scanned.prepare(GIVEN, 'Success3')
    expect([...success.natural!.labels]).toEqual([0, 2, 0, 2])
  })

  test('that no folder names a target for is meant where it lies in the same folder only', async () => {
    const naturalOf = async (balanced: string, unbalanced: string) => {
      const { assignments } = await findDatasets(
        sourcesOf(new Map([...treeFiles(balanced), ...treeFiles(unbalanced)])),
      )
      return assignments.get(balanced)!.natural?.path
    }
    expect(await naturalOf('mine/balanced', 'mine/unbalanced')).toBe('mine/unbalanced')
    expect(await naturalOf('mine/balanced', 'other/unbalanced')).toBeUndefined()
    expect(await naturalOf('a/DeltaZ/balanced', 'b/DeltaZ/unbalanced')).toBe('b/DeltaZ/unbalanced')
  })
})

test('splits without labels are cut where the labels of the others were cut', async () => {
  const { dataset } = await scanOne(tables(BALANCED, 0, ['TRAIN', 'VALID']))
  expect([...dataset.splits.test.labels]).toEqual([0, 1, 0, 1])
  expect(said(dataset, ...ABOUT_CLASSES)).toEqual([
    'info threshold-fitted: DeltaZ/balanced/TEST.arrow, column X: there are no labels, so abs(DeltaZ) is cut at 5e-3, as in the labels of the others.',
  ])
})

test('rows that are left out before splits are drawn are said to equal an earlier row, not one of an earlier split', async () => {
  const raw = rawFiles(attributesOf(8), '')
  const values = posteriors(8, 0)
  // row 5 is row 2
  values.copyWithin(5 * WIDTH, 2 * WIDTH, 3 * WIDTH)
  raw.set('pdfs32.npy', encodeNpy('<f4', [8, WIDTH], values))
  const scanned = await scanObjects(raw)
  const dataset = scanned.prepare(withPatch(plainPreparation('drawn'), { drop: ['leaked'] }))
  expect(said(dataset, 'rows-left-out')).toEqual([
    'info rows-left-out: 1 row is left out, equal to an earlier row.',
  ])
})
