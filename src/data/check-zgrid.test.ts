import { describe, expect, test } from 'vitest'
import type { Attributes } from '../core/targets.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import {
  checkLogEvidence,
  checkRedshifts,
  checkSpacing,
  parseZgrid,
  readZgrid,
  reportZgrid,
} from './check-zgrid.ts'
import { memoryColumn } from './table.fixture.ts'
import { npyColumnOf, rawNpy, unicodeNpy, zgridValues } from './tree.fixture.ts'

const GRID = zgridValues()
const LENGTH_HINT =
  'A zgrid has one redshift per point. Choose the grid that belongs to these posteriors, or leave it out.'

function objects(rows: readonly Partial<Attributes>[]): Attributes[] {
  return rows.map((row) => ({
    redshift: null,
    deltaZ: null,
    status: null,
    logEvidence: null,
    flag: null,
    ...row,
  }))
}

describe('an array', () => {
  test.each([
    ['(8,)', [8]],
    ['(8, 1)', [8, 1]],
    ['(1, 8)', [1, 8]],
  ])('of shape %s', async (_, shape) => {
    const column = await npyColumnOf(encodeNpy('<f8', shape, GRID), 'zgrid.npy')
    expect(await readZgrid(column, 8)).toEqual({ file: 'zgrid.npy', values: GRID })
  })

  test('of float32 and integers', async () => {
    const narrow = await npyColumnOf(encodeNpy('<f4', [8], GRID), 'zgrid32.npy')
    expect((await readZgrid(narrow, 8)).values).toEqual(GRID)
    const whole = await npyColumnOf(rawNpy('|u1', [3], Uint8Array.of(0, 2, 5)), 'zgrid.npy')
    expect((await readZgrid(whole, 3)).values).toEqual(Float64Array.of(0, 2, 5))
  })

  test.each([
    ['too long', [9], 'shape (9,)'],
    ['a table', [4, 2], 'shape (4, 2)'],
    ['empty', [0], 'shape (0,)'],
    ['a number', [], 'shape ()'],
  ])('%s', async (_, shape, found) => {
    const values = new Float64Array(shape.reduce((product, size) => product * size, 1))
    const column = memoryColumn('a.npz', 'zgrid', { kind: 'number', values }, { shape })
    await expect(readZgrid(column, 8)).rejects.toMatchObject({
      code: 'bad-input',
      message: `a.npz, column zgrid: ${found}, but the posteriors have 8 points.`,
      hint: LENGTH_HINT,
    })
  })

  test('that does not ascend, names the first five', async () => {
    const values = Float64Array.of(0, 0, 1, Number.NaN, 2, 1, 1, Number.POSITIVE_INFINITY)
    await expect(
      readZgrid(memoryColumn('a.npz', 'zgrid', { kind: 'number', values }), 8),
    ).rejects.toMatchObject({
      code: 'bad-input',
      message:
        'a.npz, column zgrid: the redshifts are not finite and ascending (row 1: 0, row 3: NaN, row 5: 1, row 6: 1, row 7: Infinity).',
      hint: 'Sort the grid, or leave it out.',
    })
  })

  test('of text', async () => {
    const column = await npyColumnOf(unicodeNpy(['0', '1', '2'], 4), 'zgrid.npy')
    await expect(readZgrid(column, 3)).rejects.toMatchObject({
      code: 'bad-input',
      message: 'zgrid.npy holds text (type <U4); expected numbers',
    })
  })
})

describe('metadata', () => {
  test.each(['[0, 0.5, 2]', '0 0.5 2', '(0,0.5,2)', ' [0.0\n 5e-1\t2 ] ', '0.,0.5,2.', '[[0], [0.5], [2]]'])(
    '%j',
    (text) => {
      expect(parseZgrid(text, 'TRAIN.arrow', 3)).toEqual({
        file: 'TRAIN.arrow, metadata zgrid',
        values: Float64Array.of(0, 0.5, 2),
      })
    },
  )

  test.each([
    ['', '0 values, but the posteriors have 3 points.'],
    ['[0, 1]', '2 values, but the posteriors have 3 points.'],
    ['zgrid.npy', '1 values, but the posteriors have 3 points.'],
    ['[0, one, 2]', 'the redshifts are not finite and ascending (row 1: NaN).'],
    ['[0, 1, Infinity]', 'the redshifts are not finite and ascending (row 2: Infinity).'],
    ['[2, 1, 0]', 'the redshifts are not finite and ascending (row 1: 1, row 2: 0).'],
    ['[0, null, 1]', 'the redshifts are not finite and ascending (row 1: NaN).'],
  ])('%j is refused', (text, reason) => {
    expect(() => parseZgrid(text, 'TRAIN.arrow', 3)).toThrow(
      expect.objectContaining({ code: 'bad-input', message: `TRAIN.arrow, metadata zgrid: ${reason}` }),
    )
  })
})

