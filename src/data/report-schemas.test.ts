// The published schemas and the readers must accept and refuse the same files.

import { describe, expect, test } from 'vitest'
import { StudioError } from '../core/errors.ts'
import { changed, type Place } from '../core/project.fixture.ts'
import { COLLECTION, META_BREAKS, STUDIO } from '../core/report-fields/report.fixture.ts'
import { bytesSource } from '../formats/source.ts'
import { schemaAccepts } from './json-schema.fixture.ts'
import { readReports } from './read-reports.ts'

async function isRead(value: unknown): Promise<boolean> {
  try {
    await readReports(bytesSource(new TextEncoder().encode(JSON.stringify(value)), 'a.json'))
    return true
  } catch (thrown) {
    if (thrown instanceof StudioError) return false
    throw thrown
  }
}

/** What the schema of a file and the reader say. */
async function verdicts(file: string, value: unknown): Promise<[boolean, boolean]> {
  return [schemaAccepts(file, value), await isRead(value)]
}

describe('public/report.schema.json', () => {
  const verdictsOn = (place: Place, to: unknown) => verdicts('report.schema.json', changed(STUDIO, place, to))

  test.each<[Place, unknown]>([
    [['comment'], 'of another program'],
    [['meta', 'comment'], 'of another program'],
    [['conf_matrix_train'], null],
    [['val_loss', 0], null],
    [['meta', 'testRows'], null],
    [['meta', 'testRows'], undefined],
    [['meta', 'testLoss'], null],
    [['meta', 'dataset', 'testFingerprint'], ''],
    [['meta', 'dataset', 'testFingerprint'], undefined],
    [['meta', 'preparation'], undefined],
    [['meta', 'preparation', 'dropped'], {}],
    [['meta', 'classWeights'], undefined],
    [['meta', 'overruled'], undefined],
    [['meta', 'overruled'], []],
    [['meta', 'seconds'], -2],
    [['meta', 'naturalTest'], null],
    [['meta', 'naturalTest'], undefined],
    [['meta', 'naturalTest', 'loss'], null],
    [['meta', 'naturalTest', 'rows'], null],
    [['meta', 'naturalTest', 'rows'], undefined],
    [['meta', 'status'], 'finished'],
  ])('accepts another value at %j, case %#', async (place, to) => {
    const [isDescribed, isAccepted] = await verdictsOn(place, to)
    // only keys of meta are open to other programs
    expect([isDescribed, isAccepted]).toEqual([place[0] !== 'comment', true])
  })

  test.each(META_BREAKS)('refuses another value at meta and %j, case %#', async (place, to) => {
    expect(await verdictsOn(['meta', ...place], to)).toEqual([false, false])
  })

  test('describes a run that has ended; only a collection may hold others', async () => {
    expect(await verdictsOn(['meta', 'status'], 'running')).toEqual([false, true])
  })
})

describe('public/runs.schema.json', () => {
  const verdictsOn = (place: Place, to: unknown) =>
    verdicts('runs.schema.json', changed(COLLECTION, place, to))

  test('accepts a collection', async () => {
    expect(await verdicts('runs.schema.json', COLLECTION)).toEqual([true, true])
  })

  test.each<[Place, unknown]>([
    [['comment'], 'of another program'],
    [['runs'], []],
    [['runs', 0, 'name'], ''],
    [['runs', 0, 'at'], 0],
    [['runs', 0, 'at'], -3_600_000],
    [['runs', 0, 'report', 'meta', 'seconds'], -2],
    [['runs', 0, 'colour'], 0],
    [['runs', 0, 'source'], { kind: 'imported', file: '', format: 'json' }],
    [['runs', 0, 'report', 'meta', 'status'], 'evaluating'],
    [['runs', 0, 'report', 'meta', 'seed'], null],
    [['runs', 0, 'report', 'meta', 'naturalTest'], null],
    [['runs', 0, 'report', 'report', '1', 'recall'], null],
    [['runs', 0, 'report', 'report', 'accuracy'], null],
    [['runs', 0, 'report', 'model_summary'], null],
  ])('accepts another value at %j, case %#', async (place, to) => {
    expect(await verdictsOn(place, to)).toEqual([true, true])
  })

  test.each<[Place, unknown]>([
    ...META_BREAKS.map(([place, to]): [Place, unknown] => [['runs', 0, 'report', 'meta', ...place], to]),
    [['version'], 2],
    [['studio'], 9],
    [['created'], '2026-11-26'],
    [['runs'], {}],
    [['runs'], new Array(10_001).fill(COLLECTION.runs[1])],
    [['runs', 1], null],
    [['runs', 1, 'id'], ''],
    [['runs', 1, 'name'], null],
    [['runs', 0, 'tags', 0], 1],
    [['runs', 1, 'tags'], 'final'],
    [['runs', 1, 'note'], 1],
    [['runs', 1, 'at'], '2026-11-26'],
    [['runs', 1, 'at'], -9e15],
    [['runs', 1, 'at'], 9e15],
    [['runs', 1, 'source'], 'npy'],
    [['runs', 1, 'source', 'kind'], 'bought'],
    [['runs', 1, 'source', 'format'], 'fits'],
    [['runs', 1, 'source', 'file'], undefined],
    [['runs', 1, 'colour'], 8],
    [['runs', 1, 'colour'], 1.5],
    [['runs', 1, 'labels'], 'good'],
    [['runs', 1, 'gaps'], null],
    [['runs', 1, 'report'], null],
    [['runs', 1, 'report', 'nb_class'], 'two'],
    [['runs', 1, 'report', 'nb_class'], 1001],
    [['runs', 1, 'report', 'acc', 0], 'half'],
    [['runs', 1, 'report', 'acc'], new Array(100_001).fill(0.5)],
    [['runs', 1, 'report', 'conf_matrix_test'], [[0.5]]],
    [['runs', 0, 'report', 'report', '1', 'recall'], 'high'],
    [['runs', 0, 'report', 'report', '1', 'recall'], undefined],
  ])('refuses another value at %j, case %#', async (place, to) => {
    expect(await verdictsOn(place, to)).toEqual([false, false])
  })

  test('requires every key of the file and of a run', async () => {
    const keys: Place[] = [
      ...Object.keys(COLLECTION).map((key): Place => [key]),
      ...Object.keys(COLLECTION.runs[0]!).map((key): Place => ['runs', 0, key]),
    ]
    for (const place of keys)
      expect([place, await verdictsOn(place, undefined)]).toEqual([place, [false, false]])
  })
})

test('a schema describes every key that is written', () => {
  for (const key of Object.keys(STUDIO.meta)) {
    for (const [file, place] of [
      ['report.schema.json', ['meta', key]],
      ['runs.schema.json', ['runs', 0, 'report', 'meta', key]],
    ] as const) {
      const whole = file === 'report.schema.json' ? STUDIO : COLLECTION
      expect([key, schemaAccepts(file, changed(whole, place, { odd: true }))]).toEqual([key, false])
    }
  }
})
