// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { NO_RUNS, type RunsSlice, type StudioState } from '../../store/state.ts'
import { RUN } from '../test-data.ts'
import { type Rendered, region, render, textOf } from '../test-render.tsx'
import { ConnectedOpenedRun } from './ConnectedOpenedRun.tsx'
import { IMPORTED, META, RECORD, REPORT } from './test-data.ts'

let shown: Rendered
afterEach(() => shown.unmount())

const RECORDS = [RECORD, IMPORTED]

function draw(runs: Partial<RunsSlice>, state: Partial<StudioState> = {}): void {
  shown = render(<ConnectedOpenedRun />, {
    runs: { ...NO_RUNS, phase: 'ready', records: RECORDS, ...runs },
    ...state,
  })
}

function press(name: string): void {
  const found = [...shown.container.querySelectorAll('button')].find((button) => textOf(button) === name)
  act(() => found!.click())
}

test('nothing while the run of this session is shown, or the opened one has gone', () => {
  draw({})
  expect(shown.container.querySelector('section')).toBeNull()
  shown.update({ runs: { ...NO_RUNS, records: RECORDS, openedId: 'gone' } })
  expect(shown.container.querySelector('section')).toBeNull()
})

test('a report: file, time and what it lacks; without a run of this session it can be closed', () => {
  draw({ openedId: 'b' })
  expect(textOf(region(shown.container, 'Opened run'))).toBe(
    'Opened: DeltaZ_Undersample report file DeltaZ_Undersample_Epoch80.npy, added 2026-11-26 15:05 This report has no learning rate, and does not say model, target, seed or data. Class names were taken from nom_class. Compare Close',
  )
  press('Close')
  expect(shown.calls).toEqual([['closeRun']])
})

test('a run that was stopped, and the way back to the one of this session', () => {
  const stopped = { ...RECORD, report: { ...REPORT, meta: { ...META, status: 'stopped' as const } } }
  draw({ openedId: 'a', records: [stopped] }, { run: RUN })
  expect(textOf(region(shown.container, 'Opened run'))).toBe(
    "Opened: CNN3 DeltaZ trained in the studio, 2026-11-26 16:05, stopped before its end Compare Back to this session's run",
  )
  press("Back to this session's run")
  expect(shown.calls).toEqual([['closeRun']])
})

test('"Compare" takes it into the comparison once, and goes there', () => {
  draw({ openedId: 'a' })
  press('Compare')
  shown.update({ runs: { ...shown.store.getState().runs, comparedIds: ['a'] } })
  press('Compare')
  expect(shown.calls).toEqual([
    ['toggleCompared', 'a'],
    ['showView', 'runs'],
    ['showView', 'runs'],
  ])
})

test('where eight are compared there is no room for it', () => {
  draw({ openedId: 'a', comparedIds: [...'12345678'] })
  expect(shown.container.querySelector('button')!.disabled).toBe(true)
  expect(textOf(shown.container)).toContain(
    'Eight runs are compared already: take one out to compare this one.',
  )
  shown.update({ runs: { ...shown.store.getState().runs, comparedIds: [...'1234567', 'a'] } })
  expect(shown.container.querySelector('button')!.disabled).toBe(false)
})
