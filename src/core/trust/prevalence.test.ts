import { expect, test } from 'vitest'
import fixture from '../../../reference/fixtures/prevalence.json'
import { expectClose } from './close.fixture.ts'
import { keptSample } from './kept-sample.ts'
import { purityAt } from './prevalence.ts'

/** A sample of so many kept rows of the class and kept others. */
const sampleOf = (hits: number, members: number, wrong: number, others: number) =>
  keptSample(0.5, { rows: members + others, positives: members, truePositives: hits, falsePositives: wrong })

test.each(fixture.cases)(
  'equal to SciPy: $hits of $members and $wrong of $others, at $prevalence',
  ({ hits, members, wrong, others, prevalence, purity }) => {
    expectClose(purityAt(sampleOf(hits, members, wrong, others), prevalence), purity, 1e-9)
  },
)

test('at the share of the rows themselves it is their purity', () => {
  const sample = sampleOf(84, 100, 8, 50)
  // c q = 84 / 150, f (1 - q) = 8 / 150
  expect(purityAt(sample, 100 / 150).share).toBeCloseTo(84 / 92, 15)
})

test('by hand: half of the class and a tenth of the others are kept', () => {
  expect(purityAt(sampleOf(10, 20, 2, 20), 0.1).share).toBeCloseTo(0.05 / (0.05 + 0.09), 15)
})

test.each([
  ['nothing is kept', sampleOf(0, 20, 0, 20)],
  ['no row is of the class', sampleOf(0, 0, 3, 20)],
  ['no row is of another class', sampleOf(3, 20, 0, 0)],
])('does not exist where %s', (_, sample) => {
  expect(purityAt(sample, 0.5)).toEqual({ share: Number.NaN, low: Number.NaN, high: Number.NaN })
})
