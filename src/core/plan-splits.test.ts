import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import fixture from '../../reference/fixtures/preparation.json'
import { countClasses } from './class-rows.ts'
import { NO_CLASS } from './objects.ts'
import { labelsOf, makeFacts, makePreparation, makeSource, rowRange } from './plan-source.fixture.ts'
import { type PlanSource, planSplits, ROW_FLAGS, type SplitPlan } from './plan-splits.ts'
import { BALANCINGS, DROP_REASONS, type Preparation } from './preparation.ts'
import { planSplit, type SplitRows } from './split.ts'
import { SPLIT_NAMES } from './split-names.ts'

/** Rows of train, validation, test per class. */
function sizesOf({ rows }: SplitPlan, { labels, classes }: PlanSource): number[][] {
  return SPLIT_NAMES.map((name) => countClasses([rows[name]], labels, classes))
}

function lengths(rows: SplitRows): number[] {
  return SPLIT_NAMES.map((name) => rows[name].length)
}

describe('drawn splits of the objects of the fixture', () => {
  const cases = fixture.targets.flatMap((target) =>
    fixture.fractions.map(([testFraction, validationFraction], i) => {
      const labels = Array.from(target.classes, (digit) => Number(digit)).filter((label) => label >= 0)
      const source = makeSource(labels, { classes: target.counts.length })
      const settings = { testFraction: testFraction!, validationFraction: validationFraction! }
      return { ...target, source, settings, i, name: `${target.target} at ${target.threshold}, case ${i}` }
    }),
  )

  test.each(cases)(
    '$name',
    ({ source, settings, i, stratified, smallest, smallestSizes, tenthMoreSizes, counts }) => {
      const plan = (changes: Partial<Preparation>) =>
        planSplits(source, makePreparation('drawn', { ...settings, ...changes }))

      const inClasses = plan({ stratified: true })
      expect(stratified[i]!.outcomes).toContainEqual(sizesOf(inClasses, source))
      expect([inClasses.undersampled, inClasses.prevalence, inClasses.natural]).toEqual([0, counts, null])

      for (const isStratified of [false, true]) {
        const even = plan({ balancing: 'smallest', stratified: isStratified })
        expect(lengths(even.rows)).toEqual(smallestSizes[i])
        expect(countClasses(Object.values(even.rows), source.labels, source.classes)).toEqual(smallest)
        expect(even.undersampled).toBe(source.labels.length - smallest.reduce((sum, count) => sum + count, 0))
        expect(even.prevalence).toEqual(counts)
      }

      // each class on its own, whether stratified or not
      const nearlyEven = plan({ balancing: 'tenth-more' })
      const byClass = sizesOf(nearlyEven, source)
      expect(counts.map((_, label) => byClass.map((sizes) => sizes[label]))).toEqual(tenthMoreSizes[i])
      expect(plan({ balancing: 'tenth-more', stratified: true }).rows).toEqual(nearlyEven.rows)
    },
  )
})

