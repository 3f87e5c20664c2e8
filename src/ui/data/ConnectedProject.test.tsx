// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import { PROJECT, SAMPLE_PROJECT } from '../../core/project.fixture.ts'
import { type DataPhase, NO_DATA, type StudioState } from '../../store/state.ts'
import { endedRun, REPORT, RUN } from '../test-data.ts'
import { type Rendered, render, textOf } from '../test-render.tsx'
import { ConnectedProject } from './ConnectedProject.tsx'

let shown: Rendered
afterEach(() => shown.unmount())

const READY: Partial<StudioState> = { data: { ...NO_DATA, phase: 'ready', report: REPORT } }
const WAITING = 'DeltaZ balanced: choose its files again'

function draw(state: Partial<StudioState> = {}): void {
  shown = render(<ConnectedProject />, state)
}

function button(name: string): HTMLButtonElement | undefined {
  return [...shown.container.querySelectorAll('button')].find((each) => textOf(each) === name)
}

const input = () => shown.container.querySelector('input')!
const notice = () => textOf(shown.container.querySelector('[aria-live] p'))
const alert = () => shown.container.querySelector('[role="alert"]')

function choose(file: File): void {
  Object.defineProperty(input(), 'files', { value: [file], configurable: true })
  act(() => void input().dispatchEvent(new Event('change', { bubbles: true })))
}

describe('what can be done', () => {
  test.each<[string, Partial<StudioState>, open: boolean, save: boolean]>([
    ['without data', {}, true, false],
    ['with data', READY, true, true],
    ['after a run', { ...READY, run: endedRun('finished') }, true, true],
    ['while a run is under way', { ...READY, run: RUN }, false, false],
    ['while a run starts', { ...READY, starting: true }, false, false],
    ['while files are looked at', phase('discovering'), false, false],
    ['while posteriors are read', phase('reading'), false, false],
    ['with several data sets to choose from', phase('choosing'), true, false],
    ['with data that cannot be read', phase('failed'), true, false],
  ])('%s', (_, state, open, save) => {
    draw(state)
    expect([!input().disabled, !button('Save project')!.disabled]).toEqual([open, save])
  })

  function phase(phase: DataPhase): Partial<StudioState> {
    return { data: { ...NO_DATA, phase, report: phase === 'reading' ? REPORT : null } }
  }

  test('projects are opened, saved and forgotten', () => {
    draw({ ...READY, project: PROJECT })
    const file = new File(['{}'], 'project.json')
    choose(file)
    for (const name of ['Save project', 'Forget the project']) act(() => button(name)!.click())
    expect(shown.calls.map(([name]) => name)).toEqual(['openProject', 'saveProject', 'forgetProject'])
    expect(shown.calls[0]).toEqual(['openProject', file])
  })
})

describe('a project that was opened', () => {
  test('waits for its files, but not while they are read', () => {
    draw({ project: PROJECT })
    expect(notice()).toBe(WAITING)
    shown.update({ data: { ...NO_DATA, phase: 'discovering' } })
    expect(notice()).toBe(WAITING)
    expect(button('Forget the project')!.disabled).toBe(true)
    shown.update({ data: { ...NO_DATA, phase: 'choosing' } })
    expect(notice()).toBe(WAITING)
    expect(button('Forget the project')!.disabled).toBe(false)
    shown.update({ data: { ...NO_DATA, phase: 'reading', report: REPORT } })
    expect(notice()).toBe('')
    shown.update({ data: { ...NO_DATA, phase: 'failed' } })
    expect(notice()).toBe(WAITING)
    shown.update({ ...READY, project: null })
    expect(notice()).toBe('')
  })

  test('waits for nothing where it is a sample', () => {
    draw({ project: SAMPLE_PROJECT })
    expect(notice()).toBe('')
  })
})

describe('an error', () => {
  const ERROR = { code: 'bad-input', message: 'a.json is a list of 0, expected an object' } as const

  test('is read aloud with what to do, and goes', () => {
    draw({ projectError: { ...ERROR, hint: 'Open a file that "Save project" wrote.' } })
    expect(textOf(alert())).toBe(
      'a.json is a list of 0, expected an object Open a file that "Save project" wrote.',
    )
    shown.update({ projectError: { ...ERROR, hint: '' } })
    expect(textOf(alert())).toBe('a.json is a list of 0, expected an object')
    expect(alert()!.querySelectorAll('p')).toHaveLength(1)
    shown.update({ projectError: null })
    expect(alert()).toBeNull()
  })

  test('leaves a project waiting', () => {
    draw({ project: PROJECT, projectError: { ...ERROR, hint: '' } })
    expect(notice()).toBe(WAITING)
    expect(alert()).not.toBeNull()
  })
})
