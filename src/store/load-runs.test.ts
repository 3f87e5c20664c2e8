import { describe, expect, test } from 'vitest'
import { StudioError } from '../core/errors.ts'
import type { RunStatus } from '../core/run.ts'
import type { RunRecord } from '../core/run-record.ts'
import { NO_RUNS, type RunsSlice } from './state.ts'
import { EPOCH_1, FINISHED, keptRun, plan, report, STARTED } from './test-data.ts'
import { settled, studioWith, type TestStudio, testStudio } from './test-engine.ts'

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

  test('what could not be written stays, unless another tab deleted it', async () => {
    const page = await listing(keptRun('a'), keptRun('b'))
    page.library.failWith = FULL
    await page.actions.editRun('a', { note: 'here' })
    await page.actions.editRun('b', { note: 'here' })
    page.library.failWith = null
    page.library.kept.delete('b')
    await page.actions.loadRuns()
    expect(runs(page).records).toEqual([keptRun('a', { note: 'here' })])
    expect([...page.library.kept.values()]).toEqual([keptRun('a', { note: 'here' })])
    expect(runs(page).storageError).toBeNull()
  })

  test('once it has ended, the run of this session is what other tabs made of it', async () => {
    const page = await studioWith(report('sample'), plan(2))
    void page.actions.startTraining()
    await page.calls.train[0]!.emit(STARTED, EPOCH_1, FINISHED)
    const kept = page.library.kept.get('run-1')!
    page.library.kept.set('run-1', { ...kept, name: 'renamed' })
    await page.actions.loadRuns()
    expect(runs(page).records).toEqual([{ ...kept, name: 'renamed' }])
    expect(runs(page).liveId).toBe('run-1')
    await page.actions.editRun('run-1', { note: 'n' })
    expect(page.library.kept.get('run-1')).toEqual({ ...kept, name: 'renamed', note: 'n' })
  })

  test('a read does not begin before what was asked for is written, nor a writing before its end', async () => {
    const page = await listing(keptRun('a'))
    const events: string[] = []
    const { load, update } = page.library
    Object.assign(page.library, {
      load: async () => {
        events.push('load')
        const loaded = await load()
        await settled()
        events.push('loaded')
        return loaded
      },
      update: async (...args: Parameters<typeof update>) => {
        events.push('update')
        const isThere = await update(...args)
        await settled()
        events.push('updated')
        return isThere
      },
    })
    await Promise.all([
      page.actions.editRun('a', { note: '1' }),
      page.actions.loadRuns(),
      page.actions.editRun('a', { note: '2' }),
    ])
    // the first writing took both notes
    expect(events).toEqual(['update', 'updated', 'load', 'loaded'])
    expect(runs(page).records[0]!.note).toBe('2')
    expect(page.library.kept.get('a')!.note).toBe('2')
  })

  test('runs that nobody understands are counted with each read of all', async () => {
    const page = testStudio({}, [keptRun('a')])
    page.library.unread = 2
    await page.actions.loadRuns()
    expect(runs(page)).toMatchObject({ unread: 2, records: [{ id: 'a' }] })
    page.library.unread = 1
    await page.actions.refreshRuns(['a'])
    expect(runs(page).unread).toBe(2)
    await page.actions.loadRuns()
    expect(runs(page).unread).toBe(1)
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

describe('runs that another tab changed', () => {
  test('are read, and no others', async () => {
    const page = await listing(keptRun('a'), keptRun('b'), keptRun('c'))
    for (const id of ['a', 'b', 'c']) page.library.kept.set(id, keptRun(id, { note: 'new' }))
    page.library.kept.delete('b')
    page.library.kept.set('d', keptRun('d'))
    page.library.kept.set('e', keptRun('e'))
    await page.actions.refreshRuns(['b', 'c', 'd'])
    expect(runs(page).records).toEqual([keptRun('a'), keptRun('c', { note: 'new' }), keptRun('d')])
  })

  test('make room: what failed is written then', async () => {
    const page = await listing(keptRun('a'))
    page.library.failWith = FULL
    await page.actions.editRun('a', { note: 'here' })
    await page.actions.refreshRuns(['b'])
    expect(runs(page).storageError?.message).toBe('No room.')
    page.library.failWith = null
    await page.actions.refreshRuns(['b'])
    expect(page.library.kept.get('a')!.note).toBe('here')
    expect(runs(page).storageError).toBeNull()
  })
})
