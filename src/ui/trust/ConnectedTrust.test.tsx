// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as calibration from '../../core/trust/calibration.ts'
import * as curves from '../../core/trust/curves.ts'
import * as ranking from '../../core/trust/ranking.ts'
import * as scores from '../../core/trust/scores.ts'
import { NO_NETWORK, NO_TRUST } from '../../store/network-state.ts'
import { type Rendered, region, render, textOf } from '../test-render.tsx'
import { ConnectedTrust } from './ConnectedTrust.tsx'
import { trusting } from './test-data.ts'

vi.mock('../../core/trust/calibration.ts', { spy: true })
vi.mock('../../core/trust/curves.ts', { spy: true })
vi.mock('../../core/trust/ranking.ts', { spy: true })
vi.mock('../../core/trust/scores.ts', { spy: true })

let page: Rendered
beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  page.unmount()
  vi.useRealTimers()
  vi.clearAllMocks()
})

/** Lets panels have their turns, one after the other. */
function wait(): void {
  for (let turn = 0; turn < 8; turn++) act(() => vi.advanceTimersByTime(20))
}
function draw(...state: Parameters<typeof render>): Rendered {
  page = render(...state)
  wait()
  return page
}
function update(state: Parameters<Rendered['update']>[0]): void {
  page.update(state)
  wait()
}

const regions = () =>
  [...page.container.querySelectorAll('section')].map((each) => each.getAttribute('aria-label'))
const point = (name: string) => textOf([...region(page.container, name).querySelectorAll('p')].at(-1)!)

/** All that is sorted, binned or summed over rows whatever the threshold. */
const SLOW = [
  ranking.rankRows,
  scores.trustScores,
  calibration.topClassCalibration,
  curves.rocCurve,
  curves.precisionRecallCurve,
  curves.decimateCurve,
] as const
const slowCalls = () => SLOW.map((each) => vi.mocked(each).mock.calls.length)
const NONE = SLOW.map(() => 0)

describe('the view', () => {
  test('shows its regions in order', () => {
    draw(<ConnectedTrust />, trusting())
    expect(regions()).toEqual([
      'Trust',
      'Network and control',
      'Threshold',
      'Reliability diagram',
      'ROC curve',
      'Precision and recall',
      'By redshift',
    ])
  })

  test('says what is missing without predictions', () => {
    draw(<ConnectedTrust />)
    expect(regions()).toEqual(['Trust'])
    expect(textOf(region(page.container, 'Trust').querySelector('p'))).toBe(
      'There is no network yet. Train one, or load one that was saved.',
    )
    update(trusting())
    expect(regions()).toHaveLength(7)
  })

  test('the focus goes from the button on to the heading, and is not taken otherwise', () => {
    const network = { ...trusting().network!, predictions: null }
    const heading = () => region(page.container, 'Trust').querySelector('h2')
    draw(<ConnectedTrust />, { ...trusting(), network })
    page.container.querySelector('button')!.focus()
    update({ network: { ...network, progress: { name: 'test', done: 1, total: 2 } } })
    expect(document.activeElement).toBe(page.container.querySelector('button'))
    update(trusting())
    expect(regions()).toHaveLength(7)
    expect(document.activeElement).toBe(heading())
    page.unmount()
    draw(<ConnectedTrust />, { ...trusting(), network })
    update(trusting())
    expect(document.activeElement).toBe(document.body)
  })

  test('forgets a network that is gone', () => {
    draw(<ConnectedTrust />, trusting())
    update({ network: NO_NETWORK })
    expect(regions()).toEqual(['Trust'])
  })

  test('takes the first rows and class where those chosen do not exist', () => {
    draw(<ConnectedTrust />, {
      ...trusting(),
      trust: { ...NO_TRUST, split: 'natural', keptClass: 4 },
    })
    expect([...page.container.querySelectorAll('select')].map(({ value }) => value).slice(0, 2)).toEqual([
      'test',
      '0',
    ])
  })

  test('waits behind another view', () => {
    draw(<ConnectedTrust />, { ...trusting(), view: 'data' })
    expect(regions()).toEqual(['Trust'])
    expect(slowCalls()).toEqual(NONE)
    update({ view: 'trust' })
    expect(regions()).toHaveLength(7)
    vi.clearAllMocks()
    update({ view: 'data' })
    update({ trust: { ...NO_TRUST, split: 'validation' } })
    expect(slowCalls()).toEqual(NONE)
    update({ view: 'trust' })
    expect(slowCalls()).not.toEqual(NONE)
  })
})

test('panels appear one after the other', () => {
  page = render(<ConnectedTrust />, trusting())
  const seen = [regions().length]
  for (let turn = 0; turn < 7; turn++) {
    act(() => vi.advanceTimersByTime(20))
    seen.push(regions().length)
  }
  expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 7])
})

describe('a move of the slider', () => {
  test('changes every panel and sorts nothing again', () => {
    draw(<ConnectedTrust />, trusting())
    expect(slowCalls().every((count) => count > 0)).toBe(true)
    vi.clearAllMocks()
    update({ trust: { ...NO_TRUST, threshold: 0.35 } })
    expect(point('ROC curve')).toBe(
      'At threshold 0.35: completeness 100.0 %, false positive rate 20.0 % (dot). The control with as many rows kept (6 rows): completeness 80.0 %, false positive rate 40.0 % (square).',
    )
    expect(point('Precision and recall')).toBe(
      'At threshold 0.35: purity 83.3 %, completeness 100.0 % (dot). The control with as many rows kept (6 rows): purity 66.7 %, completeness 80.0 % (square).',
    )
    expect(textOf(region(page.container, 'Threshold').querySelector('dd'))).toContain('5 of 6 kept rows')
    expect(textOf(region(page.container, 'By redshift').querySelector('header'))).toContain('threshold 0.35')
    expect(slowCalls()).toEqual(NONE)
  })

  test('draws no curve again', () => {
    draw(<ConnectedTrust />, trusting())
    const lines = () => [...page.container.querySelectorAll('[data-part$="line"]')]
    const before = lines().map((line) => line.getAttribute('d'))
    expect(before).toHaveLength(9)
    update({ trust: { ...NO_TRUST, threshold: 0.35 } })
    expect(lines().map((line) => line.getAttribute('d'))).toEqual(before)
  })
})

test('calibration sorts the network again and not the control', () => {
  draw(<ConnectedTrust />, trusting())
  vi.clearAllMocks()
  const fit = { temperature: 2, rows: 10, lossBefore: 1, lossAfter: 1, eceBefore: 0, eceAfter: 0 }
  update({ trust: { ...NO_TRUST, fit, calibrated: true } })
  expect(vi.mocked(scores.trustScores)).toHaveBeenCalledTimes(1)
  const legend = textOf(region(page.container, 'ROC curve').querySelector('ul'))
  expect(legend).toBe('Network, AUC 0.9600Control, AUC 0.7600')
})

test('other rows are shown when they are chosen', () => {
  draw(<ConnectedTrust />, trusting())
  act(() => page.store.setState({ trust: { ...NO_TRUST, split: 'train' } }))
  expect(textOf(region(page.container, 'Network and control'))).toContain(
    'The control was fitted on TRAIN and is not asked about it. Choose other rows to see it.',
  )
  expect(textOf(region(page.container, 'ROC curve').querySelector('ul'))).toBe('Network, AUC 0.9600')
})
