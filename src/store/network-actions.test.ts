import { describe, expect, test } from 'vitest'
import { StudioError } from '../core/errors.ts'
import type { ModelCard } from '../core/model-card.ts'
import { APPLIED, CARD, FLAGS, PREDICTIONS } from './network.fixture.ts'
import { NO_INSPECTION, NO_NETWORK, NOTHING_APPLIED } from './network-state.ts'
import { NO_DATA } from './state.ts'
import { EPOCH_1, EVALUATED, FILES, FINISHED, folded, plan, report, STARTED } from './test-data.ts'
import { settled, studioWith, type TestStudio, testStudio } from './test-engine.ts'

const FILE = new File(['x'], 'net.keras')
const BAD = new StudioError('bad-input', 'net.keras holds no network.', 'Choose another file.')
const FIT = { temperature: 1.5, rows: 3, lossBefore: 0.4, lossAfter: 0.3, eceBefore: 0.2, eceAfter: 0.1 }
const RUNNING = folded(STARTED, EPOCH_1)

/** A page with a network in use, of the data in use. */
function pageWith(card: ModelCard | null = CARD): TestStudio {
  const page = testStudio()
  page.studio.store.setState({
    data: { ...NO_DATA, phase: 'ready', report: report('sample') },
    network: { ...NO_NETWORK, card },
  })
  return page
}

const network = ({ studio }: TestStudio) => studio.store.getState().network
const trust = ({ studio }: TestStudio) => studio.store.getState().trust

describe('loading', () => {
  test('another network takes the place of the one in use, and all that was known of that goes', async () => {
    const page = pageWith()
    const { studio, actions, calls } = page
    studio.store.setState((state) => ({
      network: { ...state.network, predictions: PREDICTIONS },
      trust: { ...state.trust, fit: FIT, calibrated: true, threshold: 0.75 },
      inspect: { ...NO_INSPECTION, selected: 2 },
      apply: { ...NOTHING_APPLIED, applied: APPLIED },
    }))
    void actions.loadModel(FILE)
    expect(calls.loadModel[0]!.args).toEqual([{ path: 'net.keras', file: FILE }])
    expect(network(page)).toEqual({ ...NO_NETWORK, card: CARD, predictions: PREDICTIONS, loading: true })
    await calls.loadModel[0]!.resolve(FLAGS)
    expect(network(page)).toEqual({ ...NO_NETWORK, card: FLAGS })
    // the surest flags are kept; a threshold that was chosen for another network says nothing of this one
    expect(trust(page)).toMatchObject({ fit: null, calibrated: false, threshold: 0.5, keptClass: 2 })
    expect(studio.store.getState().inspect.selected).toBeNull()
    expect(studio.store.getState().apply.applied).toMatchObject(APPLIED)
  })

  test('the one in use stays where the file holds none, until a file is read', async () => {
    const page = pageWith()
    page.studio.store.setState((state) => ({ network: { ...state.network, predictions: PREDICTIONS } }))
    void page.actions.loadModel(FILE)
    await page.calls.loadModel[0]!.reject(BAD)
    expect(network(page)).toMatchObject({
      ...NO_NETWORK,
      card: CARD,
      predictions: PREDICTIONS,
      error: { code: 'bad-input', message: 'net.keras holds no network.', hint: 'Choose another file.' },
    })
    void page.actions.loadModel(FILE)
    expect(network(page).error).toBeNull()
  })

  test('does not wait for predictions of the one before', async () => {
    const page = pageWith()
    void page.actions.loadPredictions()
    const { signal } = page.calls.predictions[0]!.args[1]!
    void page.actions.loadModel(FILE)
    expect(signal!.aborted).toBe(true)
    expect(network(page).progress).toBeNull()
    await page.calls.predictions[0]!.resolve(PREDICTIONS)
    await page.calls.loadModel[0]!.resolve(FLAGS)
    expect(network(page)).toEqual({ ...NO_NETWORK, card: FLAGS })
  })

  test('one at a time, not during a run, and not while posteriors are answered', () => {
    const page = pageWith()
    page.studio.store.setState({ run: RUNNING })
    void page.actions.loadModel(FILE)
    page.studio.store.setState({
      run: null,
      apply: { ...NOTHING_APPLIED, progress: { name: '', done: 0, total: 1 } },
    })
    void page.actions.loadModel(FILE)
    expect(page.calls.loadModel).toEqual([])
    page.studio.store.setState({ apply: NOTHING_APPLIED })
    void page.actions.loadModel(FILE)
    void page.actions.loadModel(FILE)
    expect(page.calls.loadModel.length).toBe(1)
  })

  test.each([
    ['a network', (page: TestStudio) => page.calls.loadModel[0]!.resolve(FLAGS)],
    ['an error', (page: TestStudio) => page.calls.loadModel[0]!.reject(BAD)],
  ])('%s that comes after the beginning of a run is passed over', async (_, answer) => {
    const page = await studioWith(report('sample'), plan(2))
    void page.actions.loadModel(FILE)
    void page.actions.startTraining()
    await answer(page)
    expect(network(page)).toEqual(NO_NETWORK)
  })
})

