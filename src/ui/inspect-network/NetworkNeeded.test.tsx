// @vitest-environment happy-dom
import { afterEach, describe, expect, test } from 'vitest'
import { NO_NETWORK } from '../../store/network-state.ts'
import { INITIAL_STATE } from '../../store/state.ts'
import { RUN } from '../test-data.ts'
import { textOf } from '../test-render.tsx'
import { CARD, PREDICTIONS, WRONG } from './inspect.fixture.ts'
import { testView } from './view.fixture.tsx'

const { list, buttons, calls, click, draw, updateState, end } = testView()
afterEach(end)

describe('before there is anything to look at', () => {
  const WITHOUT = { ...NO_NETWORK, card: CARD }
  const body = () => textOf(list().lastElementChild)

  test('no network', () => {
    draw({}, { network: NO_NETWORK })
    expect(body()).toBe(
      'No network is in use. Train one, or load one from a file, to look at single objects.',
    )
    expect(buttons()).toEqual([])
  })

  test('no data', () => {
    draw({}, { network: WITHOUT, data: INITIAL_STATE.data })
    expect(body()).toBe(
      'No data are in use. Load labelled posteriors to see what the network says of each object.',
    )
  })

  test('a run is under way', () => {
    draw({}, { network: NO_NETWORK, run: RUN })
    expect(body()).toBe(
      'A run is under way. What its network says of each object is known when it has ended.',
    )
  })

  test('a network of which too little is known', () => {
    draw({}, { network: { ...WITHOUT, card: { ...CARD, target: null } } })
    expect(body()).toBe(
      'The file of this network does not tell what it was trained for. Say it where the network was loaded.',
    )
  })

  test('predictions that nobody has asked for', () => {
    draw({}, { network: WITHOUT })
    expect(body()).toBe(
      'Nothing is known yet of what the network says about the data in use.Predict all rows',
    )
    click('Predict all rows')
    expect(calls().map(([name]) => name)).toEqual(['loadPredictions'])
  })

  test('predictions of other data', () => {
    draw({}, { network: { ...WITHOUT, predictions: { ...PREDICTIONS, fingerprint: 'other' } } })
    expect(body()).toBe('What the network said is about other data than those in use.Predict all rows')
  })

  test('a network that was trained on other data, and why there are no predictions', () => {
    const training = {
      epoch: 2,
      settings: RUN.settings,
      dataset: { name: 'data/other', fingerprint: 'other', counts: RUN.dataset.counts },
    }
    draw({}, { network: { ...WITHOUT, card: { ...CARD, training }, predictError: WRONG } })
    expect(body()).toBe(
      'X.npy was removed. Choose it again.' +
        'CNN3, DeltaZ was trained on other data, data/other. Nothing is known yet of what the network says about the data in use.' +
        'Predict all rows',
    )
    expect(list().querySelector('[role="alert"]')).not.toBeNull()
    updateState({ network: { ...WITHOUT, card: { ...CARD, training }, predictions: PREDICTIONS } })
    expect(textOf(list().querySelector('header p'))).toBe(
      'The network was trained on other data, data/other.',
    )
  })

  test('predictions that are being computed', () => {
    draw({}, { network: { ...WITHOUT, progress: { name: 'train', done: 1200, total: 40_000 } } })
    expect(textOf(list().querySelector('p'))).toBe('Predicting train: 1,200 of 40,000 rows')
    expect(list().querySelector('[role="progressbar"]')!.getAttribute('aria-valuenow')).toBe('3')
    click('Cancel predicting')
    expect(calls()).toHaveLength(1)
    expect(calls()[0]![0]).toBe('cancelPredictions')
  })
})
