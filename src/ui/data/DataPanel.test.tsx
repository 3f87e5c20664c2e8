// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import type { DatasetReport } from '../../core/dataset-report.ts'
import { PROJECT } from '../../core/project.fixture.ts'
import { type DataState, NO_DATA } from '../../store/state.ts'
import { REPORT } from '../test-data.ts'
import { type Rendered, region, render, textOf } from '../test-render.tsx'
import { DataPanel } from './DataPanel.tsx'

let shown: Rendered
afterEach(() => shown.unmount())

function unread(split: DatasetReport['splits']['train']) {
  return { ...split, nonFinite: null }
}

/** As it is before the posteriors were read. */
const FIRST: DatasetReport = {
  ...REPORT,
  fingerprint: '',
  splits: {
    train: unread(REPORT.splits.train),
    validation: unread(REPORT.splits.validation),
    test: unread(REPORT.splits.test),
  },
}
const READING: DataState = {
  ...NO_DATA,
  phase: 'reading',
  report: FIRST,
  progress: { phase: 'scan', file: 'TRAIN/X.npy', done: 1.2e9, total: 3e9 },
  pace: { perSecond: 310e6, secondsLeft: 5.8 },
}

function button(name: string): HTMLButtonElement | undefined {
  return [...shown.container.querySelectorAll('button')].find((element) => textOf(element) === name)
}

describe('while posteriors are read', () => {
  test('class counts are there at once, below them how far the reading is', () => {
    shown = render(<DataPanel />, { data: READING })
    const text = textOf(region(shown.container, 'Data report'))
    const order = [
      'DeltaZ < 1e-3300 75.00%',
      'Reading TRAIN/X.npy: 1.2 GB of 3.0 GB, 310 MB/s, 6 s left',
      'Looks for leaks between the splits and for values that are not finite.',
      'Cancel reading',
      'Non-finite valuesbeing looked for',
      'Order of trainingknown when the data are read',
    ].map((part) => text.indexOf(part))
    expect(order.every((at) => at >= 0)).toBe(true)
    expect(order).toEqual([...order].sort((a, b) => a - b))
    expect(text).not.toContain('Fingerprint')
  })

  test('the button that cancels stays the same when the report comes', () => {
    shown = render(<DataPanel />, { data: { ...READING, report: null, progress: null, pace: null } })
    const before = button('Cancel reading')!
    expect(textOf(shown.container)).toContain('Looking at the files')
    shown.update({ data: { ...READING, progress: null, pace: null } })
    expect(button('Cancel reading')).toBe(before)
    expect(textOf(shown.container)).toContain('Reading the posteriors')
    act(() => before.click())
    expect(shown.calls).toEqual([['cancelReading']])
  })

  test('nothing can be overruled yet', () => {
    const leak = {
      code: 'labels-contradict-attributes',
      severity: 'block',
      message: '40 labels contradict the attributes',
      file: '',
      rows: [],
      counts: {},
      overridable: true,
    } as const
    shown = render(<DataPanel />, { data: { ...READING, report: { ...FIRST, findings: [leak] } } })
    expect(shown.container.querySelector<HTMLInputElement>('input[type=checkbox]')!.disabled).toBe(true)
  })

  test('at the end the report has its fingerprint, and the progress is gone', () => {
    shown = render(<DataPanel />, { data: READING })
    shown.update({ data: { ...NO_DATA, phase: 'ready', report: REPORT } })
    expect(textOf(shown.container)).toContain('Fingerprint 9f3c1be2')
    expect(shown.container.querySelector('[role="progressbar"]')).toBeNull()
  })
})

test('columns can be chosen where a table was found', () => {
  const tables = [
    { path: 'a.fits', format: 'FITS', columns: [{ name: 'lnp', type: '>f4', shape: [9, 64], role: null }] },
  ]
  const discovery = { layout: 'table', candidates: [], ignored: [], findings: [], tables } as const
  shown = render(<DataPanel />, { data: { ...NO_DATA, phase: 'failed', discovery, columns: { X: 'lnp' } } })
  act(() => button('Use these columns')!.click())
  expect(shown.calls).toEqual([['setColumns', { X: 'lnp' }]])
})

test('before data are loaded, it says what may come', () => {
  shown = render(<DataPanel />)
  expect(textOf(shown.container)).toContain('NPZ, Arrow (Feather), Parquet or FITS')
  expect(region(shown.container, 'Data report').textContent).toBe('')
  // a project waits for its own files
  shown.update({ project: PROJECT })
  expect(textOf(shown.container)).not.toContain('NPZ, Arrow (Feather), Parquet or FITS')
  expect(textOf(shown.container)).toContain('DeltaZ balanced: choose its files again')
})
