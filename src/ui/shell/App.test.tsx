// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import { INITIAL_STATE, NO_DATA, type StudioState } from '../../store/state.ts'
import { endedRun, PLAN, REPORT, RUN } from '../test-data.ts'
import { type Rendered, region, render, textOf } from '../test-render.tsx'
import { App } from './App.tsx'
import { deviceText } from './Header.tsx'

let shown: Rendered
afterEach(() => shown?.unmount())

const READY: Partial<StudioState> = {
  data: { ...NO_DATA, phase: 'ready', report: { ...REPORT, layout: 'sample' } },
  plan: PLAN,
}
const WASM: NonNullable<StudioState['device']> = {
  webgpu: { available: false, fallback: false, adapter: '' },
  wasm: { threads: 2, simd: true, isolated: true },
  preferred: 'wasm',
  reason: 'No GPU adapter was found.',
}

function button(name: string): HTMLButtonElement | undefined {
  return [...shown.container.querySelectorAll('button')].find((element) => textOf(element) === name)
}

/** The region if it is there and not hidden. */
function visibleRegion(name: string): Element | null {
  const found = shown.container.querySelector(`section[aria-label="${name}"]`)
  return found === null || found.closest('[hidden]') !== null ? null : found
}

/** Chooses a target in the model settings. */
function chooseTarget(target: string): void {
  act(() => {
    const label = [...shown.container.querySelectorAll('label')].find((each) => textOf(each) === 'Target')!
    const select = shown.container.querySelector<HTMLSelectElement>(`#${CSS.escape(label.htmlFor)}`)!
    select.value = target
    select.dispatchEvent(new Event('change', { bubbles: true }))
  })
}

/** Names of a control: its `aria-label` and its label's text. */
function controlNames(control: Element): string[] {
  const label = control.id === '' ? null : shown.container.querySelector(`label[for="${control.id}"]`)
  return [control.getAttribute('aria-label') ?? '', textOf(label)].filter((name) => name !== '')
}

