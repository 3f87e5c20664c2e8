import { describe, expect, test } from 'vitest'
import { StudioError } from '../core/errors.ts'
import { reportSoFar } from '../core/report.ts'
import type { RunEvent } from '../core/run.ts'
import { STUDIO_VERSION } from '../core/version.ts'
import { NO_RUNS, type RunsSlice } from './state.ts'
import { EPOCH_1, EVALUATED, FINISHED, folded, keptRun, plan, report, STARTED } from './test-data.ts'
import { NOW, settled, studioWith, type TestStudio } from './test-engine.ts'

const STOPPED: RunEvent = { ...FINISHED, status: 'stopped' } as RunEvent
const FAILED: RunEvent = { ...FINISHED, status: 'failed' } as RunEvent
const EPOCH_2: RunEvent = { ...EPOCH_1, epoch: 2, improved: false } as RunEvent
const BATCH: RunEvent = {
  type: 'batchEnded',
  epoch: 1,
  batch: 1,
  samples: 4,
  loss: 0.5,
  acc: 0.5,
  samplesPerSecond: 9,
  secondsLeft: 3,
}
const FULL = new StudioError('bad-input', 'No room.', 'Delete runs.')

/** Data are in use, and a run has been asked for. */
async function training(): Promise<TestStudio & { readonly emit: TestStudio['calls']['train'][0]['emit'] }> {
  const page = await studioWith(report('sample'), plan(2))
  void page.actions.startTraining()
  return { ...page, emit: page.calls.train[0]!.emit }
}

function runs({ studio }: Pick<TestStudio, 'studio'>): RunsSlice {
  return studio.store.getState().runs
}

/** The report of these events, made `seconds` after the start. */
function reportOf(seconds: number, ...events: readonly RunEvent[]) {
  const created = new Date(NOW + 1000 * seconds).toISOString()
  return reportSoFar(folded(...events), { studio: STUDIO_VERSION, created })
}

describe('the record of the run under way', () => {
  test('is there from the first event on, and is not written yet', async () => {
    const page = await training()
    expect(runs(page)).toEqual(NO_RUNS)
    await page.emit(STARTED)
    expect(runs(page)).toEqual({
      ...NO_RUNS,
      liveId: 'run-1',
      records: [
        {
          id: 'run-1',
          name: 'CNN3 DeltaZ',
          tags: [],
          note: '',
          at: 0,
          source: { kind: 'trained' },
          colour: 0,
          labels: ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'],
          gaps: [],
          report: reportOf(0, STARTED),
        },
      ],
    })
    expect(page.library.log).toEqual([])
  })

  test('has a name and a colour that no other run has', async () => {
    const page = await studioWith(report('sample'), plan(2))
    const former = [
      keptRun('CNN3 DeltaZ', { colour: 1, at: 9 }),
      keptRun('CNN3 DeltaZ 2', { colour: 0, at: 8 }),
    ]
    page.studio.store.setState(({ runs }) => ({ runs: { ...runs, records: former } }))
    void page.actions.startTraining()
    await page.calls.train[0]!.emit({ ...STARTED, at: 10 } as RunEvent)
    expect(runs(page).records.map(({ name, colour }) => [name, colour])).toEqual([
      ['CNN3 DeltaZ 3', 2],
      ['CNN3 DeltaZ', 1],
      ['CNN3 DeltaZ 2', 0],
    ])
  })

  test('follows epochs, evaluations and the end, and nothing between', async () => {
    const page = await training()
    await page.emit(STARTED)
    const [first] = runs(page).records
    await page.emit({ type: 'epochStarted', epoch: 1, learningRate: 1e-4 }, BATCH, {
      type: 'evaluationAdvanced',
      split: 'validation',
      rows: 1,
      totalRows: 3,
    })
    expect(runs(page).records[0]).toBe(first)
    page.wait(1)
    await page.emit(EPOCH_1)
    expect(runs(page).records[0]!.report).toEqual(reportOf(1, STARTED, EPOCH_1))
    await page.emit(EVALUATED[0]!)
    expect(runs(page).records[0]!.report).toEqual(reportOf(1, STARTED, EPOCH_1, EVALUATED[0]!))
    const all = [STARTED, EPOCH_1, ...EVALUATED, FINISHED]
    page.wait(1)
    await page.emit(EVALUATED[1]!, FINISHED)
    expect(runs(page).records[0]!.report).toEqual(reportOf(2, ...all))
    expect(runs(page).records[0]!.report.meta).toMatchObject({
      status: 'finished',
      testRows: { fingerprint: '7e57f00d', labels: '001', predicted: '000' },
    })
  })

  test('keeps name, tags and note that somebody gave it meanwhile', async () => {
    const page = await training()
    await page.emit(STARTED)
    await page.actions.editRun('run-1', { name: 'mine', tags: ['a'], note: 'b' })
    page.actions.toggleCompared('run-1')
    await page.emit(EPOCH_1, FINISHED)
    expect(runs(page).records[0]).toMatchObject({ name: 'mine', tags: ['a'], note: 'b' })
    expect(runs(page).records[0]!.report).toEqual(reportOf(0, STARTED, EPOCH_1, FINISHED))
    expect(page.library.kept.get('run-1')).toEqual(runs(page).records[0])
  })

  test('is one of many once the next run was asked for', async () => {
    const page = await training()
    await page.emit(STARTED, EPOCH_1, FINISHED)
    await page.calls.train[0]!.end()
    void page.actions.startTraining()
    expect(runs(page)).toMatchObject({ liveId: null, openedId: null, records: [{ id: 'run-1' }] })
    await page.calls.train[1]!.emit({ ...STARTED, at: 5 } as RunEvent)
    expect(runs(page).liveId).toBe('run-2')
    expect(runs(page).records.map(({ name }) => name)).toEqual(['CNN3 DeltaZ 2', 'CNN3 DeltaZ'])
  })

  test('a new run leaves the one that was opened', async () => {
    const page = await studioWith(report('sample'), plan(2))
    page.studio.store.setState(({ runs }) => ({ runs: { ...runs, records: [keptRun('a')] } }))
    page.actions.openRun('a')
    void page.actions.startTraining()
    expect(runs(page).openedId).toBeNull()
  })
})

