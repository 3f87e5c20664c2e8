// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import { NO_TRUST } from '../../store/network-state.ts'
import { NO_DATA, NO_RUNS, type StudioState } from '../../store/state.ts'
import { RECORD } from '../runs/test-data.ts'
import { REPORT } from '../test-data.ts'
import { type Rendered, render, textOf } from '../test-render.tsx'
import { ConnectedTrust } from './ConnectedTrust.tsx'
import { PREDICTIONS, trusting } from './test-data.ts'

let page: Rendered
afterEach(() => page.unmount())

const FIT = { temperature: 1.5, rows: 10, lossBefore: 0.4, lossAfter: 0.3, eceBefore: 0.2, eceAfter: 0.1 }

function draw(state: Partial<StudioState> = {}, predictions = PREDICTIONS): HTMLElement {
  page = render(<ConnectedTrust />, { ...trusting(predictions), ...state })
  return page.container.querySelector('section')!
}

function field(name: string): HTMLSelectElement | HTMLInputElement {
  const label = [...page.container.querySelectorAll('label')].find((each) => textOf(each) === name)!
  return page.container.querySelector(`#${CSS.escape(label.htmlFor)}`)!
}

function choose(name: string, value: string): void {
  act(() => {
    const select = field(name)
    select.value = value
    select.dispatchEvent(new Event('change', { bubbles: true }))
  })
}

function press(name: string): void {
  act(() => [...page.container.querySelectorAll('button')].find((each) => textOf(each) === name)!.click())
}

const notices = () => [...page.container.querySelectorAll('[data-severity]')].map(textOf)

test('says which network, which rows and how many are of the kept class', () => {
  const section = draw()
  expect(textOf(section.querySelector('header'))).toBe(
    'TrustCNN3, DeltaZ, epoch 7 of a run on data/failed-redshifts, ended 2026-11-22',
  )
  expect([...field('Rows').querySelectorAll('option')].map(textOf)).toEqual([
    'Test, 10 rows',
    'Validation, 10 rows',
    'Train, 10 rows',
  ])
  expect([...field('Class to keep').querySelectorAll('option')].map(textOf)).toEqual([
    'DeltaZ < 1e-3',
    'DeltaZ ≥ 1e-3',
  ])
  expect(textOf(section)).toContain('5 of 10 rows (50.0 %) belong to DeltaZ < 1e-3.')
  expect(notices()).toEqual([])
})

test('choices give commands', () => {
  draw()
  choose('Rows', 'train')
  choose('Class to keep', '1')
  press('Fit temperature')
  press('Measures CSV')
  press('Predictions CSV')
  expect(page.calls).toEqual([
    ['setTrust', { split: 'train' }],
    ['setTrust', { keptClass: 1 }],
    ['fitTemperature'],
    ['exportTrust', 'measures'],
    ['exportTrust', 'predictions'],
  ])
})

test('warns of rows that the network has seen, and of balanced ones', () => {
  const data = { ...NO_DATA, phase: 'ready', report: { ...REPORT, balance: 'balanced' } } as const
  draw({ trust: { ...NO_TRUST, split: 'train' }, data })
  expect(notices()).toEqual([
    'The network was trained on these rows: numbers on rows that it has not seen are worse.',
    'These rows are balanced: 50.0 % of them belong to DeltaZ < 1e-3, but 73.2 % of all objects. Purity at natural prevalence differs.',
  ])
})

test('rows of other data are not called rows that the network has seen', () => {
  const report = { ...REPORT, name: 'data/others', fingerprint: 'abcd' }
  const data = { ...NO_DATA, phase: 'ready', report } as const
  const predictions = { ...PREDICTIONS, fingerprint: 'abcd' }
  draw({ trust: { ...NO_TRUST, split: 'train' }, data }, predictions)
  expect(notices()).toEqual([
    'The network was trained on other data (data/failed-redshifts) than those in use (data/others). Any of these rows may have been among its own.',
  ])
})

test('an opened run is told apart from that of the network', () => {
  draw({ runs: { ...NO_RUNS, records: [RECORD], openedId: RECORD.id } })
  expect(notices()).toEqual([
    `This is about the network in use, and not about the opened run ${RECORD.name}: kept runs have no weights.`,
  ])
})

describe('calibration', () => {
  const box = () => field('Calibrated probabilities') as HTMLInputElement

  test('is told before it was fitted, and fitted by either control', () => {
    const section = draw()
    expect(textOf(section)).toContain(
      'Divides all logits by one number T, fitted on validation. No predicted class changes, and the control stays as it is.',
    )
    expect([box().checked, box().disabled]).toEqual([false, false])
    act(() => box().click())
    expect(page.calls).toEqual([['fitTemperature']])
  })

  test('is told once it was fitted, and left out again', () => {
    const section = draw({ trust: { ...NO_TRUST, fit: FIT, calibrated: true } })
    expect(textOf(section.querySelector('[aria-live]'))).toBe(
      'T = 1.5, fitted on 10 rows of validation: the network was too sure. On these rows cross-entropy 0.4000 before, 0.3000 after; ECE 0.2000 before, 0.1000 after.',
    )
    expect(box().checked).toBe(true)
    act(() => box().click())
    expect(page.calls).toEqual([['setCalibrated', false]])
  })

  test('needs validation', () => {
    const section = draw({}, { ...PREDICTIONS, splits: PREDICTIONS.splits.slice(0, 1) })
    expect(box().disabled).toBe(true)
    expect(textOf(section.querySelector('[aria-live]'))).toBe(
      'The temperature is fitted on validation, and there are no predictions of it.',
    )
  })
})
