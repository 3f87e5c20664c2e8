import { describe, expect, test } from 'vitest'
import { describeError, StudioError } from '../core/errors.ts'
import {
  appliedKeptClass,
  appliedReading,
  appliedTemperature,
  isAppliedByNetworkInUse,
} from './applied-in-use.ts'
import { APPLIED, CARD, FLAGS } from './network.fixture.ts'
import { NO_NETWORK, NOTHING_APPLIED } from './network-state.ts'
import { EPOCH_1, FILES, folded, plan, report, STARTED } from './test-data.ts'
import { studioWith, type TestStudio, testStudio } from './test-engine.ts'

const BAD = new StudioError('bad-input', 'X.npy has 63 points.', 'Choose others.')
const FIT = { temperature: 1.5, rows: 3, lossBefore: 0.4, lossAfter: 0.3, eceBefore: 0.2, eceAfter: 0.1 }

function pageWith(): TestStudio {
  const page = testStudio()
  page.studio.store.setState({ network: { ...NO_NETWORK, card: CARD } })
  return page
}

const apply = ({ studio }: TestStudio) => studio.store.getState().apply

describe('applying', () => {
  test('tells progress, and gives the answers', async () => {
    const page = pageWith()
    void page.actions.applyModel(FILES)
    const [files, backend, options] = page.calls.applyModel[0]!.args
    expect([files, backend]).toEqual([FILES, 'auto'])
    expect(apply(page)).toEqual({ ...NOTHING_APPLIED, progress: { name: '', done: 0, total: 1 } })
    options!.onProgress!({ name: 'X.npy', done: 1, total: 2 })
    expect(apply(page).progress).toEqual({ name: 'X.npy', done: 1, total: 2 })
    await page.calls.applyModel[0]!.resolve(APPLIED)
    expect(apply(page)).toEqual({ ...NOTHING_APPLIED, applied: APPLIED })
    expect(page.studio.applying).toBeNull()
  })

  test('what was applied before stays until the answer is there, also where it fails', async () => {
    const page = pageWith()
    page.studio.store.setState({ apply: { ...NOTHING_APPLIED, applied: APPLIED } })
    void page.actions.applyModel(FILES)
    expect(apply(page).applied).toBe(APPLIED)
    await page.calls.applyModel[0]!.reject(BAD)
    expect(apply(page)).toMatchObject({
      ...NOTHING_APPLIED,
      applied: APPLIED,
      error: { code: 'bad-input', message: 'X.npy has 63 points.', hint: 'Choose others.' },
    })
    void page.actions.applyModel(FILES)
    expect(apply(page).error).toBeNull()
  })

  test('can be cancelled; nothing that comes after counts, and a cancelled call is no error', async () => {
    const page = pageWith()
    void page.actions.applyModel(FILES)
    const { signal, onProgress } = page.calls.applyModel[0]!.args[2]!
    page.actions.cancelApplying()
    expect(signal!.aborted).toBe(true)
    expect(apply(page)).toEqual(NOTHING_APPLIED)
    onProgress!({ name: 'X.npy', done: 1, total: 2 })
    await page.calls.applyModel[0]!.resolve(APPLIED)
    expect(apply(page)).toEqual(NOTHING_APPLIED)
    void page.actions.applyModel(FILES)
    await page.calls.applyModel[1]!.reject(new StudioError('cancelled', 'Cancelled.'))
    expect(apply(page)).toEqual(NOTHING_APPLIED)
  })

  test('needs files, one at a time, and neither a run nor a network that is being read', () => {
    const page = pageWith()
    void page.actions.applyModel([])
    page.studio.store.setState({ run: folded(STARTED, EPOCH_1) })
    void page.actions.applyModel(FILES)
    page.studio.store.setState({ run: null, network: { ...NO_NETWORK, card: CARD, loading: true } })
    void page.actions.applyModel(FILES)
    expect(page.calls.applyModel).toEqual([])
    page.studio.store.setState({ network: { ...NO_NETWORK, card: CARD } })
    void page.actions.applyModel(FILES)
    void page.actions.applyModel(FILES)
    expect(page.calls.applyModel.length).toBe(1)
  })
})

