import { expect, test } from 'vitest'
import { rankRows } from '../../core/trust/ranking.ts'
import { chosenText, highestPurityText, nothingKeptText } from './threshold-text.ts'

/** Two classes, of which the first is kept. */
const ranked = (kept: readonly number[], labels: readonly number[]) =>
  rankRows(
    kept.flatMap((p) => [p, 1 - p]),
    labels,
    2,
    0,
  )
const RANKING = ranked([0.2291, 0.2, 0.15, 0.1], [1, 0, 0, 1])
const NO_ROWS = ranked([], [])

test.each([
  [null, 'test', true, null],
  ['test', 'test', false, null],
  [
    'test',
    'test',
    true,
    'Chosen on these rows, so they look better than others will. Choose on Validation, then read Test.',
  ],
  [
    'validation',
    'validation',
    true,
    'Chosen on these rows, so they look better than others will. Now read Test.',
  ],
  ['validation', 'test', true, 'Chosen on Validation.'],
  ['natural', 'validation', false, 'Chosen on Natural test.'],
] as const)('chosen on %s, %s in view, by a purity: %s', (chosenOn, split, isOfPurity, text) => {
  expect(chosenText(chosenOn, split, isOfPurity)).toBe(text)
})

test('where nothing is kept', () => {
  expect(nothingKeptText(RANKING, 0.5)).toBe('No row reaches 0.5; the highest probability is 0.2291.')
  expect(nothingKeptText(RANKING, 0.2291)).toBeNull()
  expect(nothingKeptText(NO_ROWS, 0.5)).toBeNull()
})

test('the highest purity, at the threshold that keeps most', () => {
  // 0 of 1, 1 of 2, 2 of 3, 2 of 4
  expect(highestPurityText(RANKING)).toBe('Highest purity 66.7 % at 0.15.')
  // 1 of 2 and 2 of 4
  expect(highestPurityText(ranked([0.4, 0.3, 0.2, 0.1], [1, 0, 1, 0]))).toBe('Highest purity 50.0 % at 0.1.')
  expect(highestPurityText(NO_ROWS)).toBeNull()
})
