// The test at natural prevalence from raw files, or from what undersampling leaves out: which rows it has,
// and what is said.

import { describe, expect, test } from 'vitest'
import { NO_CLASS, PLACES } from '../core/objects.ts'
import { type Preparation, plainPreparation, withPatch } from '../core/preparation.ts'
import type { Attributes } from '../core/targets.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import {
  BALANCED,
  GIVEN,
  NATURAL_ATTRIBUTES,
  NATURAL_LABELS,
  naturalPosteriors,
  naturalRows,
  places,
  SIBLING,
  said,
  scanOne,
  siblings,
} from './natural.fixture.ts'
import { objectColumns } from './object-columns.ts'
import {
  attributesOf,
  attributeTable,
  type Files,
  posteriors,
  problems,
  rawFiles,
  readRows,
  scanObjects,
  takeRows,
  treeFiles,
  WIDTH,
} from './tree.fixture.ts'

describe('raw files beside a balanced tree', () => {
  /** Raw objects of which rows 2, 7 and 11 lie in TRAIN, VALID and TEST of the tree. */
  function files(attributes: readonly Attributes[] = NATURAL_ATTRIBUTES): Files {
    const raw = rawFiles(attributes, 'raw/')
    raw.set('raw/pdfs32.npy', encodeNpy('<f4', [20, WIDTH], values()))
    return new Map([...treeFiles(BALANCED), ...raw])
  }

  function values(): Float32Array {
    const x = posteriors(20, 300)
    x.set(posteriors(1, 4), 2 * WIDTH)
    x.set(posteriors(1, 103), 17 * WIDTH)
    x.set(posteriors(1, 201), 11 * WIDTH)
    return x
  }

  test('all rows that neither TRAIN nor VALID holds', async () => {
    const scanned = await scanOne(files())
    const { dataset } = scanned
    // 14 and 4 are left: with 4 of 25 %, 12 of 75 %
    expect(dataset.report.planned.natural).toEqual({ counts: [12, 4], excluded: 2, thinned: 2 })
    const rows = await naturalRows(dataset, values())
    for (const held of [2, 17]) expect(rows).not.toContain(held)
    expect([...dataset.natural!.labels]).toEqual(rows.map((row) => NATURAL_LABELS[row]))
    expect(dataset.natural!.attributes).toEqual(rows.map((row) => NATURAL_ATTRIBUTES[row]))
    expect(said(dataset, 'natural-test')).toEqual([
      'info natural-test: Training is balanced, so the model is tested on 16 rows at natural prevalence as well (DeltaZ < 1e-3 75 %, DeltaZ ≥ 1e-3 25 %), from raw/pdfs32.npy. Left out: 2 rows that TRAIN or VALID holds and 2 more so that classes keep their shares.',
    ])
    expect(places(scanned, dataset)).toEqual([6, 4, 4, 16, 4])
    expect(problems(dataset)).toEqual([])
    // labels of the tree stay what they are: there is no threshold to choose
    expect(dataset.report.choices).toEqual({ given: true, fromAttributes: false, targets: ['DeltaZ'] })
  })

  test('an object without a class is in no split and in no test', async () => {
    const attributes = NATURAL_ATTRIBUTES.map((each, row) =>
      row === 5 ? { ...each, deltaZ: Number.NaN } : each,
    )
    const scanned = await scanOne(files(attributes))
    expect(scanned.dataset.report.planned.prevalence).toEqual([14, 5])
    const columns = objectColumns(scanned, scanned.dataset)
    expect(columns.label[14 + 5]).toBe(NO_CLASS)
    expect(columns.place[14 + 5]).toBe(PLACES.indexOf('none'))
    expect(problems(scanned.dataset)).toEqual([])
  })

  test("classes are named in the tree's order, whatever order raw flags have by rule", async () => {
    // load_dataset numbers flags 1, 2, 9, 3, 4; the target's own order is 9, 1, 2, 3, 4
    const flags = [1, 2, 9, 3, 4]
    const all: Files = new Map()
    for (const [path, bytes] of treeFiles('Flag/balanced')) all.set(path, bytes)
    for (const [split, rows, seed] of [
      ['TRAIN', 10, 0],
      ['VALID', 5, 100],
      ['TEST', 5, 200],
    ] as const) {
      const own = attributesOf(rows, seed).map((each, row) => ({ ...each, flag: flags[row % 5]! }))
      const folder = `Flag/balanced/${split}`
      all.set(`${folder}/X.npy`, encodeNpy('<f4', [rows, WIDTH], posteriors(rows, seed)))
      all.set(
        `${folder}/Y.npy`,
        encodeNpy(
          '<i8',
          [rows],
          own.map((_, row) => row % 5),
        ),
      )
      all.set(`${folder}/attributes.npy`, attributeTable(own))
    }
    const raw = attributesOf(12, 300).map((each, row) => ({
      ...each,
      flag: [9, 9, 9, 9, 1, 1, 1, 2, 2, 3, 3, 4][row]!,
    }))
    for (const [path, bytes] of rawFiles(raw, 'raw/', 300)) all.set(path, bytes)
    const { dataset } = await scanOne(all, 'Flag/balanced')
    expect(dataset.report.classes).toEqual(['Flag 1', 'Flag 2', 'Flag 9', 'Flag 3', 'Flag 4'])
    expect(dataset.report.planned.prevalence).toEqual([3, 2, 4, 2, 1])
    expect(dataset.report.planned.natural).toEqual({ counts: [3, 2, 4, 2, 1], excluded: 0, thinned: 0 })
    expect([...dataset.natural!.labels]).toEqual([2, 2, 2, 2, 0, 0, 0, 1, 1, 3, 3, 4])
  })
})

