// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { PreparationChoices } from '../../core/dataset-report.ts'
import { type Preparation, plainPreparation } from '../../core/preparation.ts'
import { type Rendered, render, textOf, type } from '../test-render.tsx'
import { type ClassWeights, SplitFields } from './SplitFields.tsx'

let shown: Rendered
afterEach(() => shown.unmount())

const BOTH: PreparationChoices = { given: true, fromAttributes: true, targets: ['DeltaZ', 'Flag3'] }
const DRAWN = plainPreparation('drawn')

function draw(
  patch: Partial<Preparation> = {},
  { choices = BOTH, classWeights = 'none' as ClassWeights, disabled = false } = {},
) {
  const calls: unknown[][] = []
  const handler = (name: string) => vi.fn((value: unknown) => calls.push([name, value]))
  shown = render(
    <SplitFields
      draft={{ ...DRAWN, ...patch }}
      choices={choices}
      target="DeltaZ"
      classWeights={classWeights}
      disabled={disabled}
      onChange={handler('change')}
      onTarget={handler('target')}
      onClassWeights={handler('classWeights')}
    />,
  )
  return calls
}

/** The field with that label. */
function field<T extends HTMLElement = HTMLInputElement>(label: string): T | null {
  const found = [...shown.container.querySelectorAll('label')].find((each) => textOf(each) === label)
  return found === undefined ? null : shown.container.querySelector<T>(`#${CSS.escape(found.htmlFor)}`)
}

function choose(label: string, value: string): void {
  act(() => {
    const select = field<HTMLSelectElement>(label)!
    select.value = value
    select.dispatchEvent(new Event('change', { bubbles: true }))
  })
}

function describedBy(element: HTMLElement | null): string {
  const ids = element?.getAttribute('aria-describedby')?.split(' ') ?? []
  return ids.map((id) => textOf(document.getElementById(id))).join(' ')
}

describe('where splits come from', () => {
  test('is a choice where the files say it as well', () => {
    const calls = draw({ splits: 'given' })
    const group = shown.container.querySelector('[role="radiogroup"]')!
    expect(textOf(document.getElementById(group.getAttribute('aria-labelledby')!))).toBe(
      'Where splits come from',
    )
    expect(field('As given')!.checked).toBe(true)
    act(() => field('Draw anew')!.click())
    expect(calls).toEqual([['change', { splits: 'drawn' }]])
  })

  test('is said where the files do not', () => {
    draw({}, { choices: { ...BOTH, given: false } })
    expect(shown.container.querySelector('[role="radiogroup"]')).toBeNull()
    expect(textOf(shown.container)).toContain('Where splits come fromDrawn here')
  })

  test('given splits have no shares to draw by, but a seed', () => {
    draw({ splits: 'given' })
    const names = ['Test %', 'Validation % of the rest', 'Split seed', 'Stratified', 'Balance']
    expect(names.map((name) => field(name)!.disabled)).toEqual([true, true, false, true, false])
    expect(describedBy(field('Stratified'))).toBe('Counts, like the two shares, where splits are drawn anew.')
  })
})

describe('numbers', () => {
  test('fractions are shown as percentages', () => {
    draw({ testFraction: 0.07, validationFraction: 0.145, seed: 12 })
    const names = ['Test %', 'Validation % of the rest', 'Split seed']
    expect(names.map((name) => field(name)!.value)).toEqual(['7', '14.5', '12'])
  })

  test.each([
    ['Test %', '20', { testFraction: 0.2 }],
    ['Validation % of the rest', '12.5', { validationFraction: 0.125 }],
    ['Split seed', '7', { seed: 7 }],
  ])('%s', (name, text, patch) => {
    const calls = draw()
    type(field(name)!, text)
    expect(calls).toEqual([['change', patch]])
  })

  test.each([
    ['Test %', '0'],
    ['Test %', '95'],
    ['Validation % of the rest', '0'],
    ['Split seed', '1.5'],
  ])('%s does not take %s', (name, text) => {
    const calls = draw()
    type(field(name)!, text)
    expect(calls).toEqual([])
  })
})

