// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { NO_EXPORTS, type StudioState } from '../../store/state.ts'
import { endedRun, RUN } from '../test-data.ts'
import { type Rendered, region, render, textOf } from '../test-render.tsx'
import { ConnectedFigurePanel } from './ConnectedFigurePanel.tsx'

let shown: Rendered
afterEach(() => shown.unmount())

function draw(state: Partial<StudioState>): void {
  shown = render(<ConnectedFigurePanel />, state)
}

test.each([
  ['before the first run', null],
  ['while a run goes on', RUN],
  ['while the best weights are evaluated', { ...RUN, status: 'evaluating' as const }],
])('is not there %s', (_, run) => {
  draw({ run })
  expect(shown.container.querySelector('section')).toBeNull()
})

test.each(['finished', 'stopped', 'failed'] as const)('is there once a run has %s', (status) => {
  draw({ run: RUN })
  shown.update({ run: endedRun(status) })
  expect(textOf(region(shown.container, 'Figure and files'))).toContain('Paper kit')
})

test('presses reach the actions', () => {
  draw({ run: endedRun('finished'), exports: NO_EXPORTS })
  const button = [...shown.container.querySelectorAll('button')].find(
    (each) => each.getAttribute('aria-label') === 'Export figure PDF',
  )!
  button.click()
  expect(shown.calls).toEqual([['exportFigure', 'pdf']])
})

test('a panel that this run does not have is given up', () => {
  const figure = { size: 'column', panel: 'natural' } as const
  draw({ run: endedRun('finished'), exports: { ...NO_EXPORTS, figure } })
  expect(shown.calls).toEqual([['setFigure', { panel: 'all' }]])
  const values = [...shown.container.querySelectorAll('select')].map(({ value }) => value)
  expect(values).toEqual(['column', 'all'])
})
