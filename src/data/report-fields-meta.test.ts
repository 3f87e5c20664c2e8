import { describe, expect, test } from 'vitest'
import { changed, type Place } from '../core/project.fixture.ts'
import type { PartialReport } from '../core/report.ts'
import { bytesSource } from '../formats/source.ts'
import { META_BREAKS, STUDIO } from './report-fields.fixture.ts'
import { readStoredReport } from './stored-report.ts'

const HINT = 'Export the report again, or take the key out of it.'

async function read(report: unknown): Promise<PartialReport> {
  const bytes = new TextEncoder().encode(JSON.stringify(report))
  return (await readStoredReport(bytesSource(bytes, 'r.json'))).report
}

/** The report with something else in `meta`. */
function withMeta(place: Place, to: unknown): unknown {
  return changed(STUDIO, ['meta', ...place], to)
}

test('all of meta comes back', async () => {
  const { meta } = await read(STUDIO)
  expect(meta).toEqual(STUDIO.meta)
  expect(Object.keys(meta!)).toEqual(Object.keys(STUDIO.meta))
})

describe('a key that is absent or null is null', () => {
  test.each(Object.keys(STUDIO.meta))('%s', async (key) => {
    const absent = await read(withMeta([key], undefined))
    expect(absent.meta).toEqual({ ...STUDIO.meta, [key]: null })
    expect((await read(withMeta([key], null))).meta).toEqual(absent.meta)
  })
})

test('reports of earlier versions', async () => {
  expect((await read({ ...STUDIO, meta: {} })).meta).toEqual(
    Object.fromEntries(Object.keys(STUDIO.meta).map((key) => [key, null])),
  )
  const { meta } = await read(withMeta(['dataset', 'testFingerprint'], undefined))
  expect(meta!.dataset).toEqual({ ...(STUDIO.meta.dataset as object), testFingerprint: '' })
})

test.each(META_BREAKS)('refuses another value at %j, case %#', async (place, to, found, expected) => {
  const keys = place.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('')
  await expect(read(withMeta(place, to))).rejects.toMatchObject({
    code: 'bad-input',
    message: `r.json: meta${keys} is ${found}; expected ${expected}.`,
    hint: HINT,
  })
})

describe('the natural test', () => {
  const { conf_matrix, counts, acc, report } = STUDIO.meta.naturalTest as Record<string, unknown>

  test('what follows from the matrix may be absent; the loss is not known then', async () => {
    const naturalTest = { conf_matrix, excluded: 92, thinned: 5 }
    const { meta } = await read(withMeta(['naturalTest'], naturalTest))
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

  test('a loss that is not finite', async () => {
    expect((await read(withMeta(['naturalTest', 'loss'], null))).meta!.naturalTest!.loss).toBeNaN()
  })

  test('a report that lacks a class', async () => {
    await expect(read(withMeta(['naturalTest', 'report', '2'], undefined))).rejects.toThrow(
      'r.json: meta.naturalTest.report.2 is missing; expected an object.',
    )
  })

  test('a matrix of other classes', async () => {
    await expect(read(withMeta(['naturalTest', 'conf_matrix'], [[1]]))).rejects.toThrow(
      'r.json: meta.naturalTest.conf_matrix is a list of 1; expected a list of 3.',
    )
    await expect(read(withMeta(['naturalTest', 'conf_matrix', 1], [1, 2]))).rejects.toThrow(
      'r.json: meta.naturalTest.conf_matrix[1] is a list of 2; expected a list of 3.',
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
  ])('%s %#', async (key, to, message) => {
    await expect(read(withMeta(['testRows', key], to))).rejects.toThrow(`r.json: ${message}`)
  })

  test('they must add up to the matrix', async () => {
    const more = { fingerprint: '7e57f00d', labels: `${labels}0`, predicted: `${predicted}0` }
    await expect(read(withMeta(['testRows'], more))).rejects.toThrow(
      `r.json: meta.testRows has ${first + 1} rows of class 0 predicted as class 0; expected ${first}, as in conf_matrix_test.`,
    )
    const natural = { fingerprint: '', labels: '', predicted: '' }
    await expect(read(withMeta(['naturalTest', 'rows'], natural))).rejects.toThrow(
      /^r\.json: meta\.naturalTest\.rows has 0 rows of class 0 predicted as class 0; expected \d+, as in meta\.naturalTest\.conf_matrix\.$/,
    )
  })

  test('without a matrix nothing contradicts them', async () => {
    const { meta } = await read({ ...STUDIO, conf_matrix_test: null })
    expect(meta!.testRows).toEqual(STUDIO.meta.testRows)
  })
})
