import { describe, expect, test } from 'vitest'
import { StudioError } from '../core/errors.ts'
import { CARD, predictedSplit, runPredictions } from '../core/inspected.fixture.ts'
import { objectColumns } from '../core/objects.fixture.ts'
import type { LoadedObjects } from '../core/objects.ts'
import type { RunPredictions } from '../core/predictions.ts'
import type { Saliency, SaliencyRequest } from '../core/saliency.ts'
import {
  forgetInspection,
  inspectCell,
  inspectObject,
  loadReflags,
  openInspection,
  setSaliency,
  showDisagreements,
  stepInspected,
} from './inspect-actions.ts'
import { NO_INSPECTION, NO_NETWORK } from './network-state.ts'
import { plan, report, STARTED } from './test-data.ts'
import { settled, studioWith, type TestStudio } from './test-engine.ts'

const GONE = new StudioError('file-gone', 'X.npy was removed.', 'Choose it again.')
const LOST = new StudioError('device', 'The GPU was lost.', 'Reload the page.')
const CELL = { split: 'test', truth: 0, predicted: 1 } as const
const OTHER_CELL = { ...CELL, truth: 1 } as const

const OBJECTS: LoadedObjects = {
  columns: objectColumns([{ place: 'test', label: 0 }]),
  zgrid: null,
}

/** Objects 3, 1 and 2 are in `CELL`, in this order; 4 and 5 in no cell of it. */
function predictions(): RunPredictions {
  return runPredictions(
    predictedSplit('test', [
      { object: 1, label: 0, logits: [0, 4] },
      { object: 2, label: 0, logits: [0, 3] },
      { object: 3, label: 0, logits: [0, 5] },
      { object: 4, label: 1, logits: [0, 2] },
    ]),
    predictedSplit('train', [{ object: 5, label: 1, logits: [6, 0] }]),
  )
}

/** Data and a network's predictions on them. */
async function predicted(): Promise<TestStudio> {
  const page = await studioWith(report('data'), plan(2))
  page.studio.store.setState({ network: { ...NO_NETWORK, card: CARD, predictions: predictions() } })
  return page
}

/** `CELL` is looked at, and its first object, 3, is shown and explained. */
async function looking(): Promise<TestStudio> {
  const page = await predicted()
  inspectCell(page.studio, CELL)
  await answer(page, 0)
  await explainFor(page, 0)
  return page
}

function inspect({ studio }: TestStudio) {
  return studio.store.getState().inspect
}

/** A posterior that tells whose it is. */
const lnPOf = (object: number) => Float32Array.of(object, -object)

function answer({ calls }: TestStudio, call: number): Promise<void> {
  const { args, resolve } = calls.posteriors[call]!
  return resolve(lnPOf(args[0][0]!))
}

function saliencyOf(request: SaliencyRequest): Saliency {
  return { ...request, values: lnPOf(request.object), score: request.object, baselineScore: -1 }
}

function explainFor({ calls }: TestStudio, call: number): Promise<void> {
  const { args, resolve } = calls.saliency[call]!
  return resolve(saliencyOf(args[0]))
}

/** What was asked for so far. */
function asked({ calls }: TestStudio) {
  return calls.saliency.map(({ args: [{ object, classIndex, method }] }) => [object, classIndex, method])
}

const read = ({ calls }: TestStudio) => calls.posteriors.map(({ args: [[object]] }) => object)

