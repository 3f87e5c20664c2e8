import { describe, expect, test } from 'vitest'
import type { Discovery, Finding, TableReport } from '../../core/dataset-report.ts'
import { asksForColumns, byNameText, columnOptions, withColumn } from './column-text.ts'

function table(path: string, rows: number, type = '<f4'): TableReport {
  return {
    path,
    format: 'Arrow',
    columns: [
      { name: 'lnp', type, shape: [rows, 17_908], role: 'X' },
      { name: 'cls', type: '<i8', shape: [rows], role: null },
    ],
  }
}

const TABLES = [table('TRAIN.arrow', 200), table('TEST.arrow', 40, '>f8')]
const FOUND: Discovery = { layout: 'table', candidates: [], ignored: [], findings: [], tables: TABLES }
const CANDIDATE = { id: 'a', target: null, balance: null, path: 'a', splits: [], bytes: 1 }

function finding(code: string, severity: Finding['severity']): Finding {
  return { code, severity, message: '', file: '', rows: [], counts: {} }
}

describe('asksForColumns', () => {
  test.each([
    ['nothing usable in tables', FOUND, true],
    ['no table', { ...FOUND, tables: [] }, false],
    ['a data set', { ...FOUND, candidates: [CANDIDATE] }, false],
    ...['columns-unclear', 'ambiguous-files', 'no-labels', 'unknown-column'].map(
      (code) =>
        [
          `a blocking ${code}`,
          { ...FOUND, candidates: [CANDIDATE], findings: [finding(code, 'block')] },
          true,
        ] as const,
    ),
    [
      'a warning beside a data set',
      { ...FOUND, candidates: [CANDIDATE], findings: [finding('no-labels', 'warning')] },
      false,
    ],
  ] as const)('%s', (_, discovery, asks) => {
    expect(asksForColumns(discovery)).toBe(asks)
  })
})

test('options have each name once, with every kind of it', () => {
  expect(columnOptions(TABLES)).toEqual([
    { name: 'lnp', text: 'lnp (<f4, 17,908 per row or >f8, 17,908 per row)' },
    { name: 'cls', text: 'cls (<i8)' },
  ])
  expect(columnOptions([])).toEqual([])
})

test('"by name" says what names tell, as far as it is known', () => {
  expect(byNameText('X', TABLES, {})).toBe('by name: lnp')
  expect(byNameText('label', TABLES, {})).toBe('by name: none')
  expect(byNameText('X', TABLES, { X: 'lnp' })).toBe('by name')
})

test('a choice is changed and taken back', () => {
  expect(withColumn({ X: 'lnp' }, 'label', 'cls')).toEqual({ X: 'lnp', label: 'cls' })
  expect(withColumn({ X: 'lnp', label: 'cls' }, 'label', '')).toEqual({ X: 'lnp' })
})
