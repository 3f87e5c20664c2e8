import { expect, test } from 'vitest'
import { viewOfRecord, viewOfRun } from '../core/run-view.ts'
import { openedRecord, recordInUse, viewInUse } from './run-in-use.ts'
import { NO_RUNS } from './state.ts'
import { EPOCH_1, EVALUATED, FINISHED, folded, keptRun, STARTED } from './test-data.ts'

const RUNNING = folded(STARTED, EPOCH_1)
const ENDED = folded(STARTED, EPOCH_1, ...EVALUATED, FINISHED)
const LIVE = keptRun('live', { name: 'mine' })
const KEPT = keptRun('kept')
const RUNS = { ...NO_RUNS, records: [LIVE, KEPT], liveId: 'live' }

test('before a run there is nothing', () => {
  const state = { run: null, runs: { ...RUNS, liveId: null } }
  expect([viewInUse(state), recordInUse(state), openedRecord(state)]).toEqual([null, null, null])
})

test('while a run goes on it is shown, and no files are made of it', () => {
  const state = { run: RUNNING, runs: RUNS }
  expect(viewInUse(state)).toEqual(viewOfRun(RUNNING))
  expect(recordInUse(state)).toBeNull()
})

test('once it has ended its record is in use', () => {
  const state = { run: ENDED, runs: RUNS }
  expect(viewInUse(state)).toEqual(viewOfRun(ENDED))
  expect(recordInUse(state)).toBe(LIVE)
})

test('a run whose record was deleted has one all the same', () => {
  const state = { run: ENDED, runs: { ...RUNS, records: [KEPT], liveId: null } }
  expect(recordInUse(state)).toEqual({
    ...KEPT,
    id: '',
    name: 'CNN3 DeltaZ',
    at: 0,
    report: { ...KEPT.report, meta: { ...KEPT.report.meta, created: '1970-01-01T00:00:12.500Z' } },
  })
  expect(recordInUse({ ...state, runs: { ...state.runs } })).toBe(recordInUse(state))
})

test('a run that was opened comes before that of this session, also while it goes on', () => {
  const state = { run: RUNNING, runs: { ...RUNS, openedId: 'kept' } }
  expect(viewInUse(state)).toEqual(viewOfRecord(KEPT))
  expect(recordInUse(state)).toBe(KEPT)
  expect(openedRecord(state)).toBe(KEPT)
})

test('one that is gone does not', () => {
  const state = { run: ENDED, runs: { ...RUNS, openedId: 'gone' } }
  expect(viewInUse(state)).toEqual(viewOfRun(ENDED))
})

test('views are the same objects while the run is the same', () => {
  const live = { run: RUNNING, runs: RUNS }
  expect(viewInUse({ ...live, runs: { ...RUNS, folded: false } })).toBe(viewInUse(live))
  const opened = { run: RUNNING, runs: { ...RUNS, openedId: 'kept' } }
  expect(viewInUse({ ...opened, run: null })).toBe(viewInUse(opened))
  const renamed = { run: RUNNING, runs: { ...RUNS, records: [{ ...KEPT, name: 'x' }], openedId: 'kept' } }
  expect(viewInUse(renamed)?.title).toBe('x')
})
