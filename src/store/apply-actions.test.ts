import { describe, expect, test } from 'vitest'
import { describeError, StudioError } from '../core/errors.ts'
import { appliedKeptClass, appliedReading } from './applied-in-use.ts'
import { APPLIED, CARD, FLAGS, PREDICTIONS } from './network.fixture.ts'
import { NO_NETWORK, NO_TRUST, NOTHING_APPLIED } from './network-state.ts'
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

  /** Answers of a network that is calibrated. */
  function calibrated(): TestStudio {
    const page = pageWith()
    page.studio.store.setState((state) => ({
      apply: { ...NOTHING_APPLIED, applied: APPLIED },
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

const READING = { temperature: 1.5, kept: { classIndex: 1, threshold: 0.8 } }

/** Answers of the network in use, read with all that the view of trust says, and a refusal of other files. */
async function read(): Promise<TestStudio> {
  const page = await studioWith(report('9f3c1be2'), plan(1))
  page.studio.store.setState((state) => ({
    network: { ...NO_NETWORK, card: CARD, predictions: PREDICTIONS },
    apply: { ...NOTHING_APPLIED, applied: APPLIED, error: describeError(BAD) },
    trust: { ...state.trust, fit: FIT, calibrated: true, keptClass: 1, threshold: 0.8 },
  }))
  expect(reading(page)).toEqual(READING)
  return page
}

const reading = ({ studio }: TestStudio) => appliedReading(studio.store.getState())

async function loadAnother(page: TestStudio, card = FLAGS): Promise<void> {
  void page.actions.loadModel(new File(['x'], 'flags.keras'))
  await page.calls.loadModel.at(-1)!.resolve(card)
}

async function prepareAnew(page: TestStudio): Promise<void> {
  void page.actions.chooseTarget('Flag3')
  await page.calls.prepare.at(-1)!.resolve(report('other splits'))
}

describe('answers of a network that goes out of use', () => {
  test.each<[string, (page: TestStudio) => Promise<void> | void]>([
    ['another one is loaded', (page) => loadAnother(page)],
    ['a run begins', (page) => void page.actions.startTraining()],
  ])('stay as they were read last: %s', async (_, happen) => {
    const page = await read()
    await happen(page)
    const settled = { ...READING, since: 'network' }
    expect(apply(page)).toEqual({ ...NOTHING_APPLIED, applied: APPLIED, settled })
    page.actions.setTrust({ threshold: 0.3, keptClass: 0 })
    expect(reading(page)).toEqual(READING)
    void page.actions.exportApplied('npy')
    expect(page.calls.encodeApplied[0]!.args).toEqual([APPLIED, 'npy', READING])
  })

  test('stay so when a third network is loaded', async () => {
    const page = await read()
    for (const card of [FLAGS, { ...FLAGS, name: 'third' }]) {
      await loadAnother(page, card)
      page.actions.setTrust({ threshold: 0.3 })
    }
    expect(reading(page)).toEqual(READING)
  })

  test('follow the view of trust again where the next network answers', async () => {
    const page = await read()
    await loadAnother(page)
    void page.actions.applyModel(FILES)
    expect(reading(page)).toEqual(READING)
    await page.calls.applyModel[0]!.resolve({ ...APPLIED, card: FLAGS })
    expect(apply(page).settled).toBeNull()
    page.actions.setTrust({ threshold: 0.3 })
    expect(reading(page)).toEqual({ temperature: null, kept: { classIndex: 2, threshold: 0.3 } })
  })

  test('where there are none, nothing is settled', async () => {
    const page = await studioWith(report('9f3c1be2'), plan(1))
    page.studio.store.setState({ network: { ...NO_NETWORK, card: CARD } })
    await loadAnother(page)
    expect(apply(page)).toEqual(NOTHING_APPLIED)
  })
})

describe('answers while other data come into use', () => {
  const CHANGES: [string, (page: TestStudio) => Promise<void> | void][] = [
    ['they are read', (page) => void page.actions.loadSample()],
    ['they are prepared in another way', prepareAnew],
  ]

  test.each(CHANGES)('stay as they were read by what was chosen on those before: %s', async (_, happen) => {
    const page = await read()
    await happen(page)
    expect(apply(page)).toMatchObject({ applied: APPLIED, settled: { ...READING, since: 'data' } })
    page.actions.setTrust({ threshold: 0.3, keptClass: 0 })
    void page.actions.exportApplied('csv')
    expect(page.calls.encodeApplied[0]!.args).toEqual([APPLIED, 'csv', READING])
  })

  test.each([
    ['the temperature', { fit: FIT, calibrated: true }],
    ['the class', { keptClass: 1 }],
    ['the threshold', { threshold: 0.8 }],
  ])('stay where %s alone was chosen', async (_, chosen) => {
    const page = await read()
    page.studio.store.setState({ trust: { ...NO_TRUST, ...chosen } })
    const before = reading(page)
    void page.actions.loadSample()
    expect(apply(page).settled).toEqual({ ...before, since: 'data' })
  })

  test.each(CHANGES)(
    'go on to follow the view of trust where nobody chose anything: %s',
    async (_, happen) => {
      const page = await read()
      // fitted, and not applied
      page.studio.store.setState({ trust: { ...NO_TRUST, fit: FIT } })
      const before = reading(page)
      await happen(page)
      expect([apply(page).settled, reading(page)]).toEqual([null, before])
      page.actions.setTrust({ threshold: 0.3 })
      expect(reading(page).kept).toEqual({ classIndex: 0, threshold: 0.3 })
    },
  )

  test('stay so when their network goes out of use, too', async () => {
    const page = await read()
    void page.actions.loadSample()
    await page.calls.simulate[0]!.resolve(report('sample'))
    page.actions.setTrust({ threshold: 0.3 })
    await loadAnother(page)
    expect(apply(page).settled).toEqual({ ...READING, since: 'network' })
    void page.actions.loadSample()
    expect(apply(page).settled).toEqual({ ...READING, since: 'network' })
  })
})

test('a class that the network does not have is the first one', () => {
  const page = pageWith()
  page.studio.store.setState((before) => ({
    apply: { ...NOTHING_APPLIED, applied: APPLIED },
    trust: { ...before.trust, keptClass: 4 },
  }))
  expect(appliedKeptClass(page.studio.store.getState())).toBe(0)
})
