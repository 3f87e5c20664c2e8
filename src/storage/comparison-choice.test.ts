import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ComparisonChoice } from '../core/compare/choice.ts'
import { createChoiceStore } from './comparison-choice.ts'

const KEY = 'redshift-studio-comparison'
const CHOICE: ComparisonChoice = { ids: ['b', 'a'], baselineId: 'a', test: 'natural', folded: false }

const kept = new Map<string, string>()
beforeEach(() => {
  kept.clear()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
  })
})
afterEach(() => vi.unstubAllGlobals())

test('the next page of this tab has the choice', () => {
  expect(createChoiceStore().load()).toBeNull()
  createChoiceStore().keep({ ids: [], baselineId: null, test: 'test', folded: true })
  createChoiceStore().keep(CHOICE)
  expect(createChoiceStore().load()).toEqual(CHOICE)
})

test.each([
  ['no JSON', '{'],
  ['a list', '[]'],
  ['an id that is no text', JSON.stringify({ ...CHOICE, ids: [1] })],
  ['nine runs', JSON.stringify({ ...CHOICE, ids: [...'123456789'] })],
  ['a test of a later version', JSON.stringify({ ...CHOICE, test: 'train' })],
  ['no word on folding', JSON.stringify({ ...CHOICE, folded: undefined })],
])('%s is no choice', (_, text) => {
  kept.set(KEY, text)
  expect(createChoiceStore().load()).toBeNull()
})

test('keys of a later version are left out', () => {
  kept.set(KEY, JSON.stringify({ ...CHOICE, orbit: 3 }))
  expect(createChoiceStore().load()).toEqual(CHOICE)
})

test.each([
  ['has no such storage', undefined],
  [
    'forbids it',
    {
      getItem: () => {
        throw new DOMException('Denied.', 'SecurityError')
      },
      setItem: () => {
        throw new DOMException('Full.', 'QuotaExceededError')
      },
    },
  ],
])('a browser that %s keeps nothing, and nothing breaks', (_, storage) => {
  vi.stubGlobal('sessionStorage', storage)
  createChoiceStore().keep(CHOICE)
  expect(createChoiceStore().load()).toBeNull()
})