describe('App', () => {
  test.each([
    ['Dataset folder', 'input[type=file][webkitdirectory]'],
    ['Dataset files', 'input[type=file]:not([webkitdirectory])'],
    ['Target', 'select'],
    ['Model', 'select'],
    ['Input', 'select'],
    ['Backend', 'select'],
    ['Learning rate schedule', 'select'],
    ['Epochs', 'input[type=number]'],
    ['Batch size', 'input[type=number]'],
    ['Seed', 'input[type=number]'],
    ['Memory limit (MB)', 'input[type=number]'],
  ])('%s is one control, and no other name holds it', (name, selector) => {
    shown = render(<App />, READY)
    const named = [...shown.container.querySelectorAll('input, select, [aria-label]')].filter((element) =>
      controlNames(element).some((text) => text.toLowerCase().includes(name.toLowerCase())),
    )
    expect(named).toHaveLength(1)
    expect(named[0]!.matches(selector)).toBe(true)
    expect(controlNames(named[0]!)).toContain(name)
  })

  test.each([
    ['CNN-2inputs', 'Redshift as', 'select'],
    ['CNN-GRU', 'Dropout', 'input[type=number]'],
  ] as const)('the extra control of %s has a name that holds none of the others', (model, name, selector) => {
    shown = render(<App />, { ...READY, settings: { ...INITIAL_STATE.settings, model } })
    const names = [...shown.container.querySelectorAll('input, select, [aria-label]')].map(controlNames)
    expect(shown.container.querySelectorAll(selector).length).toBeGreaterThan(0)
    expect(names.filter((all) => all.includes(name))).toHaveLength(1)
    for (const contract of ['Target', 'Model', 'Input', 'Backend', 'Epochs', 'Batch size', 'Seed']) {
      const holding = names.filter((all) =>
        all.some((text) => text.toLowerCase().includes(contract.toLowerCase())),
      )
      expect(holding).toEqual([[contract]])
    }
  })

  test('a device check under way keeps "Start training" shut and says so', () => {
    const deviceCheck = { phase: 'running', models: [], result: null, error: null } as const
    shown = render(<App />, { ...READY, deviceCheck })
    expect(button('Start training')?.disabled).toBe(true)
    expect(textOf(shown.container)).toContain('Waits for the device check.')
  })

  test('has the buttons of a data set that is ready', () => {
    shown = render(<App />, READY)
    expect(button('Start training')?.disabled).toBe(false)
    expect(button('Stop')?.disabled).toBe(true)
    expect(button('Load sample data')?.disabled).toBe(false)
    expect(button('Save as NPY')?.disabled).toBe(false)
    expect(button('Check this device')?.disabled).toBe(false)
    act(() => button('Start training')?.click())
    expect(shown.calls).toEqual([['startTraining']])
  })

  test('while training only Stop, reports and the colour scheme can be used', () => {
    shown = render(<App />, { ...READY, run: RUN })
    expect(button('Start training')?.disabled).toBe(true)
    expect(button('Load sample data')?.disabled).toBe(true)
    expect(button('Check this device')?.disabled).toBe(true)
    for (const control of shown.container.querySelectorAll('select, input[type=number], input[type=file]')) {
      // reports of other runs may be added at any time
      const isFree = control.getAttribute('aria-label') === 'Report files'
      expect((control as HTMLInputElement).disabled).toBe(!isFree)
    }
    act(() => button('Stop')?.click())
    expect(shown.calls).toEqual([['stop']])
  })

  test('a blocking finding keeps "Start training" shut and says where to look', () => {
    const finding = {
      code: 'nan-in-x',
      severity: 'block',
      message: 'NaN',
      file: '',
      rows: [],
      counts: {},
    } as const
    const data = { ...NO_DATA, phase: 'ready', report: { ...REPORT, findings: [finding] } } as const
    shown = render(<App />, { data, plan: PLAN })
    expect(button('Start training')?.disabled).toBe(true)
    expect(textOf(shown.container)).toContain('The data report says what must be mended first.')
  })

  test('reading shows bytes and can be cancelled', () => {
    const progress = { phase: 'scan', file: 'X.npy', done: 500, total: 1000 } as const
    shown = render(<App />, { data: { ...NO_DATA, phase: 'reading', progress } })
    const bar = shown.container.querySelector('[role="progressbar"]')!
    expect(bar.getAttribute('aria-valuenow')).toBe('50')
    expect(bar.getAttribute('aria-valuetext')).toBe('Reading X.npy: 500 B of 1.0 kB')
    act(() => button('Cancel reading')?.click())
    expect(shown.calls).toEqual([['cancelReading']])
  })

  test('after reading was cancelled, the only data set is still on offer', () => {
    const found = {
      id: 'DeltaZ/balanced',
      target: 'DeltaZ',
      balance: 'balanced',
      path: 'DeltaZ/balanced',
      splits: ['train', 'validation', 'test'],
      bytes: 2000,
    } as const
    const discovery = { layout: 'tree', candidates: [found], ignored: [], findings: [], tables: [] } as const
    shown = render(<App />, { data: { ...NO_DATA, phase: 'choosing', discovery } })
    const label = [...shown.container.querySelectorAll('label')].find(
      (element) => textOf(element) === 'Found 1 data set',
    )!
    const select = shown.container.querySelector<HTMLSelectElement>(`#${CSS.escape(label.htmlFor)}`)!
    expect([...select.options].map(textOf)).toEqual([
      'Choose one',
      'DeltaZ, balanced: DeltaZ/balanced, 2.0 kB',
    ])
    act(() => {
      select.value = found.id
      select.dispatchEvent(new Event('change', { bubbles: true }))
    })
    expect(shown.calls).toEqual([['openCandidate', 'DeltaZ/balanced']])
  })

  test('what is broken beside a usable data set stays in sight', () => {
    const finding = {
      code: 'missing-split',
      severity: 'warning',
      message: 'DeltaZ/balanced lacks VALID',
      file: '',
      rows: [],
      counts: {},
    } as const
    const discovery = {
      layout: 'tree',
      candidates: [],
      ignored: [],
      findings: [finding],
      tables: [],
    } as const
    shown = render(<App />, { data: { ...NO_DATA, phase: 'ready', discovery, report: REPORT }, plan: PLAN })
    expect(textOf(shown.container)).toContain('DeltaZ/balanced lacks VALID')
  })

  test('a leak may be overruled, but not while training', () => {
    const leak = {
      code: 'leak',
      severity: 'block',
      message: '8 of 16 test rows are also in TRAIN',
      file: '',
      rows: [],
      counts: {},
      overridable: true,
    } as const
    const data = { ...NO_DATA, phase: 'ready', report: { ...REPORT, findings: [leak] } } as const
    shown = render(<App />, { data, plan: PLAN })
    const box = shown.container.querySelector<HTMLInputElement>('input[type=checkbox]')!
    expect(box.disabled).toBe(false)
    act(() => box.click())
    expect(shown.calls).toEqual([['setOverruled', true]])
    shown.update({ run: RUN, data: { ...data, overruled: true } })
    expect(box.disabled).toBe(true)
  })

  test('a file that cannot be read is told with its hint, and not as a run that failed', () => {
    const error = { code: 'bad-input', message: 'X.npy is cut short.', hint: 'Copy it again.' } as const
    shown = render(<App />, { data: { ...NO_DATA, phase: 'failed', error } })
    expect(textOf(shown.container.querySelector('[role="alert"]'))).toContain('X.npy is cut short.')
    expect(textOf(region(shown.container, 'Run status'))).not.toMatch(/failed|error/i)
  })

  test('a sample can be adjusted without another control named Seed', () => {
    shown = render(<App />, { ...INITIAL_STATE })
    act(() => button('Adjust')?.click())
    const labels = [...shown.container.querySelectorAll('label')].map(textOf)
    expect(labels.filter((label) => /seed/i.test(label))).toEqual(['Seed'])
    expect(labels).toContain('Sample rows')
  })

  test('reports that are dropped do not take the place of the data', async () => {
    shown = render(<App />, READY)
    const report = new File(['{"acc": []}'], 'run.json')
    const event = new Event('drop', { cancelable: true })
    const items = [{ kind: 'file', webkitGetAsEntry: () => null, getAsFile: () => report }]
    Object.defineProperty(event, 'dataTransfer', { value: { items, types: ['Files'] } })
    await act(async () => {
      window.dispatchEvent(event)
    })
    expect(shown.calls).toEqual([['importReports', [report]]])
  })

  test('neither do those that are chosen as data', async () => {
    shown = render(<App />, READY)
    const input = shown.container.querySelector<HTMLInputElement>('[aria-label="Dataset files"]')!
    const report = new File(['{"acc": []}'], 'run.json')
    Object.defineProperty(input, 'files', { value: [report] })
    await act(async () => {
      input.dispatchEvent(new Event('change', { bubbles: true }))
    })
    expect(shown.calls).toEqual([['importReports', [report]]])
  })

  test('the tab and the live region follow the run', () => {
    shown = render(<App />, { ...READY, run: RUN })
    expect(document.title).toBe('19% epoch 3/12 – Redshift Studio')
    shown.update({ run: endedRun('finished') })
    expect(document.title).toBe('Finished – Redshift Studio')
    const spoken = [...shown.container.querySelectorAll('[role="status"]')].map(textOf)
    expect(spoken.filter((text) => text !== '')).toEqual([expect.stringMatching(/^Training finished\./)])
  })
})