describe('answers about imported weights', () => {
  const answers = { target: 'Flag3', input: 'PDF', redshift: 'value' } as const

  test('complete the network', async () => {
    const page = pageWith({ ...FLAGS, target: null, input: null })
    void page.actions.completeModel(answers)
    expect(page.calls.completeModel[0]!.args).toEqual([answers])
    await page.calls.completeModel[0]!.resolve(FLAGS)
    expect(network(page)).toEqual({ ...NO_NETWORK, card: FLAGS })
    expect(trust(page).keptClass).toBe(2)
  })

  test('hold the network meanwhile: nothing else is asked of it, and nobody waits for its predictions', async () => {
    const page = pageWith(FLAGS)
    void page.actions.loadPredictions()
    void page.actions.completeModel(answers)
    expect(page.calls.predictions[0]!.args[1]!.signal!.aborted).toBe(true)
    expect(network(page)).toEqual({ ...NO_NETWORK, card: FLAGS, loading: true })
    void page.actions.completeModel(answers)
    void page.actions.loadModel(FILE)
    void page.actions.applyModel(FILES)
    void page.actions.saveModel('keras')
    const { completeModel, loadModel, applyModel, saveModel } = page.calls
    expect([completeModel, loadModel, applyModel, saveModel].map(({ length }) => length)).toEqual([
      1, 0, 0, 0,
    ])
    await page.calls.predictions[0]!.resolve(PREDICTIONS)
    await completeModel[0]!.resolve(FLAGS)
    expect(network(page)).toEqual({ ...NO_NETWORK, card: FLAGS })
  })

  test('that cannot be are told', async () => {
    const page = pageWith(FLAGS)
    void page.actions.completeModel(answers)
    await page.calls.completeModel[0]!.reject(BAD)
    expect(network(page)).toMatchObject({ card: FLAGS, loading: false })
    expect(network(page).error?.message).toBe('net.keras holds no network.')
  })

  test('are not given to another network that is being read', () => {
    const page = pageWith()
    void page.actions.loadModel(FILE)
    void page.actions.completeModel(answers)
    expect(page.calls.completeModel).toEqual([])
  })
})

