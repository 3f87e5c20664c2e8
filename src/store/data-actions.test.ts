import { describe, expect, test } from 'vitest'
import { StudioError } from '../core/errors.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import { INITIAL_STATE, NO_DATA, SAMPLE_SETTINGS } from './state.ts'
import { block, candidate, FILES, found, NOTHING_FOUND, plan, report, STARTED, UNCLEAR } from './test-data.ts'
import { readThrough, settled, type TestStudio, testStudio } from './test-engine.ts'

/** A studio with `report(name)` in use, loaded from files. */
async function withData(name = 'DeltaZ balanced'): Promise<TestStudio> {
  const page = testStudio()
  void page.actions.chooseFiles(FILES)
  await page.calls.discover[0]!.resolve(found(name))
  await readThrough(page.calls, report(name))
  await page.calls.plan[0]!.resolve(plan(2))
  return page
}

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

describe('reading', () => {
  test('the report is shown before the posteriors were read, and goes with a cancel', async () => {
    const { studio, actions, calls } = testStudio()
    const discovery = found('DeltaZ/balanced')
    void actions.chooseFiles(FILES)
    await calls.discover[0]!.resolve(discovery)
    const first = { ...report('DeltaZ balanced'), fingerprint: '' }
    calls.open[0]!.args[2]!.onProgress!({ phase: 'open', file: 'Y.npy', done: 1, total: 1 })
    await calls.open[0]!.resolve(first)
    expect(studio.store.getState().data).toMatchObject({ phase: 'reading', report: first, progress: null })
    expect(calls.plan).toEqual([])
    actions.setOverruled(true)
    expect(studio.store.getState().data.overruled).toBe(false)
    actions.cancelReading()
    expect(calls.scan[0]!.args[0]!.signal!.aborted).toBe(true)
    expect(studio.store.getState().data).toEqual({ ...NO_DATA, phase: 'choosing', discovery })
    await calls.scan[0]!.resolve(report('late'))
    expect(studio.store.getState().data.report).toBeNull()
  })

  test('the report goes when the posteriors cannot be read', async () => {
    const { studio, actions, calls } = testStudio()
    void actions.chooseFiles(FILES)
    await calls.discover[0]!.resolve(found('DeltaZ/balanced'))
    await calls.open[0]!.resolve(report('DeltaZ balanced'))
    await calls.scan[0]!.reject(new StudioError('file-gone', 'X.npy was removed', 'Choose it again.'))
    expect(studio.store.getState().data).toMatchObject({
      phase: 'failed',
      report: null,
      error: { code: 'file-gone', message: 'X.npy was removed' },
    })
  })

  test('rate and time left are told once 2 s have passed, and are gone at the end', async () => {
    const { studio, actions, calls, wait } = testStudio()
    void actions.loadSample()
    const { onProgress } = calls.simulate[0]!.args[1]!
    const pace = () => studio.store.getState().data.pace
    onProgress!({ phase: 'simulate', file: '', done: 100, total: 1000 })
    expect(pace()).toBeNull()
    wait(2)
    onProgress!({ phase: 'simulate', file: '', done: 500, total: 1000 })
    expect(pace()).toEqual({ perSecond: 200, secondsLeft: 2.5 })
    await calls.simulate[0]!.resolve(report('sample'))
    expect(pace()).toBeNull()
  })

  test('progress is shown and gone at the end', async () => {
    const { studio, actions, calls } = testStudio()
    void actions.loadSample()
    const progress = { phase: 'simulate', file: 'sample data', done: 3, total: 8 } as const
    calls.simulate[0]!.args[1]!.onProgress!(progress)
    const sample = { rows: 1000, points: 1024, seed: 1 }
    expect(studio.store.getState().data).toEqual({ ...NO_DATA, phase: 'reading', sample, progress })
    await calls.simulate[0]!.resolve(report('sample'))
    expect(studio.store.getState().data.progress).toBeNull()
  })

  test('cancel leaves what was found on offer, and the late report is dropped', async () => {
    const { studio, actions, calls } = testStudio()
    const discovery = found('DeltaZ/balanced')
    void actions.chooseFiles(FILES)
    await calls.discover[0]!.resolve(discovery)
    actions.cancelReading()
    expect(calls.open[0]!.args[2]!.signal!.aborted).toBe(true)
    expect(studio.store.getState().data).toEqual({ ...NO_DATA, phase: 'choosing', discovery })
    await calls.open[0]!.resolve(report('late'))
    expect(studio.store.getState().data).toEqual({ ...NO_DATA, phase: 'choosing', discovery })
  })

  test('cancel of the sample leaves nothing, and no message', async () => {
    const { studio, actions, calls } = testStudio()
    void actions.loadSample()
    actions.cancelReading()
    expect(studio.store.getState().data).toEqual(NO_DATA)
    await calls.simulate[0]!.reject(new StudioError('cancelled', 'The simulation was stopped'))
    expect(studio.store.getState().data).toEqual(NO_DATA)
  })

  test('cancel does nothing once the data are there', async () => {
    const { studio, actions } = await withData()
    const before = studio.store.getState()
    actions.cancelReading()
    expect(studio.store.getState()).toBe(before)
  })

  test('a failure keeps its message and hint, and what was found', async () => {
    const { studio, actions, calls } = testStudio()
    const discovery = found('DeltaZ/balanced')
    void actions.chooseFiles(FILES)
    await calls.discover[0]!.resolve(discovery)
    calls.open[0]!.args[2]!.onProgress!({ phase: 'scan', file: 'X.npy', done: 1, total: 2 })
    await calls.open[0]!.reject(
      new StudioError('bad-input', 'X.npy has 90 bytes; expected 128', 'Copy or download it again.'),
    )
    const { data } = studio.store.getState()
    expect(data).toMatchObject({ phase: 'failed', discovery, progress: null, report: null })
    expect(data.error).toMatchObject({
      code: 'bad-input',
      message: 'X.npy has 90 bytes; expected 128',
      hint: 'Copy or download it again.',
    })
  })

  test('new data take the results, the error and the overruling of the old away', async () => {
    const { studio, actions, calls } = await withData()
    studio.store.setState({ runError: { code: 'device', message: 'gone', hint: '' } })
    actions.setOverruled(true)
    expect(studio.store.getState().data.overruled).toBe(true)
    void actions.loadSample()
    expect(studio.store.getState().plan).toBeNull()
    await calls.simulate[0]!.resolve(report('sample', [block('leak', true)]))
    expect(studio.store.getState()).toMatchObject({ run: null, runError: null, data: { overruled: false } })
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

describe('while data are read, the device is made ready', () => {
  test('once for each choice, with the settings of a run on it', async () => {
    const { actions, calls } = testStudio()
    actions.setSettings({ model: 'CNN8', backend: 'webgpu', epochs: 3, batchSize: 4 })
    const settings = { ...REFERENCE_SETTINGS, model: 'CNN8', backend: 'webgpu' }
    void actions.loadSample()
    expect(calls.warmUp.map(({ args }) => args)).toEqual([[{ ...settings, ...SAMPLE_SETTINGS }, 1024]])
    await calls.simulate[0]!.resolve(report('sample'))
    expect(calls.warmUp).toHaveLength(1)

    void actions.chooseFiles(FILES)
    await calls.discover[0]!.resolve(found('files'))
    expect(calls.warmUp.slice(1).map(({ args }) => args)).toEqual([[settings, undefined]])
    await readThrough(calls, report('files'))
    expect(calls.warmUp).toHaveLength(2)
  })

  test('after the reading has begun, which does not wait for it', async () => {
    const { studio, actions, calls } = testStudio()
    const order: string[] = []
    const { simulate, warmUp } = studio.engine
    Object.assign(studio.engine, {
      simulate: (...args: Parameters<typeof simulate>) => {
        order.push('simulate')
        return simulate(...args)
      },
      warmUp: (...args: Parameters<typeof warmUp>) => {
        order.push('warmUp')
        return warmUp(...args)
      },
    })
    void actions.loadSample()
    expect(order).toEqual(['simulate', 'warmUp'])
    await calls.simulate[0]!.resolve(report('sample'))
    expect(studio.store.getState().data.phase).toBe('ready')
  })

  test('and where that fails, nothing is said', async () => {
    const { studio, actions, calls } = testStudio()
    void actions.loadSample()
    await calls.warmUp[0]!.reject(new StudioError('worker', 'The engine stopped.'))
    await calls.simulate[0]!.resolve(report('sample'))
    expect(studio.store.getState()).toMatchObject({ runError: null, data: { phase: 'ready', error: null } })
  })
})

describe('saving the data set', () => {
  test('the archive is named after the data, with letters that any system takes', async () => {
    const { studio, actions, calls, downloads } = await withData('DeltaZ (run 2/final)')
    void actions.saveDataset()
    calls.saveDataset[0]!.args[0]!.onProgress!({ phase: 'write', file: 'X.npy', done: 1, total: 2 })
    expect(studio.store.getState().data.progress).toEqual({
      phase: 'write',
      file: 'X.npy',
      done: 1,
      total: 2,
    })
    const archive = new Blob(['zip'])
    await calls.saveDataset[0]!.resolve(archive)
    expect(downloads).toEqual([{ fileName: 'DeltaZ-run-2-final.zip', contents: archive }])
    expect(studio.store.getState().data.progress).toBeNull()
  })

  test('a failure is told and the data stay in use', async () => {
    const { studio, actions, calls, downloads } = await withData()
    void actions.saveDataset()
    await calls.saveDataset[0]!.reject(new StudioError('file-gone', 'X.npy was removed', 'Choose it again.'))
    expect(studio.store.getState().data).toMatchObject({
      phase: 'ready',
      progress: null,
      error: { code: 'file-gone', message: 'X.npy was removed' },
    })
    expect(downloads).toEqual([])
  })

  test('a new choice ends it: neither its progress nor its archive comes late', async () => {
    const { studio, actions, calls, downloads } = await withData()
    void actions.saveDataset()
    const { signal, onProgress } = calls.saveDataset[0]!.args[0]!
    void actions.loadSample()
    expect(signal!.aborted).toBe(true)
    onProgress!({ phase: 'write', file: 'X.npy', done: 1, total: 2 })
    expect(studio.store.getState().data.progress).toBeNull()
    await calls.saveDataset[0]!.resolve(new Blob(['zip']))
    expect(downloads).toEqual([])
    expect(studio.store.getState().data.phase).toBe('reading')
  })

  test('without data there is nothing to save', async () => {
    const { actions, calls } = testStudio()
    await actions.saveDataset()
    expect(calls.saveDataset).toEqual([])
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
