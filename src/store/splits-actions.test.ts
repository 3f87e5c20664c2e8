import { describe, expect, test } from 'vitest'
import type { DatasetReport, Remedy } from '../core/dataset-report.ts'
import { StudioError } from '../core/errors.ts'
import type { PlanSummary, Preparation } from '../core/preparation.ts'
import type { StoredCopy } from '../core/stored-copy.ts'
import { canStart, INITIAL_STATE, NO_COPY, NO_SPLITS } from './state.ts'
import { block, EPOCH_1, EVALUATED, FILES, FINISHED, plan, report, STARTED } from './test-data.ts'
import { studioWith, type TestStudio, testStudio } from './test-engine.ts'

const IN_USE = report('raw', [block('leak', true)])
const GIVEN: Preparation = IN_USE.preparation
const SUMMARY: PlanSummary = { ...IN_USE.planned, undersampled: 4 }
const EMPTY = new StudioError('bad-input', 'TEST would be empty.', 'Leave fewer rows out.')
const DROP_LEAKED: Remedy = { label: 'Drop the 2 leaked rows', patch: { drop: ['leaked'] } }

/** What `preparation` comes to. */
function prepared(preparation: Preparation, fingerprint = '77aa'): DatasetReport {
  return { ...report('raw'), preparation, planned: SUMMARY, fingerprint }
}

/** `IN_USE` is in use. */
function ready(patch: Partial<DatasetReport> = {}): Promise<TestStudio> {
  return studioWith({ ...IN_USE, ...patch }, plan(2))
}

function splitsOf({ studio }: TestStudio) {
  return studio.store.getState().splits
}

describe('a draft', () => {
  test('is previewed at each change; changes add up', async () => {
    const page = await ready()
    const { actions, calls } = page
    void actions.changeDraft({ balancing: 'smallest' })
    const first = { target: 'DeltaZ', preparation: { ...GIVEN, balancing: 'smallest' } }
    expect(splitsOf(page)).toEqual({ ...NO_SPLITS, draft: first })
    expect(calls.preview[0]!.args).toEqual([first.preparation, 'DeltaZ'])
    await calls.preview[0]!.resolve(SUMMARY)
    expect(splitsOf(page)).toEqual({ ...NO_SPLITS, draft: first, preview: SUMMARY })

    void actions.changeDraft({ seed: 7 }, 'Flag3')
    const second = { target: 'Flag3', preparation: { ...first.preparation, seed: 7 } }
    expect(splitsOf(page)).toEqual({ ...NO_SPLITS, draft: second })
    void actions.changeDraft({ stratified: true })
    expect(calls.preview[2]!.args).toEqual([{ ...second.preparation, stratified: true }, 'Flag3'])
    expect(page.studio.store.getState().data.report).toEqual(IN_USE)
  })

  test('takes reasons to leave rows out as the whole list', async () => {
    const page = await ready()
    void page.actions.changeDraft({ drop: ['leaked', 'constant'] })
    void page.actions.changeDraft({ drop: ['constant'] })
    expect(splitsOf(page).draft?.preparation.drop).toEqual(['constant'])
  })

  test('drops late answers to an earlier one', async () => {
    const page = await ready()
    const { actions, calls } = page
    void actions.changeDraft({ seed: 2 })
    void actions.changeDraft({ seed: 3 })
    void actions.changeDraft({ seed: 4 })
    await calls.preview[2]!.resolve(SUMMARY)
    await calls.preview[0]!.resolve({ ...SUMMARY, undersampled: 9 })
    await calls.preview[1]!.reject(EMPTY)
    expect(splitsOf(page)).toEqual({
      ...NO_SPLITS,
      draft: { target: 'DeltaZ', preparation: { ...GIVEN, seed: 4 } },
      preview: SUMMARY,
    })
  })

  test('that comes to nothing says why, until the next change', async () => {
    const page = await ready()
    const { actions, calls } = page
    void actions.changeDraft({ testFraction: 0.5 })
    await calls.preview[0]!.reject(EMPTY)
    expect(splitsOf(page)).toMatchObject({
      draft: { preparation: { testFraction: 0.5 } },
      preview: null,
      error: { code: 'bad-input', message: 'TEST would be empty.', hint: 'Leave fewer rows out.' },
    })
    void actions.changeDraft({ testFraction: 0.2 })
    expect(splitsOf(page).error).toBeNull()
  })

  test('is thrown away, with its late preview', async () => {
    const page = await ready()
    void page.actions.changeDraft({ seed: 2 })
    page.actions.revertDraft()
    await page.calls.preview[0]!.resolve(SUMMARY)
    expect(splitsOf(page)).toEqual(NO_SPLITS)
  })

  test('goes with the data that it was for', async () => {
    const page = await ready()
    void page.actions.changeDraft({ seed: 2 })
    void page.actions.loadSample()
    await page.calls.preview[0]!.resolve(SUMMARY)
    expect(splitsOf(page)).toEqual(NO_SPLITS)
    await page.calls.simulate[1]!.resolve(report('other'))
    expect(splitsOf(page)).toEqual(NO_SPLITS)
  })

  test('needs data', async () => {
    const page = await ready()
    void page.actions.loadSample()
    await page.actions.changeDraft({ seed: 2 })
    await page.actions.applyDraft()
    expect(splitsOf(page)).toEqual(NO_SPLITS)
    expect([page.calls.preview, page.calls.prepare]).toEqual([[], []])
  })
})

