import { expect, test } from 'vitest'
import { rankRows } from '../../core/trust/ranking.ts'
import { purityChoices } from './purity-choices.ts'
import { asManyText, chosenText, fewRowsTexts, highestPurityText, nothingKeptText } from './threshold-text.ts'

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

/** So many equal rows of the class above one of another. */
const pureRows = (count: number) =>
  ranked([...Array<number>(count).fill(0.9), 0.1], [...Array<number>(count).fill(0), 1])

test('rows that are too few to show a purity, whatever they are', () => {
  const texts = (count: number) => fewRowsTexts(purityChoices(pureRows(count)))
  expect(texts(6)).toEqual([
    '6 rows cannot show 95 % or 99 %: the interval begins at 61.0 %. It takes at least 73 or 381.',
  ])
  expect(texts(73)).toEqual([
    '73 rows cannot show 99 %: the interval begins at 95.0 %. It takes at least 381.',
  ])
  expect(texts(381)).toEqual([])
  // 95 % of 20 rows, and 99 % of the first one
  const mixed = ranked(
    Array.from({ length: 20 }, (_, i) => 1 - i / 100),
    Array.from({ length: 20 }, (_, i) => (i === 1 ? 1 : 0)),
  )
  expect(fewRowsTexts(purityChoices(mixed))).toEqual([
    '20 rows cannot show 95 %: the interval begins at 76.4 %. It takes at least 73.',
    '1 row cannot show 99 %: the interval begins at 20.7 %. It takes at least 381.',
  ])
  // no threshold reaches either
  expect(fewRowsTexts(purityChoices(ranked([0.9, 0.1], [1, 0])))).toEqual([])
})

test('how many rows the control is asked for', () => {
  expect(asManyText(2, 2)).toBe('if it keeps as many rows')
  expect(asManyText(2, 1203)).toBe('if it keeps 1,203 rows, since equal ones stay together')
})
