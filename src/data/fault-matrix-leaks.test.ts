// The fault matrix of reading, rows and objects that are there twice, and splits unlike each other: what a
// visitor gets, word for word, in every format.

import { describe, expect, test } from 'vitest'
import { MAKERS, NO_ATTRIBUTES, type SplitColumns, withTrain } from './fault-matrix.fixture.ts'
import {
  describe as describeFinding,
  npzFile,
  objectColumns,
  outcome,
  perSplit,
  splitColumns,
  withCell,
} from './table.fixture.ts'
import { SEEDS, scanFiles, WIDTH } from './tree.fixture.ts'

describe('the same row or object in two splits', () => {
  test.each(MAKERS)('%s: equal rows block, with the share of each pair', async (_, extension, make) => {
    const train = splitColumns('train')
    const files = perSplit(extension, (split) => {
      const columns = splitColumns(split)
      if (split === 'train') return make(train)
      // with the label that the row has in TRAIN
      if (split === 'validation') return make({ ...columns, X: withCell(columns.X, 3, train.X[5]!) })
      return make({ ...columns, X: [...train.X.slice(0, 3), columns.X[3]!] })
    })
    expect(await outcome(files)).toEqual([
      `block leak: 3 of 4 test rows (75.0 %) are also in TRAIN (TEST.${extension}, column X: rows 0, 1, 2). The network has seen them: the test will look better than it is.`,
      `block leak: 1 of 4 validation rows (25.0 %) is also in TRAIN (VALID.${extension}, column X: row 3). The network has seen it: validation will look better than it is.`,
    ])
    const { report } = await scanFiles(files, { cacheBytes: 1e8 })
    expect(report.findings.filter(({ code }) => code === 'leak')).toMatchObject([
      {
        file: `TEST.${extension}, column X`,
        rows: [0, 1, 2],
        counts: { shared: 3, rows: 4 },
        overridable: true,
      },
      { rows: [3], counts: { shared: 1, rows: 4 }, overridable: true },
    ])
  })

  test.each(MAKERS)('%s: a row of VALID in TEST decides on the epoch', async (_, extension, make) => {
    const { X } = splitColumns('validation')
    const files = perSplit(extension, (split) => {
      const columns = splitColumns(split)
      return make(split === 'test' ? { ...columns, X: withCell(columns.X, 3, X[1]!) } : columns)
    })
    expect(await outcome(files)).toEqual([
      `block leak: 1 of 4 test rows (25.0 %) is also in VALID (TEST.${extension}, column X: row 3). The best epoch is chosen on it: the test will look better than it is.`,
    ])
  })

  test.each(MAKERS)('%s: the overlap that processData.py makes is explained', async (_, extension, make) => {
    // x has 12 rows: TRAIN x[:8], VALID x[8:10], TEST x[2:] in place of x[10:]
    const all = objectColumns(12, 0)
    const part = (from: number, to: number) =>
      make(Object.fromEntries(Object.entries(all).map(([name, values]) => [name, values.slice(from, to)])))
    const files = perSplit(extension, (split) => {
      if (split === 'train') return part(0, 8)
      return split === 'validation' ? part(8, 10) : part(2, 12)
    })
    expect(await outcome(files)).toEqual([
      `block leak: 6 of 10 test rows (60.0 %) are also in TRAIN (TEST.${extension}, column X: rows 0, 1, 2, 3, 4 ...). The network has seen them: the test will look better than it is.`,
      `block leak: 2 of 10 test rows (20.0 %) are also in VALID (TEST.${extension}, column X: rows 6, 7). The best epoch is chosen on them: the test will look better than it is.`,
      `warning leak-pattern: TEST.${extension}, column X: TEST overlaps TRAIN and VALID in the way of processData.py, which takes TEST as x[test_size:] instead of x[N - test_size:]. 6 of 10 test rows (60.0 %) are TRAIN rows and 2 (20.0 %) are VALID rows. The other 2 rows of TEST (rows 8, 9) were never seen and are an honest test: dropping the leaked rows keeps exactly these.`,
    ])
  })

  test.each(MAKERS)('%s: equal rows with other labels warn', async (_, extension, make) => {
    const within = withTrain(make, extension, (columns) => ({
      ...columns,
      X: withCell(columns.X, 3, columns.X[0]!),
    }))
    expect(await outcome(within)).toEqual([
      `warning duplicate-rows: TRAIN.${extension}, column X: 1 of 6 rows (16.7 %) repeats an earlier one: row 3.`,
      `warning label-disagreement: TRAIN.${extension}, column X: 2 of 14 rows (14.3 %) are equal to a row with another label, 1 posterior in all: TRAIN row 0: DeltaZ < 1e-3, TRAIN row 3: DeltaZ ≥ 1e-3. No network can be right about all of them: mend the labels or leave these rows out.`,
    ])
    const { X } = splitColumns('train')
    const between = perSplit(extension, (split) => {
      const columns = splitColumns(split)
      return make(split === 'test' ? { ...columns, X: withCell(columns.X, 2, X[1]!) } : columns)
    })
    expect(await outcome(between)).toEqual([
      `block leak: 1 of 4 test rows (25.0 %) is also in TRAIN (TEST.${extension}, column X: row 2). The network has seen it: the test will look better than it is.`,
      `warning label-disagreement: TRAIN.${extension}, column X and TEST.${extension}, column X: 2 of 14 rows (14.3 %) are equal to a row with another label, 1 posterior in all: TRAIN row 1: DeltaZ ≥ 1e-3, TEST row 2: DeltaZ < 1e-3. No network can be right about all of them: mend the labels or leave these rows out.`,
    ])
  })

  test.each(MAKERS)(
    '%s: the same redshift and log-evidence with another row warn',
    async (_, extension, make) => {
      const train = splitColumns('train')
      const like = (columns: SplitColumns, row: number, other: number) => ({
        ...columns,
        redshift: withCell(columns.redshift, row, train.redshift[other]!),
        logEvidence: withCell(columns.logEvidence, row, train.logEvidence[other]!),
      })
      const files = perSplit(extension, (split) => {
        const columns = splitColumns(split)
        if (split === 'train') return make(like(columns, 5, 1))
        return make(split === 'validation' ? like(columns, 0, 3) : columns)
      })
      expect(await outcome(files)).toEqual([
        `warning near-duplicates: VALID.${extension}, column X: 1 of 4 validation rows (25.0 %) has the redshift and log-evidence of a row of TRAIN, with another posterior: row 0. They may be the same spectra, processed again: look at some of them.`,
      ])
      const { findings } = (await scanFiles(files, { cacheBytes: 1e8 })).report
      expect(
        findings
          .filter(({ code }) => code === 'near-duplicates')
          .map(describeFinding)
          .slice(1),
      ).toEqual([
        `info near-duplicates: TRAIN.${extension}, column X: 1 of 6 train rows (16.7 %) has the redshift and log-evidence of an earlier one, with another posterior: row 5.`,
      ])
    },
  )

  test.each(MAKERS)('%s: the same object with another row warns', async (_, extension, make) => {
    const files = perSplit(extension, (split) => {
      const columns = splitColumns(split)
      if (split === 'test') return make({ ...columns, id: ['obj-3', 'obj-201', 'obj-0', 'obj-102'] })
      return make(columns)
    })
    expect(await outcome(files)).toEqual([
      `warning same-object: TEST.${extension}, column X: 2 of 4 test rows (50.0 %) are of objects that TRAIN has as well, with another posterior: row 0: "obj-3", row 2: "obj-0".`,
      `warning same-object: TEST.${extension}, column X: 1 of 4 test rows (25.0 %) is of an object that VALID has as well, with another posterior: row 3: "obj-102".`,
    ])
    const { findings } = (await scanFiles(files, { cacheBytes: 1e8 })).report
    expect(findings.filter(({ code }) => code === 'same-object')).toMatchObject([
      { rows: [0, 2], counts: { shared: 2, rows: 4 } },
      { rows: [3], counts: { shared: 1, rows: 4 } },
    ])
  })

  test('an equal row of the same object is a leak, not said twice', async () => {
    const train = splitColumns('train')
    const files = perSplit('npz', (split) => {
      const columns = splitColumns(split)
      if (split !== 'test') return npzFile(columns)
      return npzFile({
        ...columns,
        X: withCell(columns.X, 2, train.X[4]!),
        id: withCell(columns.id, 2, 'obj-4'),
      })
    })
    expect(await outcome(files)).toEqual([
      'block leak: 1 of 4 test rows (25.0 %) is also in TRAIN (TEST.npz, column X: row 2). The network has seen it: the test will look better than it is.',
    ])
  })

  test.each(MAKERS)('%s: equal rows within one split are told', async (_, extension, make) => {
    const files = withTrain(make, extension, (columns) => ({
      ...columns,
      X: withCell(columns.X, 4, columns.X[0]!),
    }))
    expect(await outcome(files)).toEqual([
      `warning duplicate-rows: TRAIN.${extension}, column X: 1 of 6 rows (16.7 %) repeats an earlier one: row 4.`,
    ])
  })
})

