// Preparations that draw the splits of three files anew: rows, labels and attributes across the files, bit
// for bit.

import { describe, expect, test } from 'vitest'
import { plainPreparation, withPatch } from '../core/preparation.ts'
import { planSplit, REFERENCE_SPLIT } from '../core/split.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import { bySplit } from './by-split.ts'
import type { Dataset } from './dataset.ts'
import { memoryScratch } from './memory-scratch.fixture.ts'
import { type Changes, changedSplits, npyTree, type SplitColumns, said, withRows } from './prepare.fixture.ts'
import { unflooredReader } from './row-reader.ts'
import { arrowFile, npzFile, splitColumns, withCell } from './table.fixture.ts'
import { type Files, readRows, scanObjects, takeRows, WIDTH } from './tree.fixture.ts'

/** TRAIN, VALID and TEST in some format; VALID holds -inf and the lowest value of all, TRAIN the next to lowest. */
const LOWEST = { train: -812.5, validation: -5000, test: -700 }

const FLOORED: Changes = bySplit((split) => (own: SplitColumns) => {
  const row = withCell(withCell(own.X[2]!, 1, LOWEST[split]), 4, Number.NEGATIVE_INFINITY)
  return { ...own, X: withRows(own, { 2: row }) }
})

describe('splits drawn anew over three files', () => {
  const FORMATS: readonly (readonly [string, (changes: Changes) => Files, string, number])[] = [
    ['NPY', npyTree, 'splits/TRAIN/X.npy', 0],
    ['NPY in memory', npyTree, 'splits/TRAIN/X.npy', 1e8],
    ['Arrow', (changes) => changedSplits(changes, arrowFile, 'arrow'), 'TRAIN.arrow, column X', 0],
    [
      'compressed NPZ in memory',
      (changes) => changedSplits(changes, (columns) => npzFile(columns, true)),
      'TRAIN.npz, column X',
      1e8,
    ],
    [
      'compressed NPZ in the storage',
      (changes) => changedSplits(changes, (columns) => npzFile(columns, true)),
      'TRAIN.npz, column X',
      0,
    ],
  ]

  /** Values of all files in order, as they lie there. */
  function poolValues(changes: Changes): Float32Array {
    const all = bySplit(splitColumns)
    return Float32Array.from(
      SPLIT_NAMES.flatMap((split) =>
        ((changes[split]?.(all[split], all) ?? all[split]).X as readonly number[][]).flat(),
      ),
    )
  }

  test.each(FORMATS)(
    '%s: rows, labels and attributes across the files',
    async (_, make, name, cacheBytes) => {
      const options = { cacheBytes, scratch: memoryScratch(), target: 'DeltaZ' } as const
      const scanned = await scanObjects(make({}), options)
      const values = poolValues({})
      const evidence = SPLIT_NAMES.flatMap((split) => splitColumns(split).logEvidence)
      for (const seed of [1, 2, 3]) {
        const dataset = scanned.prepare(withPatch(plainPreparation('drawn'), { seed }))
        const rows = planSplit(14, { ...REFERENCE_SPLIT, seed })
        for (const split of SPLIT_NAMES) {
          expect(await readRows(dataset.splits[split])).toEqual(takeRows(values, rows[split]))
          // pool rows of TRAIN 0 to 5, VALID 6 to 9, TEST 10 to 13, all with labels 0, 1, 0, 1 ...
          expect([...dataset.splits[split].labels]).toEqual([...rows[split]].map((row) => row % 2))
          expect(dataset.splits[split].attributes!.map(({ logEvidence }) => logEvidence)).toEqual(
            [...rows[split]].map((row) => evidence[row]),
          )
        }
        // all at once, too
        const { x } = dataset.splits.train
        const all = new Float32Array(x.rows * WIDTH)
        await x.read(0, x.rows, all)
        expect(all).toEqual(takeRows(values, rows.train))
        expect(dataset.splits.train.name).toContain(name)
      }
      await scanned.dataset.release?.()
      expect(options.scratch.files.size).toBe(0)
    },
  )

  test.each(FORMATS)(
    '%s: -inf becomes the lowest finite value of the new TRAIN',
    async (_, make, __, cacheBytes) => {
      const options = { cacheBytes, scratch: memoryScratch(), target: 'DeltaZ' } as const
      const scanned = await scanObjects(make(FLOORED), options)
      const floorOf = ({ report }: Dataset) =>
        said(report).filter((line) => line.startsWith('info negative-infinity'))
      expect(floorOf(scanned.dataset)).toEqual([
        'info negative-infinity: -inf stands for p = 0 in 1 value in TRAIN, 1 value in VALID and 1 value in TEST. It is read as -812.5, the lowest finite value of TRAIN.',
      ])
      const values = poolValues(FLOORED)
      // rows 2, 8 and 12 of all hold -inf: row 2 of each file
      for (const [seed, where, floor] of [
        [1, '1 value in TRAIN and 2 values in VALID', -5000],
        [2, '2 values in TRAIN and 1 value in TEST', -5000],
        [9, '2 values in TRAIN and 1 value in VALID', -812.5],
      ] as const) {
        const dataset = scanned.prepare(withPatch(plainPreparation('drawn'), { seed }))
        expect(floorOf(dataset)).toEqual([
          `info negative-infinity: -inf stands for p = 0 in ${where}. It is read as ${floor}, the lowest finite value of TRAIN.`,
        ])
        const rows = planSplit(14, { ...REFERENCE_SPLIT, seed })
        for (const split of SPLIT_NAMES) {
          const own = takeRows(values, rows[split])
          const data = dataset.splits[split]
          expect(await readRows(data)).toEqual(own.map((value) => (value === -Infinity ? floor : value)))
          // what is saved again is what the files hold
          expect(await readRows({ ...data, x: unflooredReader(data.x) })).toEqual(own)
          const negInf = own.filter((value) => value === -Infinity).length
          expect(dataset.report.splits[split].nonFinite).toEqual({ nan: 0, posInf: 0, negInf })
        }
      }
      await scanned.dataset.release?.()
    },
  )

  test('a split of several files names them all in its report', async () => {
    const scanned = await scanObjects(npyTree({}), { target: 'DeltaZ' })
    const { report, splits } = scanned.prepare(plainPreparation('drawn'))
    expect(splits.train.name).toBe('splits/TRAIN/X.npy, splits/VALID/X.npy and splits/TEST/X.npy')
    expect(report.splits.train.files.map(({ path }) => path)).toEqual(
      ['TRAIN', 'VALID', 'TEST'].flatMap((split) =>
        ['X', 'Y', 'attributes'].map((file) => `splits/${split}/${file}.npy`),
      ),
    )
    expect(report.splits.train.type).toBe('<f4')
    expect(report.choices).toEqual({ given: true, fromAttributes: false, targets: ['DeltaZ'] })
  })
})
