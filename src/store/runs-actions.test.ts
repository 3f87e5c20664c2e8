// Runs in the list: opened, edited, deleted and brought back.

import { describe, expect, test } from 'vitest'
import { RUN_TEXT_LIMITS } from './run-texts.ts'
import { FULL, ids, listing, runs } from './runs.fixture.ts'
import { NO_RUNS } from './state.ts'
import { EPOCH_1, FINISHED, keptRun, plan, report, STARTED } from './test-data.ts'
import { studioWith, type TestStudio } from './test-engine.ts'

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
