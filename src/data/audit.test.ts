import { describe, expect, test } from 'vitest'
import { auditClasses, auditDuplicates, auditObjects, auditValues } from './audit.ts'
import type { RowHashes } from './hash.ts'
import { memoryRows } from './row-reader.ts'
import { scanRows } from './scan.ts'

const FILES = { train: 'TRAIN', validation: 'VALID', test: 'TEST' }
const SAME = { train: null, validation: null, test: null }

/** Hashes of rows that are equal where the numbers are. */
function hashes(...rows: number[]): RowHashes {
  return Uint32Array.from(rows.flatMap((row) => [row, row * 7]))
}

describe('objects of one name in two splits', () => {
  test('are told for each pair, with rows and names', () => {
    const found = auditObjects(
      {
        train: ['a', 'b', 'c', null],
        validation: ['d', 'b'],
        test: ['c', 'e', 'a', 'd', null],
      },
      { train: hashes(1, 2, 3, 4), validation: hashes(5, 6), test: hashes(7, 8, 9, 10, 11) },
      FILES,
      SAME,
    )
    expect(found).toEqual([
      {
        code: 'same-object',
        severity: 'warning',
        message:
          'TEST: 2 of 5 test rows (40.0 %) are of objects that TRAIN has as well, with another posterior: row 0: "c", row 2: "a".',
        file: 'TEST',
        rows: [0, 2],
        counts: { shared: 2, rows: 5 },
      },
      {
        code: 'same-object',
        severity: 'warning',
        message:
          'VALID: 1 of 2 validation rows (50.0 %) is of an object that TRAIN has as well, with another posterior: row 1: "b".',
        file: 'VALID',
        rows: [1],
        counts: { shared: 1, rows: 2 },
      },
      {
        code: 'same-object',
        severity: 'warning',
        message:
          'TEST: 1 of 5 test rows (20.0 %) is of an object that VALID has as well, with another posterior: row 3: "d".',
        file: 'TEST',
        rows: [3],
        counts: { shared: 1, rows: 5 },
      },
    ])
  })

  test('equal posteriors are a leak, and not told here', () => {
    const ids = { train: ['a', 'b'], validation: [], test: ['a', 'b'] }
    const rows = { train: hashes(1, 2), validation: hashes(), test: hashes(1, 3) }
    expect(auditObjects(ids, rows, FILES, SAME).map(({ rows: each }) => each)).toEqual([[1]])
  })

  test('no names, no word', () => {
    const nobody = { train: [], validation: [], test: [] }
    const rows = { train: hashes(1), validation: hashes(2), test: hashes(3) }
    expect(auditObjects(nobody, rows, FILES, SAME)).toEqual([])
    const nulls = { train: [null], validation: [null], test: [null] }
    expect(auditObjects(nulls, rows, FILES, SAME)).toEqual([])
    // names in one split only
    expect(auditObjects({ ...nobody, test: ['a'] }, rows, FILES, SAME)).toEqual([])
  })

  test('rows of the file where a split is some of them; five of many', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    const [finding] = auditObjects(
      { train: names, validation: [], test: names },
      { train: hashes(1, 2, 3, 4, 5, 6, 7), validation: hashes(), test: hashes(8, 9, 10, 11, 12, 13, 14) },
      { train: 'all', validation: 'all', test: 'all' },
      { train: null, validation: null, test: [100, 110, 120, 130, 140, 150, 160] },
    )
    expect(finding).toEqual({
      code: 'same-object',
      severity: 'warning',
      message:
        'all: 7 of 7 test rows (100.0 %) are of objects that TRAIN has as well, with another posterior: row 100: "a", row 110: "b", row 120: "c", row 130: "d", row 140: "e".',
      file: 'all',
      rows: [100, 110, 120, 130, 140],
      counts: { shared: 7, rows: 7 },
    })
  })
})

