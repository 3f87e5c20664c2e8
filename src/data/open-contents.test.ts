// Plain NPY trees: what is said of the values in their files, of rows that are there twice, of classes,
// attributes and the zgrid.

import { describe, expect, test } from 'vitest'
import { encodeNpy } from '../formats/npy-write.ts'
import { BASE, changed, trainWith } from './open.fixture.ts'
import {
  attributesOf,
  attributeTable,
  BALANCED_NOTE,
  posteriors,
  problems,
  rawNpy,
  SEEDS,
  scanFiles,
  WIDTH,
} from './tree.fixture.ts'

describe('values', () => {
  test('NaN and +inf block with row numbers', async () => {
    const dataset = await scanFiles(
      changed({ 'TRAIN/X.npy': trainWith([1, 0, Number.NaN], [1, 1, Number.NaN], [4, 7, Infinity]) }),
    )
    expect(problems(dataset)).toEqual([
      `block nan-in-x: ${BASE}/TRAIN/X.npy: 2 values NaN and 1 value +inf in rows 1, 4. Mend or remove these rows.`,
    ])
    expect(dataset.report.findings[0]).toMatchObject({ rows: [1, 4], counts: { rows: 2, nan: 2, posInf: 1 } })
    expect(dataset.report.findings[0]).not.toHaveProperty('overridable')
    expect(dataset.report.splits.train.nonFinite).toEqual({ nan: 2, posInf: 1, negInf: 0 })
    const infinite = await scanFiles(changed({ 'TRAIN/X.npy': trainWith([2, 0, Infinity]) }))
    expect(problems(infinite)).toEqual([
      `block inf-in-x: ${BASE}/TRAIN/X.npy: 1 value +inf in row 2. Mend or remove this row.`,
    ])
  })

  test('-inf becomes the lowest finite value of TRAIN, said', async () => {
    const test_ = posteriors(4, 200)
    test_[0] = Number.NEGATIVE_INFINITY
    test_[1] = -5000
    const files = changed({
      'TRAIN/X.npy': trainWith([0, 1, -Infinity], [3, 2, -Infinity], [2, 2, -812.5]),
      'TEST/X.npy': encodeNpy('<f4', [4, 8], test_),
    })
    const { report, splits } = await scanFiles(files)
    expect(report.findings).toEqual([
      BALANCED_NOTE,
      {
        code: 'negative-infinity',
        severity: 'info',
        message:
          '-inf stands for p = 0 in 2 values in TRAIN and 1 value in TEST. It is read as -812.5, the lowest finite value of TRAIN.',
        file: '',
        rows: [],
        counts: { train: 2, test: 1, total: 3 },
      },
    ])
    const row = new Float32Array(WIDTH)
    await splits.test.x.read(0, 1, row)
    expect([...row.subarray(0, 2)]).toEqual([-812.5, -5000])
  })

  test('rows without shape block, constant rows are told', async () => {
    const flat = (row: number, value: number) =>
      Array.from({ length: WIDTH }, (_, i) => [row, i, value] as const)
    const files = changed({ 'TRAIN/X.npy': trainWith(...flat(2, -Infinity), ...flat(5, -3)) })
    expect(problems(await scanFiles(files))).toEqual([
      `block rows-without-shape: ${BASE}/TRAIN/X.npy: 1 of 6 rows (16.7 %) without shape, -inf at every redshift: row 2. Remove it.`,
      `warning constant-rows: ${BASE}/TRAIN/X.npy: 1 of 6 rows (16.7 %) with the same value at every redshift: row 5.`,
    ])
  })

  test('values whose exp() is not finite are told', async () => {
    expect(
      problems(await scanFiles(changed({ 'TRAIN/X.npy': trainWith([3, 3, 88.8], [4, 3, 88.7]) }))),
    ).toEqual([
      `warning pdf-overflow: ${BASE}/TRAIN/X.npy: exp() is not finite in 1 of 6 rows (16.7 %): row 3. The input PDF cannot be used; logPDF can.`,
    ])
  })

  test('other number types are converted, and lost range is counted', async () => {
    const values = Float64Array.from(posteriors(6, 0))
    values[3] = -1e300
    values[11] = 1e-300
    const shorts = Int16Array.from(posteriors(4, 100), (value, i) => Math.round(value) - i)
    const big = new DataView(new ArrayBuffer(4 * 32))
    posteriors(4, 200).forEach((value, i) => {
      big.setFloat32(4 * i, value, false)
    })
    const files = changed({
      'TRAIN/X.npy': rawNpy('<f8', [6, 8], values),
      'VALID/X.npy': rawNpy('<i2', [4, 8], shorts),
      'TEST/X.npy': rawNpy('>f4', [4, 8], big),
    })
    const { report, splits } = await scanFiles(files)
    const converted = report.findings.filter(({ code }) => code === 'converted')
    expect(converted.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      `warning: ${BASE}/TRAIN/X.npy: type <f8 is read as float32. 2 values lost the range and became infinite or zero.`,
      `info: ${BASE}/VALID/X.npy: type <i2 is read as float32. Nothing lost its range.`,
      `info: ${BASE}/TEST/X.npy: type >f4 is read as float32. Nothing lost its range.`,
    ])
    const out = new Float32Array(4 * WIDTH)
    await splits.test.x.read(0, 4, out)
    expect(out).toEqual(posteriors(4, 200))
    await splits.validation.x.read(0, 4, out)
    expect([...out]).toEqual([...shorts])
  })

  test('float16 is converted', async () => {
    const half = new Uint16Array(48).map((_, i) => 0xbc00 + i)
    const dataset = await scanFiles(changed({ 'TRAIN/X.npy': rawNpy('<f2', [6, 8], half) }))
    const out = new Float32Array(WIDTH)
    await dataset.splits.train.x.read(0, 1, out)
    expect(out[0]).toBe(-1)
    expect(out[1]).toBe(-1 - 2 ** -10)
    expect(dataset.report.splits.train.type).toBe('<f2')
  })

  test('labels that are no class block, with the first five rows', async () => {
    const dataset = await scanFiles(changed({ 'VALID/Y.npy': encodeNpy('<f8', [4], [0, -1, 0.5, 1]) }))
    expect(problems(dataset)).toEqual([
      `block invalid-labels: ${BASE}/VALID/Y.npy: 2 of 4 labels (50.0 %) are no class of DeltaZ, whose labels are 0 and 1: row 1: -1, row 2: 0.5. Mend these labels or remove the rows.`,
    ])
    expect(dataset.report.splits.validation.counts).toEqual([1, 1])
  })
})

