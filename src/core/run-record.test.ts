import { describe, expect, test } from 'vitest'
import { keptRun } from '../store/test-data.ts'
import type { RunStatus } from './run.ts'
import { fieldsOfRun, isOfEnd, patchRun, type RunRecord } from './run-record.ts'

/** A run of this status, `null` where nobody knows it. */
function run(status: RunStatus | null): RunRecord {
  const { report } = keptRun('a')
  return keptRun('a', { report: { ...report, meta: { ...report.meta!, status } } })
}

const ENDED = ['finished', 'stopped', 'failed', null] as const
const UNDER_WAY = ['running', 'evaluating'] as const

test('some fields of a run', () => {
  expect(fieldsOfRun(keptRun('a', { note: 'n' }), ['note', 'colour'])).toEqual({ note: 'n', colour: 0 })
  expect(fieldsOfRun(keptRun('a'), new Set())).toEqual({})
})

describe('a change', () => {
  test('replaces what it names', () => {
    expect(patchRun(keptRun('a', { note: 'n' }), { name: 'b', tags: ['t'] })).toEqual(
      keptRun('a', { name: 'b', tags: ['t'], note: 'n' }),
    )
  })

  test.each(ENDED)('never replaces the report of a run that is %s by one of before its end', (status) => {
    for (const before of UNDER_WAY) {
      expect(patchRun(run(status), { report: run(before).report, note: 'n' })).toEqual({
        ...run(status),
        note: 'n',
      })
    }
    expect(patchRun(run(status), { report: run('stopped').report })).toEqual(run('stopped'))
  })

  test.each(UNDER_WAY)('of a run that is %s goes on with any report', (status) => {
    for (const next of [...ENDED, ...UNDER_WAY]) {
      expect(patchRun(run(status), { report: run(next).report })).toEqual(run(next))
    }
  })
})

test('a report that says nothing of its end is one of the end', () => {
  expect(isOfEnd({ ...keptRun('a').report, meta: null })).toBe(true)
})
