// Data while they are read, the device that is made ready meanwhile, and the archive that they are saved as.

import { describe, expect, test } from 'vitest'
import { StudioError } from '../core/errors.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import { withData } from './data.fixture.ts'
import { NO_DATA, SAMPLE_SETTINGS } from './state.ts'
import { block, FILES, found, report } from './test-data.ts'
import { readThrough, testStudio } from './test-engine.ts'

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

  test('settings that are chosen while the posteriors are read stay', async () => {
    const { studio, actions, calls } = testStudio()
    actions.setSettings({ epochs: 7, batchSize: 8 })
    void actions.chooseFiles(FILES)
    await calls.discover[0]!.resolve(found('DeltaZ/balanced'))
    expect(studio.store.getState().settings).toMatchObject({ epochs: 7, batchSize: 8 })
    await calls.open[0]!.resolve(report('DeltaZ balanced'))
    expect(studio.store.getState().settings).toMatchObject({ epochs: 50, batchSize: 128 })
    actions.setSettings({ epochs: 1 })
    await calls.scan[0]!.resolve(report('DeltaZ balanced'))
    expect(studio.store.getState().data.phase).toBe('ready')
    expect(studio.store.getState().settings).toMatchObject({ epochs: 1, batchSize: 128 })
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