describe('plain draws', () => {
  test('of all rows are those of planSplit', () => {
    const preparation = makePreparation('drawn', { seed: 5, testFraction: 0.2 })
    const plan = planSplits(makeSource(labelsOf([60, 41])), preparation)
    expect(plan.rows).toEqual(planSplit(101, preparation))
    expect(plan).toEqual({
      rows: plan.rows,
      natural: null,
      dropped: {},
      undersampled: 0,
      prevalence: [60, 41],
      naturalCounts: null,
    })
  })

  test('of some rows are the same draw among them', () => {
    const candidates = rowRange(10, 60)
    const source = makeSource(new Array<number>(70).fill(0), { candidates })
    const { train, validation, test: tested } = planSplit(50, makePreparation('drawn'))
    const at = (rows: Uint32Array<ArrayBuffer>) => rows.map((row) => row + 10)
    expect(planSplits(source, makePreparation('drawn')).rows).toEqual({
      train: at(train),
      validation: at(validation),
      test: at(tested),
    })
  })

  test('keep rows without a class, stratified or not; balanced ones leave them out', () => {
    const source = makeSource([...labelsOf([50, 30]), ...new Array<number>(20).fill(NO_CLASS)])
    const plan = (changes: Partial<Preparation>) => planSplits(source, makePreparation('drawn', changes))
    expect(lengths(plan({}).rows)).toEqual([72, 13, 15])
    const stratified = plan({ stratified: true })
    expect(lengths(stratified.rows)).toEqual([72, 13, 15])
    expect(SPLIT_NAMES.map((name) => stratified.rows[name].filter((row) => row >= 80).length)).toEqual([
      14, 3, 3,
    ])
    expect(stratified.prevalence).toEqual([50, 30])
    const balanced = plan({ balancing: 'smallest' })
    expect(Object.values(balanced.rows).every((rows) => rows.every((row) => row < 80))).toBe(true)
    expect(balanced.undersampled).toBe(40)
  })

  test('come after rows were dropped', () => {
    const flags = Array.from({ length: 100 }, (_, row) => (row % 10 === 0 ? ROW_FLAGS.constant : 0))
    const source = makeSource(labelsOf([70, 30]), { facts: makeFacts(100, { flags }) })
    const plan = planSplits(source, makePreparation('drawn', { drop: ['constant'] }))
    expect(lengths(plan.rows)).toEqual([64, 12, 14])
    expect(Object.values(plan.rows).every((rows) => rows.every((row) => row % 10 !== 0))).toBe(true)
    expect([plan.dropped, plan.prevalence]).toEqual([{ constant: 10 }, [63, 27]])
  })
})

describe('splits as given', () => {
  const given = { train: rowRange(0, 40), validation: rowRange(40, 52), test: rowRange(52, 68) }
  const labels = [...labelsOf([28, 12]), ...labelsOf([8, 4]), ...labelsOf([16, 0])]
  const source = makeSource(labels, { given })

  test('stay as they are', () => {
    const plan = planSplits(source, makePreparation('given', { stratified: true, seed: 9 }))
    expect(plan.rows).toEqual(given)
    expect([plan.dropped, plan.undersampled, plan.prevalence]).toEqual([{}, 0, [52, 16]])
  })

  test.each([
    // TEST has one class only, whose count is the smallest
    [
      'smallest',
      [
        [12, 12],
        [4, 4],
        [16, 0],
      ],
      20,
    ],
    [
      'tenth-more',
      [
        [13, 12],
        [4, 4],
        [16, 0],
      ],
      19,
    ],
  ] as const)('%s: each split is drawn down on its own', (balancing, sizes, undersampled) => {
    const plan = planSplits(source, makePreparation('given', { balancing }))
    expect(sizesOf(plan, source)).toEqual(sizes)
    expect(plan.undersampled).toBe(undersampled)
    for (const name of SPLIT_NAMES) {
      expect(plan.rows[name].every((row) => given[name].includes(row))).toBe(true)
    }
  })

  test('rows are dropped first', () => {
    const same = Array.from({ length: 68 }, (_, row) => (row >= 60 ? 0 : row))
    const leaky = { ...source, facts: makeFacts(68, { same }) }
    const plan = planSplits(leaky, makePreparation('given', { drop: ['leaked'] }))
    expect(plan.rows).toEqual({ ...given, test: rowRange(52, 60) })
    expect([plan.dropped, plan.prevalence]).toEqual([{ leaked: 8 }, [44, 16]])
  })

  test('are refused where the files give none', () => {
    expect(() => planSplits(makeSource(labels), makePreparation('given'))).toThrow(
      expect.objectContaining({
        code: 'bad-input',
        message: 'The splits should be as given, but the files do not say which split an object belongs to',
        hint: 'Draw the splits anew.',
      }),
    )
  })
})

