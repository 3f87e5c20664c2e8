import { describe, expect, test } from 'vitest'
import type { InspectSlice } from '../../store/network-state.ts'
import { CARD, reflagOf } from './inspect.fixture.ts'
import {
  countText,
  decisionText,
  emptyListText,
  instead,
  newLabelText,
  objectsText,
  probabilityText,
  reflagNews,
} from './inspected-text.ts'

type Decisions = Pick<InspectSlice, 'reflags' | 'undo'>
const { labels } = CARD

test('probabilities never look more certain than they are', () => {
  expect([0, 1e-9, 0.0004, 0.0005, 0.25, 0.9994, 0.9995, 1, Number.NaN].map(probabilityText)).toEqual([
    '0.000',
    '< 0.001',
    '< 0.001',
    '0.001',
    '0.250',
    '0.999',
    '> 0.999',
    '1.000',
    '–',
  ])
})

test('counts', () => {
  expect([objectsText(1), objectsText(58_977)]).toEqual(['1 object', '58,977 objects'])
  expect(countText(1234, 200)).toBe('1,234 objects, 200 decided, 1,034 remain')
})

test('a decision is a class or a flag, and may confirm the label', () => {
  expect(decisionText(reflagOf(1), labels)).toBe('DeltaZ < 1e-3')
  expect(decisionText(reflagOf(1, { newLabel: 1 }), labels)).toBe('confirmed')
  expect(decisionText(reflagOf(1, { newLabel: 1, newFlag: 3 }), labels)).toBe('confirmed, Flag 3')
  expect(newLabelText(reflagOf(1, { newFlag: 9 }), labels)).toBe('Flag 9')
})

test('a label and what is predicted instead: what is compared is named once', () => {
  expect(instead('DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3')).toBe('DeltaZ < 1e-3 → ≥ 1e-3')
  expect(instead('Flag 1', 'Flags 2 & 9')).toBe('Flag 1 → Flags 2 & 9')
  expect(instead('a < 1', 'b ≥ 1')).toBe('a < 1 → b ≥ 1')
})

test('an empty list says why', () => {
  const cell = { split: 'natural', truth: 0, predicted: 1 } as const
  const slice = { list: 'cell', cell: null, confidence: 0.9 } as const
  expect(emptyListText(slice, labels)).toBe('Choose a cell.')
  expect(emptyListText({ ...slice, cell }, labels)).toBe(
    'No object of the natural test is DeltaZ < 1e-3 and predicted as DeltaZ ≥ 1e-3.',
  )
  expect(emptyListText({ ...slice, cell, list: 'disagreements' }, labels)).toBe(
    'No label is doubted with a confidence of 0.9 or more. A lower least confidence lists more.',
  )
})

describe('news', () => {
  const first = [reflagOf(1)]
  const second = [...first, reflagOf(2, { newLabel: 1 })]
  const none: Decisions = { reflags: [], undo: [] }
  const one: Decisions = { reflags: first, undo: [none.reflags] }
  const two: Decisions = { reflags: second, undo: [none.reflags, first] }
  const news = (before: Decisions, now: Decisions) =>
    reflagNews(before, now, labels, (object) => `Row ${object}`)

  test('of a decision, and of a confirmation', () => {
    expect(news(none, one)).toBe('Row 1: DeltaZ < 1e-3 in place of DeltaZ ≥ 1e-3.')
    expect(news(one, two)).toBe('Row 2: the label is confirmed, DeltaZ ≥ 1e-3.')
  })

  test('of an undoing', () => {
    expect(news(two, one)).toBe('Undone: DeltaZ ≥ 1e-3 for Row 2.')
    expect(news(one, none)).toBe('Undone: DeltaZ < 1e-3 for Row 1.')
  })

  test('of a second decision on the same object', () => {
    const changed = { reflags: [reflagOf(1, { newLabel: 1 })], undo: [...one.undo, first] }
    expect(news(one, changed)).toBe('Row 1: the label is confirmed, DeltaZ ≥ 1e-3.')
    expect(news(changed, one)).toBe('Undone: DeltaZ ≥ 1e-3 for Row 1.')
  })

  test('of a decision when the oldest list to go back to goes', () => {
    const full = { reflags: first, undo: [none.reflags] }
    expect(news(full, { reflags: second, undo: [first] })).toBe(
      'Row 2: the label is confirmed, DeltaZ ≥ 1e-3.',
    )
  })

  test('not of decisions that an earlier visit left', () => {
    expect(news(none, { reflags: first, undo: [] })).toBeNull()
    expect(news(one, { reflags: second, undo: [first] })).not.toBeNull()
    expect(news(one, { reflags: second, undo: one.undo })).toBeNull()
  })
})
