// @vitest-environment happy-dom
import { act, type ComponentProps } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import type { Finding } from '../../core/dataset-report.ts'
import type { PlanSummary, Preparation } from '../../core/preparation.ts'
import { REPORT } from '../test-data.ts'
import { type Rendered, region, render, textOf } from '../test-render.tsx'
import { SplitsPanel } from './SplitsPanel.tsx'

let shown: Rendered
afterEach(() => shown.unmount())

const DRAFT: Preparation = { ...REPORT.preparation, balancing: 'smallest' }
const PREVIEW: PlanSummary = {
  ...REPORT.planned,
  counts: { train: [100, 100], validation: [20, 20], test: [30, 30] },
  natural: { counts: [50, 18], excluded: 0, thinned: 12 },
  dropped: { leaked: 4 },
  undersampled: 256,
}
const LEAK: Finding = {
  code: 'leak',
  severity: 'block',
  message: 'Leak',
  file: '',
  rows: [],
  counts: {},
  remedies: [{ label: 'Drop 4 leaked rows', patch: { drop: ['leaked'] } }],
}

function draw(patch: Partial<ComponentProps<typeof SplitsPanel>> = {}): unknown[][] {
  const calls: unknown[][] = []
  const handler =
    (name: string) =>
    (...args: unknown[]) => {
      // buttons hand on their event, which says nothing
      calls.push([
        name,
        ...args.filter((arg) => !(typeof arg === 'object' && arg !== null && 'target' in arg)),
      ])
    }
  shown = render(
    <SplitsPanel
      report={REPORT}
      draft={REPORT.preparation}
      target={patch.report?.target ?? REPORT.target}
      preview={null}
      previewError=""
      classWeights="none"
      disabled={false}
      progress={null}
      histogram={null}
      onChange={handler('change')}
      onTarget={handler('target')}
      onClassWeights={handler('classWeights')}
      onApply={handler('apply')}
      onRevert={handler('revert')}
      onSave={handler('save')}
      onCancelSave={handler('cancelSave')}
      {...patch}
    />,
  )
  return calls
}

function panel(): HTMLElement {
  return region(shown.container, 'Splits')
}

/** Names of the buttons, `-` before those that are disabled. */
function buttons(): readonly string[] {
  return [...panel().querySelectorAll('button')].map(
    (button) => `${button.disabled ? '-' : ''}${textOf(button)}`,
  )
}

function press(name: string): void {
  act(() => [...panel().querySelectorAll('button')].find((button) => textOf(button) === name)!.click())
}

function liveText(): string {
  return textOf(panel().querySelector('[aria-live]'))
}

function trainCells(): readonly string[] {
  return [...panel().querySelectorAll('td[data-title="Train"]')].map(textOf)
}

describe('the splits in use', () => {
  test('are shown with what can be done with them', () => {
    const calls = draw({ preview: REPORT.planned })
    expect(textOf(panel().querySelector('header'))).toBe(
      'SplitsWhich objects train, validate and test. Nothing is copied: a plan is three lists of row numbers.',
    )
    expect(liveText()).toBe('These splits are in use.')
    expect(trainCells()).toEqual(['300 75.00%', '100 25.00%', '400'])
    expect(textOf(panel())).toContain('No row is left out.')
    expect(textOf(panel())).toContain('560 rows, about 40.1 MB')
    expect(textOf(panel())).not.toContain('These splits lack objects')
    expect(buttons()).toEqual(['-Use these splits', '-Revert', 'Save splits'])
    press('Save splits')
    expect(calls).toEqual([['save']])
  })

  test('can be saved only when the posteriors have been read', () => {
    draw({ report: { ...REPORT, fingerprint: '' } })
    expect(buttons()).toEqual(['-Use these splits', '-Revert', '-Save splits'])
    expect(textOf(panel())).toContain('Splits can be saved when the posteriors have been read.')
    expect(textOf(panel())).toContain('What one may leave out is known when the posteriors have been read.')
  })
})

