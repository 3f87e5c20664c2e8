// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { RunPredictions, SplitPredictions } from '../../core/predictions.ts'
import type { EvaluatedSplit } from '../../core/run.ts'
import { rankRows } from '../../core/trust/ranking.ts'
import { softmaxRows } from '../../core/trust/softmax.ts'
import { NO_NETWORK, NO_TRUST, NOTHING_APPLIED, type SettledReading } from '../../store/network-state.ts'
import { NO_DATA, type StudioState } from '../../store/state.ts'
import { DropZone } from '../shell/DropZone.tsx'
import { REPORT, RUN } from '../test-data.ts'
import { type Rendered, region, render, textOf } from '../test-render.tsx'
import { ANSWERED, APPLIED, answered, CARD, IMPORTED, NAMED, using, WRONG } from './apply.fixture.ts'
import { UnlabelledPanel } from './UnlabelledPanel.tsx'

let page: Rendered
afterEach(() => {
  page.unmount()
  vi.useRealTimers()
})

const ARRAY = new File(['x'], 'pdfs32.npy')
const NETWORK = new File(['x'], 'other.keras')
const FIT = { temperature: 2, rows: 10, lossBefore: 0.4, lossAfter: 0.3, eceBefore: 0.2, eceAfter: 0.1 }
const INVITATION =
  'NPY, NPZ, Arrow (Feather), Parquet or FITS, 17,908 points per row. Labels in them are passed over. Or drop them here.'

/** Probabilities of the first class of three labelled rows: 0.9, 0.8 and 0.2. */
const KNOWN: RunPredictions = {
  card: CARD,
  fingerprint: 'data',
  splits: [
    {
      split: 'test',
      fingerprint: 'test',
      rows: 3,
      objects: Uint32Array.of(0, 1, 2),
      labels: Uint8Array.of(0, 1, 1),
      redshift: Float64Array.of(1, 2, 3),
      logits: Float32Array.from([0.9, 0.8, 0.2].flatMap((p) => [Math.log(p), Math.log1p(-p)])),
      control: null,
    },
  ],
  control: null,
}

/** The most probable row alone is kept at it. */
const P_HIGHEST = rankRows(softmaxRows(KNOWN.splits[0]!.logits, 2), KNOWN.splits[0]!.labels, 2, 0).scores[0]!

/** Answers that are read as they were before something went out of use. */
const settledAs = (settled: SettledReading): Partial<StudioState> => ({
  ...using(IMPORTED),
  apply: { ...NOTHING_APPLIED, applied: APPLIED, settled },
})

function draw(state: Partial<StudioState>): HTMLElement {
  page = render(<UnlabelledPanel />, state)
  return region(page.container, 'Posteriors without labels')
}

const input = (name: string) => page.container.querySelector<HTMLInputElement>(`input[aria-label="${name}"]`)!
const alerts = () => [...page.container.querySelectorAll('[role="alert"]')].map(textOf)
const live = () => textOf(page.container.querySelector('[aria-live]'))
const buttonNames = () =>
  [...page.container.querySelectorAll('button')].map(
    (each) => each.getAttribute('aria-label') ?? textOf(each),
  )

function press(name: string): void {
  act(() => page.container.querySelectorAll('button')[buttonNames().indexOf(name)]!.click())
}

function choose(name: string, files: readonly File[]): void {
  Object.defineProperty(input(name), 'files', { value: files, configurable: true })
  act(() => input(name).dispatchEvent(new Event('change', { bubbles: true })))
}

/** A drag of these files over the region; text where `types` says so. */
async function drag(type: 'dragover' | 'dragleave' | 'drop', files: readonly File[], types = ['Files']) {
  const event = new Event(type, { bubbles: true, cancelable: true })
  const items = files.map((file) => ({ kind: 'file', webkitGetAsEntry: () => null, getAsFile: () => file }))
  Object.defineProperty(event, 'dataTransfer', { value: { items, types } })
  await act(async () => {
    region(page.container, 'Posteriors without labels').dispatchEvent(event)
  })
  return event
}

