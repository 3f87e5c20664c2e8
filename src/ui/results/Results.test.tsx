// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import { foldRun, type RunState } from '../../core/run.ts'
import { NO_RUNS } from '../../store/state.ts'
import { CONTROLLED, REPORT as LISTED_REPORT, RECORD } from '../runs/test-data.ts'
import { endedRun, RUN } from '../test-data.ts'
import { type Rendered, region, render, textOf } from '../test-render.tsx'
import { Results } from './Results.tsx'

let shown: Rendered
afterEach(() => shown.unmount())

const REGIONS = [
  'Run status',
  'Confusion matrix train',
  'Confusion matrix test',
  'Training curves',
  'Classification report',
  'Learning rate',
]

const NATURAL_TEST = 'Confusion matrix natural test'
const CHOICE =
  '1,234 rows at natural prevalence; no row of TRAIN or VALID is among them: 92 left out because TRAIN or VALID hold them, 5 so that classes keep natural shares'

/** A run on balanced classes with 1,234 rows at natural prevalence, which it has not evaluated. */
function withNaturalRows(run: RunState): RunState {
  const counts = [1000, 234]
  const planned = { ...run.dataset.planned, natural: { counts, excluded: 92, thinned: 5 } }
  return { ...run, dataset: { ...run.dataset, natural: counts, planned } }
}

const BOTH_TESTS: RunState = {
  ...withNaturalRows(endedRun('finished')),
  natural: {
    matrix: [
      [900, 100],
      [34, 200],
    ],
    loss: 0.3,
    acc: 1100 / 1234,
    rows: null,
  },
}

function radio(label: string): HTMLInputElement | undefined {
  const labels = [...region(shown.container, 'Classification report').querySelectorAll('label')]
  const found = labels.find((element) => textOf(element) === label)
  return found && shown.container.querySelector<HTMLInputElement>(`#${CSS.escape(found.htmlFor)}`)!
}

/** Support of each class, then of all. */
function support(): string[] {
  const rows = region(shown.container, 'Classification report').querySelectorAll('tbody tr')
  return [...rows].slice(0, 3).map((row) => textOf(row.lastElementChild))
}

function counts(name: string): number[] {
  const cells = region(shown.container, name).querySelectorAll<HTMLElement>('[data-count]')
  return [...cells].map((cell) => Number(cell.dataset.count))
}

function exportButton(): HTMLButtonElement | undefined {
  return [...shown.container.querySelectorAll('button')].find(
    (button) => button.getAttribute('aria-label') === 'Export report JSON',
  )
}