describe('a cell', () => {
  test('turns to the view, and shows and explains its most confident object', async () => {
    const page = await predicted()
    inspectCell(page.studio, CELL)
    expect(page.studio.store.getState().view).toBe('inspect')
    expect(inspect(page)).toEqual({ ...NO_INSPECTION, list: 'cell', cell: CELL, selected: 3 })
    expect(read(page)).toEqual([3])
    expect(page.calls.saliency).toEqual([])
    await answer(page, 0)
    expect(inspect(page).posterior).toEqual({ object: 3, lnP: lnPOf(3) })
    expect(asked(page)).toEqual([[3, 1, 'gradientTimesInput']])
    expect(page.calls.saliency[0]!.args[1]).toBe('auto')
    await explainFor(page, 0)
    expect(inspect(page)).toMatchObject({
      saliency: { object: 3, score: 3 },
      saliencyError: null,
      error: null,
    })
    expect(page.studio.explaining).toBeNull()
  })

  test('has the facts of its objects loaded, once', async () => {
    const page = await predicted()
    inspectCell(page.studio, CELL)
    expect(page.calls.objects).toHaveLength(1)
    await page.calls.objects[0]!.resolve(OBJECTS)
    expect(page.studio.store.getState().objects.loaded).toBe(OBJECTS)
    inspectCell(page.studio, OTHER_CELL)
    expect(page.calls.objects).toHaveLength(1)
  })

  test('chosen again shows its first object again', async () => {
    const page = await looking()
    void stepInspected(page.studio, 1)
    inspectCell(page.studio, CELL)
    expect(inspect(page).selected).toBe(3)
  })

  test('without objects shows none, and ends what was under way', async () => {
    const page = await predicted()
    inspectCell(page.studio, CELL)
    await answer(page, 0)
    const [{ args }] = page.calls.saliency as [TestStudio['calls']['saliency'][0]]
    inspectCell(page.studio, { ...CELL, split: 'natural' })
    expect(args[2]!.signal!.aborted).toBe(true)
    await explainFor(page, 0)
    expect(inspect(page)).toEqual({ ...NO_INSPECTION, cell: { ...CELL, split: 'natural' } })
  })

  test('that was chosen before there are predictions shows its first object when they come', async () => {
    const page = await predicted()
    page.studio.store.setState({ network: NO_NETWORK })
    inspectCell(page.studio, CELL)
    expect(inspect(page).selected).toBeNull()
    page.studio.store.setState({ network: { ...NO_NETWORK, card: CARD, predictions: predictions() } })
    await loadReflags(page.studio)
    expect(inspect(page).selected).toBe(3)
  })
})

describe('disagreements', () => {
  test('show the most confident of all splits', async () => {
    const page = await looking()
    showDisagreements(page.studio)
    expect(inspect(page)).toMatchObject({ list: 'disagreements', cell: CELL, selected: 5 })
    expect(page.studio.store.getState().view).toBe('inspect')
  })

  test('keep the object in the viewer while it is among them', async () => {
    const page = await predicted()
    showDisagreements(page.studio, { queueSplit: 'test' })
    void stepInspected(page.studio, 1)
    expect(inspect(page)).toMatchObject({ queueSplit: 'test', selected: 1 })
    showDisagreements(page.studio, { confidence: 0.98 })
    expect(inspect(page)).toMatchObject({ confidence: 0.98, queueSplit: 'test', selected: 1 })
    // p = 0.982 and 0.993
    showDisagreements(page.studio, { confidence: 0.99 })
    expect(inspect(page).selected).toBe(3)
    showDisagreements(page.studio, { confidence: 1 })
    expect(inspect(page).selected).toBeNull()
  })
})

describe('the view', () => {
  test('that is opened shows the largest cell of mistakes', async () => {
    const page = await predicted()
    openInspection(page.studio)
    expect(inspect(page)).toEqual({ ...NO_INSPECTION, cell: CELL, selected: 3 })
    expect(page.calls.objects).toHaveLength(1)
    expect(read(page)).toEqual([3])
  })

  test('that is opened shows what is right where nothing is wrong', async () => {
    const page = await predicted()
    const split = predictedSplit('test', [{ object: 4, label: 0, logits: [2, 0] }])
    page.studio.store.setState({
      network: { ...NO_NETWORK, card: CARD, predictions: runPredictions(split) },
    })
    openInspection(page.studio)
    expect(inspect(page)).toMatchObject({ cell: { split: 'test', truth: 0, predicted: 0 }, selected: 4 })
  })

  test('that is opened waits for predictions', async () => {
    const page = await studioWith(report('data'), plan(2))
    openInspection(page.studio)
    expect(inspect(page)).toEqual(NO_INSPECTION)
  })

  test('that is opened shows the first object of the list that was chosen, or leaves the one that is shown', async () => {
    const page = await predicted()
    page.studio.store.setState({ inspect: { ...NO_INSPECTION, list: 'disagreements' } })
    openInspection(page.studio)
    expect(inspect(page)).toMatchObject({ cell: null, selected: 5 })
    void stepInspected(page.studio, 1)
    openInspection(page.studio)
    expect(inspect(page).selected).toBe(3)
    expect(read(page)).toEqual([5, 3])
  })

  test('loads nothing for predictions that come while nobody looks', async () => {
    const page = await predicted()
    page.studio.store.setState({ inspect: { ...NO_INSPECTION, list: 'disagreements' } })
    await loadReflags(page.studio)
    expect(inspect(page).selected).toBeNull()
    expect(page.calls.objects).toEqual([])
  })
})