test.each([
  ['drawn', {}],
  ['drawn', { stratified: true }],
  ['drawn', { balancing: 'smallest' }],
  ['drawn', { balancing: 'tenth-more' }],
  ['given', { balancing: 'smallest' }],
] as const)('%s %o follows the seed', (splits, changes) => {
  const given = { train: rowRange(0, 100), validation: rowRange(100, 150), test: rowRange(150, 200) }
  const source = makeSource(
    Array.from({ length: 200 }, (_, row) => (row % 3 === 0 ? 1 : 0)),
    { given },
  )
  const [first, again, other] = [3, 3, 4].map((seed) =>
    planSplits(source, makePreparation(splits, { ...changes, seed })),
  )
  expect(again).toEqual(first)
  for (const name of SPLIT_NAMES) expect(other!.rows[name], name).not.toEqual(first!.rows[name])
})

test('an empty pool has empty splits', () => {
  const plan = planSplits(
    makeSource([]),
    makePreparation('drawn', { balancing: 'smallest', stratified: true }),
  )
  expect(lengths(plan.rows)).toEqual([0, 0, 0])
  expect([plan.natural, plan.prevalence]).toEqual([null, [0, 0]])
})

describe('whatever the pool and the preparation are', () => {
  /** A row: where it is given, whether it is a candidate and at natural prevalence, and its columns. */
  const row = fc.record({
    part: fc.constantFrom('train', 'validation', 'test', 'none'),
    beside: fc.boolean(),
    label: fc.oneof({ weight: 12, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.constant(NO_CLASS) }),
    same: fc.nat(60),
    flags: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 2, 4),
  })
  const preparation: fc.Arbitrary<Preparation> = fc.record({
    splits: fc.constantFrom('given', 'drawn'),
    testFraction: fc.double({ min: 0, max: 0.6, noNaN: true }),
    validationFraction: fc.double({ min: 0, max: 0.6, noNaN: true }),
    seed: fc.integer(),
    stratified: fc.boolean(),
    balancing: fc.constantFrom(...BALANCINGS),
    deltaZThreshold: fc.constant(1e-3),
    drop: fc.oneof(fc.constant([]), fc.subarray([...DROP_REASONS])),
  })
  const pool = fc
    .tuple(fc.array(row, { maxLength: 120 }), fc.boolean(), fc.boolean(), fc.boolean())
    .map(([rows, hasNatural, isScanned, balanced]): PlanSource => {
      const rowsWhere = (isWanted: (each: (typeof rows)[number]) => boolean) =>
        Uint32Array.from(rows.flatMap((each, i) => (isWanted(each) ? [i] : [])))
      const first = rows.map((each) => rows.findIndex((other) => other.same === each.same))
      return {
        labels: Uint8Array.from(rows, ({ label }) => label),
        classes: 3,
        given: {
          train: rowsWhere(({ part }) => part === 'train'),
          validation: rowsWhere(({ part }) => part === 'validation'),
          test: rowsWhere(({ part }) => part === 'test'),
        },
        candidates: rowsWhere(({ part }) => part !== 'none'),
        naturalSource: hasNatural ? rowsWhere(({ beside }) => beside) : null,
        balanced,
        facts: isScanned
          ? makeFacts(rows.length, {
              same: first,
              near: first,
              object: first,
              flags: rows.map(({ flags }) => flags),
            })
          : null,
      }
    })

  function check(property: (source: PlanSource, recipe: Preparation, plan: SplitPlan) => void): void {
    fc.assert(
      fc.property(pool, preparation, (source, recipe) =>
        property(source, recipe, planSplits(source, recipe)),
      ),
      { seed: 1, numRuns: 400 },
    )
  }

  test('every row in use is in one split, dropped, or left out by undersampling', () => {
    check(({ candidates, given }, { splits }, { rows, dropped, undersampled }) => {
      const used = SPLIT_NAMES.flatMap((name) => [...rows[name]])
      expect(new Set(used).size).toBe(used.length)
      const gone = Object.values(dropped).reduce((sum, count) => sum + count, 0)
      expect(used.length + gone + undersampled).toBe(candidates.length)
      for (const name of SPLIT_NAMES) {
        const allowed = new Set(splits === 'given' ? given![name] : candidates)
        expect(rows[name].every((each) => allowed.has(each))).toBe(true)
        expect(rows[name]).toEqual(rows[name].toSorted())
      }
      expect(Object.values(dropped).every((count) => count > 0)).toBe(true)
    })
  })

  test('balanced classes have no more than they may', () => {
    check((source, { splits, balancing }, { rows }) => {
      if (balancing === 'none') return
      const wholes = splits === 'given' ? SPLIT_NAMES.map((name) => [rows[name]]) : [Object.values(rows)]
      for (const lists of wholes) {
        const counts = countClasses(lists, source.labels, 3)
        const present = counts.filter((count) => count > 0)
        const smallest = Math.min(...present)
        const most = balancing === 'smallest' ? smallest : Math.floor(1.1 * smallest)
        expect(present.every((count) => count <= most)).toBe(true)
        // none without a class
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(
          lists.reduce((sum, list) => sum + list.length, 0),
        )
      }
    })
  })

  test('the natural test knows nothing of TRAIN and VALID', () => {
    let tests = 0
    check(({ labels, facts }, _, { rows, natural, naturalCounts }) => {
      expect(natural === null).toBe(naturalCounts === null)
      if (natural === null || naturalCounts === null) return
      tests++
      const group = (each: number) => facts?.same[each] ?? each
      const held = new Set([...rows.train, ...rows.validation].map(group))
      expect(natural.some((each) => held.has(group(each)))).toBe(false)
      expect(natural.every((each) => labels[each]! < 3 && ((facts?.flags[each] ?? 0) & 3) === 0)).toBe(true)
      expect(natural).toEqual(natural.toSorted())
      expect(new Set(natural).size).toBe(natural.length)
      expect(countClasses([natural], labels, 3)).toEqual(naturalCounts.counts)
    })
    expect(tests).toBeGreaterThan(60)
  })

  test('the natural test has the shares of its pool, and as many rows as that allows', () => {
    let tests = 0
    check((source, { splits, balancing, drop }, { rows, natural, naturalCounts, prevalence }) => {
      const { labels, facts, given, candidates, naturalSource, balanced } = source
      if (drop.length > 0) return
      const from = naturalSource ?? (splits === 'drawn' ? candidates : given!.test)
      const pool = from.filter((each) => labels[each]! < 3 && ((facts?.flags[each] ?? 0) & 3) === 0)
      const whole = countClasses([pool], labels, 3)
      if (naturalSource !== null) expect(prevalence).toEqual(whole)
      const group = (each: number) => facts?.same[each] ?? each
      const held = new Set([...rows.train, ...rows.validation].map(group))
      const left = countClasses([pool.filter((each) => !held.has(group(each)))], labels, 3)
      const present = [0, 1, 2].filter((label) => whole[label]! > 0)
      const isBalanced = balancing !== 'none' || balanced
      const tellsPrevalence = naturalSource !== null || !balanced
      const isPossible = present.length > 0 && present.every((label) => left[label]! > 0)
      if (!isBalanced || !tellsPrevalence || !isPossible) {
        expect(natural).toBeNull()
        return
      }
      tests++
      // in whole numbers: the class of which the smallest part is left decides
      const scarcest = present.reduce((a, b) => (left[b]! * whole[a]! < left[a]! * whole[b]! ? b : a))
      const counts = whole.map((count) => Math.floor((count * left[scarcest]!) / whole[scarcest]!))
      const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
      expect(naturalCounts).toEqual({
        counts,
        excluded: sum(whole) - sum(left),
        thinned: sum(left) - sum(counts),
      })
    })
    expect(tests).toBeGreaterThan(30)
  })

  test('nothing but the recipe and the source decides', () => {
    check((source, recipe, plan) => {
      const copies = structuredClone(source)
      expect(planSplits(copies, recipe)).toEqual(plan)
      // planning changes nothing of the source
      expect(copies).toEqual(source)
    })
  })
})
