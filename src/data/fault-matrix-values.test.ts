// The fault matrix of reading, values of the posteriors: what a visitor gets for each fault, in every format,
// word for word.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { encodeNpy } from '../formats/npy-write.ts'
import { MAKERS, type SplitColumns, withTrain, withValue, withValues } from './fault-matrix.fixture.ts'
import {
  arrowFile,
  describe as describeFinding,
  fixtureFiles,
  npzFile,
  outcome,
  perSplit,
  replaced,
  splitColumns,
  withCell,
} from './table.fixture.ts'
import { type Files, posteriors, rawNpy, scanFiles, WIDTH } from './tree.fixture.ts'

test('sound files give no findings', async () => {
  for (const [, extension, make] of MAKERS) {
    expect(await outcome(perSplit(extension, (split) => make(splitColumns(split))))).toEqual([])
  }
})

describe('float64, float16, integers and big-endian are converted, and lost range is said', () => {
  async function conversions(files: Files) {
    const { report } = await scanFiles(files, { target: 'DeltaZ', cacheBytes: 1e8 })
    return report.findings.filter(({ code }) => code === 'converted').map(describeFinding)
  }

  test.each([
    ['stored', false],
    ['deflated', true],
  ])('NPZ, %s', async (_, deflated) => {
    const wide = Float64Array.from(posteriors(6, 0))
    wide[3] = -1e300
    wide[11] = 1e-300
    wide[12] = Number.NEGATIVE_INFINITY
    const shorts = Int16Array.from(posteriors(4, 100), (value, i) => Math.round(value) - i)
    const big = new DataView(new ArrayBuffer(4 * 32))
    posteriors(4, 200).forEach((value, i) => {
      big.setFloat32(4 * i, value, false)
    })
    const labels = (rows: number) => encodeNpy('<i8', [rows], rows === 6 ? [0, 1, 0, 1, 0, 1] : [0, 1, 0, 1])
    const files: Files = new Map([
      ['TRAIN.npz', npzFile({ X: rawNpy('<f8', [6, 8], wide), Y: labels(6) }, deflated)],
      ['VALID.npz', npzFile({ X: rawNpy('<i2', [4, 8], shorts), Y: labels(4) }, deflated)],
      ['TEST.npz', npzFile({ X: rawNpy('>f4', [4, 8], big), Y: labels(4) }, deflated)],
    ])
    expect(await conversions(files)).toEqual([
      'warning converted: TRAIN.npz, column X: type <f8 is read as float32. 2 values lost the range and became infinite or zero.',
      'info converted: VALID.npz, column X: type <i2 is read as float32. Nothing lost its range.',
      'info converted: TEST.npz, column X: type >f4 is read as float32. Nothing lost its range.',
    ])
    const { splits } = await scanFiles(files, { target: 'DeltaZ', cacheBytes: 1e8 })
    const out = new Float32Array(4 * WIDTH)
    await splits.test.x.read(0, 4, out)
    expect(out).toEqual(posteriors(4, 200))
    await splits.validation.x.read(0, 4, out)
    expect([...out]).toEqual([...shorts])
  })

  test('Arrow: float16 and float64', async () => {
    expect(await conversions(fixtureFiles('arrow-float16'))).toEqual([
      'info converted: TRAIN.arrow, column X: type <f2 is read as float32. Nothing lost its range.',
      'info converted: VALID.arrow, column X: type <f2 is read as float32. Nothing lost its range.',
      'info converted: TEST.arrow, column X: type <f2 is read as float32. Nothing lost its range.',
    ])
    expect(await conversions(fixtureFiles('arrow-float64'))).toEqual([
      'info converted: TRAIN.ipc, column X: type <f8 is read as float32. Nothing lost its range.',
      'info converted: VALID.ipc, column X: type <f8 is read as float32. Nothing lost its range.',
      'info converted: TEST.ipc, column X: type <f8 is read as float32. Nothing lost its range.',
    ])
    const wide = (columns: SplitColumns) =>
      withValues(columns, [
        [0, 0, -1e300],
        [5, 1, -1e-50],
      ])
    const files = perSplit('arrow', (split) =>
      arrowFile(split === 'train' ? wide(splitColumns(split)) : splitColumns(split), {}, 64),
    )
    expect(await conversions(files)).toEqual([
      'warning converted: TRAIN.arrow, column X: type <f8 is read as float32. 2 values lost the range and became infinite or zero.',
      'info converted: VALID.arrow, column X: type <f8 is read as float32. Nothing lost its range.',
      'info converted: TEST.arrow, column X: type <f8 is read as float32. Nothing lost its range.',
    ])
  })

  test('FITS is big-endian', async () => {
    expect(await conversions(fixtureFiles('fits-per-split'))).toEqual([
      'info converted: TRAIN.fits, column X: type >f4 is read as float32. Nothing lost its range.',
      'info converted: VALID.fits, column X: type >f4 is read as float32. Nothing lost its range.',
      'info converted: TEST.fits, column X: type >f4 is read as float32. Nothing lost its range.',
    ])
  })
})