describe('a step', () => {
  test('goes through the list and stays at its ends', async () => {
    const page = await looking()
    const { studio } = page
    const steps = [1, 1, 1, -1, -5, -1].map((delta) => {
      void stepInspected(studio, delta)
      return inspect(page).selected
    })
    expect(steps).toEqual([1, 2, 2, 1, 3, 3])
    // a step that leads nowhere reads nothing
    expect(read(page)).toEqual([3, 1, 2, 1, 3])
  })

  test('from an object that is not in the list goes to the first', async () => {
    const page = await looking()
    void inspectObject(page.studio, 4)
    void stepInspected(page.studio, -1)
    expect(inspect(page).selected).toBe(3)
  })

  test('in an empty list does nothing', async () => {
    const page = await predicted()
    void stepInspected(page.studio, 1)
    expect(inspect(page)).toEqual(NO_INSPECTION)
  })
})

describe('switching objects', () => {
  test('leaves what was shown in sight until the next is read', async () => {
    const page = await looking()
    void stepInspected(page.studio, 1)
    expect(inspect(page)).toMatchObject({ selected: 1, posterior: { object: 3 }, saliency: { object: 3 } })
    await answer(page, 1)
    expect(inspect(page)).toMatchObject({ posterior: { object: 1 }, saliency: { object: 3 } })
    await explainFor(page, 1)
    expect(inspect(page).saliency).toMatchObject({ object: 1 })
  })

  test('quickly shows and explains only the last', async () => {
    const page = await looking()
    void stepInspected(page.studio, 1)
    void stepInspected(page.studio, 1)
    await answer(page, 2)
    await answer(page, 1)
    expect(inspect(page).posterior).toEqual({ object: 2, lnP: lnPOf(2) })
    expect(asked(page).map(([object]) => object)).toEqual([3, 2])
  })

  test('while one is explained ends that', async () => {
    const page = await looking()
    void stepInspected(page.studio, 1)
    await answer(page, 1)
    const { args, reject } = page.calls.saliency[1]!
    expect(args[2]!.signal!.aborted).toBe(false)
    void stepInspected(page.studio, 1)
    expect(args[2]!.signal!.aborted).toBe(true)
    await answer(page, 2)
    await reject(new DOMException('Ended.', 'AbortError'))
    expect(inspect(page).saliencyError).toBeNull()
    // the one under way is still to be ended by the next
    expect(page.studio.explaining).not.toBeNull()
    await explainFor(page, 2)
    expect(inspect(page).saliency).toMatchObject({ object: 2 })
  })

  test('takes no late answer for one before', async () => {
    const page = await looking()
    void stepInspected(page.studio, 1)
    await answer(page, 1)
    void stepInspected(page.studio, 1)
    await explainFor(page, 1)
    expect(inspect(page).saliency).toMatchObject({ object: 3 })
  })
})

