import { describe, expect, test } from 'vitest'
import { splitsOf } from './audit.fixture.ts'
import { auditLeaks } from './audit-leaks.ts'
import type { AuditedSplits } from './audited-splits.ts'

const SPLIT_AGAIN = {
  label: 'Split again',
  patch: { splits: 'drawn', stratified: true, drop: ['leaked'] },
} as const

function found(splits: AuditedSplits, code: string) {
  return auditLeaks(splits).filter((each) => each.code === code)
}

/** `count` numbers from `first`. */
function range(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i)
}

describe('equal rows', () => {
  test('in two splits they are a leak, pair by pair, with one button for all pairs', () => {
    const splits = splitsOf({ train: [0, 1, 2, 3], validation: [2, 10], test: [10, 2, 20] })
    const remedies = [{ label: 'Drop the 3 leaked rows', patch: { drop: ['leaked'] } }, SPLIT_AGAIN]
    expect(auditLeaks(splits)).toEqual([
      {
        code: 'leak',
        severity: 'block',
        message:
          '1 of 3 test rows (33.3 %) is also in TRAIN (TEST/X.npy: row 1). The network has seen it: the test will look better than it is.',
        file: 'TEST/X.npy',
        rows: [1],
        counts: { shared: 1, rows: 3 },
        overridable: true,
        remedies,
      },
      {
        code: 'leak',
        severity: 'block',
        message:
          '1 of 2 validation rows (50.0 %) is also in TRAIN (VALID/X.npy: row 0). The network has seen it: validation will look better than it is.',
        file: 'VALID/X.npy',
        rows: [0],
        counts: { shared: 1, rows: 2 },
        overridable: true,
        remedies,
      },
      {
        code: 'leak',
        severity: 'block',
        message:
          '2 of 3 test rows (66.7 %) are also in VALID (TEST/X.npy: rows 0, 1). The best epoch is chosen on them: the test will look better than it is.',
        file: 'TEST/X.npy',
        rows: [0, 1],
        counts: { shared: 2, rows: 3 },
        overridable: true,
        remedies,
      },
    ])
  })

  test('no button that leaves a split without rows', () => {
    const splits = splitsOf({ train: [0, 1, 2, 3], validation: [10, 11], test: [1, 3] })
    expect(found(splits, 'leak').map(({ remedies }) => remedies)).toEqual([[SPLIT_AGAIN]])
  })

  test('splits that were drawn are drawn again without all copies', () => {
    const splits = splitsOf({ train: [0, 1, 2, 3, 3], validation: [10, 11], test: [1, 3] })
    const [leak] = found({ ...splits, drawn: true }, 'leak')
    expect(leak?.remedies).toEqual([{ label: 'Drop the 3 leaked rows', patch: { drop: ['leaked'] } }])
    const [repeated] = found({ ...splits, drawn: true }, 'duplicate-rows')
    expect(repeated?.remedies).toEqual([{ label: 'Drop 3 repeated rows', patch: { drop: ['repeated'] } }])
  })

  test('within a split they are told; five of many, and the button counts all splits', () => {
    const splits = splitsOf({ train: [4, 5, 4, 4, 5, 4, 4, 4], validation: [10, 11, 11], test: [20] })
    const remedies = [{ label: 'Drop 7 repeated rows', patch: { drop: ['repeated'] } }]
    expect(auditLeaks(splits)).toEqual([
      {
        code: 'duplicate-rows',
        severity: 'warning',
        message: 'TRAIN/X.npy: 6 of 8 rows (75.0 %) repeat an earlier one: rows 2, 3, 4, 5, 6 ....',
        file: 'TRAIN/X.npy',
        rows: [2, 3, 4, 5, 6],
        counts: { repeated: 6, rows: 8 },
        remedies,
      },
      {
        code: 'duplicate-rows',
        severity: 'warning',
        message: 'VALID/X.npy: 1 of 3 rows (33.3 %) repeats an earlier one: row 2.',
        file: 'VALID/X.npy',
        rows: [2],
        counts: { repeated: 1, rows: 3 },
        remedies,
      },
    ])
  })

  test('rows of one file in all splits go by their numbers there; rows of no split are none', () => {
    const splits = splitsOf({ train: [1, 2, 1, 1], validation: [2, 9], test: [9, 8, 1] })
    const rows = {
      train: Uint32Array.of(0, 1, 2, 3),
      validation: Uint32Array.of(4, 5),
      test: Uint32Array.of(6, 7),
    }
    const files = { train: 'all', validation: 'all', test: 'all' }
    const whole = { ...splits, rows, files, numberOf: (row: number) => 10 * row }
    expect(auditLeaks(whole).map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'duplicate-rows: all: 2 of 4 rows (50.0 %) repeat an earlier one: rows 20, 30.',
      'leak: 1 of 2 validation rows (50.0 %) is also in TRAIN (all: row 40). The network has seen it: validation will look better than it is.',
      'leak: 1 of 2 test rows (50.0 %) is also in VALID (all: row 60). The best epoch is chosen on it: the test will look better than it is.',
    ])
  })
})