describe('a draft that is used', () => {
  /** A draft of seed 2 is being applied. */
  async function applying(): Promise<TestStudio> {
    const page = await ready()
    void page.actions.changeDraft({ seed: 2 }, 'Flag3')
    await page.calls.preview[0]!.resolve(SUMMARY)
    void page.actions.applyDraft()
    return page
  }

  test('replaces the data in use and what was known of them, and is planned anew', async () => {
    const page = await ready()
    const { studio, actions, calls } = page
    actions.setOverruled(true)
    void actions.startTraining()
    await calls.train[0]!.emit(STARTED, EPOCH_1, ...EVALUATED, FINISHED)
    await calls.train[0]!.end()
    await calls.estimate[0]!.resolve(60)
    const error = { code: 'device', message: 'gone', hint: '' } as const
    studio.store.setState({ runError: error, planError: error, estimating: true })
    void actions.changeDraft({ seed: 2 }, 'Flag3')
    const before = studio.store.getState()
    expect(before.run?.status).toBe('finished')

    void actions.applyDraft()
    const { preparation } = before.splits.draft!
    expect(calls.prepare[0]!.args).toEqual([{ ...GIVEN, seed: 2 }, 'Flag3'])
    expect(studio.store.getState()).toEqual({ ...before, splits: { ...before.splits, applying: true } })
    const next = prepared(preparation)
    await calls.prepare[0]!.resolve(next)
    const after = {
      ...before,
      data: { ...before.data, report: next, overruled: false },
      splits: NO_SPLITS,
      run: null,
      runError: null,
      plan: null,
      planError: null,
      estimate: null,
      estimating: false,
    }
    expect(studio.store.getState()).toEqual(after)
    expect(calls.plan[1]!.args).toEqual([before.settings])
    await calls.plan[1]!.resolve(plan(3))
    expect(studio.store.getState()).toEqual({ ...after, plan: plan(3), estimating: true })
    await calls.estimate[1]!.resolve(90)
    expect(studio.store.getState()).toEqual({ ...after, plan: plan(3), estimate: 90 })
  })

  test('drops a late plan of the splits before', async () => {
    const page = await ready()
    const { studio, actions, calls } = page
    actions.setSettings({ epochs: 3 })
    void actions.applyRemedy(DROP_LEAKED)
    await calls.prepare[0]!.resolve(prepared(GIVEN))
    await calls.plan[1]!.resolve(plan(99))
    expect(studio.store.getState().plan).toBeNull()
    await calls.plan[2]!.resolve(plan(3))
    expect(studio.store.getState().plan).toEqual(plan(3))
  })

  test('forgets the copy of the splits before, and looks for one of its own', async () => {
    const page = await ready()
    const { studio, actions, calls } = page
    const copyOf = () => studio.store.getState().copy
    const whole = { state: 'complete', doneBytes: 1000, totalBytes: 1000, inUse: true } as const
    const none = { ...whole, state: 'none', doneBytes: 0, inUse: false } as const
    const old: StoredCopy = { fingerprint: '9f3c1be2', name: 'raw', bytes: 1000, complete: true }
    const other: StoredCopy = { fingerprint: '12ab', name: 'Flag', bytes: 300, complete: true }
    await calls.copyState[0]!.resolve(whole)
    await calls.listCopies[0]!.resolve([old, other])
    expect(copyOf()).toEqual({ ...NO_COPY, state: whole, others: [other] })
    void actions.applyRemedy(DROP_LEAKED)
    await calls.prepare[0]!.resolve(prepared(GIVEN))
    expect(copyOf()).toEqual({ ...NO_COPY, others: [other] })
    await calls.copyState[1]!.resolve(none)
    await calls.listCopies[1]!.resolve([old, other])
    // that of the splits before is one of others now
    expect(copyOf()).toEqual({ ...NO_COPY, state: none, others: [old, other] })
  })

  test('that fails leaves all as it was, and says why', async () => {
    const page = await applying()
    const { studio, calls } = page
    const before = studio.store.getState()
    await calls.prepare[0]!.reject(EMPTY)
    expect(studio.store.getState()).toEqual({
      ...before,
      splits: {
        draft: { target: 'Flag3', preparation: { ...GIVEN, seed: 2 } },
        preview: SUMMARY,
        error: expect.objectContaining({
          code: 'bad-input',
          message: 'TEST would be empty.',
          hint: 'Leave fewer rows out.',
        }),
        applying: false,
      },
    })
    expect([calls.plan.length, calls.copyState.length]).toEqual([1, 1])
    void page.actions.applyDraft()
    expect(splitsOf(page)).toMatchObject({ applying: true, error: null })
    await calls.prepare[1]!.resolve(prepared(GIVEN))
    expect(splitsOf(page)).toEqual(NO_SPLITS)
  })

  test('is dropped where the data were replaced meanwhile', async () => {
    const page = await applying()
    const { studio, actions, calls } = page
    void actions.chooseFiles(FILES)
    expect(splitsOf(page)).toEqual(NO_SPLITS)
    const { data } = studio.store.getState()
    await calls.prepare[0]!.resolve(prepared(GIVEN))
    expect(studio.store.getState().data).toBe(data)
    expect(calls.plan).toHaveLength(1)
  })

  test('and so is its late failure, also when other data are in use', async () => {
    const page = await applying()
    const { studio, actions, calls } = page
    void actions.loadSample()
    await calls.simulate[1]!.resolve(report('other'))
    await calls.prepare[0]!.reject(EMPTY)
    expect(splitsOf(page)).toEqual(NO_SPLITS)
    expect(studio.store.getState().data).toMatchObject({ phase: 'ready', report: { name: 'other' } })
  })

  test('is applied once, and neither changed nor thrown away meanwhile', async () => {
    const page = await applying()
    const { actions, calls } = page
    const splits = splitsOf(page)
    await actions.applyDraft()
    await actions.applyRemedy(DROP_LEAKED)
    await actions.changeDraft({ seed: 5 })
    actions.revertDraft()
    expect([calls.prepare.length, calls.preview.length]).toEqual([1, 1])
    expect(splitsOf(page)).toBe(splits)
  })

  test('keeps a run from starting until it is over', async () => {
    const page = await applying()
    const { studio, actions, calls } = page
    await actions.startTraining()
    expect(calls.train).toEqual([])
    await calls.prepare[0]!.resolve(prepared(GIVEN))
    await calls.plan[1]!.resolve(plan(3))
    expect(canStart(studio.store.getState())).toBe(true)
  })

  test('is nothing where there is none', async () => {
    const page = await ready()
    await page.actions.applyDraft()
    expect(page.calls.prepare).toEqual([])
  })
})