describe('undersampled objects', () => {
  const ATTRIBUTES = Array.from({ length: 60 }, (_, row) => ({
    ...attributesOf(60)[row]!,
    deltaZ: row % 6 === 0 ? 1e-4 : 0.5,
  }))
  const SMALLEST: Preparation = withPatch(plainPreparation('drawn'), {
    balancing: 'smallest',
    stratified: true,
  })

  test('raw rows are tested on all that were left out, and on TEST', async () => {
    const scanned = await scanObjects(rawFiles(ATTRIBUTES))
    const dataset = scanned.prepare(SMALLEST)
    // 10 and 10: 7 + 2 and 7 + 1 are held, 1 and 42 are left; with 1 of a sixth, 5 of five sixths
    expect(dataset.report.planned).toMatchObject({
      counts: { train: [7, 7], validation: [2, 1], test: [1, 2] },
      prevalence: [10, 50],
      undersampled: 40,
      natural: { counts: [1, 5], excluded: 17, thinned: 37 },
    })
    expect(said(dataset, 'natural-test')).toEqual([
      'info natural-test: Training is balanced, so the model is tested on 6 rows at natural prevalence as well (DeltaZ < 1e-3 16.7 %, DeltaZ ≥ 1e-3 83.3 %), from pdfs32.npy. Left out: 17 rows that TRAIN or VALID holds and 37 more so that classes keep their shares.',
    ])
    expect(said(dataset, 'classes-balanced')).toEqual([
      'info classes-balanced: TEST has DeltaZ < 1e-3 33.3 % and DeltaZ ≥ 1e-3 66.7 %, at natural prevalence it is DeltaZ < 1e-3 16.7 % and DeltaZ ≥ 1e-3 83.3 %: the test will look better than at natural prevalence. TRAIN has DeltaZ < 1e-3 50.0 % and DeltaZ ≥ 1e-3 50.0 %.',
    ])
    const values = posteriors(60, 0)
    const rows = await naturalRows(dataset, values)
    const { plan } = dataset.arrangement
    for (const held of [...plan.rows.train, ...plan.rows.validation]) expect(rows).not.toContain(held)
    expect([...dataset.natural!.labels]).toEqual(rows.map((row) => (row % 6 === 0 ? 0 : 1)))
    // a row of TEST that is in the natural test as well stands under TEST
    const both = [...plan.rows.test].filter((row) => rows.includes(row)).length
    expect(both).toBeGreaterThan(0)
    expect(places(scanned, dataset)).toEqual([14, 3, 3, 6 - both, 60 - 14 - 3 - 3 - (6 - both)])
    // the plain preparation trains at natural prevalence
    expect(scanned.dataset.natural).toBeUndefined()
  })

  test('a copy of a row of TRAIN or VALID is held by them, whichever comes first in the file', async () => {
    const files = rawFiles(ATTRIBUTES)
    const values = posteriors(60, 0)
    // rows 31 to 59 are copies of rows 1 to 29, of the same classes, but for those of class 0
    for (let row = 30; row < 60; row++) {
      if (row % 6 !== 0) values.copyWithin(row * WIDTH, (row - 30) * WIDTH, (row - 29) * WIDTH)
    }
    files.set('pdfs32.npy', encodeNpy('<f4', [60, WIDTH], values))
    const scanned = await scanObjects(files)
    for (const seed of [1, 2, 3]) {
      const dataset = scanned.prepare({ ...SMALLEST, seed, stratified: false })
      const { train, validation } = dataset.splits
      const held = new Set<string>()
      for (const split of [train, validation]) {
        const own = await readRows(split)
        for (let row = 0; row < split.x.rows; row++) held.add(String(takeRows(own, [row])))
      }
      const excluded = Array.from({ length: 60 }, (_, row) => String(takeRows(values, [row])))
      expect(dataset.report.planned.natural?.excluded).toBe(excluded.filter((row) => held.has(row)).length)
      const natural = await readRows(dataset.natural!)
      for (let row = 0; row < dataset.natural!.x.rows; row++) {
        expect(held).not.toContain(String(takeRows(natural, [row])))
      }
    }
  })

  test('splits as given are tested on TEST before it was undersampled', async () => {
    const files = siblings()
    for (const path of files.keys()) if (path.startsWith(BALANCED)) files.delete(path)
    const scanned = await scanOne(files, SIBLING)
    const dataset = scanned.prepare(withPatch(GIVEN, { balancing: 'smallest' }))
    // 4 rows of TEST are TRAIN's and VALID's here as well
    expect(dataset.report.planned).toMatchObject({
      counts: { train: [3, 3], validation: [2, 2], test: [5, 5] },
      natural: { counts: [9, 3], excluded: 4, thinned: 4 },
      undersampled: 10,
    })
    expect(dataset.report.balance).toBe('balanced')
    const rows = await naturalRows(dataset, naturalPosteriors())
    for (const held of [0, 3, 16, 17]) expect(rows).not.toContain(held)
    expect(rows).toHaveLength(12)
  })
})
