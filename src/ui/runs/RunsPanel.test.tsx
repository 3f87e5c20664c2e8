// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import type { RunRecord } from '../../core/run-record.ts'
import { type Deletion, NO_RUNS, type RunsSlice, type StudioState } from '../../store/state.ts'
import { RUN } from '../test-data.ts'
import { type Rendered, region, render, textOf, type } from '../test-render.tsx'
import { ConnectedRunsPanel } from './ConnectedRunsPanel.tsx'
import { CONTROLLED, IMPORTED, META, RECORD, REPORT } from './test-data.ts'

let shown: Rendered
afterEach(() => shown.unmount())

const STOPPED: RunRecord = {
  ...RECORD,
  id: 'c',
  name: 'Second try',
  tags: ['paper', 'seeds'],
  note: 'Ended early.',
  at: RECORD.at - 7_200_000,
  report: { ...REPORT, meta: { ...META, model: 'CNN8', status: 'stopped', bestEpoch: 0 } },
}
const READY: RunsSlice = { ...NO_RUNS, phase: 'ready', records: [RECORD, IMPORTED, STOPPED] }

function draw(runs: Partial<RunsSlice> = {}, state: Partial<StudioState> = {}): HTMLElement {
  shown = render(<ConnectedRunsPanel />, { runs: { ...READY, ...runs }, ...state })
  return region(shown.container, 'Runs')
}

function update(runs: Partial<RunsSlice>): void {
  shown.update({ runs: { ...shown.store.getState().runs, ...runs } })
}

function nameOf(element: Element): string {
  const named = element.getAttribute('aria-label')
  if (named !== null) return named
  return textOf(element instanceof HTMLInputElement ? (element.labels?.[0] ?? null) : element)
}

function control(name: string): HTMLElement {
  const all = [...shown.container.querySelectorAll<HTMLElement>('button, input, textarea')]
  const found = all.filter((element) => nameOf(element) === name)
  if (found.length !== 1) throw new Error(`Expected one control "${name}", found ${found.length}`)
  return found[0]!
}

function press(name: string): void {
  act(() => control(name).click())
}

const rows = () => [...shown.container.querySelectorAll('tbody tr')]
const names = () => rows().map((row) => nameOf(row.querySelector('input')!).replace('Compare ', ''))
const cells = (row: number) => [...rows()[row]!.querySelectorAll('th, td')].map(textOf)

describe('without runs', () => {
  test('says what will come, and how', () => {
    const panel = draw({ records: [] })
    expect(textOf(panel)).toBe(
      'RunsExport all runsAdd reports of LAM-Redshift or of this studio with "Report files" under "Runs and reports", or drop them here.Every run is kept in this browser, with its curves, matrices and settings, and is listed here. Train a network, or add reports that you have.',
    )
    expect(control('Export all runs').hasAttribute('disabled')).toBe(true)
  })

  test('while they are looked up', () => {
    expect(textOf(draw({ records: [], phase: 'loading' }))).toContain('Looks for runs of earlier visits.')
  })
})

describe('rows', () => {
  test('what a run and a report say', () => {
    draw()
    expect([...shown.container.querySelectorAll('thead th')].map(textOf)).toEqual([
      'Compare',
      'Name',
      'Model, target',
      'Test accuracy',
      'Best epoch',
      'When, source',
      'Actions',
    ])
    expect(cells(0)).toEqual([
      '',
      'CNN3 DeltaZ Add tags Add note',
      'CNN3 DeltaZ logPDF, seed 1',
      '86.25% n = 80',
      '2 of 3 42 s',
      '2026-11-26 16:05 trained in the studio',
      'Open Delete',
    ])
    expect(cells(1).slice(2, 6)).toEqual([
      '– 2 classes',
      '86.25% n = 80',
      '2 of 3',
      '2026-11-26 15:05 report file DeltaZ_Undersample_Epoch80.npy class names from nom_class, no learning rate',
    ])
    expect(cells(2).slice(1, 5)).toEqual([
      'Second try paperseeds Ended early.',
      'CNN8 DeltaZ logPDF, seed 1',
      '86.25% n = 80 stopped',
      '– 42 s',
    ])
  })

  test('the control stands below the network, which is on the same objects', () => {
    draw({ records: [CONTROLLED] })
    expect(cells(0)[3]).toBe('86.25% n = 80 control 80.00%')
  })

  test('the run of this session: where it is, and no deletion before it ends', () => {
    draw({ liveId: 'a' }, { run: RUN })
    expect(cells(0)[1]).toBe('CNN3 DeltaZshown Add tags Add note')
    expect(cells(0)[3]).toBe('running: epoch 3 of 12')
    expect(control('Delete CNN3 DeltaZ').hasAttribute('disabled')).toBe(true)
    expect(control('Delete Second try').hasAttribute('disabled')).toBe(false)
    shown.update({ run: { ...RUN, status: 'finished' } })
    expect(cells(0)[3]).toBe('86.25% n = 80')
    expect(control('Delete CNN3 DeltaZ').hasAttribute('disabled')).toBe(false)
  })

  test('the row that the results show is marked, and only that', () => {
    draw({ liveId: 'a', openedId: 'b' })
    expect(rows().map((row) => row.getAttribute('aria-current'))).toEqual([null, 'true', null])
    expect(rows().map((row) => textOf(row).includes('shown'))).toEqual([false, true, false])
  })

  test('compared runs have colour and number, in the order of the comparison', () => {
    draw({ comparedIds: ['c', 'b'] })
    expect(rows().map((row) => row.querySelector('input')!.checked)).toEqual([false, true, true])
    expect(rows().map((row) => textOf(row.querySelector('td')))).toEqual(['', '2', '1'])
    expect(rows()[1]!.querySelector<HTMLElement>('[style]')!.style.backgroundColor).toBe('var(--run-1)')
    expect(textOf(shown.container)).toContain('3 runs, 2 compared')
    press('Compare CNN3 DeltaZ')
    press('Compare Second try')
    expect(shown.calls).toEqual([
      ['toggleCompared', 'a'],
      ['toggleCompared', 'c'],
    ])
  })

  test('eight are the most', () => {
    draw({ comparedIds: ['c', ...'1234567'] })
    expect(rows().map((row) => row.querySelector('input')!.disabled)).toEqual([true, true, false])
    expect(textOf(shown.container)).toContain(
      '3 runs, 8 compared, which is the most: take one out to choose another',
    )
  })
})

