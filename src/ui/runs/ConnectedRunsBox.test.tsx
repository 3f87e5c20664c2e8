// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { NO_RUNS, type RunsSlice, type StudioState } from '../../store/state.ts'
import { type Rendered, render, textOf } from '../test-render.tsx'
import { ConnectedRunsBox } from './ConnectedRunsBox.tsx'
import { IMPORTED, RECORD } from './test-data.ts'

let shown: Rendered
afterEach(() => shown.unmount())

function draw(runs: Partial<RunsSlice>, state: Partial<StudioState> = {}): void {
  shown = render(<ConnectedRunsBox />, { runs: { ...NO_RUNS, phase: 'ready', ...runs }, ...state })
}

const text = () => textOf(shown.container.querySelector('section'))
const input = () => shown.container.querySelector<HTMLInputElement>('input[type="file"]')!

test.each<[Partial<RunsSlice>, string]>([
  [{ phase: 'loading' }, 'Looks for runs of earlier visits.'],
  [{}, 'No run yet.'],
  [{ records: [RECORD] }, '1 run in the list.'],
  [{ records: [RECORD, IMPORTED] }, '2 runs in the list.'],
  [{ records: [RECORD], importing: true }, 'Reads reports.'],
])('%o: %s', (runs, line) => {
  draw(runs)
  expect(text()).toBe(`Runs and reports${line}Report filesShow runs`)
})

test('"Report files" takes several files', () => {
  draw({})
  expect(input().getAttribute('aria-label')).toBe('Report files')
  expect([input().accept, input().multiple, input().disabled]).toEqual(['.npy,.json', true, false])
  const files = [new File(['a'], 'a.npy'), new File(['b'], 'b.json')]
  Object.defineProperty(input(), 'files', { value: files })
  act(() => void input().dispatchEvent(new Event('change', { bubbles: true })))
  expect(shown.calls).toEqual([['importReports', files]])
})

test('no second import while one is under way', () => {
  draw({ importing: true })
  expect(input().disabled).toBe(true)
})

test('"Show runs" turns to the runs', () => {
  draw({})
  act(() => shown.container.querySelector('button')!.click())
  expect(shown.calls).toEqual([['showView', 'runs']])
})

test('an error of the storage is told wherever the list of runs is not in view', () => {
  draw({ storageError: { code: 'bad-input', message: 'No room left.', hint: 'Delete runs.' } })
  expect(textOf(shown.container.querySelector('[role="alert"]'))).toBe('No room left. Delete runs.')
  shown.update({ view: 'runs' })
  expect(shown.container.querySelector('[role="alert"]')).toBeNull()
})
