// What a person looks at: single posteriors as the files hold them, class means, and the table of all objects with where
// each of them went.

import { describe, expect, test } from 'vitest'
import type { ReadProgress } from '../core/dataset-report.ts'
import { NO_CLASS, type ObjectColumns, PLACES } from '../core/objects.ts'
import { plainPreparation, withPatch } from '../core/preparation.ts'
import { planSplit, REFERENCE_SPLIT } from '../core/split.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import type { ScannedObjects } from './assemble.ts'
import { classMeans, readPosteriors } from './look.ts'
import { scanMemory } from './memory-dataset.ts'
import { memoryScratch } from './memory-scratch.fixture.ts'
import { objectColumns } from './object-columns.ts'
import { arrowFile, npzFile, perSplit, splitColumns, withCell } from './table.fixture.ts'
import {
  attributesOf,
  type Files,
  posteriors,
  ROWS,
  rawFiles,
  SEEDS,
  scanObjects,
  takeRows,
  treeFiles,
  WIDTH,
} from './tree.fixture.ts'

const BASE = 'DeltaZ/unbalanced'

/** Values of TRAIN, VALID and TEST of the tree, one after another; row 8, the third of VALID, holds -inf. */
function poolValues(): Float32Array {
  const values = new Float32Array(14 * WIDTH)
  values.set(posteriors(ROWS.train, SEEDS.train))
  values.set(posteriors(ROWS.validation, SEEDS.validation), 6 * WIDTH)
  values.set(posteriors(ROWS.test, SEEDS.test), 10 * WIDTH)
  values[8 * WIDTH + 3] = Number.NEGATIVE_INFINITY
  return values
}

function tree(): Files {
  const files = treeFiles(BASE)
  const validation = takeRows(poolValues(), [6, 7, 8, 9])
  files.set(`${BASE}/VALID/X.npy`, encodeNpy('<f4', [4, WIDTH], validation))
  return files
}

describe('single posteriors', () => {
  test.each([
    ['NPY', tree(), 0],
    ['NPY in memory', tree(), 1e8],
    ['compressed, in memory', perSplit('npz', (split) => npzFile(splitColumns(split), true)), 1e8],
    ['compressed, in the storage', perSplit('npz', (split) => npzFile(splitColumns(split), true)), 0],
  ])('in any order, as the files hold them: %s', async (name, files, cacheBytes) => {
    const scratch = memoryScratch()
    const scanned = await scanObjects(files, { cacheBytes, scratch, target: 'DeltaZ' })
    const values = poolValues()
    if (!name.startsWith('NPY')) values[8 * WIDTH + 3] = posteriors(4, SEEDS.validation)[2 * WIDTH + 3]!
    const wanted = [13, 0, 8, 6, 5, 8, 10]
    expect(await readPosteriors(scanned, wanted)).toEqual(takeRows(values, wanted))
    expect(await readPosteriors(scanned, [])).toEqual(new Float32Array(0))
    await expect(readPosteriors(scanned, [14])).rejects.toThrow('Expected a row of the pool, got 14')
    // whatever became of the objects
    scanned.prepare(withPatch(plainPreparation('drawn'), { balancing: 'smallest' }))
    expect(await readPosteriors(scanned, wanted)).toEqual(takeRows(values, wanted))
    await scanned.dataset.release?.()
  })

  test('-inf stays -inf, which training reads as a floor', async () => {
    const scanned = await scanObjects(tree())
    const [own, trained] = [await readPosteriors(scanned, [8]), new Float32Array(WIDTH)]
    await scanned.dataset.splits.validation.x.read(2, 1, trained)
    expect(own[3]).toBe(Number.NEGATIVE_INFINITY)
    expect(trained[3]).toBe(Math.min(...posteriors(ROWS.train, SEEDS.train)))
    expect(own.with(3, 0)).toEqual(trained.with(3, 0))
  })
})

/** ln of some probabilities, in any unit. */
function logs(...masses: number[]): number[] {
  return masses.map((mass) => Math.log(mass))
}

/** Rows of 4 points in memory; labels 0 and 1 by turns. */
function memory(train: readonly (readonly number[])[]) {
  const part = (rows: readonly (readonly number[])[]) => ({
    posteriors: Float32Array.from(rows.flat()),
    labels: Uint8Array.from(rows, (_, row) => row % 2),
    attributes: null,
  })
  return scanMemory({
    name: 'Sample',
    target: 'Success2',
    width: 4,
    splits: {
      train: part(train),
      validation: part([logs(1, 1, 1, 1), logs(1, 1, 1, 5)]),
      test: part([logs(8, 0, 0, 0), logs(1, 0, 0, 3)]),
    },
    zgrid: null,
  })
}