describe('leaks and duplicates', () => {
  test('the same row in two splits blocks, with the share per pair, and can be overruled', async () => {
    const train = posteriors(6, 0)
    const test_ = posteriors(4, 200)
    const validation = posteriors(4, 100)
    test_.set(train.subarray(0, 3 * WIDTH))
    validation.set(train.subarray(5 * WIDTH), 2 * WIDTH)
    validation.set(test_.subarray(3 * WIDTH))
    const files = changed({
      'TEST/X.npy': encodeNpy('<f4', [4, 8], test_),
      'VALID/X.npy': encodeNpy('<f8', [4, 8], validation),
    })
    const { findings } = (await scanFiles(files)).report
    const leaks = findings.filter(({ code }) => code === 'leak')
    expect(leaks).toEqual([
      {
        code: 'leak',
        severity: 'block',
        message: `3 of 4 test rows (75.0 %) are also in TRAIN (${BASE}/TEST/X.npy: rows 0, 1, 2). The network has seen them: the test will look better than it is.`,
        file: `${BASE}/TEST/X.npy`,
        rows: [0, 1, 2],
        counts: { shared: 3, rows: 4 },
        overridable: true,
        // to drop the leaked rows would leave TEST without any
        remedies: [{ label: 'Split again', patch: { splits: 'drawn', stratified: true, drop: ['leaked'] } }],
      },
      expect.objectContaining({
        message: `1 of 4 validation rows (25.0 %) is also in TRAIN (${BASE}/VALID/X.npy: row 2). The network has seen it: validation will look better than it is.`,
      }),
      expect.objectContaining({
        message: `1 of 4 test rows (25.0 %) is also in VALID (${BASE}/TEST/X.npy: row 3). The best epoch is chosen on it: the test will look better than it is.`,
      }),
    ])
  })

  test('a row twice within a split is told', async () => {
    const values = posteriors(6, 0)
    values.copyWithin(4 * WIDTH, 0, WIDTH)
    expect(problems(await scanFiles(changed({ 'TRAIN/X.npy': encodeNpy('<f4', [6, 8], values) })))).toEqual([
      `warning duplicate-rows: ${BASE}/TRAIN/X.npy: 1 of 6 rows (16.7 %) repeats an earlier one: row 4.`,
    ])
  })
})