describe('the middle of the page', () => {
  const panel = () => shown.container.querySelector('section[aria-label="Run status"]')

  test('shows the results of training first', () => {
    shown = render(<App />, READY)
    expect(visibleRegion('Run status')).not.toBeNull()
    expect(visibleRegion('Splits')).toBeNull()
  })

  test('shows the data instead; the results stay built', () => {
    shown = render(<App />, READY)
    const before = panel()
    shown.update({ view: 'data' })
    expect(visibleRegion('Splits')).not.toBeNull()
    expect(visibleRegion('Run status')).toBeNull()
    expect(panel()).toBe(before)
    expect(visibleRegion('Data report')).not.toBeNull()
    shown.update({ view: 'training' })
    expect(visibleRegion('Splits')).toBeNull()
    expect(visibleRegion('Run status')).toBe(before)
  })

  test('is where the data report leads to', () => {
    shown = render(<App />, READY)
    act(() => button('Show splits and objects')!.click())
    expect(shown.calls).toEqual([['showView', 'data']])
    expect(document.activeElement).toBe(region(shown.container, 'Run status').closest('#middle'))
  })

  test('has controls whose names hold none of those of the settings', () => {
    shown = render(<App />, { ...READY, view: 'data' })
    const names = [...shown.container.querySelectorAll('input, select, [aria-label]')].map(controlNames)
    for (const contract of ['Target', 'Model', 'Input', 'Backend', 'Epochs', 'Batch size', 'Seed']) {
      expect(names.filter((all) => all.includes(contract))).toHaveLength(1)
    }
  })
})

