import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dropRows } from './drop-rows.ts'
import { NO_CLASS } from './objects.ts'
import { makeFacts, makePreparation, makeSource, rowRange } from './plan-source.fixture.ts'
import { type PlanSource, ROW_FLAGS, type RowFacts } from './plan-source.ts'
import { DROP_REASONS, type DropReason, type Preparation } from './preparation.ts'

// TRAIN 0-3, VALID 4-6, TEST 7-9; 10 and 11 are in no split
const PARTS = [rowRange(0, 4), rowRange(4, 7), rowRange(7, 10)]
const ROWS = 12
const ALONE = Array.from({ length: ROWS }, (_, row) => row)

/** The own number of each row, but for those that are given another first row. */
function groups(first: Readonly<Record<number, number>>): number[] {
  return ALONE.map((row) => first[row] ?? row)
}

interface Case {
  readonly drop: readonly DropReason[]
  readonly facts?: Partial<Record<keyof RowFacts, readonly number[]>> | null
  readonly labels?: readonly number[]
  readonly splits?: Preparation['splits']
}

/** Rows that are left out, and how they are counted. */
function drop({ drop, facts = {}, labels = ALONE.map((row) => row % 2), splits = 'given' }: Case) {
  const source = makeSource(labels, { facts: facts === null ? null : makeFacts(ROWS, facts) })
  const parts = splits === 'given' ? PARTS : [rowRange(0, 10)]
  const { gone, dropped } = dropRows(source, parts, makePreparation(splits, { drop }))
  return { rows: ALONE.filter((row) => gone[row] === 1), dropped }
}

test('nothing without a reason, whatever is wrong', () => {
  const facts = { same: ALONE.map(() => 0), flags: ALONE.map(() => 7) }
  expect(drop({ drop: [], facts })).toEqual({ rows: [], dropped: {} })
})

describe('rows by themselves', () => {
  const flags = ALONE.map(() => 0)
  flags[1] = ROW_FLAGS.withoutShape
  flags[5] = ROW_FLAGS.nonFinite
  flags[8] = ROW_FLAGS.constant
  flags[9] = ROW_FLAGS.nonFinite
  flags[11] = ROW_FLAGS.constant

  test.each([
    ['without-shape', [1]],
    ['non-finite', [5, 9]],
    // 11 is in no split
    ['constant', [8]],
  ] as const)('%s', (reason, rows) => {
    expect(drop({ drop: [reason], facts: { flags } })).toEqual({ rows, dropped: { [reason]: rows.length } })
    expect(drop({ drop: [reason], facts: null })).toEqual({ rows: [], dropped: {} })
  })

  test('no-class needs no scan', () => {
    const labels = ALONE.map((row) => (row === 2 || row === 6 || row === 10 ? NO_CLASS : 0))
    expect(drop({ drop: ['no-class'], labels, facts: null })).toEqual({
      rows: [2, 6],
      dropped: { 'no-class': 2 },
    })
  })

  test('a row with two reasons counts under the first', () => {
    const labels = ALONE.map((row) => (row === 5 ? NO_CLASS : 0))
    const all = drop({ drop: ['no-class', 'non-finite'], labels, facts: { flags } })
    expect(all).toEqual({ rows: [5, 9], dropped: { 'non-finite': 2 } })
  })
})