describe('classes', () => {
  const labels = (...values: number[]) => encodeNpy('<i8', [values.length], values)
  const without = { 'TRAIN/attributes.npy': null, 'VALID/attributes.npy': null, 'TEST/attributes.npy': null }
  const absent =
    'warning no-attributes: No attributes file for TRAIN, VALID and TEST: labels there are not checked, and what needs redshift, DeltaZ, status, log-evidence or flag is not offered.'

  test('missing in VALID or TEST: told that metrics will be 0', async () => {
    expect(problems(await scanFiles(changed({ ...without, 'TEST/Y.npy': labels(0, 0, 0, 0) })))).toEqual([
      `warning class-missing: ${BASE}/TEST/Y.npy: TEST has no object of class DeltaZ ≥ 1e-3: precision, recall and F1-score there will be 0.`,
      absent,
    ])
  })

  test('one class only, and a class absent from TRAIN, are refused', async () => {
    expect(
      problems(await scanFiles(changed({ ...without, 'TRAIN/Y.npy': labels(1, 1, 1, 1, 1, 1) }))),
    ).toEqual([
      `block one-class: ${BASE}/TRAIN/Y.npy: TRAIN has one class only, DeltaZ ≥ 1e-3. There is nothing to tell apart.`,
      absent,
    ])
    const three = {
      'TRAIN/Y.npy': labels(0, 1, 0, 1, 0, 1),
      'VALID/Y.npy': labels(0, 1, 2, 0),
      'TEST/Y.npy': labels(0, 1, 2, 0),
    }
    expect(problems(await scanFiles(changed({ ...without, ...three }, 'Success3')))).toEqual([
      'block class-absent-from-train: Success3/TRAIN/Y.npy: TRAIN has no object of class Mismatch, so no network can learn it.',
      absent,
    ])
  })

  test('an empty split is refused', async () => {
    const empty = { 'VALID/X.npy': encodeNpy('<f4', [0, 8], []), 'VALID/Y.npy': labels() }
    expect(problems(await scanFiles(changed({ ...without, ...empty })))).toEqual([
      `block empty-split: ${BASE}/VALID/Y.npy: VALID is empty (0 rows). Training needs objects in TRAIN, VALID and TEST.`,
      absent,
    ])
  })
})

