// @vitest-environment happy-dom
import { act, useState } from 'react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { NO_FILTER, type ObjectFilter } from '../../core/object-order.ts'
import { type ObjectFacts, objectColumns } from '../../core/objects.fixture.ts'
import { NO_CLASS } from '../../core/objects.ts'
import { type Rendered, render, textOf, type } from '../test-render.tsx'
import { ObjectFilters } from './ObjectFilters.tsx'

const FACTS: readonly ObjectFacts[] = [
  {
    place: 'test',
    label: 1,
    redshift: 0.5,
    deltaZ: 0.1,
    status: 'spurious',
    flag: 3.5,
    logEvidence: -3,
    width: 9,
  },
  { place: 'train', label: 0, status: 'success', flag: 9 },
  { place: 'none' },
  { place: 'train', label: 0, status: 'mismatch', flag: 3 },
]

let shown: Rendered
afterEach(() => shown.unmount())

const onChange = vi.fn()
let change: (filter: ObjectFilter) => void

function Page({ facts, first }: { readonly facts: readonly ObjectFacts[]; readonly first: ObjectFilter }) {
  const [columns] = useState(() => objectColumns(facts))
  const [filter, setFilter] = useState(first)
  change = setFilter
  return (
    <ObjectFilters
      columns={columns}
      filter={filter}
      onChange={(next) => {
        onChange(next)
        setFilter(next)
      }}
      shown={1234}
      total={59_000}
    />
  )
}

function draw(first: Partial<ObjectFilter> = {}, facts = FACTS): void {
  onChange.mockClear()
  shown = render(<Page facts={facts} first={{ ...NO_FILTER, ...first }} />)
}

function field<T extends HTMLElement>(name: string): T {
  const label = [...shown.container.querySelectorAll('label')].find((element) => textOf(element) === name)
  const found = label
    ? shown.container.querySelector<T>(`#${CSS.escape(label.htmlFor)}`)
    : shown.container.querySelector<T>(`[aria-label="${name}"]`)
  if (found === null) throw new Error(`Expected a field "${name}", found none`)
  return found
}

function button(name: string): HTMLButtonElement {
  return [...shown.container.querySelectorAll('button')].find((element) => textOf(element) === name)!
}

function options(name: string): string[] {
  return [...field<HTMLSelectElement>(name).options].map(textOf)
}

function choose(name: string, option: string): void {
  const select = field<HTMLSelectElement>(name)
  const { value } = [...select.options].find((candidate) => textOf(candidate) === option)!
  act(() => {
    select.value = value
    select.dispatchEvent(new Event('change', { bubbles: true }))
  })
}

const labels = () => [...shown.container.querySelectorAll('label')].map(textOf)
const lastFilter = () => onChange.mock.lastCall?.[0] as ObjectFilter

describe('choices', () => {
  test('are those that occur, the ones without a value last', () => {
    draw()
    expect(labels()).toEqual(['Find row or id', 'Split', 'Class', 'Status', 'Flag'])
    expect(options('Split')).toEqual(['all splits', 'Train', 'Test', 'left out'])
    expect(options('Class')).toEqual(['all classes', 'DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3', 'no class'])
    expect(options('Status')).toEqual(['all statuses', 'mismatch', 'spurious', 'success', 'no status'])
    expect(options('Flag')).toEqual(['all flags', '3', '9', 'no flag'])
  })

  test('are not there where there is nothing to choose from', () => {
    draw({}, [{}, {}])
    expect(labels()).toEqual(['Find row or id'])
    expect([...shown.container.querySelectorAll('button')].map(textOf)).toEqual(['Clear filters'])
  })

  test.each<[string, string, Partial<ObjectFilter>]>([
    ['Split', 'Test', { places: ['test'] }],
    ['Class', 'DeltaZ ≥ 1e-3', { labels: [1] }],
    ['Class', 'no class', { labels: [NO_CLASS] }],
    ['Status', 'success', { statuses: ['success'] }],
    ['Status', 'no status', { statuses: [''] }],
    ['Flag', '9', { flags: [9] }],
    ['Flag', 'no flag', { flags: [Number.NaN] }],
  ])('%s: %s, and all again', (name, option, filter) => {
    draw()
    choose(name, option)
    expect(lastFilter()).toEqual({ ...NO_FILTER, ...filter })
    expect(textOf(field<HTMLSelectElement>(name).selectedOptions[0]!)).toBe(option)
    choose(name, options(name)[0]!)
    expect(lastFilter()).toEqual(NO_FILTER)
  })

  test('several at once, which only others can ask for, are shown as such', () => {
    draw({ places: ['train', 'none'], flags: [77] })
    const text = (name: string) => textOf(field<HTMLSelectElement>(name).selectedOptions[0]!)
    expect(text('Split')).toBe('Train, left out')
    expect(text('Flag')).toBe('none')
    choose('Split', 'Test')
    expect(lastFilter()).toEqual({ ...NO_FILTER, places: ['test'], flags: [77] })
    expect(options('Split')).toEqual(['all splits', 'Train', 'Test', 'left out'])
  })
})