describe('another target', () => {
  const raw = {
    id: 'raw',
    target: null,
    balance: null,
    path: 'raw',
    splits: [],
    bytes: 2000,
  } as const
  const trees = (['DeltaZ', 'Flag3'] as const).map((target) => ({
    ...raw,
    id: `${target}/balanced`,
    target,
    balance: 'balanced' as const,
    path: `${target}/balanced`,
  }))
  const choices = { given: false, fromAttributes: true, targets: ['DeltaZ', 'Flag3'] } as const
  const discovery = { layout: 'raw', candidates: [raw], ignored: [], findings: [], tables: [] } as const

  function draw(data: Partial<StudioState['data']>): void {
    shown = render(<App />, { data: { ...NO_DATA, phase: 'ready', report: REPORT, ...data }, plan: PLAN })
  }

  test('is prepared without any reading where attributes give it', () => {
    draw({ discovery, candidateId: 'raw', report: { ...REPORT, choices } })
    chooseTarget('Flag3')
    expect(shown.calls).toEqual([['chooseTarget', 'Flag3']])
  })

  test('begins the reading anew while the posteriors are being read', () => {
    draw({ phase: 'reading', discovery, candidateId: 'raw', report: { ...REPORT, choices } })
    chooseTarget('Flag3')
    expect(shown.calls).toEqual([['openCandidate', 'raw', 'Flag3']])
  })

  test('is read where they give another one only: labels may be those of any target', () => {
    draw({ discovery, candidateId: 'raw', report: { ...REPORT, choices } })
    chooseTarget('Success2')
    expect(shown.calls).toEqual([['openCandidate', 'raw', 'Success2']])
  })

  test('is read from its own folder', () => {
    const report = { ...REPORT, balance: 'balanced', choices: { ...choices, given: true } } as const
    draw({ discovery: { ...discovery, candidates: trees }, candidateId: 'DeltaZ/balanced', report })
    chooseTarget('Flag3')
    expect(shown.calls).toEqual([['openCandidate', 'Flag3/balanced', 'Flag3']])
  })

  test('is read where nothing is in use yet', () => {
    draw({ phase: 'failed', discovery, report: null })
    chooseTarget('Flag3')
    expect(shown.calls).toEqual([['openCandidate', 'raw', 'Flag3']])
  })
})

describe('deviceText', () => {
  test.each([
    [null, 'Looking at this device'],
    [WASM, 'CPU (wasm, 2 threads)'],
    [{ ...WASM, wasm: { ...WASM.wasm, threads: 1 } }, 'CPU (wasm, 1 thread)'],
    [
      {
        ...WASM,
        preferred: 'webgpu',
        webgpu: { available: true, fallback: false, adapter: 'NVIDIA ampere' },
      },
      'WebGPU: NVIDIA ampere',
    ],
  ] as const)('%#', (device, text) => {
    expect(deviceText(device)).toBe(text)
  })
})
