import { describe, expect, test, vi } from 'vitest'
import { StudioError } from '../core/errors.ts'
import type { RunStatus } from '../core/run.ts'
import type { ReadRun, RunRecord } from '../core/run-record.ts'
import { RUN_TEXT_LIMITS } from './run-texts.ts'
import { NO_RUNS, type RunsSlice } from './state.ts'
import { EPOCH_1, FINISHED, keptRun, plan, report, STARTED } from './test-data.ts'
import { NOW, settled, studioWith, type TestStudio, testStudio } from './test-engine.ts'

const FULL = new StudioError('bad-input', 'No room.', 'Delete runs.')

function runs({ studio }: Pick<TestStudio, 'studio'>): RunsSlice {
  return studio.store.getState().runs
}

function ids(page: TestStudio): readonly string[] {
  return runs(page).records.map(({ id }) => id)
}

/** A studio that has read these runs from its library. */
async function listing(...kept: readonly RunRecord[]): Promise<TestStudio> {
  const page = testStudio({}, kept)
  await page.actions.loadRuns()
  return page
}

/** A run whose results no other has. */
function ownRun(id: string, patch: Partial<RunRecord> = {}): RunRecord {
  const { report } = keptRun(id)
  return keptRun(id, { report: { ...report, model_summary: id }, ...patch })
}

/** A report of LAM-Redshift. */
function single(name: string): ReadRun {
  const source = { kind: 'imported', file: `${name}.npy`, format: 'npy' } as const
  const { report } = ownRun(name)
  return {
    ...keptRun(name, { source, gaps: ['lr'], report: { ...report, lr: null, meta: null } }),
    id: null,
    at: null,
    colour: null,
  }
}

function withStatus(record: RunRecord, status: RunStatus, incomplete: boolean): RunRecord {
  const { report } = record
  return { ...record, report: { ...report, meta: { ...report.meta!, status, incomplete } } }
}

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

describe('opening', () => {
  test('turns to the panels, and back to the run of this session', async () => {
    const page = await listing(keptRun('a'))
    page.actions.showView('runs')
    page.actions.openRun('a')
    expect(page.studio.store.getState()).toMatchObject({ view: 'training', runs: { openedId: 'a' } })
    page.actions.closeRun()
    expect(page.studio.store.getState()).toMatchObject({ view: 'training', runs: { openedId: null } })
  })

  test('what is not there is not opened', async () => {
    const page = await listing(keptRun('a'))
    const before = page.studio.store.getState()
    page.actions.openRun('b')
    expect(page.studio.store.getState()).toBe(before)
  })

  test('the run of this session is shown live, and from its record once its panels are empty', async () => {
    const page = await studioWith(report('sample'), plan(2))
    page.studio.store.setState(({ runs }) => ({ runs: { ...runs, records: [keptRun('a')] } }))
    void page.actions.startTraining()
    await page.calls.train[0]!.emit(STARTED, EPOCH_1)
    page.actions.openRun('a')
    page.actions.openRun('run-1')
    expect(runs(page).openedId).toBeNull()
    await page.calls.train[0]!.emit(FINISHED)
    await page.calls.train[0]!.end()
    // as other data do
    page.studio.store.setState({ run: null })
    page.actions.openRun('run-1')
    expect(runs(page).openedId).toBe('run-1')
  })
})

