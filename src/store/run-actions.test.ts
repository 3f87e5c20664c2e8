import { describe, expect, test } from 'vitest'
import { StudioError } from '../core/errors.ts'
import { foldRun, type RunEvent, type RunState } from '../core/run.ts'
import { STUDIO_VERSION } from '../core/version.ts'
import { block, EPOCH_1, EVALUATED, FINISHED, plan, report, STARTED } from './test-data.ts'
import { NOW, type TestStudio, testStudio } from './test-engine.ts'

/** Sample data are loaded and planned. */
async function ready(findings = [] as ReturnType<typeof block>[]): Promise<TestStudio> {
  const page = testStudio()
  void page.actions.loadSample()
  await page.calls.simulate[0]!.resolve(report('sample', findings))
  await page.calls.plan[0]!.resolve(plan(2))
  return page
}

function fold(events: readonly RunEvent[]): RunState | null {
  return events.reduce<RunState | null>(foldRun, null)
}

describe('starting', () => {
  test('events are folded as they come', async () => {
    const { studio, actions, calls } = await ready()
    const training = actions.startTraining()
    expect(studio.store.getState()).toMatchObject({ starting: true, run: null })
    expect(calls.train).toHaveLength(1)
    expect(calls.train[0]!.settings).toBe(studio.store.getState().settings)

    await calls.train[0]!.emit(STARTED)
    expect(studio.store.getState()).toMatchObject({ starting: false, run: fold([STARTED]) })
    await calls.train[0]!.emit(EPOCH_1, ...EVALUATED, FINISHED)
    await calls.train[0]!.end()
    await training
    const { run, starting, stopping, runError } = studio.store.getState()
    expect(run).toEqual(fold([STARTED, EPOCH_1, ...EVALUATED, FINISHED]))
    expect(run).toMatchObject({ status: 'finished', bestEpoch: 1, testAcc: 2 / 3, seconds: 12.5 })
    expect({ starting, stopping, runError }).toEqual({ starting: false, stopping: false, runError: null })
  })

  test('a double click starts one run', async () => {
    const { actions, calls } = await ready()
    void actions.startTraining()
    void actions.startTraining()
    await calls.train[0]!.emit(STARTED)
    void actions.startTraining()
    expect(calls.train).toHaveLength(1)
  })

  test('a run that has ended makes room for the next', async () => {
    const { studio, actions, calls } = await ready()
    void actions.startTraining()
    await calls.train[0]!.emit(STARTED, EPOCH_1, FINISHED)
    await calls.train[0]!.end()
    void actions.startTraining()
    expect(calls.train).toHaveLength(2)
    expect(studio.store.getState()).toMatchObject({ run: null, starting: true })
  })

  test('blocked data do not start until they are overruled', async () => {
    const { actions, calls } = await ready([block('leak', true)])
    void actions.startTraining()
    expect(calls.train).toEqual([])
    actions.setOverruled(true)
    void actions.startTraining()
    expect(calls.train).toHaveLength(1)
  })

  test('what may not be overruled never starts', async () => {
    const { actions, calls } = await ready([block('leak', true), block('nan-in-x', false)])
    actions.setOverruled(true)
    void actions.startTraining()
    expect(calls.train).toEqual([])
  })
})

describe('stopping', () => {
  test('the first stop ends training, the second abandons the evaluation too', async () => {
    const { studio, actions, calls } = await ready()
    void actions.startTraining()
    await calls.train[0]!.emit(STARTED)
    const { stop, abandon } = calls.train[0]!.signals
    expect([stop.aborted, abandon.aborted]).toEqual([false, false])
    actions.stop()
    expect([stop.aborted, abandon.aborted]).toEqual([true, false])
    expect(studio.store.getState().stopping).toBe(true)
    actions.stop()
    expect([stop.aborted, abandon.aborted]).toEqual([true, true])
    await calls.train[0]!.emit({ ...FINISHED, status: 'stopped' } as RunEvent)
    await calls.train[0]!.end()
    expect(studio.store.getState()).toMatchObject({ stopping: false, run: { status: 'stopped' } })
  })

  test('without a run there is nothing to stop', async () => {
    const { studio, actions } = await ready()
    const before = studio.store.getState()
    actions.stop()
    expect(studio.store.getState()).toBe(before)
  })

  test("a run's stop does not reach the next run", async () => {
    const { studio, actions, calls } = await ready()
    void actions.startTraining()
    await calls.train[0]!.emit(STARTED)
    actions.stop()
    await calls.train[0]!.emit({ ...FINISHED, status: 'stopped' } as RunEvent)
    await calls.train[0]!.end()
    void actions.startTraining()
    await calls.train[1]!.emit(STARTED)
    expect(calls.train[1]!.signals.stop.aborted).toBe(false)
    expect(studio.store.getState().stopping).toBe(false)
  })
})

