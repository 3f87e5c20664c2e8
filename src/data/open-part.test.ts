import { describe, expect, test } from 'vitest'
import { memoryColumn, memoryTable, npzFile, objectColumns, outcome, scanTables } from './table.fixture.ts'

const FILE = 'all.npz'
const ROWS = 20

/** One table of 20 objects, with other columns. */
function table(columns: Parameters<typeof npzFile>[0]) {
  return new Map([[FILE, npzFile({ ...objectColumns(ROWS, 0), ...columns })]])
}

describe('several values per row where one is meant are refused', () => {
  const pairs = Array.from({ length: ROWS }, (_, row) => [row, row + 0.5])

  test('for an attribute', async () => {
    const files = table({ dz_interval: pairs })
    expect(await outcome(files, { columns: { deltaZ: 'dz_interval' } })).toEqual([
      'refused: all.npz, column dz_interval: shape (20, 2); deltaZ is one value per row. | Choose another column for it.',
    ])
  })

  test('for the split', async () => {
    const files = table({ part: pairs })
    expect(await outcome(files, { columns: { split: 'part' } })).toEqual([
      'refused: all.npz, column part: shape (20, 2); split is one value per row. | Choose another column for it.',
    ])
  })
})

describe('names of objects', () => {
  const { X, label } = objectColumns(ROWS, 0)
  const vector = Float64Array.from(X.flat() as number[])

  async function findingsWithIds(ids: Float64Array) {
    const { report, splits } = await scanTables(
      [
        memoryTable('all.arrow', [
          memoryColumn('all.arrow', 'X', { kind: 'number', values: vector }, { shape: [ROWS, X[0]!.length] }),
          memoryColumn('all.arrow', 'label', { kind: 'number', values: Float64Array.from(label, Number) }),
          memoryColumn('all.arrow', 'status', {
            kind: 'text',
            values: label.map((each) => (each ? 'spurious' : 'success')),
          }),
          memoryColumn('all.arrow', 'id', { kind: 'number', values: ids }, { type: '<i8' }),
        ]),
      ],
      { target: 'Success2' },
    )
    const ownIds = splits.train.attributes!.map(({ id }) => id ?? null)
    return { found: report.findings.filter(({ code }) => /same-object|ids/.test(code)), ownIds }
  }

  test('that are numbers are compared', async () => {
    const { found, ownIds } = await findingsWithIds(Float64Array.from({ length: ROWS }, (_, row) => row % 10))
    expect(found[0]?.code).toBe('same-object')
    expect(ownIds[0]).toMatch(/^\d$/)
  })

  test('that numbers cannot tell apart are left out, said', async () => {
    // SDSS: 19 digits
    const { found, ownIds } = await findingsWithIds(
      Float64Array.from({ length: ROWS }, (_, row) => 1_237_648_720_693_755_900 + row),
    )
    expect(found.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'info: all.arrow, column id: names of objects above 2^53 look alike as numbers, so they are left out. Store them as integers of 64 bits or as text.',
    ])
    expect(new Set(ownIds)).toEqual(new Set([null]))
  })
})