describe('choosing', () => {
  test('files and a folder', () => {
    const section = draw(using(CARD))
    expect(textOf(section)).toBe(
      'Posteriors without labelsThe network gives each row a class and probabilities. The data in use stay as they are.' +
        `Unlabelled filesUnlabelled folder${INVITATION}`,
    )
    expect(input('Unlabelled folder').hasAttribute('webkitdirectory')).toBe(true)
    expect([input('Unlabelled files').multiple, input('Unlabelled folder').multiple]).toEqual([true, true])
    const inFolder = new File(['x'], 'b.npy')
    Object.defineProperty(inFolder, 'webkitRelativePath', { value: 'night/b.npy' })
    choose('Unlabelled files', [ARRAY])
    choose('Unlabelled folder', [inFolder])
    expect(page.calls).toEqual([
      ['applyModel', [{ path: 'pdfs32.npy', file: ARRAY }]],
      ['applyModel', [{ path: 'night/b.npy', file: inFolder }]],
    ])
  })

  test.each<[string, Partial<StudioState>]>([
    ['There is no network to apply: train one, or load one.', using(null)],
    ['Say first what the network is for: its file does not tell.', using(IMPORTED)],
    ['A run is under way: its network can be applied once it has ended.', { ...using(null), run: RUN }],
  ])('is held, and it is said why: %s', (text, state) => {
    draw(state)
    expect([live(), input('Unlabelled files').disabled, input('Unlabelled folder').disabled]).toEqual([
      text,
      true,
      true,
    ])
  })

  test('tells an error with its hint', () => {
    draw({ ...using(CARD), apply: { ...NOTHING_APPLIED, error: WRONG } })
    expect(alerts()).toEqual(['a.txt is no network. Choose another.'])
  })
})

describe('dropping', () => {
  test('applies the network, and the page does not take the files for data', async () => {
    const onFiles = vi.fn(async () => '')
    page = render(
      <>
        <DropZone takes="all" onFiles={onFiles} />
        <UnlabelledPanel />
      </>,
      using(CARD),
    )
    await drag('dragover', [])
    expect(live()).toBe('Drop the posteriors to apply the network to them.')
    expect(page.container.querySelector('[data-over="true"]')).not.toBeNull()
    expect(textOf(page.container)).not.toContain('Drop the data folder')
    await drag('drop', [ARRAY])
    expect(live()).toBe(INVITATION)
    expect(page.calls).toEqual([['applyModel', [{ path: 'pdfs32.npy', file: ARRAY }]]])
    expect(onFiles).not.toHaveBeenCalled()
  })

  test('over the rest of the page the page takes them again', async () => {
    page = render(
      <>
        <DropZone takes="all" onFiles={async () => ''} />
        <UnlabelledPanel />
      </>,
      using(CARD),
    )
    const event = new Event('dragover', { cancelable: true })
    Object.defineProperty(event, 'dataTransfer', { value: { items: [], types: ['Files'] } })
    act(() => void window.dispatchEvent(event))
    expect(textOf(page.container)).toContain('Drop the data folder')
    await drag('dragover', [])
    expect(textOf(page.container)).not.toContain('Drop the data folder')
    await drag('dragleave', [])
    expect(live()).toBe(INVITATION)
  })

  test('a network is loaded', async () => {
    draw(using(CARD))
    await drag('drop', [NETWORK])
    expect(page.calls).toEqual([
      ['showView', 'apply'],
      ['loadModel', NETWORK],
    ])
  })

  test('without a network it is said what is missing, until files are taken', async () => {
    draw(using(null))
    await drag('drop', [ARRAY])
    expect(alerts()).toEqual(['There is no network to apply: train one, or load one.'])
    expect(page.calls).toEqual([])
    page.update(using(CARD))
    await drag('drop', [ARRAY])
    expect(alerts()).toEqual([])
    expect(page.calls.map(([name]) => name)).toEqual(['applyModel'])
  })

  test('why they were refused goes with another network, and when a run begins', async () => {
    draw(using(CARD))
    const refused = ['What was dropped holds no files. Drop files of posteriors.']
    await drag('drop', [])
    expect(alerts()).toEqual(refused)
    page.update(using(ANSWERED))
    expect(alerts()).toEqual([])
    await drag('drop', [])
    expect(alerts()).toEqual(refused)
    page.update({ run: RUN })
    expect(alerts()).toEqual([])
  })

  test('an empty folder is told, and text is left to the browser', async () => {
    draw(using(CARD))
    await drag('drop', [])
    expect(alerts()).toEqual(['What was dropped holds no files. Drop files of posteriors.'])
    expect((await drag('drop', [], ['text/plain'])).defaultPrevented).toBe(false)
    expect(page.calls).toEqual([])
  })
})