describe('given splits', () => {
  // VALID 4 = TRAIN 1; TEST 7 = TRAIN 0; TEST 8 = VALID 5; TRAIN 3 = TRAIN 2; TEST 9 = 10, which is in no split
  const same = groups({ 4: 1, 7: 0, 8: 5, 3: 2, 10: 9 })

  test('leaked: VALID rows that TRAIN has, TEST rows that TRAIN or VALID has', () => {
    expect(drop({ drop: ['leaked'], facts: { same } })).toEqual({ rows: [4, 7, 8], dropped: { leaked: 3 } })
  })

  test('repeated: within a split only', () => {
    expect(drop({ drop: ['repeated'], facts: { same } })).toEqual({ rows: [3], dropped: { repeated: 1 } })
  })

  test('the copies of a row in TEST go together, those in TRAIN stay', () => {
    const copies = { same: groups({ 1: 0, 7: 0, 8: 0 }) }
    expect(drop({ drop: ['leaked', 'repeated'], facts: copies })).toEqual({
      rows: [1, 7, 8],
      dropped: { leaked: 2, repeated: 1 },
    })
  })

  test('a row that is left out by its own property leaks into nothing', () => {
    const flags = ALONE.map((row) => (row === 0 ? ROW_FLAGS.constant : 0))
    expect(drop({ drop: ['constant', 'leaked'], facts: { same, flags } })).toEqual({
      rows: [0, 4, 8],
      dropped: { constant: 1, leaked: 2 },
    })
  })

  test.each([
    ['near-leaked', 'near'],
    ['same-object', 'object'],
  ] as const)('%s: another posterior in an earlier split', (reason, column) => {
    const facts = { [column]: groups({ 4: 1, 7: 0, 8: 5, 3: 2 }) }
    expect(drop({ drop: [reason], facts })).toEqual({ rows: [4, 7, 8], dropped: { [reason]: 3 } })
    // the copies among them are leaks, and no more than that
    const copies = { ...facts, same: groups({ 4: 1, 8: 5 }) }
    expect(drop({ drop: [reason], facts: copies })).toEqual({ rows: [7], dropped: { [reason]: 1 } })
    expect(drop({ drop: ['leaked', reason], facts: copies })).toEqual({
      rows: [4, 7, 8],
      dropped: { leaked: 2, [reason]: 1 },
    })
  })

  test('a copy of one row that also resembles another one is near-leaked', () => {
    // TEST 7 equals TRAIN 1 and has the redshift and log-evidence of TRAIN 0 as well
    const facts = { same: groups({ 7: 1 }), near: groups({ 1: 0, 7: 0 }) }
    expect(drop({ drop: ['near-leaked'], facts })).toEqual({ rows: [7], dropped: { 'near-leaked': 1 } })
  })

  test('a row that was left out as leaked makes none of the same object leak', () => {
    // VALID 4 = TRAIN 1, whose name is another one; TEST 7 is of the object of VALID 4
    const facts = { same: groups({ 4: 1 }), object: groups({ 7: 4 }) }
    expect(drop({ drop: ['same-object'], facts })).toEqual({ rows: [7], dropped: { 'same-object': 1 } })
    expect(drop({ drop: ['leaked', 'same-object'], facts })).toEqual({ rows: [4], dropped: { leaked: 1 } })
  })

  test('disagreeing: the whole group, over all splits', () => {
    const labels = ALONE.map(() => 0)
    labels[7] = 1
    labels[10] = 1
    // 0, 7 and 8 are equal; 9 differs in class from 10 only, which is in no split
    const facts = { same: groups({ 7: 0, 8: 0, 3: 2, 10: 9 }) }
    expect(drop({ drop: ['disagreeing', 'leaked', 'repeated'], labels, facts })).toEqual({
      rows: [0, 3, 7, 8],
      dropped: { disagreeing: 3, repeated: 1 },
    })
  })

  test('a row without a class contradicts none', () => {
    const labels = ALONE.map((row) => (row === 7 ? NO_CLASS : 0))
    const facts = { same: groups({ 7: 0 }) }
    expect(drop({ drop: ['disagreeing'], labels, facts })).toEqual({ rows: [], dropped: {} })
  })
})

describe('drawn splits', () => {
  const twins = groups({ 4: 1, 7: 1, 3: 2 })

  test.each([
    ['leaked', 'same'],
    ['repeated', 'same'],
    ['near-leaked', 'near'],
    ['same-object', 'object'],
  ] as const)('%s: the first of each group stays', (reason, column) => {
    const expected = { rows: [3, 4, 7], dropped: { [reason]: 3 } }
    expect(drop({ drop: [reason], facts: { [column]: twins }, splits: 'drawn' })).toEqual(expected)
  })

  test('each reason counts what those before it left', () => {
    const facts = { same: groups({ 4: 1 }), near: twins, object: groups({ 3: 2, 9: 8 }) }
    const labels = ALONE.map(() => 0)
    expect(drop({ drop: [...DROP_REASONS], facts, labels, splits: 'drawn' })).toEqual({
      rows: [3, 4, 7, 9],
      dropped: { leaked: 1, 'near-leaked': 2, 'same-object': 1 },
    })
  })
})

