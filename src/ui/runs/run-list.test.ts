import { describe, expect, test } from 'vitest'
import type { RunRecord } from '../../core/run-record.ts'
import { listRuns, NEWEST_FIRST, type RunSort, sortAfter } from './run-list.ts'
import { META, RECORD, REPORT } from './test-data.ts'

/** A run with `right` of 80 objects right on test. */
function run(id: string, right: number | null, patch: Partial<RunRecord>, meta = REPORT.meta): RunRecord {
  const conf_matrix_test = right === null ? null : [[right, 80 - right]]
  return {
    ...RECORD,
    id,
    name: id,
    ...patch,
    report: { ...REPORT, conf_matrix_test, report: null, meta },
  }
}

const RUNS = [
  run('CNN3 10', 70, { at: 40, tags: ['paper'] }),
  run('CNN3 2', null, { at: 30, note: 'Seeds of\nMarch' }),
  run('CNN8', 75, { at: 20 }, { ...META, model: 'CNN8', target: 'Flag3' }),
  run('LAM', 70, { at: 10 }, null),
]

function ids(text: string, sort: RunSort = NEWEST_FIRST): string[] {
  return listRuns(RUNS, text, sort).map(({ id }) => id)
}

describe('filter', () => {
  test.each([
    ['', ['CNN3 10', 'CNN3 2', 'CNN8', 'LAM']],
    ['  ', ['CNN3 10', 'CNN3 2', 'CNN8', 'LAM']],
    ['lam', ['LAM']],
    ['PAPER', ['CNN3 10']],
    ['march', ['CNN3 2']],
    ['flag3', ['CNN8']],
    ['deltaz', ['CNN3 10', 'CNN3 2']],
    ['deltaz seeds', ['CNN3 2']],
    ['deltaz lam', []],
  ])('"%s"', (text, found) => expect(ids(text)).toEqual(found))
})

describe('order', () => {
  test.each<[RunSort['column'], boolean, string[]]>([
    ['when', true, ['CNN3 10', 'CNN3 2', 'CNN8', 'LAM']],
    ['when', false, ['LAM', 'CNN8', 'CNN3 2', 'CNN3 10']],
    ['name', false, ['CNN3 2', 'CNN3 10', 'CNN8', 'LAM']],
    ['name', true, ['LAM', 'CNN8', 'CNN3 10', 'CNN3 2']],
    // of two equal ones the newer is first either way, and the unknown last
    ['accuracy', true, ['CNN8', 'CNN3 10', 'LAM', 'CNN3 2']],
    ['accuracy', false, ['CNN3 10', 'LAM', 'CNN8', 'CNN3 2']],
  ])('%s, descending %s', (column, descending, order) => {
    expect(ids('', { column, descending })).toEqual(order)
  })

  test('a title turns its order, and another begins with what is looked for first', () => {
    expect(sortAfter(NEWEST_FIRST, 'when')).toEqual({ column: 'when', descending: false })
    expect(sortAfter(NEWEST_FIRST, 'accuracy')).toEqual({ column: 'accuracy', descending: true })
    expect(sortAfter(NEWEST_FIRST, 'name')).toEqual({ column: 'name', descending: false })
  })
})