describe('ranges', () => {
  function open(): void {
    act(() => button('More filters').click())
  }

  test('are behind a switch, for the numbers that the data have', () => {
    draw()
    expect(shown.container.querySelectorAll('fieldset')).toHaveLength(0)
    open()
    expect([...shown.container.querySelectorAll('legend')].map(textOf)).toEqual([
      'Redshift',
      'abs(DeltaZ)',
      'Log-evidence',
      'Width (points)',
    ])
    shown.unmount()
    draw({}, [{ width: 3 }])
    open()
    expect([...shown.container.querySelectorAll('legend')].map(textOf)).toEqual(['Width (points)'])
  })

  test('one end or both, and none again', () => {
    draw()
    open()
    type(field('abs(DeltaZ) from'), '1e-3')
    expect(lastFilter()).toEqual({ ...NO_FILTER, deltaZ: [1e-3, Number.POSITIVE_INFINITY] })
    expect(field<HTMLInputElement>('abs(DeltaZ) from').value).toBe('1e-3')
    type(field('abs(DeltaZ) to'), '0.50')
    expect(lastFilter()).toEqual({ ...NO_FILTER, deltaZ: [1e-3, 0.5] })
    expect(field<HTMLInputElement>('abs(DeltaZ) to').value).toBe('0.50')
    type(field('abs(DeltaZ) from'), '')
    expect(lastFilter()).toEqual({ ...NO_FILTER, deltaZ: [Number.NEGATIVE_INFINITY, 0.5] })
    type(field('abs(DeltaZ) to'), ' ')
    expect(lastFilter()).toEqual(NO_FILTER)
  })

  test('what is no number is kept to itself, said, and gone when the field is left', () => {
    draw({ redshift: [2, Number.POSITIVE_INFINITY] })
    act(() => button('More filters (1 in use)').click())
    const input = field<HTMLInputElement>('Redshift from')
    type(input, '2e')
    expect(onChange).not.toHaveBeenCalled()
    expect(input.getAttribute('aria-invalid')).toBe('true')
    expect(textOf(shown.container.querySelector('fieldset'))).toBe('Redshiftnot a number')
    act(() => {
      input.dispatchEvent(new FocusEvent('focusout', { bubbles: true }))
    })
    expect(input.value).toBe('2')
  })

  test('follow a filter that others change, and tell how many are in use', () => {
    draw()
    open()
    act(() => change({ ...NO_FILTER, width: [1, 20], logEvidence: [-5, -5] }))
    expect(field<HTMLInputElement>('Width (points) from').value).toBe('1')
    expect(field<HTMLInputElement>('Width (points) to').value).toBe('20')
    expect(button('More filters (2 in use)')).toBeDefined()
  })
})

test('the text is handed on as it is typed', () => {
  draw()
  type(field('Find row or id'), ' 12')
  expect(lastFilter()).toEqual({ ...NO_FILTER, text: ' 12' })
})

test('the number of objects is told, and all filters go at once', () => {
  draw({ text: '7', labels: [0], width: [1, 2] })
  const count = shown.container.querySelector('[aria-live="polite"]')!
  expect(textOf(count)).toBe('1,234 of 59,000 objects')
  act(() => button('Clear filters').click())
  expect(onChange.mock.calls).toEqual([[NO_FILTER]])
})