describe('shares of classes and widths of posteriors', () => {
  test.each(MAKERS)('%s: a TEST with other shares than the rest', async (_, extension, make) => {
    // 3 of 4 in TRAIN and VALID, 1 of 4 in TEST
    const files = perSplit(extension, (split) => {
      const columns = objectColumns(40, SEEDS[split])
      const label = columns.label.map((_, row) => Number(row % 4 === 0) ^ Number(split === 'test'))
      return make({ X: columns.X, label })
    })
    expect(await outcome(files, { target: 'Success2' })).toEqual([
      'warning classes-balanced: TEST has Success 25.0 % and Spurious/Mismatch 75.0 %, at natural prevalence it is Success 58.3 % and Spurious/Mismatch 41.7 %: precision and accuracy will differ from this test at natural prevalence. TRAIN has Success 75.0 % and Spurious/Mismatch 25.0 %.',
      NO_ATTRIBUTES,
    ])
  })

  test.each(MAKERS)('%s: posteriors of unusual width are worth a look', async (_, extension, make) => {
    /** equal mass in some points, at a height of its own */
    const plateau = (points: number, height: number) =>
      Array.from({ length: WIDTH }, (_, i) => (i < points ? height : Number.NEGATIVE_INFINITY))
    const files = perSplit(extension, (split) => {
      const first = SEEDS[split]
      const columns = objectColumns(12, first)
      const points = (row: number) =>
        split === 'train' && row === 3 ? 1 : split === 'test' && row === 7 ? 7 : 4
      return make({ ...columns, X: columns.X.map((_, row) => plateau(points(row), -first - row)) })
    })
    const { findings } = (await scanFiles(files, { cacheBytes: 1e8 })).report
    expect(findings.filter(({ code }) => code === 'widths-outlying').map(describeFinding)).toEqual([
      `info widths-outlying: TRAIN.${extension}, column X and TEST.${extension}, column X: 2 of 36 posteriors (5.6 %) of unusual width, 1 narrower than 4.00 points and 1 wider than 4.00 points, 3 interquartile ranges of ln(width) beyond the quartiles: TRAIN row 3: 1.00 points, TEST row 7: 7.00 points. 1 posterior has all its mass in one point of the grid. Look at them in the table of objects, sorted by width.`,
    ])
  })
})
