import { describe, expect, test } from 'vitest'
import { type PlanSummary, plainPreparation } from '../../core/preparation.ts'
import { REPORT } from '../test-data.ts'
import {
  asFraction,
  asPercentage,
  isSamePreparation,
  leftOutText,
  naturalText,
  planWarnings,
  savingText,
  stateText,
} from './splits-text.ts'

const { planned } = REPORT
const DRAWN = plainPreparation('drawn')

describe('percentages', () => {
  test.each([
    [0.15, 15],
    [0.07, 7],
    [0.145, 14.5],
    [0.29, 29],
  ])('fraction %d is shown as %d, and is the same again', (fraction, percentage) => {
    expect(asPercentage(fraction)).toBe(percentage)
    expect(asFraction(percentage)).toBe(fraction)
  })

  test('the noise of a division by 100 is left out', () => {
    expect(asFraction(0.7)).toBe(0.007)
  })
})

describe('isSamePreparation', () => {
  test('the order of keys does not count', () => {
    const { drop, ...others } = DRAWN
    expect(isSamePreparation(DRAWN, { drop: [...drop], ...others })).toBe(true)
  })

  test.each([
    { splits: 'given' },
    { testFraction: 0.2 },
    { validationFraction: 0.2 },
    { seed: 2 },
    { stratified: true },
    { balancing: 'smallest' },
    { deltaZThreshold: 5e-3 },
    { drop: ['leaked'] },
  ] as const)('%j is another', (patch) => {
    expect(isSamePreparation(DRAWN, { ...DRAWN, ...patch })).toBe(false)
    expect(isSamePreparation({ ...DRAWN, ...patch }, DRAWN)).toBe(false)
  })
})

describe('stateText', () => {
  test('a draft that is the recipe in use', () => {
    expect(stateText(false, planned, planned)).toBe('These splits are in use.')
  })

  test('a draft that is not worked out', () => {
    expect(stateText(true, null, planned)).toBe(
      'Working out what these settings come to. Until then the numbers are those of the splits in use.',
    )
  })

  test('a draft with other rows and the same numbers', () => {
    const preview = { ...planned, dropped: { leaked: 0 } }
    expect(stateText(true, preview, planned)).toBe(
      'Not in use yet. The numbers are the same as in use; the rows may be others.',
    )
  })

  const changes: readonly Partial<PlanSummary>[] = [
    { labels: ['DeltaZ < 5e-3', 'DeltaZ ≥ 5e-3'] },
    { counts: { ...planned.counts, test: [50, 29] } },
    { prevalence: [410, 149] },
    { natural: { counts: [50, 30], excluded: 0, thinned: 0 } },
    { dropped: { leaked: 1 } },
    { undersampled: 1 },
  ]
  test.each(changes)('a draft with other numbers: %j', (change) => {
    expect(stateText(true, { ...planned, ...change }, planned)).toBe(
      'Not in use yet. Where a number changes, “was” gives that of the splits in use.',
    )
  })
})

describe('leftOutText', () => {
  test.each<[Partial<PlanSummary>, string]>([
    [{}, 'No row is left out.'],
    [{ dropped: { repeated: 0 } }, 'No row is left out.'],
    [{ dropped: { leaked: 1204 } }, '1,204 rows are left out: leaked.'],
    [{ dropped: { 'near-leaked': 1 } }, '1 row is left out: nearly leaked.'],
    [
      { dropped: { 'no-class': 2, 'without-shape': 3, leaked: 1204 }, undersampled: 5000 },
      '1,209 rows are left out: 1,204 leaked, 3 without shape and 2 without a class. 5,000 rows are left out by undersampling.',
    ],
    [{ undersampled: 1 }, '1 row is left out by undersampling.'],
  ])('%j', (change, text) => {
    expect(leftOutText({ ...planned, ...change })).toBe(text)
  })
})

describe('naturalText', () => {
  test('how many rows, excluded and thinned', () => {
    const natural = { counts: [6313, 2326], excluded: 1200, thinned: 12 }
    expect(naturalText({ ...planned, natural }, DRAWN)).toBe(
      'Natural test: 8,639 rows at natural prevalence. 1,200 rows are excluded because TRAIN or VALID hold them; 12 rows are thinned out so that the classes keep their natural shares.',
    )
  })

  test('one row and none', () => {
    const natural = { counts: [1, 0], excluded: 1, thinned: 0 }
    expect(naturalText({ ...planned, natural }, DRAWN)).toBe(
      'Natural test: 1 row at natural prevalence. 1 row is excluded because TRAIN or VALID holds it; no row is thinned out so that the classes keep their natural shares.',
    )
  })

  test('none is missed where training is not balanced', () => {
    expect(naturalText(planned, DRAWN)).toBeNull()
  })

  test('why there is none beside balanced splits', () => {
    expect(naturalText(planned, { ...DRAWN, balancing: 'smallest' })).toBe(
      'No natural test: some class has no row left that neither TRAIN nor VALID holds.',
    )
  })
})

describe('planWarnings', () => {
  test('nothing lacks', () => {
    expect(planWarnings(planned)).toEqual([])
  })

  test('a class that splits lack', () => {
    const counts = { train: [300, 100], validation: [60, 0], test: [50, 0] }
    expect(planWarnings({ ...planned, counts })).toEqual([
      'DeltaZ ≥ 1e-3 has no object in Validation and Test.',
    ])
  })

  test('an empty split is said once, not for each class', () => {
    const counts = { train: [0, 100], validation: [0, 0], test: [50, 30] }
    expect(planWarnings({ ...planned, counts })).toEqual([
      'Validation is empty: nothing can be trained without it.',
      'DeltaZ < 1e-3 has no object in Train.',
    ])
  })
})

test('savingText says the rows and bytes of the splits in use', () => {
  // 560 rows of 17,908 float32
  expect(savingText(REPORT)).toBe(
    '“Save splits” writes the splits in use as NPY files that load_processed reads: 560 rows, about 40.1 MB.',
  )
})