describe('what can be done', () => {
  test('open and export', () => {
    draw({ liveId: 'a' })
    press('Open Second try')
    press('Open CNN3 DeltaZ')
    press('Export all runs')
    expect(shown.calls).toEqual([['openRun', 'c'], ['openRun', 'a'], ['exportRuns']])
  })

  function edit(action: string, label: string, text: string): void {
    press(action)
    const field = control(label)
    if (field instanceof HTMLInputElement) type(field, text)
    else {
      act(() => {
        Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')!.set!.call(field, text)
        field.dispatchEvent(new Event('input', { bubbles: true }))
      })
    }
    act(() => field.blur())
  }

  test('name, tags and note', () => {
    draw()
    edit('Rename CNN3 DeltaZ', 'Name of CNN3 DeltaZ', ' Best so far ')
    edit('Add tags to CNN3 DeltaZ', 'Tags of CNN3 DeltaZ', 'a, b,, a')
    edit('Edit tags of Second try', 'Tags of Second try', '')
    edit('Add note to CNN3 DeltaZ', 'Note of CNN3 DeltaZ', 'Two\nlines\n')
    edit('Edit note of Second try', 'Note of Second try', '')
    expect(shown.calls).toEqual([
      ['editRun', 'a', { name: 'Best so far' }],
      ['editRun', 'a', { tags: ['a', 'b'] }],
      ['editRun', 'c', { tags: [] }],
      ['editRun', 'a', { note: 'Two\nlines' }],
      ['editRun', 'c', { note: '' }],
    ])
  })

  test('a name stays where nothing was typed', () => {
    draw()
    edit('Rename Second try', 'Name of Second try', '  ')
    expect(shown.calls).toEqual([])
    expect(cells(2)[1]).toContain('Second try')
  })

  const deletion = (record: RunRecord): Deletion => ({
    record,
    liveId: null,
    comparedIds: [],
    baselineId: null,
    comparedTest: 'test',
  })
  const status = () => textOf(shown.container.querySelector('[role="status"]'))
  const title = () => shown.container.querySelector('h2')

  test('a deletion can be undone until it is accepted', () => {
    draw()
    expect(status()).toBe('')
    control('Delete Second try').focus()
    press('Delete Second try')
    expect(shown.calls).toEqual([['deleteRun', 'c']])
    update({ records: [RECORD, IMPORTED], deleted: [deletion(STOPPED)] })
    expect(status()).toBe('Deleted Second try. Undo Keep deleted')
    expect(document.activeElement).toBe(control('Undo'))
    press('Keep deleted')
    expect(status()).toBe('')
    expect(document.activeElement).toBe(title())
    update({ records: [RECORD], deleted: [deletion(IMPORTED)] })
    expect(status()).toBe('Deleted DeltaZ_Undersample. Undo Keep deleted')
    // the same run again is another deletion
    update({ records: [RECORD], deleted: [deletion(STOPPED)] })
    expect(status()).toBe('Deleted Second try. Undo Keep deleted')
  })

  test('what came back has the focus', () => {
    const before = deletion({ ...RECORD, id: 'd', name: 'First try' })
    draw({ records: [RECORD, IMPORTED], deleted: [deletion(STOPPED), before] })
    expect(status()).toBe('Deleted Second try. Also deleted: First try. Undo Keep deleted')
    control('Undo').focus()
    press('Undo')
    expect(shown.calls).toEqual([['undoDelete']])
    update({ records: READY.records, deleted: [before] })
    expect(status()).toBe('Deleted First try. Undo Keep deleted')
    expect(document.activeElement).toBe(control('Open Second try'))
  })

  test('so has the title where the filter hides it', () => {
    draw({ records: [RECORD, IMPORTED], deleted: [deletion(STOPPED)] })
    type(control('Filter runs') as HTMLInputElement, 'Undersample')
    press('Undo')
    update({ records: READY.records, deleted: [] })
    expect(names()).toEqual(['DeltaZ_Undersample'])
    expect(document.activeElement).toBe(title())
  })

  test('the buttons of runs of one name say when', () => {
    draw({ records: [RECORD, IMPORTED, { ...STOPPED, name: RECORD.name }] })
    press('Open CNN3 DeltaZ, 2026-11-26 14:05')
    press('Delete CNN3 DeltaZ, 2026-11-26 16:05')
    press('Open DeltaZ_Undersample')
    expect(shown.calls).toEqual([
      ['openRun', 'c'],
      ['deleteRun', 'a'],
      ['openRun', 'b'],
    ])
  })
})