describe('equal rows', () => {
  test('within a split are told, in two splits they are a leak, by rows of the file', () => {
    const found = auditDuplicates(
      { train: hashes(1, 2, 1, 1), validation: hashes(2, 9), test: hashes(9, 8) },
      { train: 'all', validation: 'all', test: 'all' },
      { train: [0, 3, 6, 9], validation: [1, 4], test: [2, 5] },
    )
    expect(found.map(({ severity, code, message, rows }) => [severity, code, message, rows])).toEqual([
      ['warning', 'duplicate-rows', 'all: 2 of 4 rows (50.0 %) repeat an earlier one: rows 6, 9.', [6, 9]],
      [
        'block',
        'leak',
        '1 of 2 validation rows (50.0 %) is also in TRAIN (all: row 1). The network has seen them: validation will look better than it is.',
        [1],
      ],
      [
        'block',
        'leak',
        '1 of 2 test rows (50.0 %) is also in VALID (all: row 2). The best epoch is chosen on them: the test will look better than it is.',
        [2],
      ],
    ])
  })
})

describe('values', () => {
  const width = 4
  const audit = async (type: string, ...rows: number[][]) =>
    auditValues('X', type, await scanRows(memoryRows('X', Float32Array.from(rows.flat()), width)))

  test('sound ones of float32 are not mentioned', async () => {
    expect(await audit('<f4', [0, -1, -2, -3], [0, -1, -2, -4])).toEqual([])
  })

  test('each kind of trouble, once', async () => {
    const inf = Number.POSITIVE_INFINITY
    const found = await audit(
      '<f4',
      [Number.NaN, inf, 0, 1],
      [-inf, -inf, -inf, -inf],
      [-2, -2, -2, -2],
      [89, 0, 0, 0],
      [-inf, -2, -2, -2],
    )
    expect(found.map(({ severity, code, message }) => `${severity} ${code}: ${message}`)).toEqual([
      'block nan-in-x: X: 1 value NaN and 1 value +inf in row 0. Mend or remove this row.',
      'block rows-without-shape: X: 1 of 5 rows (20.0 %) without shape, -inf at every redshift: row 1. Remove it.',
      'warning constant-rows: X: 1 of 5 rows (20.0 %) with the same value at every redshift: row 2.',
      'warning pdf-overflow: X: exp() is not finite in 1 of 5 rows (20.0 %): row 3. The input PDF cannot be used; logPDF can.',
    ])
  })

  test('more than five rows: five are named, all are counted', async () => {
    const rows = Array.from({ length: 7 }, () => [Number.NaN, 0, 0, 0])
    const [finding] = await audit('<f4', ...rows)
    expect(finding).toMatchObject({
      message: 'X: 7 values NaN in rows 0, 1, 2, 3, 4 .... Mend or remove these rows.',
      rows: [0, 1, 2, 3, 4],
      counts: { rows: 7, nan: 7, posInf: 0 },
    })
  })

  test('a conversion without loss is said', async () => {
    expect((await audit('>f2', [0, 1, 2, 3])).map(({ severity, message }) => [severity, message])).toEqual([
      ['info', 'X: type >f2 is read as float32. Nothing lost its range.'],
    ])
  })
})

test('classes: absent ones by split; with one class in TRAIN nothing is told apart', () => {
  const found = auditClasses(
    ['A', 'B', 'C'],
    { train: [0, 4, 0], validation: [1, 1, 0], test: [0, 0, 0] },
    { train: 4, validation: 2, test: 0 },
    FILES,
  )
  expect(found.map(({ severity, code, message }) => `${severity} ${code}: ${message}`)).toEqual([
    'block one-class: TRAIN: TRAIN has one class only, B. There is nothing to tell apart.',
    'warning class-missing: VALID: VALID has no object of class C: precision, recall and F1-score there will be 0.',
    'block empty-split: TEST: TEST is empty (0 rows). Training needs objects in TRAIN, VALID and TEST.',
  ])
})
