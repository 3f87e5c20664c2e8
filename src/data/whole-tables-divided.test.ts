// One table that does not say all: its splits are made here, and its classes follow from the attributes.

import { describe, expect, test } from 'vitest'
import { planSplit, REFERENCE_SPLIT } from '../core/split.ts'
import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import type { TargetId } from '../core/targets.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import {
  arrowFile,
  describe as describeFinding,
  npzFile,
  objectColumns,
  outcome,
  splitColumns,
} from './table.fixture.ts'
import {
  attributesOf,
  attributeTable,
  type Files,
  posteriors,
  readRows,
  scanFiles,
  WIDTH,
  zgridValues,
} from './tree.fixture.ts'
import { FORMATS, NO_ZGRID, ORDERS, ROWS, rowsOfFile, wholeColumns } from './whole-tables.fixture.ts'

describe('a table without a split column is split here', () => {
  const { test: testRows, validation, train } = planSplit(ROWS, REFERENCE_SPLIT)

  test.each(FORMATS)('%s', async (_, file, make) => {
    const columns = objectColumns(ROWS, 0)
    const { report, splits } = await scanFiles(new Map([[file, make(columns)]]), {
      cacheBytes: 1e8,
      target: 'DeltaZ',
    })
    expect(report.layout).toBe('raw')
    expect(report.findings.filter(({ code }) => code === 'split-here')).toEqual([
      {
        code: 'split-here',
        severity: 'info',
        message:
          'No split is given: 43 rows train, 8 validate and 9 test, drawn by seed 1 (test 15 % of all, validation 15 % of the rest).',
        file,
        rows: [],
        counts: {},
      },
    ])
    expect(SPLIT_NAMES.map((split) => report.splits[split].rows)).toEqual([43, 8, 9])
    const all = [...train, ...validation, ...testRows]
    expect(all.toSorted((a, b) => a - b)).toEqual(Array.from({ length: ROWS }, (_, row) => row))
    expect(await readRows(splits.train)).toEqual(rowsOfFile([...train]))
    expect(await readRows(splits.validation)).toEqual(rowsOfFile([...validation]))
    expect(await readRows(splits.test)).toEqual(rowsOfFile([...testRows]))
    expect(splits.test.attributes!.map(({ id }) => id)).toEqual([...testRows].map((row) => `obj-${row}`))
  })

  test('raw arrays of LAM-Redshift, as files and in an archive', async () => {
    const arrays = {
      pdfs32: encodeNpy('<f4', [ROWS, WIDTH], posteriors(ROWS, 0)),
      attributes32: attributeTable(attributesOf(ROWS)),
      zgrid32: encodeNpy('<f4', [WIDTH], zgridValues()),
    }
    const loose: Files = new Map(Object.entries(arrays).map(([name, bytes]) => [`lam/${name}.npy`, bytes]))
    const packed: Files = new Map([['raw.npz', npzFile(arrays, true)]])
    for (const files of [loose, packed]) {
      const { report, splits, zgrid } = await scanFiles(files, { cacheBytes: 1e8 })
      expect(report).toMatchObject({
        layout: 'raw',
        target: 'DeltaZ',
        classes: ['Deltaz<1e-3', 'Deltaz>=1e-3'],
      })
      expect([...zgrid!]).toEqual([...zgridValues()])
      expect(await readRows(splits.test)).toEqual(rowsOfFile([...testRows]))
      expect([...splits.test.labels]).toEqual([...testRows].map((row) => row % 2))
    }
    const { report } = await scanFiles(loose)
    expect(report.findings.map(describeFinding)).toEqual([
      'info labels-from-attributes: There are no labels: the classes of DeltaZ follow from DeltaZ in the attributes. Success2, Success3, Flag3 and Flag can be chosen as well.',
      'info split-here: No split is given: 43 rows train, 8 validate and 9 test, drawn by seed 1 (test 15 % of all, validation 15 % of the rest).',
    ])
    expect((await scanFiles(packed, { cacheBytes: 1e8 })).report.findings.map(describeFinding)).toEqual([
      'info labels-from-attributes: There are no labels: the classes of DeltaZ follow from DeltaZ in the attributes. Success2, Success3, Flag3 and Flag can be chosen as well.',
      'info split-here: No split is given: 43 rows train, 8 validate and 9 test, drawn by seed 1 (test 15 % of all, validation 15 % of the rest).',
    ])
  })

  test('too few rows leave a split empty, which is refused', async () => {
    expect(
      await outcome(new Map([['all.arrow', arrowFile(objectColumns(2, 0))]]), { target: 'DeltaZ' }),
    ).toEqual([
      'block empty-split: all.arrow, column label: TRAIN is empty (0 rows). Training needs objects in TRAIN, VALID and TEST.',
      'warning class-missing: all.arrow, column label: VALID has no object of class DeltaZ ≥ 1e-3: precision, recall and F1-score there will be 0.',
      'warning class-missing: all.arrow, column label: TEST has no object of class DeltaZ < 1e-3: precision, recall and F1-score there will be 0.',
    ])
    expect(
      await outcome(new Map([['all.arrow', arrowFile(objectColumns(1, 0))]]), { target: 'DeltaZ' }),
    ).toEqual([
      'block empty-split: all.arrow, column label: TRAIN is empty (0 rows). Training needs objects in TRAIN, VALID and TEST.',
      'block empty-split: all.arrow, column label: VALID is empty (0 rows). Training needs objects in TRAIN, VALID and TEST.',
      'warning class-missing: all.arrow, column label: TEST has no object of class DeltaZ ≥ 1e-3: precision, recall and F1-score there will be 0.',
    ])
  })
})

