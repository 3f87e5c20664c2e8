import { describe, expect, test } from 'vitest'
import { EPOCH_1, EVALUATED, FINISHED, folded, STARTED } from '../../store/test-data.ts'
import { changed, type Place } from '../project.fixture.ts'
import { type PartialReport, reportSoFar } from '../report.ts'
import type { RunState } from '../run.ts'
import { META_BREAKS, STUDIO } from './report.fixture.ts'
import { readReportFields } from './report.ts'
import { fieldsOf } from './values.ts'

const HINT = 'Export the report again, or take the key out of it.'

function read(report: unknown): PartialReport {
  return readReportFields('r.json', fieldsOf(report)!).report
}

/** The report with something else in `meta`. */
function withMeta(place: Place, to: unknown): unknown {
  return changed(STUDIO, ['meta', ...place], to)
}

test('all of meta comes back', () => {
  const { meta } = read(STUDIO)
  expect(meta).toEqual(STUDIO.meta)
  expect(Object.keys(meta!)).toEqual(Object.keys(STUDIO.meta))
})

describe('a key that is absent or null is null', () => {
  test.each(Object.keys(STUDIO.meta))('%s', (key) => {
    const absent = read(withMeta([key], undefined))
    expect(absent.meta).toEqual({ ...STUDIO.meta, [key]: null })
    expect(read(withMeta([key], null)).meta).toEqual(absent.meta)
  })
})

test('reports of earlier versions', () => {
  expect(read({ ...STUDIO, meta: {} }).meta).toEqual(
    Object.fromEntries(Object.keys(STUDIO.meta).map((key) => [key, null])),
  )
  const { meta } = read(withMeta(['dataset', 'testFingerprint'], undefined))
  expect(meta!.dataset).toEqual({ ...(STUDIO.meta.dataset as object), testFingerprint: '' })
})

test.each(META_BREAKS)('refuses another value at %j, case %#', (place, to, found, expected) => {
  const keys = place.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('')
  expect(() => read(withMeta(place, to))).toThrow(
    expect.objectContaining({
      code: 'bad-input',
      message: `r.json: meta${keys} is ${found}; expected ${expected}.`,
      hint: HINT,
    }),
  )
})

test.each([-2, 0, 1e300])('a clock that was set: %d seconds', (seconds) => {
  expect(read(withMeta(['seconds'], seconds)).meta!.seconds).toBe(seconds)
})

describe('counts of test', () => {
  const { counts } = STUDIO.meta.dataset as { counts: { test: readonly number[] } }
  const place: Place = ['dataset', 'counts', 'test', 1]

  test('they must be those of the matrix', () => {
    expect(() => read(withMeta(place, 3159))).toThrow(
      `r.json: meta.dataset.counts.test[1] is 3,159; expected ${counts.test[1]}, the sum of row 1 of conf_matrix_test.`,
    )
  })

  test('without a matrix nothing contradicts them', () => {
    const { meta } = read(changed({ ...STUDIO, conf_matrix_test: null }, ['meta', ...place], 900))
    expect(meta!.dataset!.counts.test[1]).toBe(900)
  })
})