describe('NaN and missing values in X block, with row numbers', () => {
  test.each(MAKERS)('%s: NaN and +inf', async (_, extension, make) => {
    const files = withTrain(make, extension, (columns) =>
      withValues(columns, [
        [1, 0, Number.NaN],
        [1, 1, Number.NaN],
        [4, 7, Number.POSITIVE_INFINITY],
      ]),
    )
    expect(await outcome(files)).toEqual([
      `block nan-in-x: TRAIN.${extension}, column X: 2 values NaN and 1 value +inf in rows 1, 4. Mend or remove these rows.`,
    ])
    const infinite = withTrain(make, extension, (columns) =>
      withValue(columns, 2, 0, Number.POSITIVE_INFINITY),
    )
    expect(await outcome(infinite)).toEqual([
      `block inf-in-x: TRAIN.${extension}, column X: 1 value +inf in row 2. Mend or remove this row.`,
    ])
  })

  test.each(MAKERS)('%s: of more rows, the first five', async (_, extension, make) => {
    const files = withTrain(make, extension, (columns) =>
      withValues(
        columns,
        [0, 1, 2, 3, 4, 5].map((row) => [row, row, row % 2 === 0 ? Number.NaN : Infinity] as const),
      ),
    )
    expect(await outcome(files)).toEqual([
      `block nan-in-x: TRAIN.${extension}, column X: 3 values NaN and 3 values +inf in rows 0, 1, 2, 3, 4 .... Mend or remove these rows.`,
    ])
  })

  test('null in Arrow: a value, and a row', async () => {
    expect(await outcome(withTrain(arrowFile, 'arrow', (columns) => withValue(columns, 3, 4, null)))).toEqual(
      ['block nan-in-x: TRAIN.arrow, column X: 1 value NaN in row 3. Mend or remove this row.'],
    )
    const noRow = (columns: SplitColumns) => ({
      ...columns,
      X: columns.X.map((row, i) => (i === 2 ? null : row)),
    })
    expect(await outcome(withTrain(arrowFile, 'arrow', noRow))).toEqual([
      'block nan-in-x: TRAIN.arrow, column X: 8 values NaN in row 2. Mend or remove this row.',
    ])
  })

  test('null in Parquet', async () => {
    const path = join(import.meta.dirname, '../../reference/fixtures/parquet/null-elements-plain-v1.parquet')
    const split = (name: string, rows: number, seed: number): [string, Uint8Array][] => [
      [`${name}/X.npy`, encodeNpy('<f4', [rows, WIDTH], posteriors(rows, seed))],
      [
        `${name}/Y.npy`,
        encodeNpy(
          '<i8',
          [rows],
          Array.from({ length: rows }, (_, row) => row % 2),
        ),
      ],
    ]
    const files: Files = new Map([
      ...split('TRAIN', 9, 0),
      ...split('VALID', 4, 100),
      ...split('TEST', 4, 200),
    ])
    const changes = { 'TRAIN/X.npy': null, 'TRAIN/objects.parquet': new Uint8Array(readFileSync(path)) }
    expect(await outcome(replaced(files, changes), { target: 'DeltaZ' })).toEqual([
      'block nan-in-x: TRAIN/objects.parquet, column X: 12 values NaN in rows 0, 4, 6, 8. Mend or remove these rows.',
      'warning no-attributes: No attributes file for VALID and TEST: labels there are not checked, and what needs redshift, DeltaZ, status, log-evidence or flag is not offered.',
    ])
  })

  test('NaN in FITS', async () => {
    const files = fixtureFiles('fits-per-split')
    const train = files.get('TRAIN.fits')!.slice()
    const view = new DataView(train.buffer)
    // the data of extension 1 begin after two blocks of headers
    const data = 5760
    view.setFloat32(data + 4 * 3, Number.NaN)
    expect(await outcome(replaced(files, { 'TRAIN.fits': train }))).toEqual([
      'block nan-in-x: TRAIN.fits, column X: 1 value NaN in row 0. Mend or remove this row.',
    ])
  })
})