describe('Stratified', () => {
  test('can be chosen', () => {
    const calls = draw()
    expect(describedBy(field('Stratified'))).toBe('Every split has the same shares of classes.')
    act(() => field('Stratified')!.click())
    expect(calls).toEqual([['change', { stratified: true }]])
  })

  test('is forced where each class is split on its own, with the reason', () => {
    draw({ balancing: 'tenth-more', stratified: false })
    const box = field('Stratified')!
    expect([box.checked, box.disabled]).toEqual([true, true])
    expect(describedBy(box)).toBe('Always so at 1.1 × the smallest class: each class is split on its own.')
  })
})

describe('Balance', () => {
  test('has four options', () => {
    draw()
    const options = [...field<HTMLSelectElement>('Balance')!.options].map(({ value, text }) => [value, text])
    expect(options).toEqual([
      ['none', 'None'],
      ['smallest', 'Undersample to the smallest class (load_dataset)'],
      ['tenth-more', 'Undersample to at most 1.1 × the smallest class (processData.py)'],
      ['weights', 'Class weights instead'],
    ])
    expect(describedBy(field('Balance'))).toBe('')
  })

  const WEIGHTED = 'All objects stay, and rare classes count more in the loss: a setting of the next run.'
  const AS_WELL = 'Class weights are on as well: rare classes count more in the loss.'
  test.each<[Preparation['balancing'], ClassWeights, string, string]>([
    ['none', 'none', 'none', ''],
    ['smallest', 'none', 'smallest', ''],
    ['none', 'balanced', 'weights', WEIGHTED],
    ['tenth-more', 'balanced', 'tenth-more', AS_WELL],
  ])('%s with class weights %s is shown as %s', (balancing, classWeights, value, text) => {
    draw({ balancing }, { classWeights })
    expect(field<HTMLSelectElement>('Balance')!.value).toBe(value)
    expect(describedBy(field('Balance'))).toBe(text)
  })

  test.each<[Preparation['balancing'], ClassWeights, string, unknown[][]]>([
    ['none', 'none', 'smallest', [['change', { balancing: 'smallest' }]]],
    ['smallest', 'none', 'none', [['change', { balancing: 'none' }]]],
    ['none', 'none', 'weights', [['classWeights', 'balanced']]],
    [
      'smallest',
      'none',
      'weights',
      [
        ['change', { balancing: 'none' }],
        ['classWeights', 'balanced'],
      ],
    ],
    ['none', 'balanced', 'none', [['classWeights', 'none']]],
    [
      'none',
      'balanced',
      'tenth-more',
      [
        ['change', { balancing: 'tenth-more' }],
        ['classWeights', 'none'],
      ],
    ],
  ])('from %s and class weights %s to %s', (balancing, classWeights, choice, expected) => {
    const calls = draw({ balancing }, { classWeights })
    choose('Balance', choice)
    expect(calls).toEqual(expected)
  })
})

describe('Target of the splits', () => {
  test('can be chosen where attributes give several', () => {
    const calls = draw()
    const select = field<HTMLSelectElement>('Target of the splits')!
    expect([...select.options].map(({ text }) => text)).toEqual(['DeltaZ: 2 classes', 'Flag3: 3 classes'])
    expect(select.value).toBe('DeltaZ')
    choose('Target of the splits', 'Flag3')
    expect(calls).toEqual([['target', 'Flag3']])
  })

  test.each<Partial<PreparationChoices>>([{ fromAttributes: false }, { targets: ['DeltaZ'] }])(
    'is not there with %j',
    (patch) => {
      draw({}, { choices: { ...BOTH, ...patch } })
      expect(field('Target of the splits')).toBeNull()
    },
  )
})

test('nothing can be changed while the data are held', () => {
  draw({}, { disabled: true })
  const fields = [...shown.container.querySelectorAll<HTMLInputElement>('input, select')]
  expect(fields).toHaveLength(8)
  expect(fields.filter(({ disabled }) => !disabled)).toEqual([])
})