describe('spacing', () => {
  const spacing = (values: Float64Array) => checkSpacing(reportZgrid({ file: 'zgrid.npy', values }))

  test('even in ln(1+z) is not mentioned', () => {
    expect(spacing(GRID)).toEqual([])
  })

  test('others are told', () => {
    expect(spacing(Float64Array.of(0, 1, 2, 3)).map(({ message }) => message)).toEqual([
      "zgrid.npy: the grid of 4 points from z = 0 to 3 is even in z; the reference's is even in ln(1+z). Training works as it is; resample the posteriors if models shall be exchanged with those of the reference's grid.",
    ])
    expect(spacing(Float64Array.of(0, 1, 5, 6))).toEqual([
      {
        code: 'zgrid-spacing',
        severity: 'warning',
        message:
          "zgrid.npy: the grid of 4 points from z = 0 to 6 is even neither in ln(1+z) nor in z; the reference's is even in ln(1+z). Training works as it is; resample the posteriors if models shall be exchanged with those of the reference's grid.",
        file: 'zgrid.npy',
        rows: [],
        counts: { points: 4 },
      },
    ])
    expect(checkSpacing(null).map(({ severity, code }) => [severity, code])).toEqual([['info', 'no-zgrid']])
  })
})

describe('redshifts', () => {
  test('on the grid, to the rounding of float32', () => {
    const near = GRID[3]! * (1 + 2 ** -25)
    expect(checkRedshifts('a', objects([{ redshift: GRID[0]! }, { redshift: near }]), GRID)).toEqual([])
  })

  test('off the grid and missing, by row', () => {
    const rows = objects([
      { redshift: GRID[0]! },
      { redshift: 0.5 },
      {},
      { redshift: Number.NaN },
      { redshift: GRID[2]! + 1e-5 },
    ])
    expect(checkRedshifts('a.fits', rows, GRID)).toEqual([
      {
        code: 'redshift-off-grid',
        severity: 'warning',
        message: `a.fits: 4 of 5 redshifts (80.0 %) not on the zgrid: row 1: 0.5, row 2: nothing, row 3: NaN, row 4: ${GRID[2]! + 1e-5}. The nearest point, at most 0.43 away, stands for them.`,
        file: 'a.fits',
        rows: [1, 2, 3, 4],
        counts: { offGrid: 4, notNumbers: 2, rows: 5 },
      },
    ])
  })

  test('missing ones alone have no nearest point', () => {
    expect(checkRedshifts('a.fits', objects([{}, { redshift: GRID[1]! }]), GRID)[0]!.message).toBe(
      'a.fits: 1 of 2 redshifts (50.0 %) not on the zgrid: row 0: nothing.',
    )
  })
})

test('log-evidence that is missing or not finite', () => {
  const rows = objects([
    { logEvidence: -1 },
    {},
    { logEvidence: Number.NEGATIVE_INFINITY },
    { logEvidence: 0 },
  ])
  expect(checkLogEvidence('a.npy', rows)).toEqual([
    {
      code: 'unknown-log-evidence',
      severity: 'warning',
      message:
        'a.npy: 2 of 4 objects (50.0 %) without a finite log-evidence (rows 1, 2). The input logVraisemblance cannot be used.',
      file: 'a.npy',
      rows: [1, 2],
      counts: { without: 2, rows: 4 },
    },
  ])
  expect(checkLogEvidence('a.npy', objects([{ logEvidence: -1 }]))).toEqual([])
})