describe('exporting', () => {
  const BLOB = new Blob(['table'])

  /** Answers whose card came as a copy, as a worker gives it, of a network that is calibrated. */
  function calibrated(): TestStudio {
    const page = pageWith()
    page.studio.store.setState((state) => ({
      apply: { ...NOTHING_APPLIED, applied: structuredClone(APPLIED) },
      trust: { ...state.trust, fit: FIT, calibrated: true },
    }))
    return page
  }

  test('downloads a table', async () => {
    const page = pageWith()
    page.studio.store.setState({ apply: { ...NOTHING_APPLIED, applied: APPLIED } })
    void page.actions.exportApplied('votable')
    expect(page.calls.encodeApplied[0]!.args).toEqual([
      APPLIED,
      'votable',
      { temperature: null, kept: { classIndex: 0, threshold: 0.5 } },
    ])
    expect(apply(page).making).toBe('votable')
    await page.calls.encodeApplied[0]!.resolve(BLOB)
    expect(page.downloads).toEqual([{ fileName: 'pdfs32_CNN3-DeltaZ_predictions.vot', contents: BLOB }])
    expect(apply(page)).toEqual({ ...NOTHING_APPLIED, applied: APPLIED })
  })

  test('is calibrated where probabilities of the network in use are', async () => {
    const page = calibrated()
    void page.actions.exportApplied('csv')
    expect(page.calls.encodeApplied[0]!.args[2].temperature).toBe(1.5)
    await page.calls.encodeApplied[0]!.resolve(BLOB)
    expect(page.downloads[0]!.fileName).toBe('pdfs32_CNN3-DeltaZ_predictions-calibrated.csv')
  })

  test('the temperature of another network does not count', () => {
    const page = calibrated()
    page.studio.store.setState({
      network: { ...NO_NETWORK, card: { ...CARD, created: '2026-11-23T00:00:00.000Z' } },
    })
    void page.actions.exportApplied('csv')
    expect(page.calls.encodeApplied[0]!.args[2].temperature).toBeNull()
  })

  test('one at a time, only where there are answers, and an error is told', async () => {
    const page = pageWith()
    void page.actions.exportApplied('csv')
    expect(page.calls.encodeApplied).toEqual([])
    page.studio.store.setState({ apply: { ...NOTHING_APPLIED, applied: APPLIED } })
    void page.actions.exportApplied('csv')
    void page.actions.exportApplied('npy')
    expect(page.calls.encodeApplied.length).toBe(1)
    await page.calls.encodeApplied[0]!.reject(BAD)
    expect(apply(page)).toMatchObject({ making: null, error: { message: 'X.npy has 63 points.' } })
    expect(page.downloads).toEqual([])
    void page.actions.exportApplied('npy')
    expect(apply(page)).toMatchObject({ making: 'npy', error: null })
  })
})

describe('answers of a network that goes out of use', () => {
  const READING = { temperature: 1.5, kept: { classIndex: 1, threshold: 0.8 } }

  /** Answers of the network in use, read with all that the view of trust says, and a refusal of other files. */
  async function read(): Promise<TestStudio> {
    const page = await studioWith(report('9f3c1be2'), plan(1))
    page.studio.store.setState((state) => ({
      network: { ...NO_NETWORK, card: CARD },
      apply: { ...NOTHING_APPLIED, applied: APPLIED, error: describeError(BAD) },
      trust: { ...state.trust, fit: FIT, calibrated: true, keptClass: 1, threshold: 0.8 },
    }))
    expect(appliedReading(page.studio.store.getState())).toEqual(READING)
    return page
  }

  test.each<[string, (page: TestStudio) => Promise<void> | void]>([
    [
      'another one is loaded',
      async (page) => {
        void page.actions.loadModel(new File(['x'], 'flags.keras'))
        await page.calls.loadModel[0]!.resolve(FLAGS)
      },
    ],
    ['a run begins', (page) => void page.actions.startTraining()],
  ])('stay as they were read last: %s', async (_, happen) => {
    const page = await read()
    await happen(page)
    expect(apply(page)).toEqual({ ...NOTHING_APPLIED, applied: { ...APPLIED, reading: READING } })
    page.actions.setTrust({ threshold: 0.3, keptClass: 0 })
    expect(appliedReading(page.studio.store.getState())).toEqual(READING)
    void page.actions.exportApplied('npy')
    expect(page.calls.encodeApplied[0]!.args[2]).toEqual(READING)
  })

  test('stay so when a third network is loaded', async () => {
    const page = await read()
    for (const [i, card] of [FLAGS, { ...FLAGS, name: 'third' }].entries()) {
      void page.actions.loadModel(new File(['x'], 'flags.keras'))
      await page.calls.loadModel[i]!.resolve(card)
      page.actions.setTrust({ threshold: 0.3 })
    }
    expect(appliedReading(page.studio.store.getState())).toEqual(READING)
  })
})

describe('the network in use and that of the answers', () => {
  const state = (page: TestStudio) => page.studio.store.getState()

  test('nothing applied is of no network', () => {
    const page = pageWith()
    expect([
      isAppliedByNetworkInUse(state(page)),
      appliedTemperature(state(page)),
      appliedKeptClass(state(page)),
    ]).toEqual([false, null, 0])
  })

  test('the kept class is that of trust, or the most trusted one of another network', () => {
    const page = pageWith()
    page.studio.store.setState((before) => ({
      apply: { ...NOTHING_APPLIED, applied: APPLIED },
      trust: { ...before.trust, keptClass: 1 },
    }))
    expect([isAppliedByNetworkInUse(state(page)), appliedKeptClass(state(page))]).toEqual([true, 1])
    page.studio.store.setState({ apply: { ...NOTHING_APPLIED, applied: { ...APPLIED, card: FLAGS } } })
    expect([isAppliedByNetworkInUse(state(page)), appliedKeptClass(state(page))]).toEqual([false, 2])
  })

  test('a class that the network does not have is the first one', () => {
    const page = pageWith()
    page.studio.store.setState((before) => ({
      apply: { ...NOTHING_APPLIED, applied: APPLIED },
      trust: { ...before.trust, keptClass: 4 },
    }))
    expect(appliedKeptClass(state(page))).toBe(0)
  })
})