describe('the pattern of processData.py', () => {
  /** 40 objects, 6 of them for the test: TRAIN 0 to 27, VALID 28 to 33, TEST 6 to 39. */
  const x = { train: range(0, 28), validation: range(28, 6), test: range(6, 34) }

  test('is told in plain words; the buttons stand at the leaks', () => {
    expect(found(splitsOf(x), 'leak-pattern')).toEqual([
      {
        code: 'leak-pattern',
        severity: 'warning',
        message:
          'TEST/X.npy: TEST overlaps TRAIN and VALID in the way of processData.py, which takes TEST as x[test_size:] instead of x[N - test_size:]. 22 of 34 test rows (64.7 %) are TRAIN rows and 6 (17.6 %) are VALID rows. The other 6 rows of TEST (rows 28, 29, 30, 31, 32 ...) were never seen and are an honest test: dropping the leaked rows keeps exactly these.',
        file: 'TEST/X.npy',
        rows: [28, 29, 30, 31, 32],
        counts: { train: 22, validation: 6, unseen: 6, rows: 34 },
      },
    ])
  })

  test('one row of each kind', () => {
    const tiny = { train: [0, 1], validation: [2], test: [1, 2, 3] }
    expect(found(splitsOf(tiny), 'leak-pattern')[0]?.message).toBe(
      'TEST/X.npy: TEST overlaps TRAIN and VALID in the way of processData.py, which takes TEST as x[test_size:] instead of x[N - test_size:]. 1 of 3 test rows (33.3 %) is a TRAIN row and 1 (33.3 %) is a VALID row. The other row of TEST (row 2) was never seen and is an honest test: dropping the leaked rows keeps exactly this one.',
    )
  })

  const isFound = (rows: Partial<typeof x>) => found(splitsOf({ ...x, ...rows }), 'leak-pattern').length === 1

  test('sizes may differ by one per class, but not by more', () => {
    expect(isFound({ test: [...x.test, 50, 51] })).toBe(true)
    expect(isFound({ test: [...x.test, 50, 51, 52] })).toBe(false)
    expect(isFound({ test: x.test.slice(0, -2) })).toBe(true)
    expect(isFound({ test: x.test.slice(0, -3) })).toBe(false)
  })

  test('objects that x holds twice do not hide it', () => {
    // of 6 rows of TRAIN that are not in TEST four become copies of others that are
    expect(isFound({ train: [10, 11, 12, 13, ...range(4, 24)] })).toBe(true)
  })

  test('not without a row of VALID in TEST, nor where nothing of TRAIN or of TEST is left', () => {
    expect(isFound({})).toBe(true)
    expect(isFound({ test: [...x.test.filter((row) => row !== 30), 50] })).toBe(false)
    expect(isFound({ validation: [], test: range(6, 28) })).toBe(false)
    // all of TRAIN is in TEST; TEST is the others; TEST shares rows with VALID alone
    expect(isFound({ train: range(6, 22), test: range(6, 30) })).toBe(false)
    expect(isFound({ test: range(0, 34) })).toBe(false)
    expect(isFound({ test: range(28, 34) })).toBe(false)
    expect(found({ ...splitsOf(x), drawn: true }, 'leak-pattern')).toEqual([])
  })
})