describe('failing', () => {
  test('before the first event: the run could not start, and says why', async () => {
    const { studio, actions, calls } = await ready()
    void actions.startTraining()
    await calls.train[0]!.fail(new StudioError('device', 'The wasm engine could not be started.', 'Reload.'))
    expect(studio.store.getState()).toMatchObject({
      run: null,
      starting: false,
      runError: { code: 'device', message: 'The wasm engine could not be started.', hint: 'Reload.' },
    })
    void actions.startTraining()
    expect(studio.store.getState()).toMatchObject({ runError: null, starting: true })
  })

  test('in mid-run: the run ends as failed and keeps its curves', async () => {
    const { studio, actions, calls } = await ready()
    void actions.startTraining()
    await calls.train[0]!.emit(STARTED, EPOCH_1)
    await calls.train[0]!.fail(new StudioError('worker', 'The engine stopped: out of memory.'))
    const { run, runError, starting } = studio.store.getState()
    expect(run).toMatchObject({
      status: 'failed',
      bestEpoch: 1,
      // the run started at 0 by the studio's clock
      seconds: NOW / 1000,
      error: { code: 'worker', message: 'The engine stopped: out of memory.' },
    })
    expect(run!.history).toEqual({ acc: [0.75], loss: [0.5], valAcc: [0.6875], valLoss: [0.625], lr: [1e-4] })
    expect({ runError, starting }).toEqual({ runError: null, starting: false })
  })

  test('after it, training can start again', async () => {
    const { actions, calls } = await ready()
    void actions.startTraining()
    await calls.train[0]!.emit(STARTED)
    await calls.train[0]!.fail(new Error('lost'))
    void actions.startTraining()
    expect(calls.train).toHaveLength(2)
  })
})

describe('exporting', () => {
  test("the report's own file name, and JSON with the reference's keys", async () => {
    const { actions, calls, downloads } = await ready()
    void actions.startTraining()
    await calls.train[0]!.emit(STARTED, EPOCH_1, ...EVALUATED, FINISHED)
    await calls.train[0]!.end()
    actions.exportReport()
    expect(downloads.map(({ fileName }) => fileName)).toEqual([
      'redshift-studio_DeltaZ_CNN3_seed1_2026-11-22.json',
    ])
    expect(downloads[0]!.contents.type).toBe('application/json')
    const saved = JSON.parse(await downloads[0]!.contents.text())
    expect(Object.keys(saved)).toEqual([
      'conf_matrix_train',
      'conf_matrix_test',
      'nb_class',
      'nom_classes',
      'acc',
      'loss',
      'val_acc',
      'val_loss',
      'report',
      'model_summary',
      'lr',
      'meta',
    ])
    expect(saved.conf_matrix_test).toEqual([
      [2, 0],
      [1, 0],
    ])
    expect(saved.val_loss).toEqual([0.625])
    expect(saved.meta).toMatchObject({
      studio: STUDIO_VERSION,
      created: '2026-11-22T23:30:00.000Z',
      status: 'finished',
      incomplete: false,
      bestEpoch: 1,
    })
  })

  test('a stopped run is marked incomplete', async () => {
    const { actions, calls, downloads } = await ready()
    void actions.startTraining()
    await calls.train[0]!.emit(STARTED, { ...FINISHED, status: 'stopped' } as RunEvent)
    await calls.train[0]!.end()
    actions.exportReport()
    const saved = JSON.parse(await downloads[0]!.contents.text())
    expect(saved).toMatchObject({
      conf_matrix_test: null,
      report: null,
      meta: { status: 'stopped', incomplete: true },
    })
  })

  test('neither before a run nor while it goes on', async () => {
    const { actions, calls, downloads } = await ready()
    actions.exportReport()
    void actions.startTraining()
    await calls.train[0]!.emit(STARTED, EPOCH_1)
    actions.exportReport()
    expect(downloads).toEqual([])
  })
})
