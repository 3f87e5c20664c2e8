import { expect, test } from 'vitest'
import { NO_NETWORK, NOTHING_APPLIED } from '../../store/network-state.ts'
import { INITIAL_STATE, type StudioState } from '../../store/state.ts'
import { endedRun, RUN } from '../test-data.ts'
import { CARD, IMPORTED } from './apply.fixture.ts'
import { applyHoldText, loadHoldText } from './hold-text.ts'

const progress = { name: 'a.npy', done: 1, total: 2 }
const cases: readonly (readonly [string, Partial<StudioState>, load: string | null, apply: string | null])[] =
  [
    ['a network', {}, null, null],
    ['a run that has ended', { run: endedRun('finished') }, null, null],
    ['no network', { network: NO_NETWORK }, null, 'There is no network to apply: train one, or load one.'],
    [
      'a network of which little is known',
      { network: { ...NO_NETWORK, card: IMPORTED } },
      null,
      'Say first what the network is for: its file does not tell.',
    ],
    [
      'a run',
      { run: RUN },
      'A run is under way: a network can be loaded once it has ended.',
      'A run is under way: its network can be applied once it has ended.',
    ],
    [
      'a run that begins',
      { starting: true },
      'A run is under way: a network can be loaded once it has ended.',
      'A run is under way: its network can be applied once it has ended.',
    ],
    [
      'a file that is read',
      { network: { ...NO_NETWORK, card: CARD, loading: true } },
      'A network is being taken into use: another can be loaded after it.',
      'A network is being taken into use: it can be applied after that.',
    ],
    [
      'posteriors that are read',
      { apply: { ...NOTHING_APPLIED, progress } },
      'The network in use is being applied: another can be loaded after that.',
      'Other posteriors are being read: these can follow after them.',
    ],
  ]

test.each(cases)('%s', (_, state, load, apply) => {
  const whole = { ...INITIAL_STATE, network: { ...NO_NETWORK, card: CARD }, ...state }
  expect([loadHoldText(whole), applyHoldText(whole)]).toEqual([load, apply])
})