describe('equal posteriors with other labels', () => {
  const rows = { train: [0, 1, 2, 2, 3], validation: [3, 10], test: [0, 20, 30] }

  test('are counted and shown side by side, wherever they lie', () => {
    const splits = splitsOf(rows, { labels: [0, 1, 0, 1, 1, 1, 0, 1, 0, 0] })
    expect(found(splits, 'label-disagreement')).toEqual([
      {
        code: 'label-disagreement',
        severity: 'warning',
        message:
          'TRAIN/X.npy and TEST/X.npy: 4 of 10 rows (40.0 %) are equal to a row with another label, 2 posteriors in all: TRAIN row 0: A, TEST row 0: B, TRAIN row 2: A, TRAIN row 3: B. No network can be right about all of them: mend the labels or leave these rows out.',
        file: 'TRAIN/X.npy',
        rows: [0, 2, 3],
        counts: { groups: 2, rows: 4 },
        remedies: [{ label: 'Drop 4 rows with contradictory labels', patch: { drop: ['disagreeing'] } }],
      },
    ])
  })

  test('a row without a class contradicts none, and goes with its group', () => {
    const without = splitsOf(rows, { labels: [0, 1, 0, 255, 1, 1, 0, 0, 0, 0] })
    expect(found(without, 'label-disagreement')).toEqual([])
    const beside = splitsOf(
      { train: [1, 1, 1, 2], validation: [3], test: [4] },
      { labels: [0, 255, 1, 0, 0, 0] },
    )
    expect(found(beside, 'label-disagreement')).toMatchObject([
      {
        message:
          'TRAIN/X.npy: 3 of 6 rows (50.0 %) are equal to a row with another label, 1 posterior in all: TRAIN row 0: A, TRAIN row 1: no class, TRAIN row 2: B. No network can be right about all of them: mend the labels or leave these rows out.',
        counts: { groups: 1, rows: 3 },
      },
    ])
  })
})

describe('near duplicates', () => {
  const redshift = [1, 1, 2, 3, 1, 4, 1, 3, 5]
  const logEvidence = [-1, -1, -2, -3, -1, -4, -1, -3, -5]
  const rows = { train: [0, 1, 2, 3], validation: [10, 11], test: [12, 3, 13] }

  test('warn between splits, and are a note within one; copies are neither', () => {
    const splits = splitsOf(rows, { redshift, logEvidence })
    const remedies = [{ label: 'Drop 2 near duplicates', patch: { drop: ['near-leaked'] } }]
    expect(found(splits, 'near-duplicates')).toEqual([
      {
        code: 'near-duplicates',
        severity: 'warning',
        message:
          'TEST/X.npy: 1 of 3 test rows (33.3 %) has the redshift and log-evidence of a row of TRAIN, with another posterior: row 0. They may be the same spectra, processed again: look at some of them.',
        file: 'TEST/X.npy',
        rows: [0],
        counts: { shared: 1, rows: 3 },
        remedies,
      },
      {
        code: 'near-duplicates',
        severity: 'warning',
        message:
          'VALID/X.npy: 1 of 2 validation rows (50.0 %) has the redshift and log-evidence of a row of TRAIN, with another posterior: row 0. They may be the same spectra, processed again: look at some of them.',
        file: 'VALID/X.npy',
        rows: [0],
        counts: { shared: 1, rows: 2 },
        remedies,
      },
      {
        code: 'near-duplicates',
        severity: 'warning',
        message:
          'TEST/X.npy: 1 of 3 test rows (33.3 %) has the redshift and log-evidence of a row of VALID, with another posterior: row 0. They may be the same spectra, processed again: look at some of them.',
        file: 'TEST/X.npy',
        rows: [0],
        counts: { shared: 1, rows: 3 },
        remedies,
      },
      {
        code: 'near-duplicates',
        severity: 'info',
        message:
          'TRAIN/X.npy: 1 of 4 train rows (25.0 %) has the redshift and log-evidence of an earlier one, with another posterior: row 1.',
        file: 'TRAIN/X.npy',
        rows: [1],
        counts: { repeated: 1, rows: 4 },
      },
    ])
  })

  test('no attributes, no word', () => {
    expect(found(splitsOf(rows), 'near-duplicates')).toEqual([])
  })
})

