// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { type Rendered, region, render, textOf } from '../test-render.tsx'
import { ComparedRuns } from './ComparedRuns.tsx'
import { HEADS } from './test-data.ts'

const calls = {
  onBaseline: vi.fn(),
  onRemove: vi.fn(),
  onTest: vi.fn(),
  onFolded: vi.fn(),
  onSave: vi.fn(),
  onClear: vi.fn(),
}
let page: Rendered | undefined
afterEach(() => {
  page?.unmount()
  vi.clearAllMocks()
})

const PROPS = {
  heads: HEADS,
  baselineId: 'a',
  test: 'test',
  hasNatural: true,
  groups: [],
  folded: true,
  withoutNatural: null,
  refused: [],
  notices: [],
  isEmpty: false,
  ...calls,
} as const

function show(props: Partial<Parameters<typeof ComparedRuns>[0]> = {}): HTMLElement {
  page = render(<ComparedRuns {...PROPS} {...props} />)
  return region(page.container, 'Compared runs')
}

const press = (element: Element | null | undefined) => act(() => (element as HTMLElement).click())
const button = (root: HTMLElement, name: string) =>
  [...root.querySelectorAll('button')].find(
    (each) => each.textContent === name || each.getAttribute('aria-label') === name,
  )

test('a radio button per run, named by number and name, says which is the baseline', () => {
  const root = show()
  const group = root.querySelector('[role="radiogroup"]')!
  expect(group.getAttribute('aria-label')).toBe('Baseline')
  const radios = [...group.querySelectorAll<HTMLInputElement>('input[type="radio"]')]
  expect(radios.map((radio) => [textOf(radio.closest('label')), radio.checked])).toEqual([
    ['1 CNN3baseline', true],
    ['2 CNN8', false],
    ['3 CNN-GRU', false],
  ])
  press(radios[1])
  expect(calls.onBaseline.mock.calls).toEqual([['b']])
})

test('swatches have the colours of the runs', () => {
  const swatches = [...show().querySelectorAll<HTMLElement>('label [aria-hidden]')]
  expect(swatches.map((swatch) => swatch.style.backgroundColor)).toEqual([
    'var(--run-0)',
    'var(--run-4)',
    'var(--run-2)',
  ])
})

test('a run is taken out', () => {
  press(button(show(), 'Remove CNN-GRU from the comparison'))
  expect(calls.onRemove.mock.calls).toEqual([['c']])
})

test('the rows are chosen; a test that no run has cannot be', () => {
  const natural = (root: HTMLElement) => root.querySelector<HTMLInputElement>('input[value="natural"]')!
  press(natural(show()))
  expect(calls.onTest.mock.calls).toEqual([['natural']])
  page?.unmount()
  expect(natural(show({ hasNatural: false })).disabled).toBe(true)
  page?.unmount()
  // one may always get away from it
  expect(
    show({ hasNatural: false, test: 'natural' }).querySelector<HTMLInputElement>('input[value="test"]')!
      .disabled,
  ).toBe(false)
})

test('seeds are folded only where there are groups, which are named', () => {
  expect(show().querySelector('input[type="checkbox"]')).toBeNull()
  page?.unmount()
  const root = show({ groups: ['CNN3, DeltaZ, 2 seeds (runs 1, 2)'] })
  const box = root.querySelector<HTMLInputElement>('input[type="checkbox"]')!
  expect([textOf(root.querySelector(`label[for="${box.id}"]`)), box.checked]).toEqual([
    'Fold runs that differ by seed only',
    true,
  ])
  expect(textOf(root.querySelector('li'))).toBe('CNN3, DeltaZ, 2 seeds (runs 1, 2)')
  press(box)
  expect(calls.onFolded.mock.calls).toEqual([[false]])
})

test('refused runs and notices are told, and how serious they are', () => {
  const refused = [{ name: 'Flags', reason: '“Flags” has 3 classes, the baseline “CNN3” has 2.' }]
  const severities = (root: HTMLElement) =>
    [...root.querySelectorAll<HTMLElement>('[data-severity]')].map((notice) => [
      notice.dataset.severity,
      textOf(notice),
    ])
  expect(severities(show({ refused, notices: ['Losses are not of one kind.'] }))).toEqual([
    ['warning', '1 run is not compared: “Flags” has 3 classes, the baseline “CNN3” has 2.'],
    ['info', 'Losses are not of one kind.'],
  ])
  page?.unmount()
  const root = show({ refused, isEmpty: true })
  expect(severities(root)[0]![0]).toBe('block')
  expect(button(root, 'Save comparison CSV')!.disabled).toBe(true)
})

test('runs that are refused for one reason are told in one notice', () => {
  const refused = [
    { name: 'Flags', reason: '“Flags” has 3 classes, the baseline “CNN3” has 2.' },
    { name: 'a, b', reason: '“a, b” was tested on other rows.' },
    { name: 'Whole', reason: '“Whole” has 3 classes, the baseline “CNN3” has 2.' },
  ]
  expect([...show({ refused }).querySelectorAll('[data-severity]')].map(textOf)).toEqual([
    '2 runs are not compared: “Flags” and “Whole”. Each has 3 classes, the baseline “CNN3” has 2.',
    '1 run is not compared: “a, b” was tested on other rows.',
  ])
})

test('a baseline without the chosen test is told once, with the way back', () => {
  const root = show({ test: 'natural', isEmpty: true, withoutNatural: 'CNN3 has no natural test.' })
  expect([...root.querySelectorAll('[data-severity="block"]')].map(textOf)).toEqual([
    'CNN3 has no natural test. Compare on Test',
  ])
  press(button(root, 'Compare on Test'))
  expect(calls.onTest.mock.calls).toEqual([['test']])
})

test('swatches of the last four colours are hollow', () => {
  const swatches = [...show().querySelectorAll<HTMLElement>('label [aria-hidden]')]
  expect(swatches.map((swatch) => swatch.dataset.hollow)).toEqual(['false', 'true', 'false'])
})

test('the comparison is saved both ways, where it can be', () => {
  const root = show()
  press(button(root, 'Save comparison CSV'))
  press(button(root, 'Save comparison LaTeX'))
  expect(calls.onSave.mock.calls).toEqual([['csv'], ['latex']])
})

test('all runs are taken out at once', () => {
  press(button(show(), 'Compare none'))
  expect(calls.onClear).toHaveBeenCalledOnce()
})
