import { describe, expect, test } from 'vitest'
import { describeZgrid } from '../../core/zgrid.ts'
import { NOTICED } from './answerable-rows.ts'
import { rowNotes, zgridNotes } from './notes.ts'

describe('rows', () => {
  test('nothing to say', () => {
    expect(rowNotes([{ name: 'a.npy', noticed: new Uint8Array(5) }])).toEqual([])
  })

  test('one row of each kind', () => {
    const noticed = Uint8Array.of(0, NOTICED.ownFloor, NOTICED.overflow, NOTICED.empty, NOTICED.nonFinite)
    expect(rowNotes([{ name: 'a.npy', noticed }])).toEqual([
      '1 of 5 rows has no answer, because it holds NaN or +inf: a.npy row 4.',
      '1 of 5 rows has no answer, because it is -inf at every redshift: a.npy row 3.',
      '1 of 5 rows has no answer, because exp() of the log posterior is not finite and the network takes the PDF: a.npy row 2.',
      '-inf stands for p = 0 in 1 of 5 rows: a.npy row 1. What it was read as in training is not known: the lowest finite value of the row stands for it.',
    ])
  })

  test('many rows: the first five, file by file', () => {
    const a = new Uint8Array(1500)
    for (const row of [3, 7, 1499]) a[row] = NOTICED.nonFinite
    const b = new Uint8Array(600).fill(NOTICED.nonFinite)
    const clean = new Uint8Array(2)
    const parts = [
      { name: 'a.npy', noticed: a },
      { name: 'clean.npy', noticed: clean },
      { name: 'b.npy', noticed: b },
    ]
    expect(rowNotes(parts)).toEqual([
      '603 of 2,102 rows have no answer, because they hold NaN or +inf: a.npy rows 3, 7, 1499 and b.npy rows 0, 1 ...',
    ])
  })
})

describe('grids', () => {
  const evenInLog = (points: number, step: number) =>
    Float64Array.from({ length: points }, (_, i) => Math.expm1(i * step))
  const grid = evenInLog(100, 1e-3)
  const card = (values: Float64Array) => ({ zgrid: { ...describeZgrid(values), points: values.length } })
  const parts = (values: Float64Array) => [
    { zgrid: { file: 'zgrid.npy', values } },
    { zgrid: null },
    { zgrid: { file: 'zgrid.npy', values } },
  ]

  test('the same one, in float32 too, and where one of the two is not known', () => {
    expect(zgridNotes(parts(grid), card(grid))).toEqual([])
    expect(zgridNotes(parts(Float64Array.from(grid, Math.fround)), card(grid))).toEqual([])
    expect(zgridNotes(parts(grid), { zgrid: null })).toEqual([])
    expect(zgridNotes([{ zgrid: null }], card(grid))).toEqual([])
  })

  test('another extent, once for all parts', () => {
    expect(zgridNotes(parts(evenInLog(100, 1.01e-3)), card(grid))).toEqual([
      'zgrid.npy: 100 points from z = 0 to 0.10516, even in ln(1+z); the network was trained on 100 points from z = 0 to 0.104066, even in ln(1+z). It knows points and not redshifts, so its answers mean little here: resample the posteriors to the grid of training.',
    ])
  })

  test('another spacing between the same ends, in several files', () => {
    const even = Float64Array.from({ length: 100 }, (_, i) => (i / 99) * grid[99]!)
    const files = ['a.npy', 'b.npy', 'c.npy', 'd.npy', 'e.npy', 'f.npy']
    const [note, ...more] = zgridNotes(
      files.map((file) => ({ zgrid: { file, values: even } })),
      card(grid),
    )
    expect(more).toEqual([])
    expect(note).toMatch(
      /^a\.npy, b\.npy, c\.npy, d\.npy and e\.npy \.\.\.: 100 points from z = 0 to 0\.104066, even in z; the network/,
    )
  })
})