describe('the same as by the words of the rules, pair by pair', () => {
  const ORDER = [
    ['without-shape', 'non-finite', 'constant', 'no-class'],
    ['disagreeing', 'leaked', 'near-leaked', 'same-object', 'repeated'],
  ].flat() as DropReason[]

  /** Applies one reason by comparing every row with every other one. */
  function naive(
    reason: DropReason,
    { labels, classes, facts }: PlanSource,
    parts: number[][],
    isDrawn: boolean,
  ) {
    const { same, near, object, flags } = facts!
    const all = parts.flatMap((rows, part) => rows.map((row) => ({ row, part })))
    const hasClass = (row: number) => labels[row]! < classes
    return all.filter(({ row, part }) => {
      const others = all.filter((other) => other.row !== row)
      const alike = (column: Uint32Array) => others.filter((other) => column[other.row] === column[row])
      const inEarlier = (column: Uint32Array) => alike(column).filter((other) => other.part < part)
      const firstOf = (column: Uint32Array) => alike(column).some((o) => o.part === part && o.row < row)
      const another = (column: Uint32Array) =>
        inEarlier(column).some((other) => same[other.row] !== same[row])
      switch (reason) {
        case 'without-shape':
          return (flags[row]! & 1) > 0
        case 'non-finite':
          return (flags[row]! & 2) > 0
        case 'constant':
          return (flags[row]! & 4) > 0
        case 'no-class':
          return !hasClass(row)
        case 'disagreeing': {
          const group = [row, ...alike(same).map((other) => other.row)].filter(hasClass)
          return new Set(group.map((member) => labels[member])).size > 1
        }
        case 'leaked':
          return isDrawn ? firstOf(same) : inEarlier(same).length > 0
        case 'near-leaked':
          return isDrawn ? firstOf(near) : another(near)
        case 'same-object':
          return isDrawn ? firstOf(object) : another(object)
        case 'repeated':
          return firstOf(same)
        default:
          return reason satisfies never
      }
    })
  }

  const row = fc.record({
    label: fc.constantFrom(0, 1, 2, NO_CLASS),
    part: fc.integer({ min: 0, max: 3 }),
    same: fc.nat(20),
    near: fc.nat(12),
    object: fc.nat(12),
    flags: fc.constantFrom(0, 0, 0, 0, 1, 2, 4),
  })

  test.each(['given', 'drawn'] as const)('%s', (splits) => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), fc.subarray([...DROP_REASONS]), (rows, reasons) => {
        const firstOf = (key: 'same' | 'near' | 'object') =>
          rows.map((each) => rows.findIndex((other) => other[key] === each[key]))
        const facts = makeFacts(rows.length, {
          same: firstOf('same'),
          near: firstOf('near'),
          object: firstOf('object'),
          flags: rows.map(({ flags }) => flags),
        })
        const labels = rows.map(({ label }) => label)
        const source = makeSource(labels, { classes: 3, facts })
        const numbers = rows.map((_, i) => i)
        // part 3 is in no split
        let parts = [0, 1, 2].map((part) => numbers.filter((i) => rows[i]!.part === part))
        if (splits === 'drawn') parts = [numbers.filter((i) => rows[i]!.part < 3)]
        const actual = dropRows(
          source,
          parts.map((part) => Uint32Array.from(part)),
          makePreparation(splits, { drop: reasons }),
        )
        const counted: Partial<Record<DropReason, number>> = {}
        const gone = new Set<number>()
        for (const reason of ORDER.filter((each) => reasons.includes(each))) {
          const left = parts.map((part) => part.filter((i) => !gone.has(i)))
          const found = naive(reason, source, left, splits === 'drawn')
          for (const { row: number } of found) gone.add(number)
          if (found.length > 0) counted[reason] = found.length
        }
        expect(actual.dropped).toEqual(counted)
        expect(numbers.filter((i) => actual.gone[i] === 1)).toEqual(numbers.filter((i) => gone.has(i)))
      }),
      { seed: 1, numRuns: 300 },
    )
  })
})
