import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { StudioError } from '../core/errors.ts'
import { changed, type Place } from '../core/project.fixture.ts'
import { COLLECTION, reportBytes, STUDIO } from '../core/report-fields/report.fixture.ts'
import { makeCollection } from '../core/run-collection.ts'
import type { ReadRun, RunRecord } from '../core/run-record.ts'
import { bytesSource } from '../formats/source.ts'
import { readReports } from './read-reports.ts'

function readJson(value: unknown, name = 'runs.json'): Promise<readonly ReadRun[]> {
  return readReports(bytesSource(new TextEncoder().encode(JSON.stringify(value)), name))
}

describe('a single report', () => {
  test('of this studio has its time', async () => {
    const [run, ...others] = await readJson(STUDIO, 'a/b/my run.v2.json')
    expect(others).toEqual([])
    const { report, ...rest } = run!
    expect(rest).toEqual({
      id: null,
      name: 'my run.v2',
      tags: [],
      note: '',
      at: Date.UTC(2026, 10, 26, 20, 15),
      source: { kind: 'imported', file: 'my run.v2.json', format: 'json' },
      colour: null,
      labels: ['Success', 'Spurious', 'Mismatch'],
      gaps: [],
    })
    expect(report.meta!.seed).toBe(7)
  })

  test('of LAM-Redshift has none, and what it lacks is named', async () => {
    const [run] = await readReports(bytesSource(reportBytes('nom-class-without-lr.npy'), 'LAM.npy'))
    const { report, ...rest } = run!
    expect(rest).toEqual({
      id: null,
      name: 'LAM',
      tags: [],
      note: '',
      at: null,
      source: { kind: 'imported', file: 'LAM.npy', format: 'npy' },
      colour: null,
      labels: ['DeltaZ < 1e-3?', 'DeltaZ ≥ 1e-3?'],
      gaps: ['nom_classes', 'lr'],
    })
    expect(report.meta).toBeNull()
  })

  test.each([
    ['report', 'report'],
    ['.json', '.json'],
    ['a.b/c', 'c'],
  ])('%s is called %s', async (file, name) => {
    expect((await readJson(STUDIO, file))[0]!.name).toBe(name)
  })

  test('is refused by its path', async () => {
    await expect(readJson({ acc: 5 }, 'a/r.json')).rejects.toThrow(
      'a/r.json: acc is another value; expected a list of numbers, one per epoch.',
    )
  })
})