describe('ways out of findings', () => {
  test('add to the preparation in use, whatever the draft is', async () => {
    const page = await ready({ preparation: { ...GIVEN, drop: ['constant'], seed: 4 } })
    const { actions, calls } = page
    void actions.changeDraft({ seed: 9 }, 'Flag3')
    void actions.applyRemedy(DROP_LEAKED)
    const next = { ...GIVEN, seed: 4, drop: ['leaked', 'constant'] as const }
    expect(calls.prepare[0]!.args).toEqual([next, 'DeltaZ'])
    await calls.prepare[0]!.resolve(prepared(next))
    expect(page.studio.store.getState().data.report?.preparation).toEqual(next)

    const patch = { splits: 'drawn', stratified: true, drop: ['leaked'] } as const
    void actions.applyRemedy({ label: 'Split again', patch })
    expect(calls.prepare[1]!.args).toEqual([{ ...next, splits: 'drawn', stratified: true }, 'DeltaZ'])
  })

  test('need data', async () => {
    const page = await ready()
    void page.actions.loadSample()
    await page.actions.applyRemedy(DROP_LEAKED)
    await page.actions.chooseTarget('Flag3')
    expect(page.calls.prepare).toEqual([])
  })
})

test('another target keeps the preparation in use', async () => {
  const page = await ready({ preparation: { ...GIVEN, drop: ['constant'] } })
  void page.actions.chooseTarget('Flag3')
  expect(page.calls.prepare[0]!.args).toEqual([{ ...GIVEN, drop: ['constant'] }, 'Flag3'])
})

