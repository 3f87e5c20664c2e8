// Choosing data: files, columns, which choice wins, and the settings that come with it.

import { describe, expect, test } from 'vitest'
import { StudioError } from '../core/errors.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import { withData } from './data.fixture.ts'
import { INITIAL_STATE, NO_DATA } from './state.ts'
import { candidate, FILES, found, NOTHING_FOUND, plan, report, STARTED, UNCLEAR } from './test-data.ts'
import { readThrough, settled, type TestStudio, testStudio } from './test-engine.ts'

describe('choosing files', () => {
  test('the only data set is opened without a question', async () => {
    const { studio, actions, calls } = testStudio()
    const choosing = actions.chooseFiles(FILES)
    expect(studio.store.getState().data).toEqual({ ...NO_DATA, phase: 'discovering' })
    expect(calls.discover[0]!.args.slice(0, 2)).toEqual([FILES, {}])

    const discovery = found('DeltaZ/balanced')
    await calls.discover[0]!.resolve(discovery)
    expect(calls.open[0]!.args.slice(0, 2)).toEqual(['DeltaZ/balanced', null])
    expect(studio.store.getState().data).toEqual({
      ...NO_DATA,
      phase: 'reading',
      discovery,
      candidateId: 'DeltaZ/balanced',
    })

    const read = report('DeltaZ balanced')
    await readThrough(calls, read)
    expect(calls.plan[0]!.args).toEqual([REFERENCE_SETTINGS])
    await calls.plan[0]!.resolve(plan(2))
    await choosing
    expect(studio.store.getState()).toEqual({
      ...INITIAL_STATE,
      data: { ...NO_DATA, phase: 'ready', discovery, candidateId: 'DeltaZ/balanced', report: read },
      plan: plan(2),
      estimating: true,
    })
  })

  test('of several data sets the visitor picks one', async () => {
    const { studio, actions, calls } = testStudio()
    const discovery = found('DeltaZ/balanced', 'DeltaZ/unbalanced')
    void actions.chooseFiles(FILES)
    await calls.discover[0]!.resolve(discovery)
    expect(studio.store.getState().data).toEqual({ ...NO_DATA, phase: 'choosing', discovery })
    expect(calls.open).toEqual([])

    void actions.openCandidate('DeltaZ/unbalanced', 'Flag3')
    expect(calls.open[0]!.args.slice(0, 2)).toEqual(['DeltaZ/unbalanced', 'Flag3'])
    expect(studio.store.getState().data.candidateId).toBe('DeltaZ/unbalanced')
    expect(studio.store.getState().data.discovery).toBe(discovery)
  })

  test('where nothing is found, the findings say why and nothing is opened', async () => {
    const { studio, actions, calls } = testStudio()
    void actions.chooseFiles(FILES)
    await calls.discover[0]!.resolve(NOTHING_FOUND)
    expect(studio.store.getState().data).toEqual({ ...NO_DATA, phase: 'failed', discovery: NOTHING_FOUND })
    expect(calls.open).toEqual([])
  })

  test('no files are no choice', async () => {
    const { studio, actions, calls } = testStudio()
    await actions.chooseFiles([])
    expect(calls.discover).toEqual([])
    expect(studio.store.getState()).toEqual(INITIAL_STATE)
  })

  test('no data set can be opened before one was found', async () => {
    const { actions, calls } = testStudio()
    await actions.openCandidate('DeltaZ/balanced')
    expect(calls.open).toEqual([])
  })

  test('a failure to look keeps its message', async () => {
    const { studio, actions, calls } = testStudio()
    void actions.chooseFiles(FILES)
    await calls.discover[0]!.reject(
      new StudioError('worker', 'The engine stopped.', 'Choose the data again.'),
    )
    expect(studio.store.getState().data).toMatchObject({
      phase: 'failed',
      error: { code: 'worker', message: 'The engine stopped.', hint: 'Choose the data again.' },
    })
  })
})

describe('a later choice wins', () => {
  test('over a late discovery', async () => {
    const { studio, actions, calls } = testStudio()
    void actions.chooseFiles(FILES)
    void actions.chooseFiles(FILES)
    await calls.discover[1]!.resolve(found('second', 'third'))
    await calls.discover[0]!.resolve(found('first'))
    expect(studio.store.getState().data.discovery?.candidates).toEqual([
      candidate('second'),
      candidate('third'),
    ])
    expect(studio.store.getState().data.phase).toBe('choosing')
    expect(calls.open).toEqual([])
  })

  test('over a late report, which was told to stop', async () => {
    const { studio, actions, calls } = testStudio()
    void actions.chooseFiles(FILES)
    await calls.discover[0]!.resolve(found('files'))
    const [, , fileOptions] = calls.open[0]!.args
    expect(fileOptions!.signal!.aborted).toBe(false)
    void actions.loadSample()
    expect(fileOptions!.signal!.aborted).toBe(true)
    await calls.simulate[0]!.resolve(report('sample'))
    await readThrough(calls, report('files'))
    fileOptions!.onProgress!({ phase: 'scan', file: 'X.npy', done: 1, total: 2 })
    const { data } = studio.store.getState()
    expect(data.report?.name).toBe('sample')
    expect(data.progress).toBeNull()
    expect(data.discovery).toBeNull()
  })

  test('over a late failure', async () => {
    const { studio, actions, calls } = testStudio()
    void actions.loadSample()
    void actions.loadSample()
    await calls.simulate[1]!.resolve(report('second'))
    await calls.simulate[0]!.reject(new StudioError('cancelled', 'The simulation was stopped'))
    expect(studio.store.getState().data).toMatchObject({ phase: 'ready', error: null })
    expect(studio.store.getState().data.report?.name).toBe('second')
  })
})