describe('attributes and zgrid', () => {
  test('too few columns: loads without attributes', async () => {
    const dataset = await scanFiles(changed({ 'TEST/attributes.npy': attributeTable(attributesOf(4), 7) }))
    expect(problems(dataset)).toEqual([
      `warning attributes-not-usable: ${BASE}/TEST/attributes.npy: 7 columns, expected at least 8. The data set is used without attributes: labels are not checked, and what needs redshift, DeltaZ, status, log-evidence or flag is not offered.`,
    ])
    expect(dataset.splits.test.attributes).toBeNull()
    expect(dataset.report.splits.test).toMatchObject({ hasAttributes: false, files: [{}, {}, { width: 7 }] })
  })

  test('eight columns are enough: the last one is the flag', async () => {
    const rows = attributesOf(4, SEEDS.test)
    const dataset = await scanFiles(changed({ 'TEST/attributes.npy': attributeTable(rows, 8) }))
    expect(problems(dataset)).toEqual([])
    expect(dataset.splits.test.attributes).toEqual(rows)
  })

  test('an unknown status blocks where the target reads it, and is told elsewhere', async () => {
    const rows = attributesOf(6).map((row, i) =>
      i % 4 === 1 ? { ...row, status: i === 1 ? 'failed' : null } : row,
    )
    const table = { 'TRAIN/attributes.npy': attributeTable(rows) }
    const what = (base: string) =>
      `${base}/TRAIN/attributes.npy: 2 of 6 objects (33.3 %) have a status other than success, spurious and mismatch: row 1: "failed", row 5: nothing.`
    expect(problems(await scanFiles(changed(table)))).toEqual([
      `warning unknown-status: ${what(BASE)} The target does not need it.`,
    ])
    expect(problems(await scanFiles(changed(table, 'Success2/balanced')))).toEqual([
      `block unknown-status: ${what('Success2/balanced')} The target needs it: mend these values or remove the rows.`,
    ])
  })

  test('an unknown flag and a DeltaZ that is no number', async () => {
    const rows = attributesOf(6)
    rows[0] = { ...rows[0]!, flag: 5 }
    rows[2] = { ...rows[2]!, deltaZ: Number.NaN }
    expect(problems(await scanFiles(changed({ 'TRAIN/attributes.npy': attributeTable(rows) })))).toEqual([
      `block unknown-deltaz: ${BASE}/TRAIN/attributes.npy: 1 of 6 objects (16.7 %) has a DeltaZ that is no number: row 2: NaN. The target needs it: mend these values or remove the rows.`,
      `warning unknown-flag: ${BASE}/TRAIN/attributes.npy: 1 of 6 objects (16.7 %) has a flag other than 1, 2, 3, 4 and 9: row 0: 5. The target does not need it.`,
    ])
  })

  test('labels that contradict the attributes: how many, and the threshold that fits', async () => {
    const rows = attributesOf(6).map((row, i) => ({ ...row, deltaZ: i % 2 === 0 ? 0.003 : 0.007 }))
    expect(problems(await scanFiles(changed({ 'TRAIN/attributes.npy': attributeTable(rows) })))).toEqual([
      `warning labels-contradict-attributes: 3 of 14 labels (21.4 %) contradict abs(DeltaZ) < 1e-3 in the attributes (first in ${BASE}/TRAIN/Y.npy: rows 0, 2, 4). A threshold of 5e-3 fits all labels (any above 0.003000 up to 0.007000 does): read the classes as DeltaZ below and above 5e-3.`,
    ])
  })

  test("Flag in load_dataset's order names the classes in that order", async () => {
    const flags = [1, 2, 9, 3, 4, 4]
    const table = (rows: number) =>
      attributeTable(attributesOf(rows).map((row, i) => ({ ...row, flag: flags[i]! })))
    const order = [0, 1, 2, 3, 4, 4]
    const replaced = Object.fromEntries(
      (['TRAIN', 'VALID', 'TEST'] as const).flatMap((split) => {
        const rows = split === 'TRAIN' ? 6 : 4
        return [
          [`${split}/Y.npy`, encodeNpy('<i8', [rows], order.slice(0, rows))],
          [`${split}/attributes.npy`, table(rows)],
        ]
      }),
    )
    const { report } = await scanFiles(changed(replaced, 'Flag/unbalanced'))
    expect(report.classes).toEqual(['Flag 1', 'Flag 2', 'Flag 9', 'Flag 3', 'Flag 4'])
    expect(report.splits.train.counts).toEqual([1, 1, 1, 1, 2])
    expect(report.findings.map(({ code }) => code)).toEqual(['class-missing', 'class-missing', 'flag-order'])
  })

  test('redshifts off the grid are listed', async () => {
    const rows = attributesOf(6)
    rows[3] = { ...rows[3]!, redshift: rows[3]!.redshift! + 0.002 }
    rows[4] = { ...rows[4]!, redshift: null }
    const redshift = rows[3]!.redshift
    expect(problems(await scanFiles(changed({ 'TRAIN/attributes.npy': attributeTable(rows) })))).toEqual([
      `warning redshift-off-grid: ${BASE}/TRAIN/attributes.npy: 2 of 6 redshifts (33.3 %) not on the zgrid: row 3: ${redshift}, row 4: nothing. The nearest point, at most 0.0020 away, stands for them.`,
    ])
  })

  test('missing log-evidence is told', async () => {
    const rows = attributesOf(6)
    rows[3] = { ...rows[3]!, logEvidence: Number.NaN }
    expect(problems(await scanFiles(changed({ 'TRAIN/attributes.npy': attributeTable(rows) })))).toEqual([
      `warning unknown-log-evidence: ${BASE}/TRAIN/attributes.npy: 1 of 6 objects (16.7 %) without a finite log-evidence (row 3). The input logVraisemblance cannot be used.`,
    ])
  })

  test('a grid that is not even in ln(1+z), or none', async () => {
    const even = Float64Array.from({ length: WIDTH }, (_, i) => i / 2)
    const inZ = changed({ 'zgrid.npy': encodeNpy('<f8', [WIDTH], even) })
    expect(problems(await scanFiles(inZ)).at(-1)).toBe(
      "warning zgrid-spacing: zgrid.npy: the grid of 8 points from z = 0 to 3.5 is even in z; the reference's is even in ln(1+z). Training works as it is; resample the posteriors if models shall be exchanged with those of the reference's grid.",
    )
    const squares = changed({
      'zgrid.npy': encodeNpy(
        '<f8',
        [WIDTH],
        even.map((z) => z * z),
      ),
    })
    expect(problems(await scanFiles(squares)).at(-1)).toBe(
      "warning zgrid-spacing: zgrid.npy: the grid of 8 points from z = 0 to 12.25 is even neither in ln(1+z) nor in z; the reference's is even in ln(1+z). Training works as it is; resample the posteriors if models shall be exchanged with those of the reference's grid.",
    )
    const { report, zgrid } = await scanFiles(changed({ 'zgrid.npy': null }))
    expect(zgrid).toBeNull()
    expect(report.findings.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      `info: ${BALANCED_NOTE.message}`,
      'info: No zgrid*.npy lies beside or above the data: posteriors are shown by point and not by redshift. Put the grid there to see redshifts.',
    ])
  })

  test('a grid that does not ascend is refused', async () => {
    const falling = changed({ 'zgrid.npy': encodeNpy('<f8', [WIDTH], [0, 1, 0.5, Number.NaN, 4, 5, 6, 7]) })
    await expect(scanFiles(falling)).rejects.toThrow(
      'zgrid.npy: the redshifts are not finite and ascending (row 2: 0.5, row 3: NaN).',
    )
  })
})
