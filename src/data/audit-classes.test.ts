import { describe, expect, test } from 'vitest'
import { auditBalance, auditClasses } from './audit-classes.ts'

test('absent classes by split; with one class in TRAIN nothing is told apart', () => {
  const found = auditClasses(
    ['A', 'B', 'C'],
    { train: [0, 4, 0], validation: [1, 1, 0], test: [0, 0, 0] },
    { train: 4, validation: 2, test: 0 },
    { train: 'TRAIN', validation: 'VALID', test: 'TEST' },
  )
  expect(found.map(({ severity, code, message }) => `${severity} ${code}: ${message}`)).toEqual([
    'block one-class: TRAIN: TRAIN has one class only, B. There is nothing to tell apart.',
    'warning class-missing: VALID: VALID has no object of class C: precision, recall and F1-score there will be 0.',
    'block empty-split: TEST: TEST is empty (0 rows). Training needs objects in TRAIN, VALID and TEST.',
  ])
})

describe('balance', () => {
  const labels = ['A', 'B']
  const audit = (train: number[], tested: number[], prevalence: number[] | null, isBalanced = false) =>
    auditBalance(labels, { train, validation: [1, 1], test: tested }, prevalence, isBalanced)

  test('a balanced test beside natural prevalence: a note with all shares', () => {
    expect(audit([500, 500], [100, 100], [8000, 2000], true)).toEqual([
      {
        code: 'classes-balanced',
        severity: 'info',
        message:
          'TEST has A 50.0 % and B 50.0 %, at natural prevalence it is A 80.0 % and B 20.0 %: the test will look better than at natural prevalence. TRAIN has A 50.0 % and B 50.0 %.',
        file: '',
        rows: [],
        counts: { rows: 200, points: 30 },
      },
    ])
  })

  test('classes made nearly equal explain themselves, whatever the data are called', () => {
    const found = audit([55, 50], [12, 10], [80, 20])
    expect(found).toMatchObject([{ severity: 'info', counts: { rows: 22, points: 25.5 } }])
  })

  test('a difference that nothing explains is a warning', () => {
    expect(audit([600, 400], [130, 70], [800, 200])).toMatchObject([
      {
        code: 'classes-balanced',
        severity: 'warning',
        message:
          'TEST has A 65.0 % and B 35.0 %, at natural prevalence it is A 80.0 % and B 20.0 %: precision and accuracy will differ from this test at natural prevalence. TRAIN has A 60.0 % and B 40.0 %.',
        counts: { rows: 200, points: 15 },
      },
    ])
  })

  test('up to 5 points are no difference', () => {
    expect(audit([1, 1], [7500, 2500], [800, 200], true)).toEqual([])
    expect(audit([1, 1], [7490, 2510], [800, 200], true)).toHaveLength(1)
  })

  test('nor is what chance gives: 3 standard errors of a small test', () => {
    // 20 objects at 20 %: 3 * sqrt(0.16 / 20) = 26.8 points
    expect(audit([80, 20], [11, 9], [800, 200])).toEqual([])
    expect(audit([80, 20], [19, 1], [800, 200])).toEqual([])
    expect(audit([80, 20], [20, 0], [800, 200])).toEqual([])
    expect(audit([80, 20], [10, 10], [500, 500])).toEqual([])
    expect(audit([80, 20], [10, 10], [800, 200])).toMatchObject([{ severity: 'info' }])
    expect(audit([80, 20], [5, 15], [800, 200])).toMatchObject([{ severity: 'warning' }])
  })

  test('without natural prevalence that is all that can be said', () => {
    const found = audit([50, 50], [10, 12], null)
    expect(found).toMatchObject([
      {
        severity: 'info',
        code: 'classes-balanced',
        message:
          'All classes of TEST are about equal (TEST: A 45.5 % and B 54.5 %), and nothing here tells how frequent the classes are by nature. Where one is more frequent than here, precision and accuracy will differ from this test. Put the unbalanced tree or the raw files into the folder, and the network is tested at natural prevalence as well.',
        counts: { rows: 22 },
      },
    ])
    expect(audit([50, 50], [10, 13], null)).toEqual([])
    expect(audit([50, 50], [10, 13], [0, 0], true)[0]?.message).toMatch(
      /^The data are called balanced \(TEST: A 43.5 % and B 56.5 %\), and nothing here tells/,
    )
  })

  test('a class without objects is not equal to another; an empty test has no shares', () => {
    expect(audit([50, 50], [10, 0], null)).toEqual([])
    expect(audit([50, 50], [0, 0], null, true)).toEqual([])
    expect(audit([50, 50], [0, 0], [8, 2], true)).toEqual([])
  })
})