describe('a collection', () => {
  test('gives back what was saved', async () => {
    const runs = (await readJson(COLLECTION)) as readonly RunRecord[]
    expect(runs.map(({ report: _, ...rest }) => rest)).toEqual(
      COLLECTION.runs.map(({ report: _, ...rest }) => rest),
    )
    expect(runs[1]!.report.acc).toEqual([0.5, Number.NaN])
    const { format: _, version: _version, runs: _runs, ...made } = COLLECTION
    const again = await readJson(makeCollection(runs, made))
    expect(again).toEqual(runs)
    expect(JSON.parse(JSON.stringify(makeCollection(runs, made)))).toEqual(COLLECTION)
  })

  test('may be empty, and may hold keys of other programs', async () => {
    expect(await readJson({ ...COLLECTION, runs: [] })).toEqual([])
    const [run] = await readJson(changed(COLLECTION, ['runs', 0, 'extra'], 1))
    expect(Object.keys(run!)).not.toContain('extra')
  })

  test('`__proto__` is a key like others', async () => {
    const text = JSON.stringify(COLLECTION).replace('"id":"a1"', '"__proto__":{"id":"evil"},"id":"a1"')
    const runs = await readReports(bytesSource(new TextEncoder().encode(text), 'runs.json'))
    expect(runs[0]!.id).toBe('a1')
    expect(Object.getPrototypeOf(runs[0])).toBe(Object.prototype)
    const without = text.replace('"id":"a1",', '')
    await expect(readReports(bytesSource(new TextEncoder().encode(without), 'runs.json'))).rejects.toThrow(
      'runs.json, run 1 ("CNN-GRU Success3"): id is missing; expected a text.',
    )
  })

  test.each<[Place, unknown, string]>([
    [['version'], undefined, 'runs.json: version is missing; expected 1.'],
    [['version'], 2, 'runs.json: version is 2, saved by studio "0.9.0"; this studio reads version 1.'],
    [['studio'], 1, 'runs.json: studio is 1; expected a text.'],
    [['created'], 'today', 'runs.json: created is "today"; expected a time as 2026-11-26T20:15:00.000Z.'],
    [['runs'], {}, 'runs.json: runs is an object; expected a list of runs.'],
    [['runs'], new Array(10_001).fill(0), 'runs.json holds 10,001 runs; at most 10,000 are read.'],
    [['runs', 1], null, 'runs.json, run 2 is null; expected an object.'],
    [['runs', 1, 'name'], 5, 'runs.json, run 2: name is 5; expected a text.'],
    [['runs', 1, 'id'], '', 'runs.json, run 2 ("LAM"): id is ""; expected a text that is not empty.'],
    [['runs', 1, 'tags'], ['a', 1], 'runs.json, run 2 ("LAM"): tags[1] is 1; expected a text.'],
    [['runs', 1, 'note'], null, 'runs.json, run 2 ("LAM"): note is null; expected a text.'],
    [
      ['runs', 1, 'at'],
      -9e15,
      'runs.json, run 2 ("LAM"): at is -9000000000000000; expected milliseconds since 1970.',
    ],
    [
      ['runs', 1, 'at'],
      9e15,
      'runs.json, run 2 ("LAM"): at is 9000000000000000; expected milliseconds since 1970.',
    ],
    [['runs', 1, 'source'], 'npy', 'runs.json, run 2 ("LAM"): source is "npy"; expected an object.'],
    [
      ['runs', 1, 'source', 'kind'],
      'bought',
      'runs.json, run 2 ("LAM"): source.kind is "bought"; expected trained.',
    ],
    [
      ['runs', 1, 'source', 'format'],
      'fits',
      'runs.json, run 2 ("LAM"): source.format is "fits"; expected one of json, npy.',
    ],
    [['runs', 1, 'colour'], 8, 'runs.json, run 2 ("LAM"): colour is 8; expected an integer from 0 to 7.'],
    [
      ['runs', 1, 'labels'],
      ['good'],
      'runs.json, run 2 ("LAM"): labels is a list of 1; expected a list of 2.',
    ],
    [['runs', 1, 'gaps'], 'lr', 'runs.json, run 2 ("LAM"): gaps is "lr"; expected a list.'],
    [['runs', 1, 'report'], undefined, 'runs.json, run 2 ("LAM"): report is missing; expected an object.'],
    [
      ['runs', 1, 'report', 'lr'],
      [true],
      'runs.json, run 2 ("LAM"): lr is another value; expected a list of numbers, one per epoch.',
    ],
    [
      ['runs', 1, 'report', 'acc'],
      null,
      'runs.json, run 2 ("LAM") is no report: it has neither conf_matrix_test, report, acc nor loss.',
    ],
    [
      ['runs', 0, 'report', 'meta', 'seed'],
      '7',
      'runs.json, run 1 ("CNN-GRU Success3"): meta.seed is "7"; expected an integer.',
    ],
  ])('is refused as a whole for another value at %j, case %#', async (place, to, message) => {
    await expect(readJson(changed(COLLECTION, place, to))).rejects.toMatchObject({
      code: 'bad-input',
      message,
    })
  })

  test('clocks that were never set, or were set back, are no reason to refuse it', async () => {
    const created = changed(COLLECTION, ['runs', 0, 'report', 'meta', 'created'], '1969-12-31T23:00:00.000Z')
    const clocks = changed(
      changed(created, ['runs', 0, 'at'], -3_600_000),
      ['created'],
      '1969-12-31T23:30:00.000Z',
    )
    const [run] = await readJson(changed(clocks, ['runs', 0, 'report', 'meta', 'seconds'], -2))
    expect([run!.at, run!.report.meta!.seconds]).toEqual([-3_600_000, -2])
  })

  test('a classification report of a run is whole, or there is none', async () => {
    const place: Place = ['runs', 0, 'report', 'report']
    await expect(readJson(changed(COLLECTION, [...place, '1'], undefined))).rejects.toThrow(
      'runs.json, run 1 ("CNN-GRU Success3"): report.1 is missing; expected an object.',
    )
    await expect(readJson(changed(COLLECTION, place, 'as text'))).rejects.toThrow(
      'runs.json, run 1 ("CNN-GRU Success3"): report is "as text"; expected an object.',
    )
    const [run] = await readJson(changed(COLLECTION, place, null))
    expect(run!.report.report).toBeNull()
  })

  test('a long name is shortened in messages', async () => {
    const long = changed(COLLECTION, ['runs', 0, 'name'], 'x'.repeat(70))
    await expect(readJson(changed(long, ['runs', 0, 'note'], 1))).rejects.toThrow(
      `runs.json, run 1 ("${'x'.repeat(60)}..."): note is 1; expected a text.`,
    )
  })
})

test('whatever stands anywhere: runs, or an error for a person', async () => {
  const places = placesOf(COLLECTION)
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }), async (place, to) => {
      const value = changed(COLLECTION, place, to)
      try {
        for (const { report, labels } of await readJson(value)) {
          expect(labels).toHaveLength(report.nb_class)
          expect(report.nom_classes).toHaveLength(report.nb_class)
        }
      } catch (thrown) {
        if (!(thrown instanceof StudioError)) throw thrown
        expect(thrown.code).toBe('bad-input')
        expect(thrown.message).toMatch(/^runs\.json(, run [12]( \(".*"\))?)?[: ]/s)
      }
    }),
    { seed: 8, numRuns: 400 },
  )
})

/** The places of all keys and items. */
function placesOf(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return []
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
  return keys.flatMap((key): Place[] => {
    const inner = (value as Readonly<Record<string | number, unknown>>)[key]
    return [[key], ...placesOf(inner).map((place) => [key, ...place])]
  })
}