describe('classes from the attributes', () => {
  const flags = [1, 2, 9, 3, 4, 2.5]

  function unlabelled(leaveOut: readonly string[] = []): Files {
    const { label, ...columns } = wholeColumns(ORDERS.contiguous!)
    const all = { ...columns, flag: columns.flag.map((_, row) => flags[row % 6]!) }
    const kept = Object.fromEntries(Object.entries(all).filter(([name]) => !leaveOut.includes(name)))
    return new Map([['all.arrow', arrowFile(kept)]])
  }

  test.each<[TargetId, number[], string]>([
    ['DeltaZ', [0, 1, 0, 1, 0, 1], 'DeltaZ'],
    ['Success2', [0, 1, 1, 0, 1, 1], 'status'],
    ['Success3', [0, 1, 2, 0, 1, 2], 'status'],
    ['Flag3', [0, 1, 1, 2, 2, 1], 'flag'],
    ['Flag', [1, 2, 0, 3, 4, 2], 'flag'],
  ])('%s when it is asked for', async (target, labels, attribute) => {
    const { report, splits } = await scanFiles(unlabelled(), { target })
    expect(report.target).toBe(target)
    expect([...splits.train.labels]).toEqual(Array.from({ length: 36 }, (_, row) => labels[row % 6]!))
    expect([...splits.test.labels]).toEqual(Array.from({ length: 12 }, (_, row) => labels[row % 6]!))
    expect(report.findings.map(describeFinding)).toEqual([
      `info labels-from-attributes: There are no labels: the classes of ${target} follow from ${attribute} in the attributes.`,
      NO_ZGRID,
    ])
  })

  test('the first that the attributes allow when none is', async () => {
    const first = async (leaveOut: string[]) => {
      const { report } = await scanFiles(unlabelled(leaveOut))
      return [report.target, report.findings.find(({ code }) => code === 'labels-from-attributes')!.message]
    }
    expect(await first([])).toEqual([
      'DeltaZ',
      'There are no labels: the classes of DeltaZ follow from DeltaZ in the attributes. Success2, Success3, Flag3 and Flag can be chosen as well.',
    ])
    expect(await first(['deltaZ'])).toEqual([
      'Success2',
      'There are no labels: the classes of Success2 follow from status in the attributes. Success3, Flag3 and Flag can be chosen as well.',
    ])
    expect(await first(['deltaZ', 'status'])).toEqual([
      'Flag3',
      'There are no labels: the classes of Flag3 follow from flag in the attributes. Flag can be chosen as well.',
    ])
    expect(await first(['status', 'flag'])).toEqual([
      'DeltaZ',
      'There are no labels: the classes of DeltaZ follow from DeltaZ in the attributes.',
    ])
  })

  test('refused where the attribute of the target is missing', async () => {
    expect(await outcome(unlabelled(['flag']), { target: 'Flag' })).toEqual([
      'refused: all.arrow, column X: there are no labels, and no flag in the attributes that gives the classes of Flag. The attributes allow DeltaZ, Success2 and Success3. | Add labels, add that attribute, or choose another target.',
    ])
    expect(await outcome(unlabelled(['deltaZ']), { target: 'DeltaZ' })).toEqual([
      'refused: all.arrow, column X: there are no labels, and no deltaZ in the attributes that gives the classes of DeltaZ. The attributes allow Success2, Success3, Flag3 and Flag. | Add labels, add that attribute, or choose another target.',
    ])
    expect(await outcome(unlabelled(['deltaZ', 'status', 'flag']))).toEqual([
      'block no-labels: all.arrow, column X: the posteriors have no labels, and no attributes (deltaZ, status or flag) that give them. Choose it under "Columns" in the page, or with --columns X=NAME,label=NAME.',
    ])
    const { X, redshift } = objectColumns(ROWS, 0)
    const deltaZ = new Array<null>(ROWS).fill(null)
    // a column that is missing in every row gives no classes
    expect(await outcome(new Map([['all.arrow', arrowFile({ X, redshift, deltaZ: [...deltaZ] })]]))).toEqual([
      'refused: all.arrow, column X: there are no labels, and no deltaZ, status or flag in the attributes that gives classes. | Add labels, add that attribute, or choose another target.',
    ])
  })

  test('where TRAIN has labels and TEST has none, the attributes give those of TEST', async () => {
    const { label, ...test_ } = splitColumns('test')
    const files: Files = new Map([
      ['TRAIN.arrow', arrowFile(splitColumns('train'))],
      ['VALID.npz', npzFile(splitColumns('validation'))],
      ['TEST.arrow', arrowFile(test_)],
    ])
    const { report, splits } = await scanFiles(files, { target: 'DeltaZ' })
    expect([...splits.test.labels]).toEqual([0, 1, 0, 1])
    expect(report.findings.map(describeFinding)).toEqual([
      'info labels-from-attributes: There are no labels in TEST: the classes of DeltaZ follow from DeltaZ in the attributes.',
      NO_ZGRID,
    ])
    expect((await scanFiles(files)).report.findings.map(describeFinding)).toEqual([
      'info labels-from-attributes: There are no labels in TEST: the classes of DeltaZ follow from DeltaZ in the attributes. No folder names the target. DeltaZ is assumed: its rule gives 100.0 % of the labels from the attributes.',
      NO_ZGRID,
    ])
    const named = (split: SplitName) =>
      arrowFile({ ...splitColumns(split), label: splitColumns(split).status })
    // labels of TRAIN and VALID that are status names leave Success3 only
    const statuses = new Map(files).set('TRAIN.arrow', named('train')).set('VALID.npz', named('validation'))
    const inferred = await scanFiles(statuses)
    expect(inferred.report.target).toBe('Success3')
    expect([...inferred.splits.test.labels]).toEqual([0, 1, 2, 0])
    expect(inferred.report.findings.map(describeFinding)).toEqual([
      'info labels-from-attributes: There are no labels in TEST: the classes of Success3 follow from status in the attributes. No folder names the target. Success3 is assumed: its class names are those of the labels.',
      NO_ZGRID,
    ])
  })
})