describe('the way past the list', () => {
  test('is there with a comparison, ahead of all else', () => {
    const panel = draw({ comparedIds: ['a', 'b'] })
    const link = panel.firstElementChild as HTMLAnchorElement
    expect([link.tagName, textOf(link), link.getAttribute('href')]).toEqual([
      'A',
      'Skip to comparison',
      '#comparison',
    ])
    update({ comparedIds: ['a'] })
    expect(panel.querySelector('a')).toBeNull()
  })
})

describe('order and filter', () => {
  const sorts = () =>
    [...shown.container.querySelectorAll('th')].map((cell) => cell.getAttribute('aria-sort'))

  test('newest first; titles sort', () => {
    draw()
    expect(names()).toEqual(['CNN3 DeltaZ', 'DeltaZ_Undersample', 'Second try'])
    expect(sorts().filter((sort) => sort !== null)).toEqual(['none', 'none', 'descending'])
    press('Name')
    press('Name')
    expect(names()).toEqual(['Second try', 'DeltaZ_Undersample', 'CNN3 DeltaZ'])
    expect(sorts().filter((sort) => sort !== null)).toEqual(['descending', 'none', 'none'])
  })

  test('the filter leaves what holds the words, and says how many', () => {
    draw({ comparedIds: ['a', 'c'] })
    type(control('Filter runs') as HTMLInputElement, 'paper')
    expect(names()).toEqual(['Second try'])
    expect(textOf(shown.container.querySelector('p[aria-live]'))).toBe('1 of 3 runs, 2 compared')
    expect(textOf(rows()[0]!.querySelector('td'))).toBe('2')
    type(control('Filter runs') as HTMLInputElement, 'nothing')
    expect(textOf(shown.container)).toContain('No run matches.')
  })

  test('a hundred runs come at once, the others when they are asked for', () => {
    const records = Array.from({ length: 105 }, (_, i) => ({
      ...RECORD,
      id: `${i}`,
      name: `run ${i}`,
      at: 1000 - i,
    }))
    draw({ records })
    expect(rows().length).toBe(100)
    expect(shown.container.querySelector('table')!.getAttribute('aria-rowcount')).toBe('106')
    expect(textOf(shown.container)).toContain('100 of 105 runs are listed. List 5 more')
    control('List 5 more').focus()
    press('List 5 more')
    expect(names().at(-1)).toBe('run 104')
    expect(document.activeElement).toBe(control('Open run 100'))
    expect(textOf(shown.container)).not.toContain('are listed')
  })
})

describe('what went wrong', () => {
  test('storage', () => {
    draw({ storageError: { code: 'bad-input', message: 'No room left.', hint: 'Delete runs.' } })
    const notice = shown.container.querySelector('[data-severity="warning"]')!
    expect(textOf(notice)).toBe('No room left. Delete runs.')
    expect(notice.getAttribute('role')).toBe('alert')
  })

  test('refused files, five of them by name', () => {
    const refused = Array.from({ length: 7 }, (_, i) => ({
      file: `${i}.npy`,
      error: { code: 'bad-input' as const, message: 'No report.', hint: i === 0 ? 'Choose another.' : '' },
    }))
    draw({ refused })
    const notices = [...shown.container.querySelectorAll('[data-severity="block"]')].map(textOf)
    expect(notices.length).toBe(5)
    expect(notices.slice(0, 2)).toEqual([
      '0.npy was not added No report.Choose another.',
      '1.npy was not added No report.',
    ])
    expect(textOf(shown.container)).toContain('2 more files were not added: 5.npy, 6.npy.')
    press('Dismiss')
    expect(shown.calls).toEqual([['dismissRefused']])
    expect(document.activeElement).toBe(shown.container.querySelector('h2'))
  })
})