describe('writing', () => {
  test('at the end of an epoch, at most every 10 s, and at the end', async () => {
    const page = await training()
    await page.emit(STARTED, BATCH, EPOCH_1)
    expect(page.library.log).toEqual(['add run-1'])
    expect(page.library.kept.get('run-1')).toEqual(runs(page).records[0])
    page.wait(9.9)
    await page.emit(EPOCH_2)
    expect(page.library.log).toHaveLength(1)
    page.wait(0.1)
    await page.emit({ ...EPOCH_2, epoch: 3 } as RunEvent, { ...EPOCH_2, epoch: 4 } as RunEvent)
    expect(page.library.log).toHaveLength(2)
    expect(page.library.log[1]).toBe('update run-1 report')
    await page.emit(FINISHED)
    expect(page.library.log).toHaveLength(3)
    expect(page.library.kept.get('run-1')).toEqual(runs(page).records[0])
  })

  test('once the best weights were counted on a split: the natural test may take minutes', async () => {
    const page = await training()
    await page.emit(STARTED, EPOCH_1, EVALUATED[0]!)
    expect(page.library.log).toEqual(['add run-1', 'update run-1 report'])
    await page.emit(EVALUATED[1]!)
    expect(page.library.kept.get('run-1')!.report).toEqual(reportOf(0, STARTED, EPOCH_1, ...EVALUATED))
  })

  test('once the control was fitted', async () => {
    const page = await training()
    const control = {
      descriptors: ['Modes', 'Entropy'],
      trainRows: 8,
      confusion: [
        [1, 1],
        [1, 0],
      ],
      loss: 0.7,
      acc: 1 / 3,
      rows: { fingerprint: '7e57f00d', labels: '001', predicted: '010' },
    }
    const event: RunEvent = { type: 'controlEvaluated', ...control }
    await page.emit(STARTED, EPOCH_1, ...EVALUATED)
    expect(runs(page).records[0]!.report.meta!.control).toBeNull()
    const writings = page.library.log.length
    await page.emit({ type: 'evaluationAdvanced', split: 'control', rows: 1, totalRows: 14 })
    expect(page.library.log).toHaveLength(writings)
    await page.emit(event)
    expect(page.library.log).toHaveLength(writings + 1)
    expect(page.library.kept.get('run-1')!.report).toEqual(reportOf(0, STARTED, EPOCH_1, ...EVALUATED, event))
    expect(runs(page).records[0]!.report.meta!.control).toEqual({
      descriptors: ['Modes', 'Entropy'],
      trainRows: 8,
      conf_matrix: control.confusion,
      loss: 0.7,
      acc: 1 / 3,
      rows: control.rows,
    })
  })

  test('a run that was stopped is kept as incomplete', async () => {
    const page = await training()
    await page.emit(STARTED, STOPPED)
    expect(page.library.kept.get('run-1')?.report).toEqual(reportOf(0, STARTED, STOPPED))
    expect(runs(page).records[0]!.report.meta).toMatchObject({ status: 'stopped', incomplete: true })
  })

  test('a run that failed after an epoch is kept, also where the engine is gone', async () => {
    const page = await training()
    await page.emit(STARTED, EPOCH_1)
    await page.calls.train[0]!.fail(new StudioError('worker', 'Gone.'))
    expect(page.library.kept.get('run-1')?.report.meta).toMatchObject({ status: 'failed', incomplete: true })
    expect(runs(page).records[0]).toEqual(page.library.kept.get('run-1'))
  })

  test.each([
    ['says so', (page: TestStudio) => page.calls.train[0]!.emit(FAILED)],
    ['loses its engine', (page: TestStudio) => page.calls.train[0]!.fail(new StudioError('worker', 'Gone.'))],
  ])('a run that fails before its first epoch ended is not kept: it %s', async (_, fail) => {
    const page = await training()
    await page.emit(STARTED)
    page.actions.toggleCompared('run-1')
    await page.actions.editRun('run-1', { name: 'mine' })
    expect(page.library.kept.size).toBe(1)
    await fail(page)
    expect(runs(page)).toEqual({ ...NO_RUNS, phase: 'loading' })
    expect(page.library.kept.size).toBe(0)
  })
})

