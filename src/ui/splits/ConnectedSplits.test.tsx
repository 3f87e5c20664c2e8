// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import type { DatasetReport } from '../../core/dataset-report.ts'
import { objectColumns } from '../../core/objects.fixture.ts'
import type { PlanSummary, Preparation } from '../../core/preparation.ts'
import {
  INITIAL_STATE,
  NO_COPY,
  NO_DATA,
  NO_OBJECTS,
  NO_SPLITS,
  type StudioState,
} from '../../store/state.ts'
import { REPORT, RUN } from '../test-data.ts'
import { type Rendered, region, render, textOf, type } from '../test-render.tsx'
import { ConnectedSplits } from './ConnectedSplits.tsx'

let shown: Rendered
afterEach(() => shown.unmount())

/** Objects whose attributes give the classes of two targets. */
const RAW: DatasetReport = {
  ...REPORT,
  choices: { given: true, fromAttributes: true, targets: ['DeltaZ', 'Flag3'] },
}
const DRAWN: Preparation = { ...REPORT.preparation, splits: 'drawn', seed: 7, deltaZThreshold: 0.005 }
const PREVIEW: PlanSummary = {
  ...REPORT.planned,
  counts: { train: [200, 90], validation: [60, 20], test: [50, 30] },
}
const COLUMNS = objectColumns([{ deltaZ: 0.0004 }, { deltaZ: -0.002 }, { deltaZ: 0.3 }, {}])
const LOADED: Partial<StudioState> = {
  objects: { ...NO_OBJECTS, loaded: { columns: COLUMNS, zgrid: null } },
}
const PROGRESS = { phase: 'write', file: 'TRAIN/X.npy', done: 1, total: 4 } as const

function draw(state: Partial<StudioState> = {}, report: DatasetReport | null = RAW): HTMLElement {
  shown = render(<ConnectedSplits />, { data: { ...NO_DATA, phase: 'ready', report }, ...state })
  return shown.container
}

/** A draft of seed 7 and its preview. */
function drafted(patch: Partial<StudioState['splits']> = {}): Partial<StudioState> {
  return {
    splits: {
      ...NO_SPLITS,
      draft: { target: 'DeltaZ', preparation: DRAWN },
      preview: PREVIEW,
      ...patch,
    },
  }
}

function button(name: string): HTMLButtonElement | undefined {
  return [...shown.container.querySelectorAll('button')].find((each) => textOf(each) === name)
}

function press(name: string): void {
  act(() => button(name)!.click())
}

function field<T extends HTMLElement = HTMLInputElement>(label: string): T {
  const found = [...shown.container.querySelectorAll('label')].find((each) => textOf(each) === label)!
  return shown.container.querySelector<T>(`#${CSS.escape(found.htmlFor)}`)!
}

function choose(label: string, value: string): void {
  act(() => {
    const select = field<HTMLSelectElement>(label)
    select.value = value
    select.dispatchEvent(new Event('change', { bubbles: true }))
  })
}

function leave(label: string, text: string): void {
  type(field(label), text)
  act(() => void field(label).dispatchEvent(new FocusEvent('focusout', { bubbles: true })))
}

const liveText = () => textOf(shown.container.querySelector('section > div [aria-live]'))
const trainCells = () => [...shown.container.querySelectorAll('td[data-title="Train"]')].map(textOf)
/** Names of the buttons, and of the fields that stand below their label, that can be used. */
const usable = () => [
  ...[...shown.container.querySelectorAll('button')].filter((each) => !each.disabled).map(textOf),
  ...[...shown.container.querySelectorAll<HTMLInputElement>('label + * :is(input, select)')]
    .filter((each) => !each.disabled)
    .map((each) => textOf(each.labels?.[0] ?? null)),
]

describe('the region "Splits"', () => {
  test('is not there before anything is known of the data', () => {
    expect(draw({}, null).querySelector('section')).toBeNull()
    shown.update({ data: { ...NO_DATA, phase: 'reading', report: RAW } })
    expect(textOf(region(shown.container, 'Splits').querySelector('h2'))).toBe('Splits')
  })

  test('shows the splits in use', () => {
    draw()
    expect(liveText()).toBe('These splits are in use.')
    expect(trainCells()).toEqual(['300 75.00%', '100 25.00%', '400'])
    expect(field('Split seed').value).toBe('1')
    expect(field<HTMLSelectElement>('Target of the splits').value).toBe('DeltaZ')
  })

  test('warns where the splits in use lack objects', () => {
    const counts = { ...REPORT.planned.counts, test: [80, 0] }
    draw({}, { ...RAW, planned: { ...REPORT.planned, counts } })
    expect(textOf(shown.container.querySelector('[data-severity="warning"] li'))).toBe(
      'DeltaZ ≥ 1e-3 has no object in Test.',
    )
  })

  test('shows a draft with what it would come to, and the splits in use until that is known', () => {
    draw(drafted({ draft: { target: 'Flag3', preparation: DRAWN }, preview: null }))
    expect(liveText()).toBe(
      'Working out what these settings come to. Until then the numbers are those of the splits in use.',
    )
    expect(trainCells()).toEqual(['300 75.00%', '100 25.00%', '400'])
    expect(field('Split seed').value).toBe('7')
    expect(field<HTMLSelectElement>('Target of the splits').value).toBe('Flag3')
    shown.update(drafted())
    expect(liveText()).toBe('Not in use yet. Where a number changes, “was” gives that of the splits in use.')
    expect(trainCells()).toEqual(['200 68.97% was 300', '90 31.03% was 100', '290 was 400'])
  })

  test.each([
    ['Leave fewer rows out.', 'TEST would be empty. Leave fewer rows out.'],
    ['', 'TEST would be empty.'],
  ])('says why a draft cannot be used, with the hint "%s"', (hint, text) => {
    draw(drafted({ preview: null, error: { code: 'bad-input', message: 'TEST would be empty.', hint } }))
    const alert = shown.container.querySelector('[role="alert"]')!
    expect([...alert.querySelectorAll('p')].map((each) => each.textContent)).toEqual([
      text,
      'The numbers below are those of the splits in use.',
    ])
    expect(button('Use these splits')!.disabled).toBe(true)
    expect(button('Revert')!.disabled).toBe(false)
  })
})