describe('the natural test', () => {
  const { conf_matrix, counts, acc, report } = STUDIO.meta.naturalTest as Record<string, unknown>

  test('what follows from the matrix may be absent; the loss is not known then', () => {
    const naturalTest = { conf_matrix, excluded: 92, thinned: 5 }
    const { meta } = read(withMeta(['naturalTest'], naturalTest))
    expect(meta!.naturalTest).toMatchObject({ conf_matrix, counts, excluded: 92, thinned: 5 })
    expect(meta!.naturalTest!.acc).toBeCloseTo(acc as number, 15)
    expect(meta!.naturalTest!.loss).toBeNaN()
    expect(meta!.naturalTest!.rows).toBeNull()
    for (const key of ['0', '1', '2', 'macro avg', 'weighted avg'] as const) {
      const found = meta!.naturalTest!.report[key as '0']!
      const expected = (report as Record<string, Record<string, number>>)[key]!
      for (const metric of ['precision', 'recall', 'f1-score', 'support'] as const) {
        expect(found[metric]).toBeCloseTo(expected[metric]!, 14)
      }
    }
  })

  test('a loss that is not finite', () => {
    expect(read(withMeta(['naturalTest', 'loss'], null)).meta!.naturalTest!.loss).toBeNaN()
  })

  test('its counts must be those of its matrix', () => {
    const [first] = counts as number[]
    expect(() => read(withMeta(['naturalTest', 'counts', 0], 500))).toThrow(
      `r.json: meta.naturalTest.counts[0] is 500; expected ${first}, the sum of row 0 of meta.naturalTest.conf_matrix.`,
    )
  })

  test.each([2e-6, -2e-6])('its accuracy must be that of its matrix: not another by %d', (more) => {
    const wrong = (acc as number) + more
    expect(() => read(withMeta(['naturalTest', 'acc'], wrong))).toThrow(
      `r.json: meta.naturalTest.acc is ${wrong}; expected ${acc}, as in meta.naturalTest.conf_matrix.`,
    )
  })

  test.each([Math.fround(acc as number), (acc as number) + 9e-7])(
    'its accuracy may be rounded: %d',
    (near) => {
      expect(read(withMeta(['naturalTest', 'acc'], near)).meta!.naturalTest!.acc).toBe(near)
    },
  )

  test('a report that lacks a class', () => {
    expect(() => read(withMeta(['naturalTest', 'report', '2'], undefined))).toThrow(
      'r.json: meta.naturalTest.report.2 is missing; expected an object.',
    )
  })

  test('a matrix of other classes', () => {
    expect(() => read(withMeta(['naturalTest', 'conf_matrix'], [[1]]))).toThrow(
      'r.json: meta.naturalTest.conf_matrix is a list of 1; expected a list of 3.',
    )
    expect(() => read(withMeta(['naturalTest', 'conf_matrix', 1], [1, 2]))).toThrow(
      'r.json: meta.naturalTest.conf_matrix[1] is a list of 2; expected a list of 3.',
    )
  })
})

describe('the control', () => {
  const { acc, conf_matrix, rows } = STUDIO.meta.control as {
    acc: number
    conf_matrix: readonly (readonly number[])[]
    rows: { labels: string; predicted: string }
  }

  test('a loss that is not finite, and rows that are not known', () => {
    expect(read(withMeta(['control', 'loss'], null)).meta!.control!.loss).toBeNaN()
    expect(read(withMeta(['control', 'rows'], null)).meta!.control!.rows).toBeNull()
    expect(read(withMeta(['control', 'rows'], undefined)).meta!.control!.rows).toBeNull()
  })

  test.each([2e-6, -2e-6])('its accuracy must be that of its matrix: not another by %d', (more) => {
    expect(() => read(withMeta(['control', 'acc'], acc + more))).toThrow(
      `r.json: meta.control.acc is ${acc + more}; expected ${acc}, as in meta.control.conf_matrix.`,
    )
  })

  test.each([Math.fround(acc), acc + 9e-7])('its accuracy may be rounded: %d', (near) => {
    expect(read(withMeta(['control', 'acc'], near)).meta!.control!.acc).toBe(near)
  })

  test('a matrix of other classes', () => {
    expect(() => read(withMeta(['control', 'conf_matrix', 1], [1, 2]))).toThrow(
      'r.json: meta.control.conf_matrix[1] is a list of 2; expected a list of 3.',
    )
  })

  test('its rows are those of test', () => {
    const [first] = conf_matrix.map((row) => row.reduce((sum, cell) => sum + cell, 0))
    const [cell] = conf_matrix[0]!
    expect(() => read(withMeta(['control', 'conf_matrix', 0, 0], cell! + 1))).toThrow(
      `r.json: meta.control.conf_matrix[0] is ${first! + 1}; expected ${first}, the sum of row 0 of conf_matrix_test.`,
    )
  })

  test('its rows must add up to its matrix', () => {
    const more = { ...rows, labels: `${rows.labels}2`, predicted: `${rows.predicted}1` }
    const expected = conf_matrix[2]![1]!
    expect(() => read(withMeta(['control', 'rows'], more))).toThrow(
      `r.json: meta.control.rows has ${expected + 1} rows of class 2 predicted as class 1; expected ${expected}, as in meta.control.conf_matrix.`,
    )
    expect(() => read(withMeta(['control', 'rows', 'labels'], rows.labels.slice(1)))).toThrow(
      'r.json: meta.control.rows.predicted has 120 rows; expected 119, as many as labels.',
    )
  })
})

