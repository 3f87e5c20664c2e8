// What a network says of data ends when other data begin to be read, whatever becomes of the reading.

import { expect, test } from 'vitest'
import { CARD, PREDICTIONS } from './network.fixture.ts'
import { NO_NETWORK, NO_TRUST } from './network-state.ts'
import { FILES, found, plan, report } from './test-data.ts'
import { settled, studioWith, type TestStudio } from './test-engine.ts'

/** Data and a network, which is being asked about them. */
async function asking(): Promise<TestStudio> {
  const page = await studioWith(report('data'), plan(2))
  page.studio.store.setState({ network: { ...NO_NETWORK, card: CARD } })
  void page.actions.loadPredictions()
  return page
}

/** The same with the answer, and the first object of validation in sight. */
async function looking(): Promise<TestStudio> {
  const page = await asking()
  await page.calls.predictions[0]!.resolve(PREDICTIONS)
  page.actions.inspectCell({ split: 'validation', truth: 0, predicted: 0 })
  await page.calls.posteriors[0]!.resolve(new Float32Array(64))
  return page
}

test('predictions go when a reading begins, and do not come back when it fails', async () => {
  const { studio, actions, calls } = await looking()
  expect(studio.store.getState().network.predictions).toBe(PREDICTIONS)
  void actions.chooseFiles(FILES)
  expect(studio.store.getState().network).toEqual({ ...NO_NETWORK, card: CARD })
  expect(studio.store.getState().inspect).toMatchObject({ selected: null, posterior: null })
  await calls.discover[0]!.resolve(found('a'))
  await calls.open[0]!.reject(new Error('broken'))
  expect(studio.store.getState().data.phase).toBe('failed')
  expect(studio.store.getState().network).toEqual({ ...NO_NETWORK, card: CARD })
})

test('predictions that are being computed are given up, also where the reading is cancelled', async () => {
  const { studio, actions, calls } = await asking()
  const { signal } = calls.predictions[0]!.args[1]!
  expect(signal!.aborted).toBe(false)
  void actions.loadSample()
  expect(signal!.aborted).toBe(true)
  expect(studio.store.getState().network.progress).toBeNull()
  actions.cancelReading()
  await calls.predictions[0]!.resolve(PREDICTIONS)
  expect(studio.store.getState().network).toEqual({ ...NO_NETWORK, card: CARD })
})

test('all that was said of the splits goes when they are prepared in another way, before they do', async () => {
  const { studio, actions, calls } = await looking()
  actions.fitTemperature()
  actions.setCalibrated(true)
  actions.setTrust({ split: 'validation', threshold: 0.9 })
  actions.reflag({ newLabel: 1, newFlag: null })
  void actions.chooseTarget('Flag3')
  expect(studio.store.getState().network.predictions).toBe(PREDICTIONS)
  const mixed: unknown[] = []
  const unsubscribe = studio.store.subscribe(({ data, network }) => {
    if (data.report?.name === 'other' && network.predictions !== null) mixed.push(network)
  })
  await calls.prepare[0]!.resolve(report('other'))
  unsubscribe()
  const { data, network, trust, inspect } = studio.store.getState()
  expect(data.report?.name).toBe('other')
  expect(network).toEqual({ ...NO_NETWORK, card: CARD })
  expect(trust).toEqual(NO_TRUST)
  expect(inspect).toMatchObject({ selected: null, posterior: null, reflags: [], undo: [] })
  expect(mixed).toEqual([])
  await settled()
  expect(await studio.reflags.load('validation')).toMatchObject([{ row: 0, newLabel: 1 }])
})

test('predictions of the splits before do not come after others were prepared', async () => {
  const { studio, actions, calls } = await asking()
  void actions.chooseTarget('Flag3')
  await calls.prepare[0]!.resolve(report('other'))
  expect(calls.predictions[0]!.args[1]!.signal!.aborted).toBe(true)
  await calls.predictions[0]!.resolve(PREDICTIONS)
  expect(studio.store.getState().network).toEqual({ ...NO_NETWORK, card: CARD })
})

test('all of it stays where preparing fails', async () => {
  const { studio, actions, calls } = await looking()
  void actions.chooseTarget('Flag3')
  await calls.prepare[0]!.reject(new Error('broken'))
  expect(studio.store.getState().network.predictions).toBe(PREDICTIONS)
  expect(studio.store.getState().inspect.selected).toBe(0)
})

test('a decision that was just made is kept; while other data are read none can be made', async () => {
  const { studio, actions } = await looking()
  actions.reflag({ newLabel: 1, newFlag: null })
  void actions.loadSample()
  expect(studio.store.getState().inspect.reflags).toEqual([])
  actions.reflag({ newLabel: 0, newFlag: null })
  await settled()
  expect(studio.store.getState().inspect.reflags).toEqual([])
  expect(await studio.reflags.load('validation')).toMatchObject([{ row: 0, newLabel: 1 }])
})