describe('what is done with a draft', () => {
  test('changes are handed on', () => {
    draw({ ...drafted(), ...LOADED })
    leave('Split seed', '12')
    choose('Balance', 'smallest')
    choose('Target of the splits', 'Flag3')
    leave('DeltaZ threshold', '1e-3')
    expect(shown.calls).toEqual([
      ['changeDraft', { seed: 12 }],
      ['changeDraft', { balancing: 'smallest' }],
      ['changeDraft', {}, 'Flag3'],
      ['changeDraft', { deltaZThreshold: 0.001 }],
    ])
  })

  test('it is used, thrown away, and the splits in use are saved', () => {
    draw(drafted())
    press('Use these splits')
    press('Revert')
    press('Save splits')
    expect(shown.calls).toEqual([['applyDraft'], ['revertDraft'], ['saveDataset']])
  })

  test('class weights are a setting of the next run', () => {
    draw({ settings: { ...INITIAL_STATE.settings, classWeights: 'balanced' } })
    expect(field<HTMLSelectElement>('Balance').value).toBe('weights')
    choose('Balance', 'none')
    expect(shown.calls).toEqual([['setSettings', { classWeights: 'none' }]])
  })
})

describe('the histogram of DeltaZ', () => {
  const has = () => shown.container.querySelector('figure') !== null

  test('cuts at the threshold of the draft once the objects are loaded', () => {
    draw(drafted())
    expect(has()).toBe(false)
    shown.update(LOADED)
    expect(field('DeltaZ threshold').value).toBe('5e-3')
    const sides = [...shown.container.querySelectorAll('figure dl > div')].map((each) =>
      [...each.children].map(textOf),
    )
    expect(sides).toEqual([
      ['DeltaZ < 5e-3', '2', '66.67%'],
      ['DeltaZ ≥ 5e-3', '1', '33.33%'],
      ['not known', '1', 'no class'],
    ])
    shown.update({ splits: NO_SPLITS })
    expect(field('DeltaZ threshold').value).toBe('1e-3')
  })

  test('is not there for another target, or where labels give the classes', () => {
    draw({ ...LOADED, ...drafted({ draft: { target: 'Flag3', preparation: DRAWN } }) })
    expect(has()).toBe(false)
    shown.update({ splits: NO_SPLITS })
    expect(has()).toBe(true)
    shown.update({ data: { ...NO_DATA, phase: 'ready', report: REPORT } })
    expect(has()).toBe(false)
  })
})

describe('nothing can be changed', () => {
  test.each<[string, Partial<StudioState>]>([
    ['while a run is under way', { run: RUN }],
    ['while a run starts', { starting: true }],
    ['while a fast copy is made', { copy: { ...NO_COPY, progress: PROGRESS } }],
    ['while a copy is removed', { copy: { ...NO_COPY, removing: true } }],
    ['while the draft is applied', drafted({ applying: true })],
    ['while the posteriors are read', { data: { ...NO_DATA, phase: 'reading', report: RAW } }],
  ])('%s', (_, state) => {
    draw({ ...LOADED, ...drafted(), ...state })
    expect(usable()).toEqual([])
    expect(field('DeltaZ threshold').disabled).toBe(true)
  })

  test('the same fields can be used before and after', () => {
    draw({ ...LOADED, ...drafted() })
    expect(usable()).toEqual([
      'Use these splits',
      'Revert',
      'Save splits',
      'Test %',
      'Validation % of the rest',
      'Split seed',
      'Balance',
      'Target of the splits',
      'DeltaZ threshold',
    ])
  })
})

describe('while splits are saved', () => {
  test('it says how far that is and can be cancelled', () => {
    draw({ data: { ...NO_DATA, phase: 'ready', report: RAW, progress: PROGRESS }, ...drafted() })
    const bar = shown.container.querySelector('[role="progressbar"]')!
    expect(bar.getAttribute('aria-valuetext')).toBe('Writing TRAIN/X.npy: 1 B of 4 B')
    expect(usable()).toEqual(['Cancel saving'])
    press('Cancel saving')
    expect(shown.calls).toEqual([['cancelSaving']])
  })

  test('which the progress of reading is not', () => {
    draw({ data: { ...NO_DATA, phase: 'reading', report: RAW, progress: PROGRESS } })
    expect(shown.container.querySelector('[role="progressbar"]')).toBeNull()
    expect(button('Cancel saving')).toBeUndefined()
  })
})
