import { describe, expect, test } from 'vitest'
import { auditValues } from './audit-values.ts'
import { memoryRows } from './row-reader.ts'
import { summariseRows } from './row-summary.ts'
import { scanRows } from './scan.ts'

describe('values', () => {
  const width = 4
  const inf = Number.POSITIVE_INFINITY
  const audit = async (type: string, rows: number[][], used: Uint32Array | null = null, rangeLoss = 0) => {
    const stats = await scanRows(memoryRows('X', Float32Array.from(rows.flat()), width))
    return auditValues('X', type, summariseRows(stats, used), rangeLoss)
  }
  const trouble = [
    [Number.NaN, inf, 0, 1],
    [-inf, -inf, -inf, -inf],
    [-2, -2, -2, -2],
    [89, 0, 0, 0],
    [-inf, -2, -2, -2],
  ]

  test('sound ones of float32 are not mentioned', async () => {
    const sound = [
      [0, -1, -2, -3],
      [0, -1, -2, -4],
    ]
    expect(await audit('<f4', sound)).toEqual([])
  })

  test('each kind of trouble, once, with what leaves its rows out', async () => {
    const found = await audit('<f4', trouble)
    expect(found.map(({ severity, code, message }) => `${severity} ${code}: ${message}`)).toEqual([
      'block nan-in-x: X: 1 value NaN and 1 value +inf in row 0. Mend or remove this row.',
      'block rows-without-shape: X: 1 of 5 rows (20.0 %) without shape, -inf at every redshift: row 1. Remove it.',
      'warning constant-rows: X: 1 of 5 rows (20.0 %) with the same value at every redshift: row 2.',
      'warning pdf-overflow: X: exp() is not finite in 1 of 5 rows (20.0 %): row 3. The input PDF cannot be used; logPDF can.',
    ])
    expect(found.map(({ remedies }) => remedies)).toEqual([
      [{ label: 'Drop 1 row with NaN or +inf', patch: { drop: ['non-finite'] } }],
      [{ label: 'Drop 1 row without shape', patch: { drop: ['without-shape'] } }],
      [{ label: 'Drop 1 constant row', patch: { drop: ['constant'] } }],
      undefined,
    ])
  })

  test('only of rows that are in use', async () => {
    const found = await audit('<f4', trouble, Uint32Array.of(2, 4))
    expect(found.map(({ message }) => message)).toEqual([
      'X: 1 of 2 rows (50.0 %) with the same value at every redshift: row 2.',
    ])
  })

  test('+inf alone', async () => {
    expect(await audit('<f4', [[inf, 0, 0, 1]])).toMatchObject([
      {
        code: 'inf-in-x',
        severity: 'block',
        message: 'X: 1 value +inf in row 0. Mend or remove this row.',
        counts: { rows: 1, nan: 0, posInf: 1 },
        remedies: [{ label: 'Drop 1 row with NaN or +inf' }],
      },
    ])
  })

  test('more than five rows: five are named, all are counted', async () => {
    const rows = Array.from({ length: 7 }, () => [Number.NaN, 0, 0, 0])
    const [finding] = await audit('<f4', rows)
    expect(finding).toMatchObject({
      message: 'X: 7 values NaN in rows 0, 1, 2, 3, 4 .... Mend or remove these rows.',
      rows: [0, 1, 2, 3, 4],
      counts: { rows: 7, nan: 7, posInf: 0 },
      remedies: [{ label: 'Drop 7 rows with NaN or +inf' }],
    })
  })

  test('a conversion is said, with what it lost', async () => {
    const said = async (rangeLoss: number) =>
      (await audit('>f8', [[0, 1, 2, 3]], null, rangeLoss)).map(({ severity, message }) => [
        severity,
        message,
      ])
    expect(await said(0)).toEqual([['info', 'X: type >f8 is read as float32. Nothing lost its range.']])
    expect(await said(1203)).toEqual([
      ['warning', 'X: type >f8 is read as float32. 1,203 values lost the range and became infinite or zero.'],
    ])
  })
})