describe('progress', () => {
  test('tells rows, rate and time left, and can be cancelled', () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    const at = (name: string, done: number) => ({
      apply: { ...NOTHING_APPLIED, progress: { name, done, total: 5000 } },
    })
    draw({ ...using(CARD), ...at('', 0) })
    const text = () => page.container.querySelector('[role="progressbar"]')!.getAttribute('aria-valuetext')
    expect([text(), live()]).toEqual([
      'Getting ready',
      'Other posteriors are being read: these can follow after them.',
    ])
    // opening the files does not count
    vi.advanceTimersByTime(60_000)
    page.update(at('a.npy', 0))
    expect(text()).toBe('a.npy: 0 of 5,000 rows')
    vi.advanceTimersByTime(2500)
    page.update(at('a.npy', 1250))
    expect(text()).toBe('a.npy: 1,250 of 5,000 rows, 500 rows/s, 8 s left')
    const bar = page.container.querySelector('[role="progressbar"]')!
    expect([bar.getAttribute('aria-label'), bar.getAttribute('aria-valuenow')]).toEqual([
      'Applying progress',
      '25',
    ])
    press('Cancel applying')
    expect(page.calls).toEqual([['cancelApplying']])
  })

  test('comes into view once, and the focus goes to the files after cancelling', () => {
    // as newer browsers do
    const promise = (() => Promise.resolve()) as () => void
    const scroll = vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(promise)
    const applying = (done: number) => ({
      apply: { ...NOTHING_APPLIED, progress: { name: 'a.npy', done, total: 9 } },
    })
    draw({ ...using(CARD), ...applying(1) })
    page.update(applying(2))
    expect(scroll.mock.calls).toEqual([[{ block: 'nearest' }]])
    expect(textOf(scroll.mock.contexts[0] as Element)).toContain('Cancel applying')
    scroll.mockRestore()
    press('Cancel applying')
    page.update({ apply: NOTHING_APPLIED })
    expect(document.activeElement).toBe(input('Unlabelled files'))
  })
})

