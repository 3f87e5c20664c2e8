// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { NO_COPY, NO_DATA, type StudioState } from '../../store/state.ts'
import { PLAN, REPORT } from '../test-data.ts'
import { type Rendered, render, textOf } from '../test-render.tsx'
import { RunButtons } from './RunButtons.tsx'

let shown: Rendered
afterEach(() => shown.unmount())

const READY: Partial<StudioState> = { data: { ...NO_DATA, phase: 'ready', report: REPORT }, plan: PLAN }

test.each<[string, Partial<StudioState>]>([
  ['Waits for the data.', { data: { ...NO_DATA, phase: 'reading', report: REPORT } }],
  [
    'Waits for the fast copy.',
    { ...READY, copy: { ...NO_COPY, progress: { phase: 'write', file: '', done: 1, total: 9 } } },
  ],
  ['Waits for the fast copy.', { ...READY, copy: { ...NO_COPY, removing: true } }],
])('says why training cannot start: %s', (hint, state) => {
  shown = render(<RunButtons />, state)
  expect(shown.container.querySelector('button')!.disabled).toBe(true)
  expect(textOf(shown.container.querySelector('p'))).toBe(hint)
})