describe('saving', () => {
  const BLOB = new Blob(['network'])

  test('downloads the file under the name of the network', async () => {
    const page = pageWith()
    void page.actions.saveModel('keras')
    expect(page.calls.saveModel[0]!.args).toEqual(['keras', { temperature: null }])
    expect(network(page).saving).toBe('keras')
    await page.calls.saveModel[0]!.resolve(BLOB)
    expect(page.downloads).toEqual([
      { fileName: 'redshift-studio_DeltaZ_CNN3_seed1_2026-11-22.keras', contents: BLOB },
    ])
    expect(network(page)).toEqual({ ...NO_NETWORK, card: CARD })
  })

  test('has the temperature where probabilities are calibrated, and the options of AMAZED', async () => {
    const page = pageWith()
    page.studio.store.setState((state) => ({ trust: { ...state.trust, fit: FIT, calibrated: true } }))
    const options = { range: { min: 0, max: 5, step: 1e-4 }, failureClass: 1 }
    void page.actions.saveModel('amazed', options)
    expect(page.calls.saveModel[0]!.args).toEqual(['amazed', { ...options, temperature: 1.5 }])
    await page.calls.saveModel[0]!.resolve(BLOB)
    expect(page.downloads.map(({ fileName }) => fileName)).toEqual([
      'redshift-studio_DeltaZ_CNN3_seed1_2026-11-22_calibrated_amazed.h5',
    ])
  })

  test('a network with a temperature in its weights is called so', async () => {
    const page = pageWith({ ...CARD, temperature: 2 })
    void page.actions.saveModel('hdf5')
    await page.calls.saveModel[0]!.resolve(BLOB)
    expect(page.downloads[0]!.fileName).toBe('redshift-studio_DeltaZ_CNN3_seed1_2026-11-22_calibrated.h5')
  })

  test('an error is told, and goes with the next file', async () => {
    const page = pageWith()
    void page.actions.saveModel('amazed', { range: { min: 0, max: 5, step: 1e-4 }, failureClass: 1 })
    await page.calls.saveModel[0]!.reject(BAD)
    expect(network(page)).toMatchObject({ saving: null, error: { message: 'net.keras holds no network.' } })
    void page.actions.saveModel('keras')
    expect(network(page).error).toBeNull()
    expect(page.downloads).toEqual([])
  })

  test('one at a time, and not while another network is read', () => {
    const page = pageWith(null)
    void page.actions.saveModel('keras')
    page.studio.store.setState({ network: { ...NO_NETWORK, card: CARD, loading: true } })
    void page.actions.saveModel('keras')
    expect(page.calls.saveModel).toEqual([])
    page.studio.store.setState({ network: { ...NO_NETWORK, card: CARD } })
    void page.actions.saveModel('keras')
    void page.actions.saveModel('hdf5')
    expect(page.calls.saveModel.length).toBe(1)
  })

  test('says nothing of another network that is in use by then', async () => {
    const page = pageWith()
    void page.actions.saveModel('keras')
    page.studio.store.setState({ network: { ...NO_NETWORK, card: FLAGS, saving: 'hdf5' } })
    await page.calls.saveModel[0]!.reject(BAD)
    expect(network(page)).toEqual({ ...NO_NETWORK, card: FLAGS, saving: 'hdf5' })
  })
})

describe('predictions', () => {
  test('are asked for, with their progress', async () => {
    const page = pageWith()
    void page.actions.loadPredictions()
    const [backend, options] = page.calls.predictions[0]!.args
    expect(backend).toBe('auto')
    expect(network(page).progress).toEqual({ name: '', done: 0, total: 1 })
    options!.onProgress!({ name: 'test', done: 1, total: 3 })
    expect(network(page).progress).toEqual({ name: 'test', done: 1, total: 3 })
    await page.calls.predictions[0]!.resolve(PREDICTIONS)
    expect(network(page)).toEqual({ ...NO_NETWORK, card: CARD, predictions: PREDICTIONS })
  })

  test('are not asked for twice, nor where they are known, nor without network or data, nor during a run', async () => {
    const page = pageWith()
    void page.actions.loadPredictions()
    void page.actions.loadPredictions()
    await page.calls.predictions[0]!.resolve(PREDICTIONS)
    void page.actions.loadPredictions()
    const known = page.studio.store.getState()
    page.studio.store.setState({ network: NO_NETWORK })
    void page.actions.loadPredictions()
    page.studio.store.setState({ network: { ...NO_NETWORK, card: CARD }, data: NO_DATA })
    void page.actions.loadPredictions()
    page.studio.store.setState({ data: known.data, run: RUNNING })
    void page.actions.loadPredictions()
    expect(page.calls.predictions.length).toBe(1)
  })

  test('can be cancelled, and asked for again', async () => {
    const page = pageWith()
    void page.actions.loadPredictions()
    page.actions.cancelPredictions()
    expect(page.calls.predictions[0]!.args[1]!.signal!.aborted).toBe(true)
    expect(network(page)).toEqual({ ...NO_NETWORK, card: CARD })
    void page.actions.loadPredictions()
    page.calls.predictions[0]!.args[1]!.onProgress!({ name: 'late', done: 1, total: 3 })
    await page.calls.predictions[0]!.reject(new StudioError('cancelled', 'Cancelled.'))
    expect(network(page).progress).toEqual({ name: '', done: 0, total: 1 })
    await page.calls.predictions[1]!.resolve(PREDICTIONS)
    expect(network(page).predictions).toBe(PREDICTIONS)
  })

  test('an error is told; a cancelled call is none', async () => {
    const page = pageWith()
    void page.actions.loadPredictions()
    await page.calls.predictions[0]!.reject(BAD)
    expect(network(page)).toMatchObject({
      progress: null,
      predictError: { message: 'net.keras holds no network.' },
    })
    void page.actions.loadPredictions()
    expect(network(page).predictError).toBeNull()
    await page.calls.predictions[1]!.reject(new StudioError('cancelled', 'Cancelled.'))
    expect(network(page)).toEqual({ ...NO_NETWORK, card: CARD })
  })

  test('of a network or of data that are no longer in use are passed over', async () => {
    const page = pageWith()
    void page.actions.loadPredictions()
    page.studio.store.setState({ data: { ...NO_DATA, phase: 'ready', report: report('other') } })
    await page.calls.predictions[0]!.resolve(PREDICTIONS)
    expect(network(page).predictions).toBeNull()
  })

  test('go when other data are read', async () => {
    const page = pageWith()
    page.studio.store.setState((state) => ({
      network: { ...state.network, predictions: PREDICTIONS },
      trust: { ...state.trust, fit: FIT, calibrated: true },
    }))
    void page.actions.loadSample()
    await page.calls.simulate[0]!.resolve(report('other'))
    expect(network(page)).toEqual({ ...NO_NETWORK, card: CARD })
    // fitted on validation rows that are no longer in use
    expect(trust(page)).toMatchObject({ fit: null, calibrated: false })
  })
})