describe('Results', () => {
  test('every region is there before a run, with a text and without a table', () => {
    shown = render(<Results />)
    for (const name of REGIONS) expect(textOf(region(shown.container, name)).length).toBeGreaterThan(20)
    expect(shown.container.querySelector('table')).toBeNull()
    expect(exportButton()).toBeUndefined()
  })

  test('during a run the second matrix and the report are of validation, and say so', () => {
    shown = render(<Results />, { run: RUN })
    const caption = 'VALIDATION, after epoch 2 — test is not looked at before the end'
    expect(counts('Confusion matrix test')).toEqual([51, 9, 7, 13])
    expect(textOf(region(shown.container, 'Confusion matrix test'))).toContain(caption)
    expect(textOf(region(shown.container, 'Confusion matrix test').querySelector('h2'))).toBe(
      'bConfusion matrix, validation',
    )
    expect(textOf(region(shown.container, 'Classification report'))).toContain(caption)
    expect(textOf(region(shown.container, 'Confusion matrix train'))).toContain(
      "train, epoch 2: this epoch's own passes while the weights moved",
    )
    expect(exportButton()).toBeUndefined()
  })

  test('at the end both matrices are exact and of the best weights', () => {
    shown = render(<Results />, { run: endedRun('finished') })
    expect(counts('Confusion matrix train')).toEqual([280, 20, 15, 85])
    expect(counts('Confusion matrix test')).toEqual([45, 5, 6, 24])
    expect(textOf(region(shown.container, 'Confusion matrix test'))).toContain(
      'test, exact, best weights of epoch 2',
    )
    expect(textOf(region(shown.container, 'Classification report'))).toContain(
      'test, exact, best weights of epoch 2',
    )
    exportButton()?.click()
    expect(shown.calls.map(([name]) => name)).toEqual(['exportReport'])
  })

  test('data without rows at natural prevalence have neither a panel nor a switch for them', () => {
    shown = render(<Results />, { run: endedRun('finished') })
    expect(shown.container.querySelector(`[aria-label="${NATURAL_TEST}"]`)).toBeNull()
    expect(radio('Natural test')).toBeUndefined()
  })

  test('with such rows the panel says from the start how they were chosen', () => {
    shown = render(<Results />, { run: withNaturalRows(RUN) })
    expect(textOf(region(shown.container, NATURAL_TEST))).toBe(
      `Confusion matrix, natural test${CHOICE}Fills once training has ended, with the best weights.`,
    )
    expect(counts(NATURAL_TEST)).toEqual([])
    expect(radio('Natural test')).toBeUndefined()
    shown.update({ run: withNaturalRows(endedRun('stopped')) })
    expect(textOf(region(shown.container, NATURAL_TEST))).toContain(
      'The run ended before these rows were evaluated.',
    )
  })

  test('the natural test is shown beside the balanced one, which stays as it is', () => {
    shown = render(<Results />, { run: BOTH_TESTS })
    expect(counts(NATURAL_TEST)).toEqual([900, 100, 34, 200])
    expect(textOf(region(shown.container, NATURAL_TEST).querySelector('header p'))).toBe(
      `natural test, exact, best weights of epoch 2: ${CHOICE}`,
    )
    expect(counts('Confusion matrix test')).toEqual([45, 5, 6, 24])
    expect(textOf(region(shown.container, 'Confusion matrix test').querySelector('header p'))).toBe(
      'test, exact, best weights of epoch 2',
    )
    expect(textOf(region(shown.container, 'Run status'))).toContain(
      'accuracy 86.25% on the balanced test, 89.14% at natural prevalence',
    )
  })

  test('the classification report is of either test, by a switch', () => {
    shown = render(<Results />, { run: BOTH_TESTS })
    const caption = () => textOf(region(shown.container, 'Classification report').querySelector('header p'))
    expect([radio('Balanced test')!.checked, radio('Natural test')!.checked]).toEqual([true, false])
    expect(support()).toEqual(['50', '30', '80'])
    expect(caption()).toBe('test, exact, best weights of epoch 2')
    act(() => radio('Natural test')!.click())
    expect(support()).toEqual(['1,000', '234', '1,234'])
    expect(caption()).toBe('natural test, exact, best weights of epoch 2')
    // the next run has no test yet: validation is shown again
    shown.update({ run: withNaturalRows(RUN) })
    expect(radio('Natural test')).toBeUndefined()
    expect(support()).toEqual(['60', '20', '80'])
  })

  test('the control is told of below the table of test, and of no other', () => {
    const { testRows, control } = CONTROLLED.report.meta!
    const { conf_matrix: confusion, ...others } = control!
    const run: RunState = { ...BOTH_TESTS, testRows, control: { ...others, confusion } }
    const told = () =>
      [...region(shown.container, 'Classification report').querySelectorAll('table + p')].map(textOf)
    shown = render(<Results />, { run })
    // 5 and 0: p of scipy.stats.binomtest(0, 5)
    const text =
      'Control (logistic regression on 2 descriptors of each posterior, trained on 400 rows): 80.0 % of test right. Too few of these rows tell the network from the control: 86.3 % right against 80.0 %, and in only 5 of 80 rows just one of the two is right; fewer than 6 prove nothing (McNemar p = 0.063).'
    expect(told()).toEqual([text])
    act(() => radio('Natural test')!.click())
    expect(told()).toEqual([])
    act(() => radio('Balanced test')!.click())
    shown.update({ run: { ...run, control: null } })
    expect(told()).toEqual([])
    shown.update({ runs: { ...NO_RUNS, records: [CONTROLLED], openedId: CONTROLLED.id } })
    expect(told()).toEqual([text])
  })

  test('the learning rate is that of the epoch under way, and at the end that of the last one', () => {
    shown = render(<Results />, { run: RUN })
    expect(textOf(region(shown.container, 'Learning rate'))).toContain('8.19e-5')
    shown.update({ run: endedRun('stopped') })
    expect(textOf(region(shown.container, 'Learning rate'))).toContain('9.05e-5')
  })

  test('a run that failed keeps what was shown, and says what went wrong and what to do', () => {
    const error = {
      code: 'non-finite',
      message: 'The loss became NaN or infinite in epoch 3, batch 1, first at rows 7.',
      hint: 'Look at these rows for extreme values.',
    } as const
    const settings = { ...RUN.settings, model: 'CNN-LSTM' } as const
    shown = render(<Results />, { run: { ...RUN, settings, status: 'failed', error } })
    const status = textOf(region(shown.container, 'Run status'))
    expect(status).toContain(`${error.message} ${error.hint}`)
    expect(status).toContain('CNN-LSTM on DeltaZ')
    expect(status.split(' ').at(-1)).toBe('failed')
    expect(counts('Confusion matrix train')).toEqual([270, 30, 25, 75])
    expect(counts('Confusion matrix test')).toEqual([51, 9, 7, 13])
    expect(textOf(region(shown.container, 'Learning rate'))).toContain('9.05e-5')
    expect(region(shown.container, 'Training curves').querySelector('svg')).not.toBeNull()
    expect(exportButton()?.getAttribute('aria-disabled')).toBe('false')
  })

  test('a batch changes the status only: panels are not drawn anew', async () => {
    shown = render(<Results />, { run: RUN })
    const changed = new Set<string>()
    const observer = new MutationObserver((mutations) => {
      for (const { target } of mutations) {
        const element = target instanceof Element ? target : target.parentElement
        changed.add(element?.closest('section')?.getAttribute('aria-label') ?? 'outside')
      }
    })
    observer.observe(shown.container, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    })
    const batch = { epoch: 3, samples: 256, loss: 0.4, acc: 0.8, samplesPerSecond: 400, secondsLeft: 30 }
    shown.update({ run: foldRun(RUN, { type: 'batchEnded', batch: 2, ...batch }) })
    await new Promise((resolve) => setTimeout(resolve))
    observer.disconnect()
    expect([...changed]).toEqual(['Run status'])
  })

  test('an opened run that lacks something: each panel says what, and the run of this session takes one line', () => {
    const report = {
      ...LISTED_REPORT,
      conf_matrix_train: null,
      conf_matrix_test: null,
      report: null,
      acc: null,
      loss: null,
      val_acc: null,
      val_loss: null,
      lr: null,
    }
    const runs = { ...NO_RUNS, records: [{ ...RECORD, report }], openedId: RECORD.id }
    shown = render(<Results />, { run: endedRun('finished'), runs })
    const hints = ['Confusion matrix train', 'Confusion matrix test', 'Classification report'].map((name) =>
      textOf(region(shown.container, name)),
    )
    expect(hints).toEqual([
      'aConfusion matrix, trainThis run has no train matrix.',
      'bConfusion matrix, testThis run has no test matrix.',
      'dClassification reportThis run has no classification report.',
    ])
    expect(textOf(region(shown.container, 'Training curves'))).toContain('This run has no curves.')
    expect(textOf(region(shown.container, 'Learning rate'))).toContain('This run has no learning rate.')
    expect(textOf(region(shown.container, 'Run status'))).toBe(
      "This session's run: test accuracy 86.25% finished",
    )
    shown.update({ runs: { ...runs, openedId: null } })
    expect(textOf(region(shown.container, 'Run status'))).toMatch(/^epoch .* finished$/)
  })
})
