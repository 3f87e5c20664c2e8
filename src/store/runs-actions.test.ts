import { describe, expect, test } from 'vitest'
import { StudioError } from '../core/errors.ts'
import type { RunStatus } from '../core/run.ts'
import type { ReadRun, RunRecord } from '../core/run-record.ts'
import { STUDIO_VERSION } from '../core/version.ts'
import { RUN_TEXT_LIMITS } from './runs-actions.ts'
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

/** A run with a name as a collection has it. */
function inCollection(id: string, patch: Partial<RunRecord> = {}): ReadRun {
  return keptRun(id, patch)
}

/** A report of LAM-Redshift. */
function single(name: string): ReadRun {
  const source = { kind: 'imported', file: `${name}.npy`, format: 'npy' } as const
  const { report } = keptRun('')
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

describe('loading', () => {
  test('newest first, then by name', async () => {
    const page = await listing(
      keptRun('b', { at: 1000 }),
      keptRun('new', { at: 2000 }),
      keptRun('a', { at: 1000 }),
    )
    expect(runs(page)).toEqual({
      ...NO_RUNS,
      phase: 'ready',
      records: [keptRun('new', { at: 2000 }), keptRun('a'), keptRun('b')],
    })
  })

  test.each(['running', 'evaluating'] as const)(
    'a run that was %s is shown as stopped, and stays as it was where it is kept',
    async (status) => {
      const left = withStatus(keptRun('a'), status, true)
      const page = await listing(left)
      expect(runs(page).records).toEqual([withStatus(keptRun('a'), 'stopped', true)])
      expect(page.library.kept.get('a')).toBe(left)
      expect(page.library.log).toEqual([])
    },
  )

  test('the run of this session goes on', async () => {
    const page = await studioWith(report('sample'), plan(2))
    void page.actions.startTraining()
    await page.calls.train[0]!.emit(STARTED, EPOCH_1)
    const [live] = runs(page).records
    await page.actions.loadRuns()
    expect(runs(page).records).toEqual([live])
    expect(runs(page).records[0]).toBe(live)
    expect(live!.report.meta!.status).toBe('running')
  })

  test('again: what another tab added, changed and deleted; what is the same stays the same object', async () => {
    const page = await listing(keptRun('same'), keptRun('changed'), keptRun('gone'))
    for (const id of ['same', 'changed', 'gone']) page.actions.toggleCompared(id)
    await settled()
    page.actions.setBaseline('gone')
    page.actions.openRun('gone')
    // colours were told apart
    const { records } = runs(page)
    page.library.kept.delete('gone')
    page.library.kept.set('changed', keptRun('changed', { note: 'by another tab', colour: 5 }))
    page.library.kept.set('added', keptRun('added', { at: 2000 }))
    page.library.kept.set('same', structuredClone(page.library.kept.get('same')!))
    await page.actions.loadRuns()
    expect(runs(page)).toMatchObject({
      comparedIds: ['same', 'changed'],
      baselineId: 'same',
      openedId: null,
    })
    expect(runs(page).records.map(({ id, note, colour }) => [id, note, colour])).toEqual([
      ['added', '', 0],
      ['changed', 'by another tab', 5],
      ['same', '', 0],
    ])
    expect(runs(page).records[2]).toBe(records.find(({ id }) => id === 'same'))
  })

  test('what is changed here while it is read stays', async () => {
    const page = await listing(keptRun('edited'), keptRun('deleted'))
    const loading = page.actions.loadRuns()
    void page.actions.editRun('edited', { note: 'here' })
    void page.actions.deleteRun('deleted')
    // read before either was written
    page.library.kept.set('edited', keptRun('edited'))
    await loading
    expect(ids(page)).toEqual(['edited'])
    expect(runs(page).records[0]!.note).toBe('here')
  })

  test('what could not be written stays', async () => {
    const page = await listing(keptRun('a'))
    page.library.failWith = FULL
    await page.actions.editRun('a', { note: 'here' })
    page.library.failWith = null
    page.library.kept.delete('a')
    await page.actions.loadRuns()
    expect(runs(page).records).toEqual([keptRun('a', { note: 'here' })])
    expect(page.library.kept.get('a')).toEqual(keptRun('a', { note: 'here' }))
  })

  test('a library that does not answer is told about, and answers later', async () => {
    const page = testStudio({}, [keptRun('a')])
    page.library.failWith = FULL
    await page.actions.loadRuns()
    expect(runs(page)).toEqual({
      ...NO_RUNS,
      phase: 'ready',
      storageError: expect.objectContaining({ message: 'No room.', hint: 'Delete runs.' }),
    })
    page.library.failWith = null
    await page.actions.loadRuns()
    expect(runs(page)).toMatchObject({ storageError: null, records: [{ id: 'a' }] })
  })
})

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
      refused: [{ file: 'b.json', error }],
    })
    expect(page.studio.store.getState().view).toBe('runs')
    expect(page.library.log).toEqual(['put run-1', 'put run-2'])
    expect(page.library.kept.get('run-2')).toEqual(expected[1])
    page.actions.dismissRefused()
    expect(runs(page).refused).toEqual([])
  })

  test('what the list has already comes once, whatever its colour', async () => {
    const page = await listing(keptRun('a'), keptRun('b'))
    await importing(page, inCollection('a', { colour: 3 }), inCollection('c', { colour: 3 }))
    expect(runs(page)).toMatchObject({ comparedIds: ['c'], refused: [] })
    expect(runs(page).records).toEqual([keptRun('a'), keptRun('b'), keptRun('c', { colour: 3 })])
    expect(page.library.log).toEqual(['put c'])
  })

  test('another run of the same id gets an id of its own', async () => {
    const page = await listing(keptRun('a'))
    await importing(page, inCollection('a', { note: 'edited elsewhere' }))
    expect(runs(page).records).toEqual([
      keptRun('a'),
      keptRun('run-1', { name: 'a 2', note: 'edited elsewhere' }),
    ])
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
    await importing(page, ...Array.from({ length: 9 }, (_, i) => inCollection(`${i}`, { colour: 2 })))
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
    await importing(page, inCollection('a'), inCollection('b'))
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
    let goOn = () => {}
    const waiting = new Promise<void>((resolve) => {
      goOn = resolve
    })
    const { put } = page.library
    Object.assign(page.library, { put: (record: RunRecord) => waiting.then(() => put(record)) })
    await page.calls.readReports[0]!.resolve([
      { file: 'a', runs: [inCollection('a'), inCollection('b'), inCollection('c')] },
    ])
    await page.actions.loadRuns()
    expect(ids(page)).toEqual(['a', 'b', 'c'])
    goOn()
    await done
    expect([...page.library.kept.keys()]).toEqual(['a', 'b', 'c'])
  })
})

