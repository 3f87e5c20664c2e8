import { expect, test } from 'vitest'
import { RUN } from '../test-data.ts'
import {
  brokenOff,
  calledApart,
  liveText,
  localTime,
  parseTags,
  runFacts,
  runsText,
  sourceText,
} from './run-facts.ts'
import { CONTROLLED, IMPORTED, META, RECORD, REPORT } from './test-data.ts'

test('the facts of a run of this studio', () => {
  expect(runFacts(RECORD)).toEqual({
    model: 'CNN3',
    target: 'DeltaZ',
    setup: 'logPDF, seed 1',
    test: { accuracy: 0.8625, objects: 80 },
    control: null,
    natural: null,
    bestEpoch: 2,
    epochs: 3,
    seconds: 42.2,
  })
})

test('the natural test is a second score', () => {
  const naturalTest = {
    counts: [90, 10],
    excluded: 0,
    thinned: 0,
    conf_matrix: [
      [85, 5],
      [1, 9],
    ],
    acc: 0.94,
    loss: 0.2,
    report: REPORT.report!,
    rows: null,
  }
  const record = { ...RECORD, report: { ...REPORT, meta: { ...META, naturalTest } } }
  expect(runFacts(record).natural).toEqual({ accuracy: 0.94, objects: 100 })
})

test('the control has its accuracy on the same objects', () => {
  expect(runFacts(CONTROLLED)).toEqual({ ...runFacts(RECORD), control: 0.8 })
})

test('a report without matrix and meta: its own accuracy, and the best epoch by the curve', () => {
  const report = { ...REPORT, conf_matrix_test: null, meta: null, val_loss: [0.5, Number.NaN, 0.4, 0.6] }
  expect(runFacts({ ...RECORD, report })).toEqual({
    model: null,
    target: null,
    setup: '',
    test: { accuracy: 0.8625, objects: 80 },
    control: null,
    natural: null,
    bestEpoch: 3,
    epochs: 4,
    seconds: null,
  })
  expect(runFacts({ ...RECORD, report: { ...report, report: null } }).test).toBeNull()
})

test('where the run of this session is', () => {
  expect(liveText(null)).toBeNull()
  expect(liveText(RUN)).toBe('running: epoch 3 of 12')
  expect(liveText({ ...RUN, epoch: 0 })).toBe('running: epoch 1 of 12')
  expect(liveText({ ...RUN, status: 'evaluating' })).toBe('evaluating the best weights')
  const evaluation = { split: 'control', rows: 120, totalRows: 1080 } as const
  expect(liveText({ ...RUN, status: 'evaluating', evaluation })).toBe('fitting the control')
  expect(liveText({ ...RUN, status: 'failed' })).toBeNull()
})

test('how it ended, and where it comes from', () => {
  expect(brokenOff(RECORD)).toBeNull()
  expect(brokenOff({ report: { ...REPORT, meta: { ...META, status: 'stopped' } } })).toBe('stopped')
  expect(brokenOff({ report: { ...REPORT, meta: { ...META, status: 'failed' } } })).toBe('failed')
  expect(brokenOff({ report: { ...REPORT, meta: null } })).toBeNull()
  expect(sourceText(RECORD)).toBe('trained in the studio')
  expect(sourceText(IMPORTED)).toBe('report file DeltaZ_Undersample_Epoch80.npy')
})

test('local time to the minute', () => {
  expect(localTime(new Date(2026, 10, 26, 16, 5, 59).getTime())).toBe('2026-11-26 16:05')
  expect(localTime(new Date(2027, 0, 3, 0, 0).getTime())).toBe('2027-01-03 00:00')
})

test('counts and tags', () => {
  expect([runsText(1), runsText(1000)]).toEqual(['1 run', '1,000 runs'])
  expect(parseTags(' a, b c ,,a, ')).toEqual(['a', 'b c'])
  expect(parseTags('')).toEqual([])
})

test('the data set is named beside input and seed', () => {
  const dataset = {
    name: 'DeltaZ/balanced',
    fingerprint: '',
    testFingerprint: '',
    counts: { train: [], validation: [], test: [] },
  }
  const record = { ...RECORD, report: { ...REPORT, meta: { ...META, seed: null, dataset } } }
  expect(runFacts(record).setup).toBe('logPDF, DeltaZ/balanced')
})

test('only runs of one name are called by their time, too', () => {
  const again = { ...IMPORTED, id: 'c', name: RECORD.name }
  expect([...calledApart([RECORD, IMPORTED, again])]).toEqual([
    ['a', 'CNN3 DeltaZ, 2026-11-26 16:05'],
    ['c', 'CNN3 DeltaZ, 2026-11-26 15:05'],
  ])
  expect(calledApart([RECORD, IMPORTED]).size).toBe(0)
})
