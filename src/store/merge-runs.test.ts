import { describe, expect, test } from 'vitest'
import type { RunRecord } from '../core/run-record.ts'
import { asLeft, mergeRuns } from './merge-runs.ts'
import { NO_RUNS, type RunsSlice } from './state.ts'
import type { UnkeptChange } from './studio.ts'
import { keptRun } from './test-data.ts'

const A = keptRun('a', { at: 3 })
const B = keptRun('b', { at: 2, colour: 1 })
const C = keptRun('c', { at: 1, colour: 2 })
const LATER = { ...A.report, lr: [0.5] }
const GONE = { liveId: null, comparedIds: [], baselineId: null, comparedTest: 'test' } as const

function slice(patch: Partial<RunsSlice>): RunsSlice {
  return { ...NO_RUNS, phase: 'ready', ...patch }
}

interface Options {
  readonly asked?: readonly string[]
  readonly underWay?: string
}

/** @param changes what the library does not have yet, for example `{ a: ['changed', 'note'] }` */
function merge(
  runs: RunsSlice,
  loaded: readonly RunRecord[],
  changes: Readonly<Record<string, readonly [UnkeptChange['kind'], ...('note' | 'report')[]]>> = {},
  { asked, underWay = '' }: Options = {},
): RunsSlice {
  const unkept = new Map(
    Object.entries(changes).map(([id, [kind, ...fields]]) => [id, { kind, fields: new Set(fields) }]),
  )
  return mergeRuns(runs, loaded, { asked: asked === undefined ? null : new Set(asked), unkept, underWay })
}

describe('what the library does not have yet', () => {
  test('fields stay as they are here, and all others are those of the library', () => {
    const here = { ...A, note: 'here', name: 'old' }
    const there = { ...A, name: 'new', tags: ['t'], note: 'there', report: LATER }
    const { records } = merge(slice({ records: [here, B] }), [there, B], { a: ['changed', 'note'] })
    expect(records).toEqual([{ ...there, note: 'here' }, B])
    expect(records[1]).toBe(B)
  })

  test('new runs stay, and deleted ones stay away', () => {
    const runs = slice({ records: [A, C], deleted: [{ ...GONE, record: B }] })
    expect(merge(runs, [B, C], { a: ['added'], b: ['deleted'] })).toEqual(runs)
  })
})

test('what is the same stays the same object', () => {
  const { records } = merge(slice({ records: [A] }), [structuredClone(A)])
  expect(records[0]).toBe(A)
})

test('what the library lacks goes, but for new runs, results that nobody else has and the run under way', () => {
  const runs = slice({
    records: [A, B, C, keptRun('d', { at: 0 }), keptRun('e', { at: -1 })],
    liveId: 'a',
    openedId: 'd',
    comparedIds: ['d', 'c', 'b'],
    baselineId: 'd',
  })
  const merged = merge(
    runs,
    [],
    { b: ['added'], c: ['changed', 'report'], d: ['changed', 'note'] },
    { underWay: 'a' },
  )
  expect(merged).toEqual({
    ...runs,
    records: [A, B, C],
    openedId: null,
    comparedIds: ['c', 'b'],
    baselineId: 'c',
  })
  expect(merge(runs, [B]).liveId).toBeNull()
})

test('of the run under way only the report is that of this tab; once it has ended nothing is', () => {
  const runs = slice({ records: [A], liveId: 'a' })
  const there = { ...A, name: 'renamed elsewhere', report: LATER }
  expect(merge(runs, [there], {}, { underWay: 'a' }).records).toEqual([{ ...there, report: A.report }])
  expect(merge(runs, [there]).records).toEqual([there])
})

test('what was not asked for stays', () => {
  const runs = slice({ records: [A, B, C] })
  const changed = { ...B, note: 'x' }
  expect(merge(runs, [changed], {}, { asked: ['a', 'b'] })).toEqual(slice({ records: [changed, C] }))
})

test('what another tab brought back cannot be brought back here any more', () => {
  const deleted = [B, C].map((record) => ({ ...GONE, record }))
  const runs = slice({ records: [A], deleted })
  expect(merge(runs, [A, B])).toEqual(slice({ records: [A, B], deleted: [deleted[1]!] }))
  expect(merge(runs, [A])).toEqual(runs)
})

test('compared runs keep their baseline, and colours that another tab made equal are told apart', () => {
  const runs = slice({ records: [A, B, C], comparedIds: ['a', 'b', 'c'], baselineId: 'b' })
  expect(merge(runs, [A, { ...B, colour: 0 }, C])).toEqual(runs)
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
