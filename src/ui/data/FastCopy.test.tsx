// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import type { CopyState } from '../../core/stored-copy.ts'
import { type CopySlice, NO_COPY, NO_DATA, type StudioState } from '../../store/state.ts'
import { REPORT, RUN } from '../test-data.ts'
import { type Rendered, render, textOf } from '../test-render.tsx'
import { FastCopy } from './FastCopy.tsx'

let shown: Rendered
afterEach(() => shown.unmount())

const NONE: CopyState = { state: 'none', doneBytes: 0, totalBytes: 4.2e9, inUse: false }
const PARTIAL: CopyState = { ...NONE, state: 'partial', doneBytes: 1.79e9 }
const COMPLETE: CopyState = { ...NONE, state: 'complete', doneBytes: 4.2e9, inUse: true }
const OTHER = { fingerprint: '77aa', name: 'Flag balanced', bytes: 1.24e9, complete: true }

function draw(copy: Partial<CopySlice>, state: Partial<StudioState> = {}): void {
  const data = { ...NO_DATA, phase: 'ready', report: REPORT } as const
  shown = render(<FastCopy />, { data, copy: { ...NO_COPY, ...copy }, ...state })
}

function buttons(): string[] {
  return [...shown.container.querySelectorAll('button')].map(
    (element) => element.getAttribute('aria-label') ?? textOf(element),
  )
}

function press(name: string): void {
  const found = [...shown.container.querySelectorAll('button')].find(
    (element) => (element.getAttribute('aria-label') ?? textOf(element)) === name,
  )
  act(() => found!.click())
}

describe('FastCopy', () => {
  test('is not there where nothing can be said', () => {
    draw({})
    expect(shown.container.querySelector('section')).toBeNull()
  })

  test('is a section with a heading of its own', () => {
    draw({ state: NONE })
    const section = shown.container.querySelector('section')!
    const heading = shown.container.querySelector(`#${CSS.escape(section.getAttribute('aria-labelledby')!)}`)
    expect(textOf(heading)).toBe('Fast copy')
  })

  test.each([
    [NONE, ['Fast copy'], 'it takes 4.2 GB.', 'Fast copy', ['fastCopy']],
    [
      PARTIAL,
      ['Resume fast copy (42 %)', 'Remove copy'],
      'A part is copied',
      'Resume fast copy (42 %)',
      ['fastCopy'],
    ],
    [
      COMPLETE,
      ['Remove copy'],
      'Read from the fast copy in this browser (4.2 GB)',
      'Remove copy',
      ['removeCopy', '9f3c1be2'],
    ],
  ] as const)('offers what can be done: %#', (state, names, text, pressed, call) => {
    draw({ state })
    expect(buttons()).toEqual(names)
    expect(textOf(shown.container)).toContain(text)
    press(pressed)
    expect(shown.calls).toEqual([call])
  })

  test('shows how far the copying is, and can end it', () => {
    const progress = { phase: 'write', file: 'X.npy', done: 2.1e9, total: 4.2e9 } as const
    draw({ state: NONE, progress, pace: { perSecond: 210e6, secondsLeft: 10 } })
    const bar = shown.container.querySelector('[role="progressbar"]')!
    expect(bar.getAttribute('aria-label')).toBe('Copy progress')
    expect(bar.getAttribute('aria-valuenow')).toBe('50')
    expect(bar.getAttribute('aria-valuetext')).toBe('2.1 GB of 4.2 GB, 210 MB/s, 10 s left')
    expect(buttons()).toEqual(['Cancel copy'])
    press('Cancel copy')
    expect(shown.calls).toEqual([['cancelCopy']])
  })

  test('tells an error with its hint, also where nothing else is known', () => {
    const error = { code: 'bad-input', message: 'The room ended.', hint: 'Remove other copies.' } as const
    draw({ error })
    expect(textOf(shown.container.querySelector('[role="alert"]'))).toBe(
      'The room ended. Remove other copies.',
    )
    expect(buttons()).toEqual([])
  })

  test('lists copies of other data', () => {
    draw({ others: [OTHER, { ...OTHER, fingerprint: '88bb', name: '', complete: false }] })
    const items = [...shown.container.querySelectorAll('li')].map(textOf)
    expect(items).toEqual(['Flag balanced 1.2 GB Remove', 'unnamed data 88bb 1.2 GB, incomplete Remove'])
    expect(buttons()).toEqual(['Remove copy of Flag balanced', 'Remove copy of unnamed data 88bb'])
    press('Remove copy of Flag balanced')
    expect(shown.calls).toEqual([['removeCopy', '77aa']])
  })

  test.each<[string, Partial<StudioState>]>([
    ['training', { run: RUN }],
    ['reading', { data: { ...NO_DATA, phase: 'reading' } }],
  ])('while %s no copy can be changed', (_, state) => {
    draw({ state: PARTIAL, others: [OTHER] }, state)
    const all = [...shown.container.querySelectorAll('button')]
    expect(all.map(({ disabled }) => disabled)).toEqual([true, true, true])
  })
})