describe('editing', () => {
  test.each([
    ['a name, without blanks about it', { name: '  mine ' }, { name: 'mine' }],
    ['no empty name', { name: ' ' }, {}],
    ['a name of 200 characters', { name: '😀'.repeat(201) }, { name: '😀'.repeat(200) }],
    ['tags, once each', { tags: [' a ', '', 'b', 'a', '  '] }, { tags: ['a', 'b'] }],
    [
      '20 tags of 40 characters',
      { tags: Array.from({ length: 21 }, (_, i) => `${i}`.padEnd(41, 'x')) },
      { tags: Array.from({ length: 20 }, (_, i) => `${i}`.padEnd(40, 'x')) },
    ],
    ['a note of 10,000 characters', { note: 'x'.repeat(10_001) }, { note: 'x'.repeat(10_000) }],
    ['all at once', { name: 'n', tags: ['t'], note: 'o\np' }, { name: 'n', tags: ['t'], note: 'o\np' }],
    ['nothing', {}, {}],
  ])('%s', async (_, patch, expected) => {
    const page = await listing(keptRun('a', { tags: ['old'], note: 'old' }), keptRun('b'))
    await page.actions.editRun('a', patch)
    const edited = keptRun('a', { tags: ['old'], note: 'old', ...expected })
    expect(runs(page).records).toEqual([edited, keptRun('b')])
    expect(page.library.kept.get('a')).toEqual(edited)
    const fields = Object.keys(expected)
    expect(page.library.log).toEqual(fields.length === 0 ? [] : [`update a ${fields.join(' ')}`])
  })

  test('limits are those that the field can show', () => {
    expect(RUN_TEXT_LIMITS).toEqual({ name: 200, tags: 20, tag: 40, note: 10_000 })
  })

  test('what is not there stays away', async () => {
    const page = await listing(keptRun('a'))
    await page.actions.editRun('b', { name: 'x' })
    expect(ids(page)).toEqual(['a'])
    expect(page.library.log).toEqual([])
  })
})