describe('nothing is prepared', () => {
  async function expectNothing(page: TestStudio): Promise<void> {
    void page.actions.changeDraft({ seed: 2 })
    const before = page.studio.store.getState()
    await page.actions.applyDraft()
    await page.actions.applyRemedy(DROP_LEAKED)
    await page.actions.chooseTarget('Flag3')
    expect(page.calls.prepare).toEqual([])
    expect(page.studio.store.getState()).toBe(before)
  }

  test('while a run is under way', async () => {
    const page = await ready({ findings: [] })
    void page.actions.startTraining()
    await expectNothing(page)
    await page.calls.train[0]!.emit(STARTED)
    await expectNothing(page)
  })

  test('while a fast copy is made', async () => {
    const page = await ready()
    await page.calls.copyState[0]!.resolve({ state: 'none', doneBytes: 0, totalBytes: 9, inUse: false })
    await page.calls.listCopies[0]!.resolve([])
    void page.actions.fastCopy()
    await expectNothing(page)
  })

  test('while splits are saved', async () => {
    const page = await ready()
    void page.actions.saveDataset()
    page.calls.saveDataset[0]!.args[0]!.onProgress!({ phase: 'write', file: 'X.npy', done: 1, total: 2 })
    await expectNothing(page)
  })
})

describe('saving the splits in use', () => {
  const HALF = { phase: 'write', file: 'X.npy', done: 1, total: 2 } as const

  test('can be cancelled: neither progress nor archive come late, and nothing is said', async () => {
    const page = await ready()
    const { studio, actions, calls, downloads } = page
    const before = studio.store.getState()
    void actions.saveDataset()
    const { signal, onProgress } = calls.saveDataset[0]!.args[0]!
    onProgress!(HALF)
    expect(studio.store.getState().data.progress).toEqual(HALF)
    actions.cancelSaving()
    expect(signal!.aborted).toBe(true)
    onProgress!(HALF)
    await calls.saveDataset[0]!.resolve(new Blob(['zip']))
    expect(studio.store.getState()).toEqual(before)
    expect(downloads).toEqual([])

    void actions.saveDataset()
    calls.saveDataset[1]!.args[0]!.onProgress!(HALF)
    actions.cancelSaving()
    await calls.saveDataset[1]!.reject(new StudioError('cancelled', 'Saving was cancelled.'))
    expect(studio.store.getState()).toEqual(before)
  })

  test('and saved again at once: the later one is downloaded', async () => {
    const { actions, calls, downloads } = await ready()
    void actions.saveDataset()
    calls.saveDataset[0]!.args[0]!.onProgress!(HALF)
    actions.cancelSaving()
    void actions.saveDataset()
    await calls.saveDataset[0]!.resolve(new Blob(['first']))
    const second = new Blob(['second'])
    await calls.saveDataset[1]!.resolve(second)
    expect(downloads).toEqual([{ fileName: 'raw.zip', contents: second }])
  })

  test('where nothing is saved there is nothing to cancel', async () => {
    const { studio, actions, calls } = testStudio()
    actions.cancelSaving()
    expect(studio.store.getState()).toBe(INITIAL_STATE)
    void actions.loadSample()
    const { signal, onProgress } = calls.simulate[0]!.args[1]!
    onProgress!({ ...HALF, phase: 'simulate' })
    actions.cancelSaving()
    expect(signal!.aborted).toBe(false)
  })
})
