// Runs that are imported: which ones come, under which id, and what is kept.

import { describe, expect, test, vi } from 'vitest'
import { StudioError } from '../core/errors.ts'
import type { ReadRun, RunRecord } from '../core/run-record.ts'
import { FULL, ids, listing, ownRun, runs, single, withStatus } from './runs.fixture.ts'
import { NO_RUNS } from './state.ts'
import { keptRun } from './test-data.ts'
import { NOW, settled, type TestStudio, testStudio } from './test-engine.ts'

describe('importing', () => {
  const FILES = [new File(['x'], 'a.npy'), new File(['y'], 'b.json')]

  /** Imports what these files hold. */
  async function importing(page: TestStudio, ...read: readonly ReadRun[]): Promise<void> {
    const done = page.actions.importReports(FILES)
    await page.calls.readReports.at(-1)!.resolve([{ file: 'a.npy', runs: read }])
    await done
  }

  test('the engine reads the files, and the list shows what they hold', async () => {
    const page = await listing(keptRun('old', { name: 'one' }))
    const done = page.actions.importReports(FILES)
    expect(runs(page).importing).toBe(true)
    expect(page.calls.readReports[0]!.args).toEqual([
      [
        { path: 'a.npy', file: FILES[0] },
        { path: 'b.json', file: FILES[1] },
      ],
    ])
    const error = { code: 'bad-input', message: 'b.json is no report.', hint: 'Give a report.' } as const
    await page.calls.readReports[0]!.resolve([
      { file: 'a.npy', runs: [single('one'), single('two')] },
      { file: 'b.json', error },
    ])
    await done
    const expected = [
      { ...single('one'), id: 'run-1', at: NOW, colour: 1, name: 'one 2' },
      { ...single('two'), id: 'run-2', at: NOW, colour: 2 },
      keptRun('old', { name: 'one' }),
    ]
    expect(runs(page)).toEqual({
      ...NO_RUNS,
      phase: 'ready',
      records: expected,
      comparedIds: ['run-1', 'run-2'],
      baselineId: 'run-1',
      imported: { added: 2, known: 0 },
      refused: [{ file: 'b.json', error }],
    })
    expect(page.studio.store.getState().view).toBe('runs')
    expect(page.library.log).toEqual(['add run-1', 'add run-2'])
    expect(page.library.kept.get('run-2')).toEqual(expected[1])
    page.actions.dismissRefused()
    expect(runs(page)).toMatchObject({ imported: null, refused: [] })
  })

  test('what the list has already comes once, whatever was written about it', async () => {
    const page = await listing(ownRun('a', { name: 'mine', note: 'edited' }), ownRun('b'))
    await importing(page, ownRun('a', { colour: 3 }), ownRun('c', { colour: 3 }))
    expect(runs(page).imported).toEqual({ added: 1, known: 1 })
    await importing(page, ownRun('a'), ownRun('c'))
    expect(runs(page).imported).toEqual({ added: 0, known: 2 })
    expect(runs(page)).toMatchObject({ comparedIds: ['c'], refused: [] })
    expect(runs(page).records).toEqual([
      ownRun('a', { name: 'mine', note: 'edited' }),
      ownRun('b'),
      ownRun('c', { colour: 3 }),
    ])
    expect(page.library.log).toEqual(['add c'])
  })

  test('another run of the same id gets an id of its own', async () => {
    const page = await listing(ownRun('a'))
    const other = { ...ownRun('a').report, lr: [0.5] }
    await importing(page, ownRun('a', { report: other }))
    expect(runs(page).records).toEqual([ownRun('a'), keptRun('run-1', { name: 'a 2', report: other })])
  })

  test('before the library has answered it waits, and what is there stays as it is', async () => {
    const there = ownRun('a', { name: 'mine', note: 'my note', tags: ['t'] })
    const page = testStudio({}, [there])
    const { load } = page.library
    let answer = () => {}
    const asked = new Promise<void>((resolve) => {
      answer = resolve
    })
    const slowLoad = vi.fn(() => asked.then(() => load()))
    Object.assign(page.library, { load: slowLoad })
    const loading = page.actions.loadRuns()
    const done = importing(page, ownRun('a'), ownRun('b'))
    await settled()
    expect(runs(page)).toMatchObject({ importing: true, records: [] })
    answer()
    await Promise.all([loading, done])
    expect(slowLoad).toHaveBeenCalledTimes(1)
    expect(runs(page).records).toEqual([there, ownRun('b')])
    expect(page.library.kept.get('a')).toBe(there)
  })

  test('where nobody has asked the library yet, it does so first', async () => {
    const there = ownRun('a', { name: 'mine', note: 'my note', tags: ['t'] })
    const unloaded = testStudio({}, [there])
    await importing(unloaded, ownRun('a'), ownRun('b'))
    expect(runs(unloaded).records).toEqual([there, ownRun('b')])
    expect(unloaded.library.kept.get('a')).toBe(there)
  })

  test('a library that does not answer holds nothing up', async () => {
    const page = testStudio()
    page.library.failWith = FULL
    await importing(page, ownRun('a'))
    expect(runs(page)).toMatchObject({ importing: false, records: [{ id: 'a' }] })
  })

  test('runs that were deleted come back as they were, once, and others stay deleted', async () => {
    const later = { note: 'later' }
    const page = await listing(ownRun('a', later), ownRun('b'), ownRun('c', later), ownRun('d'))
    for (const id of ['a', 'd', 'c']) await page.actions.deleteRun(id)
    await importing(page, ownRun('a', { note: 'of the backup' }), ownRun('b'), ownRun('c'), ownRun('e'))
    expect(runs(page)).toMatchObject({ deleted: [{ record: { id: 'd' } }], imported: { added: 3, known: 1 } })
    const kept = [ownRun('a', later), ownRun('b'), ownRun('c', later), ownRun('e')]
    expect(runs(page).records).toEqual(kept)
    await page.actions.undoDelete()
    await page.actions.undoDelete()
    expect(ids(page)).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(page.library.kept.get('a')).toEqual(ownRun('a', later))
  })

  test('a run that was under way when it was saved is kept as stopped', async () => {
    const page = await listing()
    await importing(page, withStatus(keptRun('a'), 'running', true))
    const stopped = withStatus(keptRun('a'), 'stopped', true)
    expect(runs(page).records).toEqual([stopped])
    expect(page.library.kept.get('a')).toEqual(stopped)
    await importing(page, withStatus(keptRun('a'), 'running', true))
    expect(ids(page)).toEqual(['a'])
  })

  test('eight are compared at most, each with a colour of its own', async () => {
    const page = await listing(keptRun('old', { colour: 2 }))
    page.actions.toggleCompared('old')
    await importing(page, ...Array.from({ length: 9 }, (_, i) => ownRun(`${i}`, { colour: 2 })))
    expect(runs(page).comparedIds).toEqual(['old', '0', '1', '2', '3', '4', '5', '6'])
    const colours = runs(page).records.map(({ id, colour }) => [id, colour])
    expect(Object.fromEntries(colours)).toEqual({
      old: 2,
      0: 0,
      1: 1,
      2: 3,
      3: 4,
      4: 5,
      5: 6,
      6: 7,
      7: 2,
      8: 2,
    })
    expect(page.library.kept.get('6')!.colour).toBe(7)
  })

  test('while it goes on no second one starts, and nothing starts without files', async () => {
    const page = await listing()
    await page.actions.importReports([])
    void page.actions.importReports(FILES)
    void page.actions.importReports(FILES)
    expect(page.calls.readReports).toHaveLength(1)
  })

  test('an engine that is gone refuses every file', async () => {
    const page = await listing()
    const done = page.actions.importReports(FILES)
    await page.calls.readReports[0]!.reject(new StudioError('worker', 'Gone.', 'Reload.'))
    await done
    expect(runs(page)).toMatchObject({
      importing: false,
      refused: [
        { file: 'a.npy', error: { code: 'worker', message: 'Gone.', hint: 'Reload.' } },
        { file: 'b.json', error: { code: 'worker', message: 'Gone.', hint: 'Reload.' } },
      ],
    })
  })

  test('without room all are in the list, and all are written later', async () => {
    const page = await listing()
    page.library.failWith = FULL
    await importing(page, ownRun('a'), ownRun('b'))
    expect(ids(page)).toEqual(['a', 'b'])
    expect(runs(page).storageError?.message).toBe('No room.')
    page.library.failWith = null
    await page.actions.loadRuns()
    expect(ids(page)).toEqual(['a', 'b'])
    expect([...page.library.kept.keys()]).toEqual(['a', 'b'])
    expect(runs(page).storageError).toBeNull()
  })

  test('runs that wait for their turn to be written are not taken for deleted', async () => {
    const page = await listing()
    const done = page.actions.importReports(FILES)
    const { add } = page.library
    const loads: Promise<void>[] = []
    // another tab tells of a change while the first is written
    Object.assign(page.library, {
      add: (record: RunRecord) => {
        loads.push(page.actions.loadRuns())
        return add(record)
      },
    })
    await page.calls.readReports[0]!.resolve([{ file: 'a', runs: ['a', 'b', 'c'].map((id) => ownRun(id)) }])
    await done
    await Promise.all(loads)
    expect(ids(page)).toEqual(['a', 'b', 'c'])
    expect([...page.library.kept.keys()]).toEqual(['a', 'b', 'c'])
  })
})
