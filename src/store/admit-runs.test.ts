import { describe, expect, test } from 'vitest'
import type { ReadRun, RunRecord } from '../core/run-record.ts'
import { admitRuns } from './admit-runs.ts'
import { NO_RUNS, type RunsSlice } from './state.ts'
import { keptRun } from './test-data.ts'

/** A run whose results no other has. */
function own(id: string, patch: Partial<RunRecord> = {}): RunRecord {
  const { report } = keptRun(id)
  return keptRun(id, { report: { ...report, model_summary: id }, ...patch })
}

/** The same as a single report. */
function single(record: RunRecord): ReadRun {
  return { ...record, id: null, at: null, colour: null }
}

function admit(records: readonly RunRecord[], read: readonly ReadRun[], patch: Partial<RunsSlice> = {}) {
  let ids = 0
  return admitRuns({ ...NO_RUNS, records, ...patch }, read, {
    newId: () => `new-${++ids}`,
    now: () => 7,
  })
}

describe('what is there already', () => {
  test('is told by its results, whatever was written about it', () => {
    const there = own('a', { name: 'mine', tags: ['t'], note: 'n', colour: 3 })
    const read = [own('a'), single(own('a')), own('a', { id: 'other' })]
    const { runs, ids } = admit([there], read)
    expect(ids).toEqual([])
    expect(runs.records).toEqual([there])
  })

  test('in one import, too', () => {
    const { ids } = admit([], [single(own('a')), own('b'), single(own('a')), own('b', { id: 'c' })])
    expect(ids).toEqual(['new-1', 'b'])
  })

  test('a run that says more is another one', () => {
    const more = { ...own('a').report, lr: [0.25] }
    expect(admit([own('a')], [own('a', { report: more })]).ids).toEqual(['new-1'])
  })
})

test('an id that was deleted is not free: its run may come back', () => {
  const gone = { liveId: null, comparedIds: [], baselineId: null, comparedTest: 'test' } as const
  const deleted = ['x', 'a'].map((id) => ({ ...gone, record: own(id, { report: own('b').report }) }))
  expect(admit([], [own('a'), own('c')], { deleted }).ids).toEqual(['new-1', 'c'])
})

describe('what is compared at once', () => {
  /** A run on other rows, and one on other classes. */
  const elsewhere = (id: string) => {
    const { report } = own(id)
    const dataset = { ...report.meta!.dataset!, testFingerprint: 'abcd' }
    return own(id, { report: { ...report, meta: { ...report.meta!, dataset } } })
  }
  const threefold = (id: string) =>
    own(id, {
      labels: ['x', 'y', 'z'],
      report: { ...own(id).report, nb_class: 3, conf_matrix_test: null, report: null },
    })

  test('the first, and of the others those that may be held against it', () => {
    const read = [threefold('t'), own('a'), threefold('u'), elsewhere('e'), threefold('v')]
    const { runs, ids } = admit([], read)
    expect(ids).toEqual(['t', 'a', 'u', 'e', 'v'])
    expect(runs).toMatchObject({ comparedIds: ['t', 'u', 'v'], baselineId: 't' })
  })

  test('what goes with the runs that are compared already, the baseline before all', () => {
    const chosen = { comparedIds: ['t', 'a'], baselineId: 'a' }
    const { runs } = admit([threefold('t'), own('a')], [elsewhere('e'), threefold('u'), own('b')], chosen)
    expect(runs).toMatchObject({ comparedIds: ['t', 'a', 'b'], baselineId: 'a' })
  })

  test('nothing where nothing goes with them', () => {
    const { runs } = admit([own('a')], [elsewhere('e')], { comparedIds: ['a'], baselineId: 'a' })
    expect(runs).toMatchObject({ comparedIds: ['a'], baselineId: 'a', records: [{ id: 'a' }, { id: 'e' }] })
  })
})

test('texts are cut to what can be typed, and a run without a name gets one', () => {
  const { runs } = admit(
    [],
    [
      own('a', {
        name: 'x'.repeat(2_000_000),
        tags: Array.from({ length: 5000 }, (_, i) => `${i % 100} ${'y'.repeat(50)}`),
        note: 'z'.repeat(10_001),
      }),
      own('b', { name: ' ' }),
      own('c', { name: '' }),
    ],
  )
  const [long, ...nameless] = runs.records
  expect(long).toMatchObject({ name: 'x'.repeat(200), note: 'z'.repeat(10_000) })
  expect(long!.tags).toEqual(Array.from({ length: 20 }, (_, i) => `${i} ${'y'.repeat(50)}`.slice(0, 40)))
  expect(nameless.map(({ name }) => name)).toEqual(['Run without a name', 'Run without a name 2'])
})

test('10,000 runs of one name take no minute, and each has a name and a colour in turn', () => {
  const report = keptRun('').report
  const read = Array.from({ length: 10_000 }, (_, i) =>
    single(keptRun('CNN3 DeltaZ', { report: { ...report, loss: [i] } })),
  )
  const start = performance.now()
  const { runs, ids } = admit([own('CNN3 DeltaZ')], read)
  expect(performance.now() - start).toBeLessThan(5000)
  expect(ids).toHaveLength(10_000)
  const last = runs.records.find(({ id }) => id === 'new-10000')!
  expect([last.name, last.colour]).toEqual(['CNN3 DeltaZ 10001', 0])
  expect(runs.records.filter(({ colour }) => colour === 1)).toHaveLength(1250)
  expect(new Set(runs.records.map(({ name }) => name)).size).toBe(10_001)
})