describe('a library that refuses', () => {
  test('is told about; the run goes on, and the next success ends it', async () => {
    const page = await training()
    page.library.failWith = FULL
    await page.emit(STARTED, EPOCH_1)
    expect(runs(page).storageError).toMatchObject({
      code: 'bad-input',
      message: 'No room.',
      hint: 'Delete runs.',
    })
    page.wait(10)
    await page.emit(EPOCH_2)
    expect(runs(page).records[0]!.report).toEqual(reportOf(10, STARTED, EPOCH_1, EPOCH_2))
    expect(page.studio.store.getState()).toMatchObject({ run: { status: 'running' }, runError: null })
    page.library.failWith = null
    await page.emit(FINISHED)
    expect(runs(page).storageError).toBeNull()
    expect(page.library.kept.get('run-1')).toBe(runs(page).records[0])
  })

  test('gets what it refused once there is room again', async () => {
    const page = await training()
    page.library.kept.set('old', keptRun('old'))
    await page.actions.loadRuns()
    page.library.failWith = FULL
    await page.emit(STARTED, EPOCH_1, FINISHED)
    expect([...page.library.kept.keys()]).toEqual(['old'])
    page.library.failWith = null
    await page.actions.deleteRun('old')
    await settled()
    expect([...page.library.kept.keys()]).toEqual(['run-1'])
    expect(page.library.kept.get('run-1')).toBe(runs(page).records[0])
    expect(runs(page).storageError).toBeNull()
  })

  test('the error stays while any run cannot be written', async () => {
    const page = await training()
    page.library.failWith = FULL
    await page.emit(STARTED, EPOCH_1, FINISHED)
    const { add } = page.library
    page.library.failWith = null
    // room for small ones only
    Object.assign(page.library, { add: () => Promise.reject(FULL) })
    await page.actions.loadRuns()
    expect(runs(page).storageError?.message).toBe('No room.')
    expect(runs(page).records).toHaveLength(1)
    Object.assign(page.library, { add })
    await page.actions.loadRuns()
    expect(runs(page).storageError).toBeNull()
    expect(page.library.kept.get('run-1')).toBe(runs(page).records[0])
  })
})
