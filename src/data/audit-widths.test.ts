import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { auditWidths, farFences } from './audit-widths.ts'

interface WidthCase {
  readonly name: string
  readonly widths: readonly number[]
  readonly low: number
  readonly high: number
  readonly narrow: number
  readonly wide: number
  readonly onePoint: number
  readonly rows: readonly number[]
}

const { widths: CASES }: { widths: readonly WidthCase[] } = JSON.parse(
  readFileSync('reference/fixtures/audit.json', 'utf8'),
)

/** Rows of one file in the order of the splits. */
function audit(widths: readonly number[]) {
  const rows = Uint32Array.from(widths, (_, row) => row)
  return auditWidths({
    rows: { train: rows, validation: new Uint32Array(0), test: new Uint32Array(0) },
    widths: Float32Array.from(widths),
    files: { train: 'X', validation: 'X', test: 'X' },
    numberOf: (row) => row,
  })
}

describe('against NumPy', () => {
  test.each(CASES)('$name: fences', ({ widths, low, high }) => {
    const fences = farFences(Float32Array.from(widths))
    expect(fences.low / low).toBeCloseTo(1, 12)
    expect(fences.high / high).toBeCloseTo(1, 12)
  })

  test.each(CASES)('$name: posteriors outside, and in one point', (each) => {
    const { widths, narrow, wide, onePoint, rows } = each
    const found = audit(widths)
    if (narrow + wide === 0) expect(found).toEqual([])
    else {
      expect(found).toHaveLength(1)
      expect(found[0]).toMatchObject({
        code: 'widths-outlying',
        severity: 'info',
        file: 'X',
        rows,
        counts: { narrow, wide, onePoint, rows: widths.length },
      })
      expect(found[0]).not.toHaveProperty('remedies')
    }
  })
})

/** Widths with quartiles 90 and 110 in the middle of 21 values. */
const PLAIN = Array.from({ length: 21 }, (_, i) => 80 + 2 * i)

describe('in words', () => {
  test('fences in points, both sides, first rows by split, and what lies in one point', () => {
    const widths = [...PLAIN, 1, 3000.4, 30, 4000, 5000, 6000]
    const rows = Uint32Array.from(widths, (_, row) => row)
    const { low, high } = farFences(Float32Array.from(widths))
    expect([low.toPrecision(3), high.toFixed(0)]).toEqual(['41.2', '248'])
    expect(
      auditWidths({
        rows: { train: rows.slice(0, 22), validation: rows.slice(22, 24), test: rows.slice(24) },
        widths: Float32Array.from(widths),
        files: { train: 'TRAIN/X.npy', validation: 'VALID/X.npy', test: 'TEST/X.npy' },
        numberOf: (row) => (row < 22 ? row : row < 24 ? row - 22 : row - 24),
      }),
    ).toEqual([
      {
        code: 'widths-outlying',
        severity: 'info',
        message:
          'TRAIN/X.npy, VALID/X.npy and TEST/X.npy: 6 of 27 posteriors (22.2 %) of unusual width, 2 narrower than 41.2 points and 4 wider than 248 points, 3 interquartile ranges of ln(width) beyond the quartiles: TRAIN row 21: 1.00 points, VALID row 0: 3,000 points, VALID row 1: 30.0 points, TEST row 0: 4,000 points, TEST row 1: 5,000 points .... 1 posterior has all its mass in one point of the grid. Look at them in the table of objects, sorted by width.',
        file: 'TRAIN/X.npy',
        rows: [21],
        counts: { narrow: 2, wide: 4, onePoint: 1, rows: 27 },
      },
    ])
  })

  test('posteriors in one point are not told where that is not unusual', () => {
    const sharp = Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? 1 : 2 + i / 24))
    expect(audit(sharp)).toEqual([])
    // with one outside, they are
    expect(audit([...sharp, 5000])).toMatchObject([
      { rows: [24], counts: { narrow: 0, wide: 1, onePoint: 12, rows: 25 } },
    ])
  })

  test('fewer than 20 posteriors say nothing; those without a width do not count', () => {
    const nineteen = [...PLAIN.slice(0, 18), 5000]
    expect(audit(nineteen)).toEqual([])
    expect(audit([...nineteen, Number.NaN])).toEqual([])
    expect(audit([...nineteen, 100])).toMatchObject([{ rows: [18], counts: { wide: 1, rows: 20 } }])
  })

  test('where all widths are equal, float32 rounding is no difference', () => {
    const equal = Array.from({ length: 30 }, () => 100)
    expect(audit([...equal, 100.00001])).toEqual([])
    expect(audit([...equal, 100.001])).toMatchObject([{ rows: [30] }])
  })
})