describe('the outcome', () => {
  const facts = () =>
    [...page.container.querySelectorAll('dl > div')].map((each) => [...each.children].map(textOf).join(': '))
  const tables = () =>
    [...page.container.querySelectorAll('table')].map((table) =>
      [...table.querySelectorAll('tr')].map((row) => [...row.children].map(textOf)),
    )

  test('is counted', () => {
    draw(answered(APPLIED))
    expect(textOf(page.container.querySelector('h3'))).toBe('6 rows of 2 files')
    expect(facts()).toEqual([
      'Network: CNN3 DeltaZ, epoch 7 of a run on data/failed-redshifts, ended 2026-11-22',
      'Files: night/a.npy (4 rows), night/b.npy (2 rows)',
      'Answered: 5 of 6 rows; the notes say why',
      'Confidence: 0.750 on average',
      'Kept: 3 of 5 rows (60.0 %) with a probability of DeltaZ < 1e-3 of at least 0.5, the threshold of the view Trust',
      'Probabilities: as the network gives them, not calibrated',
    ])
    expect(tables()[0]).toEqual([
      ['Most probable class', 'Rows', 'Share', ''],
      ['DeltaZ < 1e-3', '3', '60.0 %', ''],
      ['DeltaZ ≥ 1e-3', '2', '40.0 %', ''],
    ])
    const bars = [...page.container.querySelectorAll<HTMLElement>('table span[style]')]
    expect(bars.map(({ style }) => style.width)).toEqual(['60%', '40%'])
    expect([...page.container.querySelectorAll('ul li')].map(textOf)).toEqual(APPLIED.notes)
  })

  test('follows the threshold and the class of the view of trust', () => {
    draw({ ...answered(APPLIED), trust: { ...NO_TRUST, threshold: 0.79, keptClass: 1 } })
    expect(facts()).toContain(
      'Kept: 2 of 5 rows (40.0 %) with a probability of DeltaZ ≥ 1e-3 of at least 0.79, the threshold of the view Trust',
    )
  })

  test('is calibrated where probabilities are', () => {
    draw({ ...answered(APPLIED), trust: { ...NO_TRUST, fit: FIT, calibrated: true } })
    expect(facts()).toContain('Probabilities: calibrated, logits divided by T = 2')
    // sqrt(0.9) against sqrt(0.1)
    expect(tables()[1]![1]).toEqual(['0', 'night/a.npy', 'DeltaZ < 1e-3', '0.750', '0.250', '0.750', 'yes'])
  })

  test('stays when another network is in use, which has no say in it', () => {
    draw({
      ...settledAs({ temperature: null, kept: { classIndex: 0, threshold: 0.5 }, since: 'network' }),
      trust: { ...NO_TRUST, fit: FIT, calibrated: true, keptClass: 1 },
    })
    expect(textOf(page.container.querySelector('[data-severity="info"]'))).toBe(
      'These answers are of a network that is no longer in use',
    )
    expect(facts()[0]).toBe(
      'Network: CNN3 DeltaZ, epoch 7 of a run on data/failed-redshifts, ended 2026-11-22',
    )
    expect(facts().slice(-2)).toEqual([
      'Kept: 3 of 5 rows (60.0 %) with a probability of DeltaZ < 1e-3 of at least 0.5, the threshold when the network went out of use',
      'Probabilities: as the network gives them, not calibrated',
    ])
  })

  test('stays as it was read when the data went out of use', () => {
    const reading = { temperature: 2, kept: { classIndex: 1, threshold: 0.6 } }
    draw({
      ...settledAs({ ...reading, since: 'data' }),
      network: { ...NO_NETWORK, card: CARD, predictions: KNOWN },
      trust: { ...NO_TRUST, threshold: 0.99 },
    })
    expect(textOf(page.container.querySelector('[data-severity="info"]'))).toBe(
      'Other data are in use: these answers are read as they were before',
    )
    expect(facts().slice(-2)).toEqual([
      // sqrt(0.8) against sqrt(0.2), and sqrt(0.95) against sqrt(0.05)
      'Kept: 2 of 5 rows (40.0 %) with a probability of DeltaZ ≥ 1e-3 of at least 0.6, the threshold when the data went out of use',
      'Probabilities: calibrated, logits divided by T = 2',
    ])
    expect(tables()[1]!.map((cells) => cells.at(-1))).toEqual(['Kept', 'no', 'no', 'yes', 'no', 'yes', 'no'])
  })

  describe('how pure kept rows were', () => {
    const network = { ...NO_NETWORK, card: CARD, predictions: KNOWN }
    const purities = () => facts().filter((fact) => fact.startsWith('Purity'))
    /** Splits in the place of test, with the same rows. */
    const having = (...splits: readonly EvaluatedSplit[]) => ({
      ...network,
      predictions: {
        ...KNOWN,
        splits: splits.map((split, i) => ({
          ...KNOWN.splits[0]!,
          split,
          logits: KNOWN.splits[0]!.logits.slice(),
          // other rows of each
          labels: Uint8Array.of(0, 1, i % 2),
        })),
      },
    })

    test('is told where that is known', () => {
      draw({ ...answered(APPLIED), network, trust: { ...NO_TRUST, threshold: 0.7 } })
      // 0.9 and 0.8 are kept, and the first is of the class
      expect(purities()).toEqual(['Purity: 50.0 % (9.5 to 90.5) at this threshold: 1 of 2 kept rows of Test'])
      page.update({ trust: { ...NO_TRUST, threshold: 0.85 } })
      expect(purities()).toEqual([
        'Purity: 100.0 % (20.7 to 100.0) at this threshold: 1 of 1 kept rows of Test',
      ])
      page.update({ trust: { ...NO_TRUST, threshold: 0.95, surveyShare: 0.5 } })
      expect(purities()).toEqual(['Purity: not known: at this threshold nothing is kept of Test, 3 rows'])
      page.update(settledAs({ temperature: null, kept: null, since: 'network' }))
      expect(purities()).toEqual([])
    })

    test('is never that of training, and first of all that of the natural test, whatever is in view', () => {
      const trust = { ...NO_TRUST, split: 'train', threshold: 0.7 } as const
      draw({ ...answered(APPLIED), network: having('train', 'validation', 'test', 'natural'), trust })
      expect(purities()).toEqual([
        'Purity: 50.0 % (9.5 to 90.5) at this threshold: 1 of 2 kept rows of Natural test',
      ])
      page.update({ network: having('train', 'validation', 'test') })
      expect(purities()).toEqual(['Purity: 50.0 % (9.5 to 90.5) at this threshold: 1 of 2 kept rows of Test'])
      page.update({ network: having('train', 'validation') })
      expect(purities()).toEqual([
        'Purity: 50.0 % (9.5 to 90.5) at this threshold: 1 of 2 kept rows of Validation. These rows chose the epoch whose weights are in use, and the temperature is fitted on them: numbers on test may be worse.',
      ])
      page.update({ network: having('train') })
      expect(purities()).toEqual([])
    })

    test('is that of the next rows where nothing is kept of the best ones', () => {
      const both = having('natural', 'test')
      const [natural, tested] = both.predictions.splits as [SplitPredictions, SplitPredictions]
      // 0.2, 0.1 and 0.1
      const low = Float32Array.from([0.2, 0.1, 0.1].flatMap((p) => [Math.log(p), Math.log1p(-p)]))
      const splits = [{ ...natural, logits: low }, tested]
      const lower = { ...both, predictions: { ...both.predictions, splits } }
      draw({ ...answered(APPLIED), network: lower, trust: { ...NO_TRUST, threshold: 0.7 } })
      expect(purities()).toEqual(['Purity: 50.0 % (9.5 to 90.5) at this threshold: 1 of 2 kept rows of Test'])
      page.update({ trust: { ...NO_TRUST, threshold: 0.15 } })
      expect(purities()).toEqual([
        'Purity: 100.0 % (20.7 to 100.0) at this threshold: 1 of 1 kept rows of Natural test',
      ])
      page.update({ trust: { ...NO_TRUST, threshold: 0.95 } })
      expect(purities()).toEqual([
        'Purity: not known: at this threshold nothing is kept of Natural test, 3 rows',
      ])
    })

    test('comes with what is to be borne in mind, and with that in the survey', () => {
      const report = { ...REPORT, balance: 'balanced' } as const
      const chosen = { ...NO_TRUST, threshold: P_HIGHEST, chosenOn: 'test' } as const
      draw({ ...answered(APPLIED), network, data: { ...NO_DATA, report }, trust: chosen })
      const flattered =
        'Purity: 100.0 % (20.7 to 100.0) at this threshold: 1 of 1 kept rows of Test. These rows are balanced: 33.3 % of them belong to DeltaZ < 1e-3, but 73.2 % of all objects. Chosen on these rows, so they look better than others will. Choose on Validation, then read Test.'
      // completeness 1 of 1, contamination 0 of 2; intervals by reference/make_prevalence_fixtures.py
      expect(purities()).toEqual([
        flattered,
        'Purity at 73.2 %: 100.0 % (71.7 to 100.0), if so many are DeltaZ < 1e-3, as of all objects of the data in use',
      ])
      page.update({ trust: { ...chosen, surveyShare: 0.1 } })
      expect(purities()).toEqual([
        flattered,
        'Purity at 10.0 %: 100.0 % (9.3 to 100.0), if so many are DeltaZ < 1e-3, as in your survey',
      ])
      const other = { ...report, fingerprint: 'abcd', name: 'data/others', balance: 'unbalanced' } as const
      page.update({ data: { ...NO_DATA, report: other }, trust: { ...chosen, chosenOn: 'validation' } })
      expect(purities()).toEqual([
        'Purity: 100.0 % (20.7 to 100.0) at this threshold: 1 of 1 kept rows of Test. The network was trained on other data (data/failed-redshifts) than those in use (data/others). Any of these rows may have been among its own. Chosen on Validation.',
      ])
    })
  })

  test('says of how many kept rows another class is more probable', () => {
    draw({ ...answered(APPLIED), trust: { ...NO_TRUST, threshold: 0.1 } })
    // 0.2 is kept; 0.5 is as probable as the other
    expect(facts()).toContain(
      'Kept: 4 of 5 rows (80.0 %) with a probability of DeltaZ < 1e-3 of at least 0.1, the threshold of the view Trust. Of 1 of them another class is more probable',
    )
  })

  test('is of the network in use where its card came as a copy', () => {
    draw({ ...answered(structuredClone(APPLIED)), trust: { ...NO_TRUST, fit: FIT, calibrated: true } })
    expect(page.container.querySelector('[data-severity="info"]')).toBeNull()
    expect(facts()).toContain('Probabilities: calibrated, logits divided by T = 2')
  })

  test('has its rows in their order', () => {
    draw(answered(NAMED))
    expect(textOf(page.container)).toContain('All 6 rows, counted from 0 as in the saved tables')
    expect(tables()[1]).toEqual([
      ['Row', 'File', 'Id', 'z_est', 'Class', 'P(DeltaZ < 1e-3)', 'P(DeltaZ ≥ 1e-3)', 'Confidence', 'Kept'],
      ['0', 'night/a.npy', 'A-1', '0.5000', 'DeltaZ < 1e-3', '0.900', '0.100', '0.900', 'yes'],
      ['1', 'night/a.npy', '–', '–', 'DeltaZ < 1e-3', '0.600', '0.400', '0.600', 'yes'],
      ['2', 'night/a.npy', 'A-3', '1.2346', 'DeltaZ ≥ 1e-3', '0.200', '0.800', '0.800', 'no'],
      ['3', 'night/a.npy', 'A-4', '2.0000', 'DeltaZ < 1e-3', '0.500', '0.500', '0.500', 'yes'],
      ['4', 'night/b.npy', 'A-5', '3.0000', 'DeltaZ ≥ 1e-3', '0.050', '0.950', '0.950', 'no'],
      ['5', 'night/b.npy', 'A-6', '4.0000', 'no answer', '–', '–', '–', 'no'],
    ])
  })

  test('shows the first 200 rows', () => {
    const rows = 1234
    draw(
      answered({
        ...APPLIED,
        rows,
        files: [{ name: 'a.npy', rows }],
        file: new Uint16Array(rows),
        row: Uint32Array.from({ length: rows }, (_, i) => i),
        logits: Float32Array.from({ length: 2 * rows }, (_, i) => i % 2),
        notes: [],
      }),
    )
    expect(textOf(page.container)).toContain(
      'The first 200 of 1,234 rows, counted from 0 as in the saved tables',
    )
    expect(tables()[1]!.length).toBe(201)
    expect(tables()[1]!.at(-1)![0]).toBe('199')
    expect(facts().map((fact) => fact.split(':')[0])).not.toContain('Answered')
    expect(textOf(page.container)).not.toContain('Notes')
  })

  test('is saved in four formats', () => {
    draw(answered(APPLIED))
    expect(buttonNames()).toEqual(['Answers CSV', 'Answers ECSV', 'Answers VOTable', 'Answers NPY'])
    for (const name of buttonNames()) press(name)
    expect(page.calls).toEqual([
      ['exportApplied', 'csv'],
      ['exportApplied', 'ecsv'],
      ['exportApplied', 'votable'],
      ['exportApplied', 'npy'],
    ])
  })

  test('is not saved twice at once', () => {
    draw({ ...using(CARD), apply: { ...NOTHING_APPLIED, applied: APPLIED, making: 'csv' } })
    expect(textOf(page.container)).toContain('Making the table.')
    press('Answers NPY')
    expect(page.calls).toEqual([])
  })

  test('stays during a run', () => {
    draw({ ...answered(APPLIED, null), network: NO_NETWORK, run: RUN })
    expect(textOf(page.container.querySelector('h3'))).toBe('6 rows of 2 files')
  })
})
