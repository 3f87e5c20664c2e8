import { describe, expect, test } from 'vitest'
import { countClasses } from './class-rows.ts'
import { NO_CLASS } from './objects.ts'
import { labelsOf, makeFacts, makePreparation, makeSource, rowRange } from './plan-source.fixture.ts'
import { type PlanSource, planSplits, ROW_FLAGS } from './plan-splits.ts'

/** Balanced splits of 4, 2 and 2 rows, and 40 + 20 rows at natural prevalence beside them. */
function tree(source: Partial<PlanSource> = {}): PlanSource {
  return makeSource([...labelsOf([2, 2]), ...labelsOf([1, 1]), ...labelsOf([1, 1]), ...labelsOf([40, 20])], {
    given: { train: rowRange(0, 4), validation: rowRange(4, 6), test: rowRange(6, 8) },
    candidates: rowRange(0, 8),
    naturalSource: rowRange(8, 68),
    balanced: true,
    ...source,
  })
}

/** Groups in which each row stands alone but for those given another first row. */
function sameOf(rows: number, first: Readonly<Record<number, number>>): number[] {
  return Array.from({ length: rows }, (_, row) => first[row] ?? row)
}

const GIVEN = makePreparation('given')

describe('a balanced tree with rows at natural prevalence beside it', () => {
  test('takes all of them where none is held', () => {
    const plan = planSplits(tree({ facts: makeFacts(68) }), GIVEN)
    expect(plan.natural).toEqual(rowRange(8, 68))
    expect(plan.naturalCounts).toEqual({ counts: [40, 20], excluded: 0, thinned: 0 })
    expect(plan.prevalence).toEqual([40, 20])
  })

  test.each([
    [5, 9],
    [10, 13],
    [11, 14],
  ])('%i + %i rows: rounding of their shares loses none', (...counts) => {
    const size = counts[0] + counts[1]
    const source = makeSource([...labelsOf([4, 4]), ...labelsOf(counts)], {
      given: { train: rowRange(0, 6), validation: rowRange(6, 7), test: rowRange(7, 8) },
      candidates: rowRange(0, 8),
      naturalSource: rowRange(8, 8 + size),
      balanced: true,
    })
    expect(planSplits(source, GIVEN).naturalCounts).toEqual({ counts, excluded: 0, thinned: 0 })
  })

  test('leaves out what TRAIN or VALID holds, and thins the others to the natural shares', () => {
    // five rows of class 1 are copies of training or validation rows, two copy a test row, which does not count
    const same = sameOf(68, { 50: 2, 51: 2, 52: 3, 53: 5, 54: 5, 55: 7, 56: 7 })
    const source = tree({ facts: makeFacts(68, { same }) })
    const { natural, naturalCounts, prevalence } = planSplits(source, GIVEN)
    // 15 of class 1 are left: at a share of a third, 30 of class 0
    expect(naturalCounts).toEqual({ counts: [30, 15], excluded: 5, thinned: 10 })
    expect(countClasses([natural!], source.labels, 2)).toEqual([30, 15])
    expect(natural!.filter((row) => row >= 48)).toEqual(Uint32Array.of(48, 49, ...rowRange(55, 68)))
    expect([...natural!]).toEqual([...natural!].sort((a, b) => a - b))
    expect(prevalence).toEqual([40, 20])
  })

  test('goes by row numbers until the posteriors were scanned', () => {
    const shared = tree({ naturalSource: Uint32Array.of(0, 1, 4, ...rowRange(8, 68)) })
    // 43 + 20 rows; the three of class 0 are held; 40 / (43 / 63) = 58.6 rows in all, 20/63 of which are 18.6
    expect(planSplits(shared, GIVEN).naturalCounts).toEqual({ counts: [40, 18], excluded: 3, thinned: 2 })
  })

  test('what is wrong with a row keeps it out, but is not counted', () => {
    const flags = new Array<number>(68).fill(0)
    flags[8] = ROW_FLAGS.withoutShape
    flags[9] = ROW_FLAGS.nonFinite
    flags[10] = ROW_FLAGS.constant
    const source = tree({ facts: makeFacts(68, { flags }) })
    source.labels[67] = NO_CLASS
    const plan = planSplits(source, GIVEN)
    expect(plan.natural).toEqual(rowRange(10, 67))
    expect(plan.naturalCounts).toEqual({ counts: [38, 19], excluded: 0, thinned: 0 })
    expect(plan.prevalence).toEqual([38, 19])
    expect(plan.dropped).toEqual({})

    const dropped = planSplits(source, makePreparation('given', { drop: ['constant'] }))
    expect(dropped.natural).toEqual(rowRange(11, 67))
    expect(dropped.naturalCounts).toEqual({ counts: [37, 19], excluded: 0, thinned: 0 })
    expect(dropped.prevalence).toEqual([37, 19])
    expect(dropped.dropped).toEqual({})
  })

  test('there is none where a class has no row left', () => {
    const same = Array.from({ length: 68 }, (_, row) => (row >= 48 ? 2 : row))
    const plan = planSplits(tree({ facts: makeFacts(68, { same }) }), GIVEN)
    expect([plan.natural, plan.naturalCounts]).toEqual([null, null])
    expect(plan.prevalence).toEqual([40, 20])
  })

  test('there is none where nothing beside the data has a class', () => {
    const source = tree()
    source.labels.fill(NO_CLASS, 8)
    expect(planSplits(source, GIVEN).natural).toBeNull()
    expect(planSplits(source, GIVEN).prevalence).toEqual([0, 0])
  })

  test('follows the seed', () => {
    const source = tree({ facts: makeFacts(68, { same: sameOf(68, { 50: 2, 51: 2 }) }) })
    const [first, again, other] = [1, 1, 2].map((seed) => planSplits(source, { ...GIVEN, seed }).natural)
    expect(first).toEqual(again)
    expect(first).not.toEqual(other)
    expect(first!.length).toBe(54)
  })
})