/** The same objects as the first ones of a pool of so many rows, of which no other one is in a split. */
function asPoolOf(scanned: ScannedObjects, rows: number): ScannedObjects {
  const { source } = scanned
  return { ...scanned, source: { ...source, pool: { ...source.pool, rows } } }
}

describe('class means', () => {
  test('each posterior counts as much as another one, whatever its scale', async () => {
    const scanned = await memory([
      logs(1, 1, 2, 4),
      logs(3, 3, 0, 0),
      logs(0, 1e-3, 0, 0),
      logs(1e6, 1e6, 1e6, 1e6),
    ])
    const [first, second] = await classMeans(scanned, scanned.dataset)
    // class 0: (1/8 1/8 1/4 1/2), (0 1 0 0), (1/4 1/4 1/4 1/4), (1 0 0 0)
    expect(first).toMatchObject({ objects: 4, of: 4 })
    expect([...first!.mean].map((value) => Number(value.toFixed(6)))).toEqual([
      0.34375, 0.34375, 0.125, 0.1875,
    ])
    // class 1: (1/2 1/2 0 0), (1/4 ...), (1/8 1/8 1/8 5/8), (1/4 0 0 3/4)
    expect(second).toMatchObject({ objects: 4, of: 4 })
    expect([...second!.mean].map((value) => Number(value.toFixed(6)))).toEqual([
      0.28125, 0.21875, 0.09375, 0.40625,
    ])
    for (const { mean } of [first!, second!])
      expect(mean.reduce((sum, share) => sum + share)).toBeCloseTo(1, 12)
  })

  test('objects without a finite value do not count, nor those that a preparation leaves out', async () => {
    const nan = [0, Number.NaN, 0, 0]
    const empty = new Array<number>(4).fill(Number.NEGATIVE_INFINITY)
    const scanned = await memory([logs(1, 1, 2, 4), nan, empty, logs(1, 0, 0, 0)])
    const means = await classMeans(scanned, scanned.dataset)
    expect(means.map(({ objects, of }) => [objects, of])).toEqual([
      [3, 4],
      [3, 4],
    ])
    const repaired = scanned.prepare(
      withPatch(plainPreparation('given'), { drop: ['non-finite', 'without-shape'] }),
    )
    const left = await classMeans(scanned, repaired)
    expect(left.map(({ objects, of }) => [objects, of])).toEqual([
      [3, 3],
      [3, 3],
    ])
    expect(left.map(({ mean }) => [...mean])).toEqual(means.map(({ mean }) => [...mean]))
  })

  test('a class without objects has no mass', async () => {
    const files = tree()
    for (const split of ['TRAIN', 'VALID', 'TEST']) {
      const rows = split === 'TRAIN' ? 6 : 4
      files.set(`${BASE}/${split}/Y.npy`, encodeNpy('<i8', [rows], new Uint8Array(rows)))
    }
    const scanned = await scanObjects(files)
    const [all, none] = await classMeans(scanned, scanned.dataset)
    expect(all).toMatchObject({ objects: 14, of: 14 })
    expect(none).toEqual({ mean: new Float64Array(WIDTH), objects: 0, of: 0 })
  })

  test('across the files of splits drawn anew, undersampled', async () => {
    const scanned = await scanObjects(tree())
    const drawn = scanned.prepare(
      withPatch(plainPreparation('drawn'), { balancing: 'smallest', stratified: true, seed: 2 }),
    )
    const means = await classMeans(scanned, drawn)
    const given = await classMeans(scanned, scanned.dataset)
    // 7 and 7 objects: nothing is left out, so the means are those of the splits as given
    expect(means.map(({ objects, of }) => [objects, of])).toEqual([
      [7, 7],
      [7, 7],
    ])
    expect(means).toEqual(given)
    const values = poolValues()
    const expected = new Float64Array(WIDTH)
    for (const row of [0, 2, 4, 6, 8, 10, 12]) {
      const masses = [...takeRows(values, [row])].map(Math.exp)
      const sum = masses.reduce((total, mass) => total + mass)
      masses.forEach((mass, z) => {
        expected[z]! += mass / sum / 7
      })
    }
    for (const [z, share] of expected.entries()) expect(means[0]!.mean[z]).toBeCloseTo(share, 12)
  })

  test('of data up to 256 MB, all; of larger ones, 500 objects of each class, the same ones each time', async () => {
    const rows = 1201
    const attributes = attributesOf(rows)
    const files = rawFiles(attributes)
    const small = await scanObjects(files)
    // 32 bytes per row
    const atLimit = await classMeans(asPoolOf(small, 8_000_000), small.dataset)
    expect(atLimit.map(({ objects, of }) => [objects, of])).toEqual([
      [601, 601],
      [600, 600],
    ])
    expect(await classMeans(small, small.dataset)).toEqual(atLimit)
    const scanned = { ...asPoolOf(small, 8_000_001), dataset: small.dataset }
    const seen: ReadProgress[] = []
    const means = await classMeans(scanned, scanned.dataset, { onProgress: (each) => seen.push(each) })
    expect(means.map(({ objects, of }) => [objects, of])).toEqual([
      [500, 601],
      [500, 600],
    ])
    expect(seen).toEqual([
      { phase: 'scan', file: 'pdfs32.npy', done: 4 * WIDTH * 1000, total: 4 * WIDTH * 1000 },
    ])
    expect(await classMeans(scanned, scanned.dataset)).toEqual(means)
    const x = posteriors(rows, 0)
    const inMemory = await scanMemory({
      name: 'Sample',
      target: 'DeltaZ',
      width: WIDTH,
      splits: {
        train: { posteriors: x, labels: Uint8Array.from(attributes, (_, row) => row % 2), attributes },
        validation: { posteriors: posteriors(1, 5000), labels: Uint8Array.of(0), attributes: null },
        test: { posteriors: posteriors(1, 6000), labels: Uint8Array.of(1), attributes: null },
      },
      zgrid: null,
    })
    // rows in memory are all averaged: 601 and one of VALID, 600 and one of TEST
    const all = await classMeans(inMemory, inMemory.dataset)
    expect(all.map(({ objects, of }) => [objects, of])).toEqual([
      [602, 602],
      [601, 601],
    ])
  })

  test('stops within one block of an abort', async () => {
    const scanned = await scanObjects(tree())
    await expect(classMeans(scanned, scanned.dataset, { signal: AbortSignal.abort() })).rejects.toMatchObject(
      {
        code: 'cancelled',
      },
    )
  })
})

