import { describe, expect, test } from 'vitest'
import { asLeft, mergeRuns } from './merge-runs.ts'
import { NO_RUNS, type RunsSlice } from './state.ts'
import { keptRun } from './test-data.ts'

const A = keptRun('a', { at: 3 })
const B = keptRun('b', { at: 2, colour: 1 })
const C = keptRun('c', { at: 1, colour: 2 })
const EDITED = { ...A, note: 'here' }
const NONE = new Set<string>()

function slice(patch: Partial<RunsSlice>): RunsSlice {
  return { ...NO_RUNS, phase: 'ready', ...patch }
}

describe('while it was read', () => {
  test('what was edited and written stays as it is here', () => {
    const runs = slice({ records: [EDITED, B] })
    const merged = mergeRuns(runs, [A, B], { records: [A, B], unkept: NONE })
    expect(merged).toEqual(slice({ records: [EDITED, B] }))
    expect(merged.records[0]).toBe(EDITED)
  })

  test('what came in stays, though the library does not have it', () => {
    const merged = mergeRuns(slice({ records: [A, B] }), [B], { records: [B], unkept: NONE })
    expect(merged.records).toEqual([A, B])
  })

  test('what was deleted stays away, and not the last of it only', () => {
    const runs = slice({ records: [C], deleted: { record: B, comparedIds: [], baselineId: null } })
    const merged = mergeRuns(runs, [A, B, C], { records: [A, B, C], unkept: NONE })
    expect(merged).toEqual(runs)
  })
})

test('what the library lacks goes, but for what it never had and for the run of this session', () => {
  const runs = slice({ records: [A, B, C], liveId: 'a', comparedIds: ['c', 'b'], baselineId: 'c' })
  const merged = mergeRuns(runs, [], { records: [A, B, C], unkept: new Set(['b']) })
  expect(merged).toEqual({ ...runs, records: [A, B], comparedIds: ['b'], baselineId: 'b' })
})

test('compared runs keep their baseline, and colours that another tab made equal are told apart', () => {
  const runs = slice({ records: [A, B, C], comparedIds: ['a', 'b', 'c'], baselineId: 'b' })
  const merged = mergeRuns(runs, [A, { ...B, colour: 0 }, C], { records: [A, B, C], unkept: NONE })
  expect(merged).toEqual(runs)
})

test('only a run that says that it goes on is taken for left', () => {
  const imported = keptRun('a', { report: { ...A.report, meta: null } })
  const unknown = keptRun('a', { report: { ...A.report, meta: { ...A.report.meta!, status: null } } })
  for (const record of [A, imported, unknown]) expect(asLeft(record)).toBe(record)
  const running = keptRun('a', {
    report: { ...A.report, meta: { ...A.report.meta!, status: 'running', incomplete: true } },
  })
  expect(asLeft(running)).toEqual(
    keptRun('a', {
      report: { ...A.report, meta: { ...A.report.meta!, status: 'stopped', incomplete: true } },
    }),
  )
})