describe('rows of a test', () => {
  const { labels, predicted } = STUDIO.meta.testRows as { labels: string; predicted: string }
  const [[first]] = STUDIO.conf_matrix_test as [[number]]

  test.each([
    ['labels', labels.slice(1), 'meta.testRows.predicted has 120 rows; expected 119, as many as labels.'],
    ['labels', `3${labels.slice(1)}`, 'meta.testRows.labels has "3" in row 0; expected a class from 0 to 2.'],
    [
      'predicted',
      `${predicted.slice(0, 100)}x${predicted.slice(101)}`,
      'meta.testRows.predicted has "x" in row 100; expected a class from 0 to 2.',
    ],
    [
      'predicted',
      `${predicted.slice(0, 119)}٣`,
      'meta.testRows.predicted has "٣" in row 119; expected a class from 0 to 2.',
    ],
  ])('%s %#', (key, to, message) => {
    expect(() => read(withMeta(['testRows', key], to))).toThrow(`r.json: ${message}`)
  })

  test('they must add up to the matrix', () => {
    const more = { fingerprint: '7e57f00d', labels: `${labels}0`, predicted: `${predicted}0` }
    expect(() => read(withMeta(['testRows'], more))).toThrow(
      `r.json: meta.testRows has ${first + 1} rows of class 0 predicted as class 0; expected ${first}, as in conf_matrix_test.`,
    )
    const natural = { fingerprint: '', labels: '', predicted: '' }
    expect(() => read(withMeta(['naturalTest', 'rows'], natural))).toThrow(
      /^r\.json: meta\.naturalTest\.rows has 0 rows of class 0 predicted as class 0; expected \d+, as in meta\.naturalTest\.conf_matrix\.$/,
    )
  })

  test('without a matrix nothing contradicts them', () => {
    const { meta } = read({ ...STUDIO, conf_matrix_test: null })
    expect(meta!.testRows).toEqual(STUDIO.meta.testRows)
  })
})

test('of more than ten classes, rows can tell the first ten', () => {
  const matrix = Array.from({ length: 11 }, () => new Array<number>(11).fill(0))
  matrix[2]![0] = 1
  const testRows = { fingerprint: '', labels: '2', predicted: '0' }
  const report = { acc: [0.5], conf_matrix_test: matrix, meta: { testRows } }
  expect(read(report).meta!.testRows).toEqual(testRows)
  expect(() => read(changed(report, ['conf_matrix_test', 10, 3], 1))).toThrow(
    'r.json: meta.testRows has 0 rows of class 10 predicted as class 3; expected 1, as in conf_matrix_test.',
  )
})

describe("this studio's own reports come back", () => {
  const evaluated = folded(STARTED, EPOCH_1, ...EVALUATED, FINISHED)
  const { dataset } = evaluated
  const balanced: RunState = {
    ...evaluated,
    dataset: {
      ...dataset,
      natural: [3, 1],
      overruled: ['2 objects of TRAIN are in TEST as well.'],
      planned: { ...dataset.planned, natural: { counts: [3, 1], excluded: 7, thinned: 1 } },
    },
    natural: {
      matrix: [
        [2, 1],
        [0, 1],
      ],
      loss: 0.5,
      acc: 3 / 4,
      rows: { fingerprint: 'aa', labels: '0001', predicted: '0011' },
    },
  }

  const controlled: RunState = {
    ...evaluated,
    control: {
      descriptors: ['Modes', 'Entropy'],
      trainRows: 8,
      confusion: [
        [1, 1],
        [1, 0],
      ],
      loss: 0.7,
      acc: 1 / 3,
      rows: { fingerprint: '7e57f00d', labels: '001', predicted: '010' },
    },
  }

  test.each([
    ['before its first epoch', folded(STARTED)],
    ['under way', folded(STARTED, EPOCH_1)],
    ['evaluated', evaluated],
    ['with a test at natural prevalence', balanced],
    ['with a control', controlled],
  ])('%s', (_, state) => {
    const report = reportSoFar(state, { studio: '0.9.0', created: '2026-11-26T20:15:00.000Z' })
    expect(report.meta.naturalTest !== null).toBe(state === balanced)
    expect(report.meta.control !== null).toBe(state === controlled)
    expect(read(JSON.parse(JSON.stringify(report)))).toEqual(report)
  })
})
