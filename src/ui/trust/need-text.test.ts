import { describe, expect, test } from 'vitest'
import { NO_NETWORK } from '../../store/network-state.ts'
import { NO_DATA, NO_RUNS } from '../../store/state.ts'
import { RECORD } from '../runs/test-data.ts'
import { REPORT, RUN } from '../test-data.ts'
import { misfitText, missingText, openedText, otherDataText, passText } from './need-text.ts'
import { CARD } from './test-data.ts'

const KNOWN = {
  network: { ...NO_NETWORK, card: CARD },
  data: { ...NO_DATA, phase: 'ready', report: REPORT },
  run: null,
  starting: false,
  runError: null,
} as const
const OTHER = { ...REPORT, name: 'data/others', fingerprint: 'abcd' }

describe('what is missing', () => {
  test.each<[string, Partial<Parameters<typeof missingText>[0]>, string | null]>([
    ['nothing', {}, null],
    ['a network', { network: NO_NETWORK }, 'There is no network yet. Train one, or load one that was saved.'],
    [
      'a network that a run would have made, had it not failed',
      { network: NO_NETWORK, run: { ...RUN, status: 'failed' } },
      'The run failed before its first epoch had ended, so there is no network: see Training. Train again, or load one that was saved.',
    ],
    [
      'a network of a run that could not begin',
      { network: NO_NETWORK, runError: { code: 'device', message: 'The GPU was lost.', hint: '' } },
      'The run failed before its first epoch had ended, so there is no network: see Training. Train again, or load one that was saved.',
    ],
    [
      'a network of a run that was stopped at once',
      { network: NO_NETWORK, run: { ...RUN, status: 'stopped' } },
      'The run was stopped before its first epoch had ended, so there is no network. Train again, or load one that was saved.',
    ],
    ['nothing after a run that failed later', { run: { ...RUN, status: 'failed' } }, null],
    ['the end of a run', { run: RUN }, 'A run is under way. Its network can be judged once it has ended.'],
    [
      'data',
      { data: NO_DATA },
      'There are no data in use. Load data with labels to judge the network on them.',
    ],
    [
      'answers on imported weights',
      { network: { ...NO_NETWORK, card: { ...CARD, target: null } } },
      'The file of this network does not tell what it was trained for. Say it where the network was loaded, then its trust can be judged.',
    ],
  ])('%s', (_, patch, text) => {
    expect(missingText({ ...KNOWN, ...patch })).toBe(text)
  })
})

test('data that the network was not trained on are told', () => {
  expect(otherDataText(CARD, KNOWN)).toBeNull()
  expect(otherDataText(CARD, { data: NO_DATA })).toBeNull()
  expect(otherDataText({ ...CARD, training: null }, KNOWN)).toBe(
    'The file of this network does not tell on which rows it was trained. Any of these rows may have been among them.',
  )
  expect(otherDataText(CARD, { data: { ...KNOWN.data, report: OTHER } })).toBe(
    'The network was trained on other data (data/failed-redshifts) than those in use (data/others). Any of these rows may have been among its own.',
  )
  const report = { ...OTHER, name: 'data/failed-redshifts' }
  expect(otherDataText(CARD, { data: { ...KNOWN.data, report } })).toBe(
    'The network was trained on data of the same name (data/failed-redshifts), with other rows. Any of these rows may have been among its own.',
  )
})

test('posteriors of another length than the network takes are told', () => {
  expect(misfitText(KNOWN)).toBeNull()
  expect(misfitText({ ...KNOWN, network: NO_NETWORK })).toBeNull()
  expect(misfitText({ ...KNOWN, data: { ...KNOWN.data, report: { ...REPORT, width: 1024 } } })).toBe(
    'The network takes posteriors of 17,908 points, and those in use have 1,024: it can say nothing of them. Load data with as many points, or another network.',
  )
})

test('a run that was opened is told apart from that of the network', () => {
  const runs = { ...NO_RUNS, records: [RECORD] }
  expect(openedText({ runs })).toBeNull()
  expect(openedText({ runs: { ...runs, openedId: RECORD.id } })).toBe(
    `This is about the network in use, and not about the opened run ${RECORD.name}: kept runs have no weights.`,
  )
})

test('how far predicting is', () => {
  expect(passText({ name: '', done: 0, total: 1 })).toBe('Getting ready')
  expect(passText({ name: 'test', done: 1024, total: 9000 })).toBe('Predicting test: 1,024 of 9,000 rows')
  expect(passText({ name: 'the control', step: 'control', done: 1024, total: 9000 })).toBe(
    'Fitting the control: 1,024 of 9,000 rows',
  )
})
