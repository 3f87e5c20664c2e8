// @vitest-environment happy-dom
import { afterEach, describe, expect, test } from 'vitest'
import { NO_NETWORK } from '../../store/network-state.ts'
import { INITIAL_STATE } from '../../store/state.ts'
import { REPORT, RUN } from '../test-data.ts'
import { textOf } from '../test-render.tsx'
import { CARD, LOOKING, PREDICTIONS, WRONG } from './inspect.fixture.ts'
import { testView } from './view.fixture.tsx'

const { list, button, buttons, calls, grid, click, draw, updateState, end } = testView()
afterEach(end)

const UNKNOWN_ROWS =
  'The file of this network does not tell on which rows it was trained. Any of these rows may have been among them.'

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
      'A run is under way. What its network says of each object is known when it has ended.' +
        'Epoch 3 of 12Show training',
    )
    click('Show training')
    expect(calls()).toEqual([['showView', 'training']])
    updateState({ run: { ...RUN, status: 'evaluating' } })
    expect(body()).toContain('Evaluating the best weights')
    updateState({ run: null, starting: true })
    expect(body()).toContain('StartingShow training')
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
      `${UNKNOWN_ROWS} Nothing is known yet of what the network says about the data in use.Predict all rows`,
    )
    expect(textOf(list().querySelector('header p'))).toBe('CNN3, DeltaZ, weights imported from Keras')
    click('Predict all rows')
    expect(calls().map(([name]) => name)).toEqual(['loadPredictions'])
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
        'The network was trained on other data (data/other) than those in use (data/DeltaZ/unbalanced). ' +
        'Any of these rows may have been among its own. ' +
        'Nothing is known yet of what the network says about the data in use.' +
        'Predict all rows',
    )
    expect(list().querySelector('[role="alert"]')).not.toBeNull()
    const card = { ...CARD, training }
    updateState({ network: { ...WITHOUT, card, predictions: { ...PREDICTIONS, card } } })
    expect(textOf(list().querySelector('[data-severity="warning"]'))).toContain(
      'The network was trained on other data (data/other)',
    )
  })

  test('predictions that are being computed', () => {
    draw({}, { network: { ...WITHOUT, progress: { name: 'train', done: 1200, total: 40_000 } } })
    expect(textOf(list().querySelector('header + * p'))).toBe('Predicting train: 1,200 of 40,000 rows')
    expect(list().querySelector('[role="progressbar"]')!.getAttribute('aria-valuenow')).toBe('3')
    click('Cancel predicting')
    expect(calls()).toHaveLength(1)
    expect(calls()[0]![0]).toBe('cancelPredictions')
  })

  test('is not offered for posteriors of another length', () => {
    draw({}, { network: WITHOUT, data: { ...LOOKING.data!, report: REPORT } })
    expect(body()).toBe(
      'The network takes posteriors of 3 points, and those in use have 17,908: it can say nothing of them. ' +
        'Load data with as many points, or another network.',
    )
    expect(buttons()).toEqual([])
  })

  test('the focus stays on the button, and goes on in the list', () => {
    draw({}, { network: WITHOUT })
    button('Predict all rows').focus()
    updateState({ network: { ...WITHOUT, progress: { name: '', done: 0, total: 0 } } })
    expect(document.activeElement).toBe(button('Cancel predicting'))
    updateState({ network: WITHOUT })
    expect(document.activeElement).toBe(button('Predict all rows'))
    updateState({ network: { ...WITHOUT, predictions: PREDICTIONS } })
    expect(document.activeElement).toBe(grid())
  })

  test('without the focus it is not taken', () => {
    draw({}, { network: WITHOUT })
    updateState({ network: { ...WITHOUT, predictions: PREDICTIONS } })
    expect(document.activeElement).toBe(document.body)
  })
})