describe('objects of one name in two splits', () => {
  const rows = { train: [1, 2, 3, 4], validation: [5, 6], test: [7, 8, 9, 10, 11] }
  const ids = ['a', 'b', 'c', null, 'd', 'b', 'c', 'e', 'a', 'd', null]

  test('are told for each pair, with rows and names', () => {
    const remedies = [
      { label: 'Drop 4 rows of objects in an earlier split', patch: { drop: ['same-object'] } },
    ]
    expect(auditLeaks(splitsOf(rows, { ids }))).toEqual([
      {
        code: 'same-object',
        severity: 'warning',
        message:
          'TEST/X.npy: 2 of 5 test rows (40.0 %) are of objects that TRAIN has as well, with another posterior: row 0: "c", row 2: "a".',
        file: 'TEST/X.npy',
        rows: [0, 2],
        counts: { shared: 2, rows: 5 },
        remedies,
      },
      {
        code: 'same-object',
        severity: 'warning',
        message:
          'VALID/X.npy: 1 of 2 validation rows (50.0 %) is of an object that TRAIN has as well, with another posterior: row 1: "b".',
        file: 'VALID/X.npy',
        rows: [1],
        counts: { shared: 1, rows: 2 },
        remedies,
      },
      {
        code: 'same-object',
        severity: 'warning',
        message:
          'TEST/X.npy: 1 of 5 test rows (20.0 %) is of an object that VALID has as well, with another posterior: row 3: "d".',
        file: 'TEST/X.npy',
        rows: [3],
        counts: { shared: 1, rows: 5 },
        remedies,
      },
    ])
  })

  test('equal posteriors are a leak, and not told here', () => {
    const splits = splitsOf({ train: [1, 2], validation: [], test: [1, 3] }, { ids: ['a', 'b', 'a', 'b'] })
    expect(found(splits, 'same-object').map(({ rows: each }) => each)).toEqual([[1]])
  })

  test('no names, no word', () => {
    expect(auditLeaks(splitsOf(rows))).toEqual([])
    expect(auditLeaks(splitsOf(rows, { ids: ids.map(() => null) }))).toEqual([])
  })

  test('rows of several parts may have one number: each has its own name', () => {
    const splits = splitsOf(
      { train: [1, 2], validation: [9], test: [3, 4] },
      { ids: ['a', 'b', 'c', 'a', 'b'] },
    )
    const [finding] = found({ ...splits, numberOf: () => 7 }, 'same-object')
    expect(finding?.message).toContain('with another posterior: row 7: "a", row 7: "b".')
  })
})

test('60,000 rows with every kind of trouble are audited within the patience of a page', () => {
  const rows = range(0, 60_000)
  const numbers = rows.map((row) => (row % 3 === 0 ? row % 50_000 : row))
  const splits = splitsOf(
    {
      train: numbers.slice(0, 43_000),
      validation: numbers.slice(43_000, 51_000),
      test: numbers.slice(51_000),
    },
    {
      labels: rows.map((row) => row % 2),
      redshift: rows.map((row) => row % 500),
      logEvidence: rows.map((row) => -(row % 40_000)),
      ids: rows.map((row) => `obj-${row % 50_000}`),
    },
  )
  const start = process.cpuUsage()
  const codes = auditLeaks(splits).map(({ code }) => code)
  const { user, system } = process.cpuUsage(start)
  expect([...new Set(codes)]).toEqual(['leak', 'near-duplicates', 'same-object'])
  // 0.2 s alone on two slow cores; time of the processor, since other tests run beside this one
  expect((user + system) / 1e6).toBeLessThan(1)
})