describe('exporting all', () => {
  test('one file with every run', async () => {
    const page = await listing(keptRun('a'), keptRun('b', { at: 2000 }))
    page.actions.exportRuns()
    expect(page.downloads.map(({ fileName }) => fileName)).toEqual(['redshift-studio_runs_2026-11-22.json'])
    expect(page.downloads[0]!.contents.type).toBe('application/json')
    expect(JSON.parse(await page.downloads[0]!.contents.text())).toEqual({
      format: 'redshift-studio-runs',
      version: 1,
      studio: STUDIO_VERSION,
      created: '2026-11-22T23:30:00.000Z',
      runs: [keptRun('b', { at: 2000 }), keptRun('a')],
    })
  })

  test('of an empty list nothing is saved', async () => {
    const page = await listing()
    page.actions.exportRuns()
    expect(page.downloads).toEqual([])
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
    expect(page.library.log).toEqual(Object.keys(expected).length === 0 ? [] : ['put a'])
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
      deleted: {
        record: keptRun('b', { colour: 1 }),
        comparedIds: ['a', 'b', 'c'],
        baselineId: 'b',
      },
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
    expect(runs(page).deleted).toEqual({
      record: keptRun('b', { colour: 1 }),
      comparedIds: ['a', 'c'],
      baselineId: 'c',
    })
    await page.actions.undoDelete()
    expect(runs(page)).toMatchObject({ comparedIds: ['a', 'c'], baselineId: 'c', deleted: null })
    expect(ids(page)).toEqual(['a', 'b', 'c'])
  })

  test('a read that began before it does not bring it back, and one after a failure does', async () => {
    const page = await comparing()
    page.library.failWith = FULL
    await page.actions.deleteRun('b')
    expect(runs(page).storageError?.message).toBe('No room.')
    page.library.failWith = null
    await page.actions.loadRuns()
    expect(ids(page)).toEqual(['a', 'c'])
    await page.actions.deleteRun('c')
    await page.actions.loadRuns()
    // it could not be removed, and no undo is offered for it any more
    expect(ids(page)).toEqual(['a', 'b'])
  })

  test('the run under way stays; once it has ended it goes, and comes back as the run of this session', async () => {
    const page = await studioWith(report('sample'), plan(2))
    void page.actions.startTraining()
    await page.calls.train[0]!.emit(STARTED, EPOCH_1)
    await page.actions.deleteRun('run-1')
    expect(runs(page)).toMatchObject({ liveId: 'run-1', deleted: null, records: [{ id: 'run-1' }] })
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