/** How many objects are where: train, validation, test, natural, none. */
function counted({ place }: ObjectColumns): number[] {
  return PLACES.map((_, which) => place.filter((each) => each === which).length)
}

describe('the table of objects', () => {
  test('has a row for each object of each file, with all that is known', async () => {
    const files = perSplit('arrow', (split) => {
      const columns = splitColumns(split)
      if (split !== 'validation') return arrowFile(columns)
      return arrowFile({
        ...columns,
        label: withCell<number | string | null>(columns.label, 1, 7),
        redshift: withCell<number | null>(columns.redshift, 1, null),
        status: withCell<string | null>(columns.status, 1, null),
        flag: withCell<number | null>(columns.flag, 2, 3.5),
        id: withCell<string | null>(columns.id, 3, null),
      })
    })
    const scanned = await scanObjects(files, { target: 'DeltaZ' })
    const columns = objectColumns(scanned, scanned.dataset)
    const parts = SPLIT_NAMES.map(splitColumns)
    expect(columns.length).toBe(14)
    expect([...columns.place]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2])
    expect([...columns.file]).toEqual([...columns.place])
    expect(columns.files).toEqual(['TRAIN.arrow, column X', 'VALID.arrow, column X', 'TEST.arrow, column X'])
    expect([...columns.row]).toEqual([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 0, 1, 2, 3])
    expect([...columns.label]).toEqual([0, 1, 0, 1, 0, 1, 0, NO_CLASS, 0, 1, 0, 1, 0, 1])
    expect(columns.labels).toEqual(['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'])
    const redshift = parts.flatMap((part) => part.redshift)
    expect([...columns.redshift]).toEqual(withCell(redshift, 7, Number.NaN))
    expect([...columns.deltaZ]).toEqual(parts.flatMap((part) => part.deltaZ))
    expect(columns.statuses).toEqual(['success', 'spurious', 'mismatch', ''])
    expect([...columns.status]).toEqual([0, 1, 2, 0, 1, 2, 0, 3, 2, 0, 0, 1, 2, 0])
    expect([...columns.flag]).toEqual(
      withCell(
        parts.flatMap((part) => part.flag),
        8,
        3.5,
      ),
    )
    expect([...columns.logEvidence]).toEqual(parts.flatMap((part) => part.logEvidence))
    expect(columns.ids).toEqual(
      withCell(
        parts.flatMap((part) => part.id),
        9,
        null,
      ),
    )
  })

  test('without attributes and names: NaN, no status, no names', async () => {
    const scanned = await memory([logs(1, 1, 2, 4), logs(3, 3, 0, 0)])
    const columns = objectColumns(scanned, scanned.dataset)
    expect(columns.length).toBe(6)
    for (const name of ['redshift', 'deltaZ', 'flag', 'logEvidence'] as const) {
      expect([...columns[name]]).toEqual(new Array(6).fill(Number.NaN))
    }
    expect(columns.statuses).toEqual([''])
    expect([...columns.status]).toEqual([0, 0, 0, 0, 0, 0])
    expect(columns.ids).toBeNull()
    // (sum of p)^2 / (sum of p^2): 64 / 22, 36 / 18, 16 / 4, 64 / 28, 1, 16 / 10
    expect([...columns.width].map((width) => Number(width.toFixed(4)))).toEqual([
      2.9091, 2, 4, 2.2857, 1, 1.6,
    ])
  })

  test('says where a preparation put each object', async () => {
    const files = tree()
    // TEST rows 0 and 1 are TRAIN rows 0 and 1
    const leaky = posteriors(4, SEEDS.test)
    leaky.set(posteriors(2, SEEDS.train))
    files.set(`${BASE}/TEST/X.npy`, encodeNpy('<f4', [4, WIDTH], leaky))
    const scanned = await scanObjects(files)
    const given = plainPreparation('given')
    const placesOf = (preparation: typeof given) => objectColumns(scanned, scanned.prepare(preparation))
    expect([...placesOf(given).place]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2])
    expect([...placesOf(withPatch(given, { drop: ['leaked'] })).place]).toEqual([
      0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 4, 4, 2, 2,
    ])
    const rows = planSplit(14, { ...REFERENCE_SPLIT, seed: 3 })
    const drawn = placesOf(withPatch(plainPreparation('drawn'), { seed: 3 }))
    for (const [which, split] of SPLIT_NAMES.entries()) {
      expect([...drawn.place.keys()].filter((object) => drawn.place[object] === which)).toEqual([
        ...rows[split],
      ])
    }
    // what is known of an object stays with it
    const { place: _, ...rest } = drawn
    expect(rest).toEqual((({ place, ...others }) => others)(placesOf(given)))
  })

  test('classes and places follow threshold and target; undersampled rows are in no split', async () => {
    const attributes = attributesOf(20).map((each, row) => ({ ...each, deltaZ: row * 1e-3 }))
    const scanned = await scanObjects(rawFiles(attributes))
    const drawn = plainPreparation('drawn')
    const cut = objectColumns(scanned, scanned.prepare({ ...drawn, deltaZThreshold: 0.0055 }))
    expect(cut.labels).toEqual(['DeltaZ < 5.5e-3', 'DeltaZ ≥ 5.5e-3'])
    expect([...cut.label]).toEqual(attributes.map((_, row) => (row < 6 ? 0 : 1)))
    const other = objectColumns(scanned, scanned.prepare(drawn, 'Success2'))
    expect(other.labels).toEqual(['Success', 'Spurious/Mismatch'])
    expect([...other.label]).toEqual(attributes.map((_, row) => row % 2))
    const balanced = scanned.prepare({
      ...drawn,
      deltaZThreshold: 0.0055,
      balancing: 'smallest',
      stratified: true,
    })
    const { plan } = balanced.arrangement
    expect(SPLIT_NAMES.map((split) => plan.rows[split].length)).toEqual([8, 2, 2])
    // rows of TEST that the natural test has as well stand under TEST
    const natural = plan.natural!.filter((row) => !plan.rows.test.includes(row)).length
    expect(natural).toBeGreaterThan(0)
    expect(counted(objectColumns(scanned, balanced))).toEqual([8, 2, 2, natural, 20 - 12 - natural])
  })
})
