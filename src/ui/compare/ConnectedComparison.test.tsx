// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RunRecord } from '../../core/run-record.ts'
import { NO_RUNS } from '../../store/state.ts'
import { type Rendered, region, render, textOf } from '../test-render.tsx'
import { ConnectedComparison } from './ConnectedComparison.tsx'
import * as curvePlots from './curve-plot.ts'
import * as metricRows from './metric-rows.ts'
import { FIRST, LIVE, RESEEDED, SECOND, THREE_CLASSES } from './test-data.ts'

vi.mock('./curve-plot.ts', { spy: true })
vi.mock('./metric-rows.ts', { spy: true })

const RECORDS = [RESEEDED, LIVE, SECOND, FIRST, THREE_CLASSES]
let page: Rendered

function runs(
  comparedIds: readonly string[],
  records: readonly RunRecord[] = RECORDS,
  baselineId = comparedIds[0] ?? null,
) {
  return { ...NO_RUNS, phase: 'ready' as const, records, comparedIds, baselineId }
}
/** Panels take turns. */
function settle(): void {
  for (let turn = 0; turn < 4; turn++) act(() => vi.advanceTimersByTime(20))
}
function update(patch: Parameters<Rendered['update']>[0]): void {
  page.update(patch)
  settle()
}
beforeEach(() => {
  vi.useFakeTimers()
  page = render(<ConnectedComparison />, { view: 'runs', runs: runs(['a', 'b']) })
  settle()
})
afterEach(() => {
  page.unmount()
  vi.useRealTimers()
  vi.clearAllMocks()
})

const regions = () =>
  [...page.container.querySelectorAll('section')].map((each) => each.getAttribute('aria-label'))
const chips = () =>
  [...page.container.querySelectorAll('[aria-label="Baseline"] label')].map((chip) => textOf(chip))

/** The record of the live run after another epoch. */
function grown(record: RunRecord): RunRecord {
  const { report } = record
  const longer = { val_acc: [...report.val_acc!, 0.72], val_loss: [...report.val_loss!, 0.65] }
  return { ...record, report: { ...report, ...longer } }
}

test('two runs are compared on the same objects', () => {
  expect(regions()).toEqual([
    'Compared runs',
    'Compared curves',
    'Settings that differ',
    'Compared matrices',
    'Compared metrics',
    'Same objects (McNemar)',
  ])
  expect(chips()).toEqual(['1 CNN3baseline', '2 CNN8'])
  // the baseline has row 3 wrong, the other none
  const cells = region(page.container, 'Same objects (McNemar)').querySelectorAll('tbody tr > *')
  expect([...cells].map((cell) => textOf(cell))).toEqual([
    '2 CNN8',
    '0',
    '1',
    '7',
    '0',
    'p = 1',
    'p = 1',
    'right on 1 object more than the baseline; no difference between the two can be seen',
  ])
})

test('with fewer than two it says what to do', () => {
  update({ runs: runs(['a']) })
  expect(regions()).toEqual(['Compared runs'])
  expect(textOf(page.container.querySelector('section p'))).toBe('Choose a second run to compare CNN3 with.')
  update({ runs: runs([]) })
  expect(textOf(page.container)).toContain('Choose two to eight runs of the list to compare them.')
})

test('another baseline comes first in the tables, and numbers stay', () => {
  update({ runs: runs(['a', 'b'], RECORDS, 'b') })
  expect(chips()).toEqual(['1 CNN3', '2 CNN8baseline'])
  const heads = region(page.container, 'Settings that differ').querySelectorAll('thead th')
  expect([...heads].map((head) => textOf(head))).toEqual(['Setting', '2 CNN8baseline', '1 CNN3'])
})

test('what cannot be compared is refused, with nothing left below it', () => {
  update({ runs: runs(['a', 'e']) })
  expect(regions()).toEqual(['Compared runs'])
  expect(textOf(page.container.querySelector('[data-severity="block"]'))).toMatch(
    /^1 run is not compared: “Flags” .*3.*2/,
  )
})

test('a baseline without a natural test is told, and nothing else is refused for it', () => {
  update({ runs: { ...runs(['a', 'b', 'c']), comparedTest: 'natural' } })
  expect(regions()).toEqual(['Compared runs'])
  expect([...page.container.querySelectorAll('[data-severity]')].map(textOf)).toEqual([
    'CNN3 has no natural test. Compare on Test',
  ])
  update({ runs: { ...runs(['c', 'a']), comparedTest: 'natural' } })
  expect(textOf(page.container.querySelector('[data-severity]'))).toBe(
    'CNN-GRU has no natural test yet: it is still running. Compare on Test',
  )
})

test('controls give commands', () => {
  const press = (selector: string) => act(() => page.container.querySelector<HTMLElement>(selector)!.click())
  update({ runs: runs(['a', 'd', 'b']) })
  press('[aria-label="Baseline"] > :nth-child(2) input')
  press('[aria-label="Baseline"] > :nth-child(3) button')
  press('input[type="checkbox"]')
  act(() =>
    [...page.container.querySelectorAll('button')]
      .find((each) => each.textContent === 'Save comparison LaTeX')!
      .click(),
  )
  expect(page.calls).toEqual([
    ['setBaseline', 'd'],
    ['toggleCompared', 'b'],
    ['setFolded', false],
    ['exportComparison', 'latex'],
  ])
})

test('runs that differ by their seed only are folded into a band, or not', () => {
  const ends = () => [...page.container.querySelectorAll('[data-part="end"]')].map((end) => textOf(end))
  update({ runs: runs(['a', 'd', 'b']) })
  expect(ends()).toEqual(['1, 2', '3', '1, 2', '3'])
  expect(page.container.querySelectorAll('[data-part="band"]')).toHaveLength(2)
  update({ runs: { ...runs(['a', 'd', 'b']), folded: false } })
  expect(ends()).toEqual(['1', '2', '3', '1', '2', '3'])
})

test('an epoch of a run under way draws its lines anew and nothing else', () => {
  update({ runs: runs(['a', 'b', 'c']) })
  const drawn = vi.mocked(curvePlots.curvePath)
  const computed = vi.mocked(metricRows.metricGroups)
  expect([drawn.mock.calls.length > 0, computed.mock.calls.length > 0]).toEqual([true, true])
  drawn.mockClear()
  computed.mockClear()
  const next = grown(LIVE)
  update({
    runs: runs(
      ['a', 'b', 'c'],
      RECORDS.map((record) => (record === LIVE ? next : record)),
    ),
  })
  expect(drawn.mock.calls.map(([values]) => values)).toEqual([next.report.val_acc, next.report.val_loss])
  expect(computed).not.toHaveBeenCalled()
})

test('a run that is not compared changes nothing', () => {
  vi.mocked(curvePlots.curvePlot).mockClear()
  vi.mocked(curvePlots.valueEnds).mockClear()
  update({
    runs: runs(
      ['a', 'b'],
      RECORDS.map((record) => (record === LIVE ? grown(LIVE) : record)),
    ),
  })
  expect(curvePlots.valueEnds).not.toHaveBeenCalled()
})

test('behind another view it waits', () => {
  update({ runs: runs(['a', 'c']) })
  update({ view: 'training' })
  vi.mocked(curvePlots.curvePath).mockClear()
  const changed = runs(
    ['a', 'c'],
    RECORDS.map((record) => (record === LIVE ? grown(LIVE) : record)),
  )
  update({ runs: changed })
  expect(curvePlots.curvePath).not.toHaveBeenCalled()
  update({ view: 'runs' })
  expect(curvePlots.curvePath).toHaveBeenCalledTimes(2)
})