describe('whether there is one', () => {
  const natural = rowRange(100, 160)
  const rows = {
    given: { train: rowRange(0, 40), validation: rowRange(40, 60), test: rowRange(60, 100) },
    candidates: rowRange(0, 100),
  }
  // both classes everywhere
  const labels = Array.from({ length: 160 }, (_, row) => row % 2)
  const unbalanced = { naturalSource: null, balanced: false }
  test.each([
    [
      'given, balanced, beside natural rows',
      'given',
      'none',
      { naturalSource: natural, balanced: true },
      true,
    ],
    [
      'given, unbalanced, beside natural rows',
      'given',
      'none',
      { naturalSource: natural, balanced: false },
      false,
    ],
    [
      'given, undersampled, beside natural rows',
      'given',
      'smallest',
      { naturalSource: natural, balanced: false },
      true,
    ],
    ['given', 'given', 'none', unbalanced, false],
    ['given, undersampled', 'given', 'tenth-more', unbalanced, true],
    ['drawn', 'drawn', 'none', unbalanced, false],
    [
      'drawn of a balanced tree beside natural rows',
      'drawn',
      'none',
      { naturalSource: natural, balanced: true },
      true,
    ],
    ['drawn, undersampled', 'drawn', 'smallest', unbalanced, true],
    // nothing tells the natural prevalence
    ['given, balanced', 'given', 'none', { naturalSource: null, balanced: true }, false],
    ['given, balanced, undersampled', 'given', 'smallest', { naturalSource: null, balanced: true }, false],
    [
      'drawn of a balanced tree, undersampled',
      'drawn',
      'smallest',
      { naturalSource: null, balanced: true },
      false,
    ],
  ] as const)('%s', (_, splits, balancing, source, expected) => {
    const plan = planSplits(
      makeSource(labels, { ...rows, ...source }),
      makePreparation(splits, { balancing }),
    )
    expect(plan.natural !== null).toBe(expected)
    expect(plan.naturalCounts !== null).toBe(expected)
  })
})

test('undersampled splits as given: TEST before it was undersampled', () => {
  const source = makeSource([...labelsOf([30, 10]), ...labelsOf([9, 3]), ...labelsOf([12, 4])], {
    given: { train: rowRange(0, 40), validation: rowRange(40, 52), test: rowRange(52, 68) },
  })
  const plan = planSplits(source, makePreparation('given', { balancing: 'smallest' }))
  expect(plan.natural).toEqual(rowRange(52, 68))
  expect(plan.naturalCounts).toEqual({ counts: [12, 4], excluded: 0, thinned: 0 })
  expect(plan.prevalence).toEqual([51, 17])
  expect(countClasses([plan.rows.test], source.labels, 2)).toEqual([4, 4])
  expect(plan.undersampled).toBe(34)
})

test('drawn and undersampled: all that neither TRAIN nor VALID holds, TEST among it', () => {
  const source = makeSource(labelsOf([900, 100]))
  const plan = planSplits(source, makePreparation('drawn', { balancing: 'smallest', stratified: true }))
  // 72 + 13 of each class are held: 815 and 15 are left, of which 135 and 15 have the shares of the whole
  expect(plan.naturalCounts).toEqual({ counts: [135, 15], excluded: 170, thinned: 680 })
  expect(plan.prevalence).toEqual([900, 100])
  const natural = new Set(plan.natural)
  for (const rows of [plan.rows.train, plan.rows.validation]) {
    expect(rows.filter((row) => natural.has(row)).length).toBe(0)
  }
  // class 1 has no rows outside of the splits
  expect(plan.rows.test.filter((row) => row >= 900).every((row) => natural.has(row))).toBe(true)
})