describe('columns', () => {
  /** Files with a table that nobody understands. */
  async function withTable(): Promise<TestStudio> {
    const page = testStudio()
    void page.actions.chooseFiles(FILES)
    await page.calls.discover[0]!.resolve(UNCLEAR)
    return page
  }

  test('are looked for in the same files again, and what is found is opened', async () => {
    const { studio, actions, calls } = await withTable()
    void actions.setColumns({ X: 'lnp', label: 'cls' })
    expect(calls.discover[1]!.args.slice(0, 2)).toEqual([FILES, { X: 'lnp', label: 'cls' }])
    const columns = { X: 'lnp', label: 'cls' }
    expect(studio.store.getState().data).toEqual({
      ...NO_DATA,
      phase: 'discovering',
      discovery: UNCLEAR,
      columns: {},
    })
    const discovery = found('objects.parquet')
    await calls.discover[1]!.resolve(discovery)
    expect(calls.open[0]!.args.slice(0, 2)).toEqual(['objects.parquet', null])
    await readThrough(calls, report('objects'))
    expect(studio.store.getState().data).toMatchObject({ phase: 'ready', discovery, columns })
  })

  test('are forgotten with a new choice of files, and kept with another data set of these', async () => {
    const { studio, actions, calls } = await withTable()
    void actions.setColumns({ X: 'lnp' })
    await calls.discover[1]!.resolve(found('a', 'b'))
    void actions.openCandidate('b')
    expect(studio.store.getState().data.columns).toEqual({ X: 'lnp' })
    void actions.chooseFiles([...FILES, ...FILES])
    expect(calls.discover[2]!.args.slice(0, 2)).toEqual([[...FILES, ...FILES], {}])
    expect(studio.store.getState().data).toEqual({ ...NO_DATA, phase: 'discovering' })
  })

  test('a late answer to an earlier choice of columns is dropped', async () => {
    const { studio, actions, calls } = await withTable()
    void actions.setColumns({ X: 'first' })
    void actions.setColumns({ X: 'second' })
    await calls.discover[2]!.resolve(UNCLEAR)
    await calls.discover[1]!.resolve(found('first'))
    expect(calls.open).toEqual([])
    expect(studio.store.getState().data).toMatchObject({ phase: 'failed', columns: { X: 'second' } })
  })

  test('cancel leaves the findings that ask for them, and the choice before', async () => {
    const { studio, actions, calls } = await withTable()
    void actions.setColumns({ X: 'lnp' })
    await calls.discover[1]!.resolve(UNCLEAR)
    void actions.setColumns({ X: 'other' })
    actions.cancelReading()
    expect(calls.discover[2]!.args[2]!.aborted).toBe(true)
    expect(studio.store.getState().data).toEqual({
      ...NO_DATA,
      phase: 'failed',
      discovery: UNCLEAR,
      columns: { X: 'lnp' },
    })
  })

  test('while they are looked for, what was found before cannot be opened', async () => {
    const { actions, calls } = testStudio()
    void actions.chooseFiles(FILES)
    await calls.discover[0]!.resolve(found('a', 'b'))
    void actions.setColumns({ X: 'lnp' })
    void actions.openCandidate('a')
    expect(calls.open).toEqual([])
  })

  test('without files there are none to choose', async () => {
    const { actions, calls } = testStudio()
    await actions.setColumns({ X: 'lnp' })
    void actions.loadSample()
    await actions.setColumns({ X: 'lnp' })
    expect(calls.discover).toEqual([])
  })
})

describe('defaults', () => {
  test('the sample comes with 8 epochs of batch 16, files with the reference: 50 and 128', async () => {
    const { studio, actions, calls } = testStudio()
    expect(studio.store.getState().sample).toEqual({ rows: 1000, points: 1024, seed: 1 })
    actions.setSettings({ seed: 5 })
    actions.setSample({ rows: 200 })
    void actions.loadSample()
    expect(calls.simulate[0]!.args[0]).toEqual({ rows: 200, points: 1024, seed: 1 })
    await calls.simulate[0]!.resolve(report('sample'))
    expect(studio.store.getState().settings).toEqual({
      ...REFERENCE_SETTINGS,
      epochs: 8,
      batchSize: 16,
      seed: 5,
    })
    expect(calls.plan.at(-1)!.args).toEqual([studio.store.getState().settings])

    void actions.chooseFiles(FILES)
    await calls.discover[0]!.resolve(found('files'))
    await readThrough(calls, report('files'))
    expect(studio.store.getState().settings).toEqual({
      ...REFERENCE_SETTINGS,
      epochs: 50,
      batchSize: 128,
      seed: 5,
    })
  })
})

test('while training, nothing changes data or settings', async () => {
  const { studio, actions, calls } = await withData()
  void actions.startTraining()
  await calls.train[0]!.emit(STARTED)
  const { data, settings, plan: planned } = studio.store.getState()
  void actions.chooseFiles(FILES)
  void actions.openCandidate('DeltaZ balanced')
  void actions.loadSample()
  void actions.setColumns({ X: 'lnp' })
  actions.cancelReading()
  actions.setSettings({ epochs: 3 })
  actions.setOverruled(true)
  await settled()
  expect(studio.store.getState().data).toBe(data)
  expect(studio.store.getState().settings).toBe(settings)
  expect(studio.store.getState().plan).toBe(planned)
  expect([calls.discover.length, calls.open.length, calls.simulate.length, calls.plan.length]).toEqual([
    1, 1, 0, 1,
  ])
})