describe('an explanation', () => {
  test('is of the chosen class and method; what is known is not asked again', async () => {
    const page = await looking()
    setSaliency(page.studio, { explained: 1 })
    expect(page.calls.saliency).toHaveLength(1)
    setSaliency(page.studio, { explained: 0 })
    setSaliency(page.studio, { method: 'integratedGradients' })
    expect(asked(page).slice(1)).toEqual([
      [3, 0, 'gradientTimesInput'],
      [3, 0, 'integratedGradients'],
    ])
    expect(page.calls.saliency[1]!.args[2]!.signal!.aborted).toBe(true)
    await explainFor(page, 2)
    await explainFor(page, 1)
    expect(inspect(page).saliency).toMatchObject({ classIndex: 0, method: 'integratedGradients' })
    void stepInspected(page.studio, 1)
    await answer(page, 1)
    expect(asked(page)[3]).toEqual([1, 0, 'integratedGradients'])
  })

  test('says how far it is, until it is known or another one is asked for', async () => {
    const page = await looking()
    const progress = (call: number, done: number) =>
      page.calls.saliency[call]!.args[2]!.onProgress!({ done, total: 32 })
    setSaliency(page.studio, { method: 'integratedGradients' })
    expect(inspect(page).saliencyProgress).toBeNull()
    progress(1, 4)
    progress(1, 8)
    expect(inspect(page).saliencyProgress).toEqual({ done: 8, total: 32 })
    await explainFor(page, 1)
    expect(inspect(page).saliencyProgress).toBeNull()
    setSaliency(page.studio, { explained: 0 })
    progress(2, 12)
    void stepInspected(page.studio, 1)
    expect(inspect(page).saliencyProgress).toBeNull()
    // a late word of one that was given up
    progress(2, 16)
    expect(inspect(page).saliencyProgress).toBeNull()
    await answer(page, 1)
    progress(3, 4)
    await page.calls.saliency[3]!.reject(LOST)
    expect(inspect(page)).toMatchObject({ saliencyProgress: null, saliencyError: { code: 'device' } })
  })

  test('that is chosen while its posterior is read follows that', async () => {
    const page = await predicted()
    inspectCell(page.studio, CELL)
    setSaliency(page.studio, { method: 'integratedGradients' })
    expect(page.calls.saliency).toEqual([])
    await answer(page, 0)
    expect(asked(page)).toEqual([[3, 1, 'integratedGradients']])
  })

  test('that was given up for one that is known ends', async () => {
    const page = await looking()
    setSaliency(page.studio, { explained: 0 })
    setSaliency(page.studio, { explained: null })
    expect(page.calls.saliency[1]!.args[2]!.signal!.aborted).toBe(true)
    expect(page.calls.saliency).toHaveLength(2)
    expect(page.studio.explaining).toBeNull()
  })

  test('that fails says why and takes nothing else away', async () => {
    const page = await looking()
    void stepInspected(page.studio, 1)
    await answer(page, 1)
    await page.calls.saliency[1]!.reject(LOST)
    expect(inspect(page)).toMatchObject({
      selected: 1,
      posterior: { object: 1 },
      saliency: { object: 3 },
      saliencyError: { code: 'device', message: 'The GPU was lost.', hint: 'Reload the page.' },
      error: null,
    })
    setSaliency(page.studio, { explained: 0 })
    expect(inspect(page).saliencyError).toBeNull()
  })

  test('is not to be had while a run is under way', async () => {
    const page = await looking()
    void page.actions.startTraining()
    await page.calls.train[0]!.emit(STARTED)
    page.studio.store.setState({
      network: { ...NO_NETWORK, card: CARD, predictions: predictions() },
      inspect: { ...NO_INSPECTION, cell: CELL },
    })
    void inspectObject(page.studio, 1)
    await answer(page, page.calls.posteriors.length - 1)
    expect(page.calls.saliency).toHaveLength(1)
    expect(inspect(page)).toMatchObject({
      posterior: { object: 1 },
      saliencyError: {
        code: 'bad-input',
        message: 'Where the network looked cannot be worked out while a run is under way.',
        hint: 'Wait for its end, or stop it; then choose the object again.',
      },
    })
  })
})

describe('a posterior that cannot be read', () => {
  test('is said, and the next one may be', async () => {
    const page = await looking()
    void stepInspected(page.studio, 1)
    await page.calls.posteriors[1]!.reject(GONE)
    expect(inspect(page)).toMatchObject({
      selected: 1,
      posterior: null,
      error: { code: 'file-gone', message: 'X.npy was removed.', hint: 'Choose it again.' },
    })
    expect(page.calls.saliency).toHaveLength(1)
    void stepInspected(page.studio, 1)
    await answer(page, 2)
    expect(inspect(page)).toMatchObject({ posterior: { object: 2 }, error: null })
  })

  test('is not said of one that nobody looks at any more', async () => {
    const page = await looking()
    void stepInspected(page.studio, 1)
    void stepInspected(page.studio, 1)
    await page.calls.posteriors[1]!.reject(GONE)
    expect(inspect(page)).toMatchObject({ posterior: { object: 3 }, error: null })
  })
})

describe('predictions that go', () => {
  test('take all with them but how somebody looks', async () => {
    const page = await looking()
    setSaliency(page.studio, { method: 'integratedGradients', explained: 0 })
    showDisagreements(page.studio, { queueSplit: 'test', confidence: 0.5 })
    await answer(page, 1)
    const { args } = page.calls.saliency.at(-1)!
    forgetInspection(page.studio)
    expect(args[2]!.signal!.aborted).toBe(true)
    expect(page.studio.explaining).toBeNull()
    expect(inspect(page)).toEqual({
      ...NO_INSPECTION,
      list: 'disagreements',
      queueSplit: 'test',
      confidence: 0.5,
      method: 'integratedGradients',
    })
  })

  test('leave no late answers, though the same object is looked at in the next', async () => {
    const page = await looking()
    void stepInspected(page.studio, 1)
    await answer(page, 1)
    void stepInspected(page.studio, 1)
    forgetInspection(page.studio)
    page.studio.store.setState({ network: { ...NO_NETWORK, card: CARD, predictions: predictions() } })
    void inspectObject(page.studio, 2)
    await answer(page, 2)
    await explainFor(page, 1)
    expect(inspect(page)).toMatchObject({ selected: 2, posterior: null, saliency: null, error: null })
    await answer(page, 3)
    expect(inspect(page).posterior).toMatchObject({ object: 2 })
    await settled()
    expect(asked(page).at(-1)).toEqual([2, 1, 'gradientTimesInput'])
  })
})