describe('-inf is a floor, said', () => {
  test.each(MAKERS)('%s', async (_, extension, make) => {
    const files = perSplit(extension, (split) => {
      const columns = splitColumns(split)
      if (split === 'validation') return make(columns)
      const values =
        split === 'train'
          ? ([
              [0, 1, -Infinity],
              [3, 2, -Infinity],
              [2, 2, -812.5],
            ] as const)
          : ([
              [0, 0, -Infinity],
              [0, 1, -5000],
            ] as const)
      return make(withValues(columns, values))
    })
    const { report, splits } = await scanFiles(files, { cacheBytes: 1e8 })
    expect(report.findings.filter(({ code }) => code === 'negative-infinity').map(describeFinding)).toEqual([
      'info negative-infinity: -inf stands for p = 0 in 2 values in TRAIN and 1 value in TEST. It is read as -812.5, the lowest finite value of TRAIN.',
    ])
    const row = new Float32Array(WIDTH)
    await splits.test.x.read(0, 1, row)
    expect([...row.subarray(0, 2)]).toEqual([-812.5, -5000])
  })

  test.each(MAKERS)('%s: a row without shape blocks until it is removed', async (_, extension, make) => {
    const empty = new Array<number>(WIDTH).fill(Number.NEGATIVE_INFINITY)
    const files = withTrain(make, extension, (columns) => ({ ...columns, X: withCell(columns.X, 5, empty) }))
    expect(await outcome(files)).toEqual([
      `block rows-without-shape: TRAIN.${extension}, column X: 1 of 6 rows (16.7 %) without shape, -inf at every redshift: row 5. Remove it.`,
    ])
  })

  test.each(MAKERS)('%s: rows without shape are no copies of each other', async (_, extension, make) => {
    const empty = new Array<number>(WIDTH).fill(Number.NEGATIVE_INFINITY)
    const files = perSplit(extension, (split) => {
      const columns = splitColumns(split)
      if (split === 'validation') return make(columns)
      // twice in each split, with either label
      return make({ ...columns, X: withCell(withCell(columns.X, 2, empty), 3, empty) })
    })
    expect(await outcome(files)).toEqual([
      `block rows-without-shape: TRAIN.${extension}, column X: 2 of 6 rows (33.3 %) without shape, -inf at every redshift: rows 2, 3. Remove them.`,
      `block rows-without-shape: TEST.${extension}, column X: 2 of 4 rows (50.0 %) without shape, -inf at every redshift: rows 2, 3. Remove them.`,
    ])
  })
})

test.each(MAKERS)('constant rows are told: %s', async (_, extension, make) => {
  const files = withTrain(make, extension, (columns) => ({
    ...columns,
    X: withCell(columns.X, 5, new Array<number>(WIDTH).fill(-3)),
  }))
  expect(await outcome(files)).toEqual([
    `warning constant-rows: TRAIN.${extension}, column X: 1 of 6 rows (16.7 %) with the same value at every redshift: row 5.`,
  ])
})

test.each(MAKERS)('exp() overflow is told with its rows: %s', async (_, extension, make) => {
  const files = withTrain(make, extension, (columns) =>
    withValues(columns, [
      [3, 3, 88.8],
      [4, 3, 88.7],
    ]),
  )
  expect(await outcome(files)).toEqual([
    `warning pdf-overflow: TRAIN.${extension}, column X: exp() is not finite in 1 of 6 rows (16.7 %): row 3. The input PDF cannot be used; logPDF can.`,
  ])
})