describe('a run', () => {
  async function runThrough(
    card: ModelCard | null,
    { rejected = false, evaluated = EVALUATED } = {},
  ): Promise<TestStudio> {
    const page = await studioWith(report('sample'), plan(2))
    page.studio.store.setState({ network: { ...NO_NETWORK, card: FLAGS } })
    Object.assign(page.studio.engine, {
      modelInUse: () => (rejected ? Promise.reject(BAD) : Promise.resolve(card)),
    })
    void page.actions.startTraining()
    expect(network(page)).toEqual(NO_NETWORK)
    await page.calls.train[0]!.emit(STARTED, EPOCH_1, ...evaluated, FINISHED)
    await page.calls.train[0]!.end()
    await settled()
    return page
  }

  test('leaves its network in use, and what that says of the data', async () => {
    const page = await runThrough(CARD)
    expect(network(page).card).toBe(CARD)
    await page.calls.predictions[0]!.resolve(PREDICTIONS)
    expect(network(page)).toEqual({ ...NO_NETWORK, card: CARD, predictions: PREDICTIONS })
  })

  test('whose evaluation was skipped leaves its network alone: what it says can be asked for', async () => {
    const page = await runThrough(CARD, { evaluated: [] })
    expect(network(page)).toEqual({ ...NO_NETWORK, card: CARD })
    expect(page.calls.predictions).toEqual([])
    void page.actions.loadPredictions()
    expect(page.calls.predictions).toHaveLength(1)
  })

  test('that ended before its first epoch leaves none', async () => {
    const page = await runThrough(null)
    expect(network(page)).toEqual(NO_NETWORK)
    expect(page.calls.predictions).toEqual([])
  })

  test('that could not start leaves the network before it, as the engine does', async () => {
    const page = await studioWith(report('sample'), plan(2))
    page.studio.store.setState({ network: { ...NO_NETWORK, card: FLAGS } })
    Object.assign(page.studio.engine, { modelInUse: async () => FLAGS })
    void page.actions.startTraining()
    await page.calls.train[0]!.fail(BAD)
    expect(network(page)).toEqual({ ...NO_NETWORK, card: FLAGS })
    expect(page.studio.store.getState().runError).toMatchObject({ message: 'net.keras holds no network.' })
  })

  test('whose network cannot be had says why', async () => {
    const page = await runThrough(CARD, { rejected: true })
    expect(network(page)).toMatchObject({
      card: null,
      predictError: { message: 'net.keras holds no network.' },
    })
  })
})