describe('a draft', () => {
  test('is compared with the splits in use and can be applied', () => {
    const calls = draw({ draft: DRAFT, preview: PREVIEW })
    expect(liveText()).toBe('Not in use yet. Where a number changes, “was” gives that of the splits in use.')
    expect(trainCells()).toEqual(['100 50.00% was 300', '100 50.00%', '', '200 was 400'])
    expect(textOf(panel())).toContain(
      '4 rows are left out: leaked. 256 rows are left out by undersampling.Natural test: 68 rows at natural prevalence. No row is excluded because TRAIN or VALID hold them; 12 rows are thinned out so that the classes keep their natural shares.',
    )
    expect(buttons()).toEqual(['Use these splits', 'Revert', 'Save splits'])
    press('Use these splits')
    press('Revert')
    expect(calls).toEqual([['apply'], ['revert']])
  })

  test('cannot be applied before it is worked out', () => {
    draw({ draft: DRAFT, preview: null })
    expect(liveText()).toBe(
      'Working out what these settings come to. Until then the numbers are those of the splits in use.',
    )
    expect(trainCells()).toEqual(['300 75.00%', '100 25.00%', '400'])
    // the recipe in use has no natural test to miss
    expect(textOf(panel())).not.toContain('No natural test')
    expect(buttons().slice(0, 2)).toEqual(['-Use these splits', 'Revert'])
  })

  test('with an error says it, and shows the splits in use', () => {
    draw({ draft: DRAFT, preview: PREVIEW, previewError: 'Test would be empty.' })
    expect(textOf(panel().querySelector('[role="alert"]'))).toBe(
      'Test would be empty. The numbers below are those of the splits in use.',
    )
    expect(trainCells()).toEqual(['300 75.00%', '100 25.00%', '400'])
    expect(buttons().slice(0, 2)).toEqual(['-Use these splits', 'Revert'])
  })

  test('balanced without a natural test says why', () => {
    draw({ draft: DRAFT, preview: { ...PREVIEW, natural: null } })
    expect(textOf(panel())).toContain(
      'No natural test: some class has no row left that neither TRAIN nor VALID holds.',
    )
  })

  test('that lacks objects warns', () => {
    const counts = { train: [100, 100], validation: [0, 0], test: [30, 0] }
    draw({ draft: DRAFT, preview: { ...PREVIEW, counts } })
    expect(textOf(panel().querySelector('[data-severity="warning"]'))).toBe(
      'These splits lack objects Validation is empty: nothing can be trained without it.DeltaZ ≥ 1e-3 has no object in Test.Stratified splits, larger shares or fewer rows left out may help.',
    )
  })
})

test('reasons to leave rows out are handed on as the whole list', () => {
  const calls = draw({
    report: { ...REPORT, findings: [LEAK] },
    draft: { ...REPORT.preparation, drop: ['no-class'] },
  })
  const boxes = [...panel().querySelectorAll<HTMLInputElement>('fieldset input')]
  act(() => boxes[0]!.click())
  act(() => boxes[1]!.click())
  expect(calls).toEqual([
    ['change', { drop: ['leaked', 'no-class'] }],
    ['change', { drop: [] }],
  ])
})

test('the histogram has its place above the numbers', () => {
  draw({ histogram: <p id="histogram">DeltaZ</p> })
  const order = [...panel().querySelectorAll('fieldset, #histogram, table')].map(({ tagName }) => tagName)
  expect(order).toEqual(['FIELDSET', 'P', 'TABLE'])
})

describe('while splits are saved', () => {
  test('it says how far that is, can be cancelled, and changes nothing', () => {
    const progress = { file: 'TRAIN/X.npy', done: 1.05e9, total: 4.2e9 }
    const calls = draw({ draft: DRAFT, preview: PREVIEW, progress })
    const bar = panel().querySelector('[role="progressbar"]')!
    expect(['aria-label', 'aria-valuenow', 'aria-valuetext'].map((name) => bar.getAttribute(name))).toEqual([
      'Saving progress',
      '25',
      'Writing TRAIN/X.npy: 1.1 GB of 4.2 GB',
    ])
    expect(buttons()).toEqual(['-Use these splits', '-Revert', 'Cancel saving'])
    const fields = [...panel().querySelectorAll<HTMLInputElement>('input, select')]
    expect(fields.filter(({ disabled }) => !disabled)).toEqual([])
    press('Cancel saving')
    expect(calls).toEqual([['cancelSave']])
  })
})

test('while a run or a reading holds the data nothing can be changed', () => {
  draw({ report: { ...REPORT, findings: [LEAK] }, draft: DRAFT, preview: PREVIEW, disabled: true })
  expect(buttons()).toEqual(['-Use these splits', '-Revert', '-Save splits'])
  const fields = [...panel().querySelectorAll<HTMLInputElement>('input, select')]
  expect(fields).toHaveLength(8)
  expect(fields.filter(({ disabled }) => !disabled)).toEqual([])
})

test.each([
  [false, 'These splits are in use.'],
  [true, 'These splits are in use. They can be changed when training has ended.'],
])('says until when a run holds them: %s', (training, text) => {
  draw({ disabled: true, training })
  expect(textOf(panel().querySelector('[aria-live]'))).toBe(text)
})
