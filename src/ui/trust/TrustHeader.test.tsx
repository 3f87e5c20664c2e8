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

test('says why a table could not be saved', () => {
  draw({ trust: { ...NO_TRUST, error: { code: 'internal', message: 'no room', hint: 'Make room.' } } })
  expect(textOf(page.container.querySelector('[role="alert"]'))).toBe('no room Make room.')
})

test('warns of rows that the network has seen, and of balanced ones', () => {
  const data = { ...NO_DATA, phase: 'ready', report: { ...REPORT, balance: 'balanced' } } as const
  draw({ trust: { ...NO_TRUST, split: 'train' }, data })
  expect(notices()).toEqual([
    'The network was trained on these rows: numbers on rows that it has not seen are worse.',
    'These rows are balanced: 50.0 % of them belong to DeltaZ < 1e-3, but 73.2 % of all objects. Purity at natural prevalence differs: Threshold shows it.',
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

  const told = (section: Element) => textOf(section.querySelector('[aria-live]'))
  const lines = () =>
    [...page.container.querySelectorAll('section:first-of-type tbody tr')].map((row) =>
      [...row.children].map(textOf),
    )
  const WHAT_IT_DOES = 'Makes 90 % mean nine in ten: one number T, fitted on validation, '

  test('is told before it was fitted, and ticking the box fits it first', () => {
    const section = draw()
    expect(textOf(section)).toContain(WHAT_IT_DOES)
    expect([box().checked, box().disabled, told(section), lines()]).toEqual([false, false, '', []])
    act(() => box().click())
    expect(page.calls).toEqual([['fitTemperature'], ['setCalibrated', true]])
  })

  test('once it was fitted, tells what it would change, and waits to be applied', () => {
    const section = draw({ trust: { ...NO_TRUST, fit: FIT } })
    expect(told(section)).toBe(
      'T = 1.5, fitted on 10 rows of validation: the network is too sure. It is not applied unless you tick the box.',
    )
    // confidences .95 .9 .85 .8 .7 .6 .7 .8 .9 .95, of which one of .7 and that of .6 are wrong
    const right = [0.95, 0.9, 0.85, 0.8, 0.7, 0.8, 0.9, 0.95]
    const wrong = [0.7, 0.6]
    const of = (divisor: number) => {
      const tempered = (p: number) => 1 / (1 + ((1 - p) / p) ** (1 / divisor))
      const losses = [
        ...right.map((p) => -Math.log(tempered(p))),
        ...wrong.map((p) => -Math.log(1 - tempered(p))),
      ]
      return (losses.reduce((sum, loss) => sum + loss) / 10).toFixed(4)
    }
    const [first, second] = lines()
    expect(first).toEqual(['Validation, 10 rows', '0.4000', '0.3000', '0.2000', '0.1000'])
    expect(second!.slice(0, 3)).toEqual(['Test, 10 rows', of(1), of(1.5)])
    expect(lines()).toHaveLength(2)
    expect(textOf(section)).toMatch(/Lower is better\. With T, log loss .* on Test: it .*\./)
    act(() => box().click())
    expect(page.calls).toEqual([['setCalibrated', true]])
  })

  test('of validation there is one line, and no verdict', () => {
    const section = draw({ trust: { ...NO_TRUST, fit: FIT, split: 'validation' } })
    expect(lines()).toHaveLength(1)
    expect(textOf(section)).toContain('Lower is better. T was fitted on these rows: choose Test under Rows')
  })

  test('is left out again', () => {
    const section = draw({ trust: { ...NO_TRUST, fit: FIT, calibrated: true } })
    expect(told(section)).toContain('It is applied to all probabilities of the network.')
    expect(box().checked).toBe(true)
    act(() => box().click())
    expect(page.calls).toEqual([['setCalibrated', false]])
  })

  test('tells that a threshold of other probabilities keeps other rows', () => {
    // p = 0.85 becomes 0.76, and 0.9 becomes 0.81
    const trust = { ...NO_TRUST, fit: FIT, calibrated: true, threshold: 0.8 }
    const section = draw({ trust })
    expect(told(section)).not.toContain('threshold')
    page.update({ trust: { ...trust, chosenBefore: 'validation' } })
    expect(told(section)).toContain(
      'The threshold 0.8 was chosen before calibration and keeps other rows now. Choose it again: on Test purity is now 100.0 % (was 100.0 %), and coverage is now 20.0 % (was 40.0 %).',
    )
    // 0.95 becomes 0.88, and no other lies between
    page.update({ trust: { ...trust, threshold: 0.6, chosenBefore: 'validation' } })
    expect(told(section)).not.toContain('threshold')
  })

  test('needs validation', () => {
    const section = draw({}, { ...PREDICTIONS, splits: PREDICTIONS.splits.slice(0, 1) })
    expect(box().disabled).toBe(true)
    expect(textOf(section)).toContain(
      'The temperature is fitted on validation, and there are no predictions of it.',
    )
    expect(textOf(section)).not.toContain(WHAT_IT_DOES)
  })
})