describe('deleting', () => {
  /** Three runs that are compared, b being the baseline. */
  async function comparing(): Promise<TestStudio> {
    const page = await listing(
      keptRun('a', { colour: 0 }),
      keptRun('b', { colour: 1 }),
      keptRun('c', { colour: 2 }),
    )
    for (const id of ['a', 'b', 'c']) page.actions.toggleCompared(id)
    page.actions.setBaseline('b')
    return page
  }

  test('removes at once, from the comparison and the panels too', async () => {
    const page = await comparing()
    page.actions.openRun('b')
    await page.actions.deleteRun('b')
    expect(runs(page)).toEqual({
      ...NO_RUNS,
      phase: 'ready',
      records: [keptRun('a'), keptRun('c', { colour: 2 })],
      comparedIds: ['a', 'c'],
      baselineId: 'c',
      deleted: [
        {
          record: keptRun('b', { colour: 1 }),
          liveId: null,
          comparedIds: ['a', 'b', 'c'],
          baselineId: 'b',
          comparedTest: 'test',
        },
      ],
    })
    expect([...page.library.kept.keys()]).toEqual(['a', 'c'])
  })

  test('and undone, all is as before', async () => {
    const page = await comparing()
    const before = runs(page)
    await page.actions.deleteRun('b')
    await page.actions.undoDelete()
    expect(runs(page)).toEqual(before)
    expect(page.library.kept.get('b')).toEqual(keptRun('b', { colour: 1 }))
    await page.actions.undoDelete()
    expect(runs(page)).toEqual(before)
  })

  test('several are undone one by one, the last first', async () => {
    const page = await comparing()
    const states = [runs(page)]
    for (const id of ['b', 'c', 'a']) {
      await page.actions.deleteRun(id)
      states.push(runs(page))
    }
    expect(runs(page).deleted.map(({ record }) => record.id)).toEqual(['a', 'c', 'b'])
    expect(runs(page)).toMatchObject({ records: [], comparedIds: [], baselineId: null })
    for (const before of states.slice(0, -1).toReversed()) {
      await page.actions.undoDelete()
      expect(runs(page)).toEqual(before)
    }
    expect([...page.library.kept.keys()].toSorted()).toEqual(['a', 'b', 'c'])
  })

  test('the last 20 can be undone', async () => {
    const all = Array.from({ length: 22 }, (_, i) => keptRun(`${i}`))
    const page = await listing(...all)
    for (const { id } of all) await page.actions.deleteRun(id)
    for (const _ of all) await page.actions.undoDelete()
    const last = all.slice(2).map(({ id }) => id)
    expect(ids(page).toSorted()).toEqual(last.toSorted())
    expect(runs(page).deleted).toEqual([])
  })

  test('undone after other runs were chosen, it comes last, in a colour that is free', async () => {
    const page = await comparing()
    await page.actions.deleteRun('b')
    page.studio.store.setState(({ runs }) => ({
      runs: { ...runs, records: [...runs.records, keptRun('d', { colour: 1 })] },
    }))
    page.actions.toggleCompared('d')
    await page.actions.undoDelete()
    expect(runs(page)).toMatchObject({ comparedIds: ['a', 'c', 'd', 'b'], baselineId: 'c' })
    expect(runs(page).records.find(({ id }) => id === 'b')!.colour).toBe(3)
    expect(page.library.kept.get('b')!.colour).toBe(3)
  })

  test('a run that was not compared comes back as that', async () => {
    const page = await comparing()
    page.actions.toggleCompared('b')
    await page.actions.deleteRun('b')
    expect(runs(page).deleted).toEqual([
      {
        record: keptRun('b', { colour: 1 }),
        liveId: null,
        comparedIds: ['a', 'c'],
        baselineId: 'c',
        comparedTest: 'test',
      },
    ])
    await page.actions.undoDelete()
    expect(runs(page)).toMatchObject({ comparedIds: ['a', 'c'], baselineId: 'c', deleted: [] })
    expect(ids(page)).toEqual(['a', 'b', 'c'])
  })

  test('no read brings it back, neither one that began before nor one after a failure', async () => {
    const page = await comparing()
    const loading = page.actions.loadRuns()
    page.library.failWith = FULL
    const deleting = page.actions.deleteRun('b')
    await Promise.all([loading, deleting])
    expect(runs(page).storageError?.message).toBe('No room.')
    expect(ids(page)).toEqual(['a', 'c'])
    page.library.failWith = null
    await page.actions.loadRuns()
    expect(ids(page)).toEqual(['a', 'c'])
    expect([...page.library.kept.keys()]).toEqual(['a', 'c'])
    expect(runs(page).storageError).toBeNull()
  })

  test('a copy that is brought back is not the run of this session', async () => {
    const page = await studioWith(report('sample'), plan(2))
    void page.actions.startTraining()
    await page.calls.train[0]!.emit(STARTED, EPOCH_1)
    // as it was saved while it went on
    const copy = { ...runs(page).records[0]!, id: 'copy' }
    await page.calls.train[0]!.emit(FINISHED)
    page.studio.store.setState(({ runs }) => ({ runs: { ...runs, records: [...runs.records, copy] } }))
    await page.actions.deleteRun('copy')
    await page.actions.undoDelete()
    expect(runs(page)).toMatchObject({ liveId: 'run-1', records: [{ id: 'copy' }, { id: 'run-1' }] })
    await page.actions.deleteRun('run-1')
    expect(runs(page).liveId).toBeNull()
    await page.actions.undoDelete()
    expect(runs(page).liveId).toBe('run-1')
  })

  test('the run under way stays; once it has ended it goes, and comes back as the run of this session', async () => {
    const page = await studioWith(report('sample'), plan(2))
    void page.actions.startTraining()
    await page.calls.train[0]!.emit(STARTED, EPOCH_1)
    await page.actions.deleteRun('run-1')
    expect(runs(page)).toMatchObject({ liveId: 'run-1', deleted: [], records: [{ id: 'run-1' }] })
    await page.calls.train[0]!.emit(FINISHED)
    const before = runs(page)
    await page.actions.deleteRun('run-1')
    expect(runs(page)).toMatchObject({ liveId: null, records: [] })
    expect(page.studio.store.getState().run?.status).toBe('finished')
    expect(page.library.kept.size).toBe(0)
    await page.actions.undoDelete()
    expect(runs(page)).toEqual(before)
  })

  test('without anything deleted there is nothing to undo', async () => {
    const page = await listing(keptRun('a'))
    const before = page.studio.store.getState()
    await page.actions.undoDelete()
    await page.actions.deleteRun('b')
    expect(page.studio.store.getState()).toBe(before)
  })
})
