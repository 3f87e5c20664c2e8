// Two tabs over one library, as in a browser: the real database and the real channel between them.

import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { RunRecord } from '../core/run-record.ts'
import { createRunDatabase } from '../storage/run-database.ts'
import { EPOCH_1, EVALUATED, FINISHED, keptRun, plan, report, STARTED } from './test-data.ts'
import { type TestStudio, testStudio } from './test-engine.ts'

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
})

afterEach(() => {
  vi.unstubAllGlobals()
})

/** What another tab tells takes its time on a busy machine. */
function eventually<Value>(value: () => Value) {
  return expect.poll(value, { timeout: 4000 })
}

/** A page of the browser, which has read what is kept. */
async function openTab(name: string, hears = true): Promise<TestStudio> {
  const library = createRunDatabase()
  let ids = 0
  const page = testStudio({ library, newId: () => `${name}-${++ids}` })
  // as main.tsx does; a tab that sleeps hears nothing
  if (hears) library.onChange((ids) => void page.actions.refreshRuns(ids))
  await page.actions.loadRuns()
  return page
}

/** A tab in which a run has been asked for. */
async function openTraining(name: string): Promise<TestStudio> {
  const page = await openTab(name)
  void page.actions.loadSample()
  await page.calls.simulate[0]!.resolve(report('sample'))
  await page.calls.plan[0]!.resolve(plan(2))
  void page.actions.startTraining()
  return page
}

function listed({ studio }: TestStudio): readonly RunRecord[] {
  return studio.store.getState().runs.records
}

function statusIn(page: TestStudio): unknown {
  return listed(page)[0]?.report.meta?.status
}

async function kept(): Promise<readonly RunRecord[]> {
  return (await createRunDatabase().load()).records
}

describe('a run of one tab', () => {
  test('is in the other at once, and its end as well', async () => {
    const [one, two] = [await openTraining('one'), await openTab('two')]
    await one.calls.train[0]!.emit(STARTED, EPOCH_1)
    await eventually(() => statusIn(two)).toBe('stopped')
    await one.calls.train[0]!.emit(...EVALUATED, FINISHED)
    await eventually(() => statusIn(two)).toBe('finished')
    expect(listed(two)).toEqual(listed(one))
    expect(await kept()).toEqual(listed(one))
  })

  test.each([
    ['a note', (tab: TestStudio) => tab.actions.editRun('one-1', { note: 'by two' }), { note: 'by two' }],
    [
      'a colour for the comparison',
      async (tab: TestStudio) => {
        tab.actions.toggleCompared('other')
        tab.actions.toggleCompared('one-1')
        await tab.studio.libraryTurn
      },
      { colour: 0 },
    ],
  ])('is not set back by a tab that missed its end and gives it %s', async (_, change, expected) => {
    await createRunDatabase().add(keptRun('other', { at: -1, colour: 1 }))
    const [one, two] = [await openTraining('one'), await openTab('two', false)]
    await one.calls.train[0]!.emit(STARTED)
    // both of one colour
    one.studio.store.setState(({ runs }) => ({
      runs: {
        ...runs,
        records: runs.records.map((each) => (each.id === 'one-1' ? { ...each, colour: 1 } : each)),
      },
    }))
    await one.calls.train[0]!.emit(EPOCH_1)
    await one.studio.libraryTurn
    await two.actions.loadRuns()
    expect(statusIn(two)).toBe('stopped')
    await one.calls.train[0]!.emit(...EVALUATED, FINISHED)
    await one.studio.libraryTurn
    await change(two)
    const run = (await kept()).find(({ id }) => id === 'one-1')!
    expect(run).toMatchObject(expected)
    expect(run.report).toEqual(listed(one)[0]!.report)
    expect(run.report).toMatchObject({
      conf_matrix_test: [
        [2, 0],
        [1, 0],
      ],
      meta: { status: 'finished' },
    })
  })

  test('keeps what the other wrote about it while it went on', async () => {
    const [one, two] = [await openTraining('one'), await openTab('two')]
    await one.calls.train[0]!.emit(STARTED, EPOCH_1)
    await eventually(() => listed(two)).toHaveLength(1)
    await two.actions.editRun('one-1', { name: 'by two', note: 'n' })
    await eventually(() => listed(one)[0]!.name).toBe('by two')
    expect(statusIn(one)).toBe('running')
    await one.calls.train[0]!.emit(...EVALUATED, FINISHED)
    await one.studio.libraryTurn
    expect(await kept()).toEqual(listed(one))
    expect(listed(one)).toMatchObject([
      { name: 'by two', note: 'n', report: { meta: { status: 'finished' } } },
    ])
  })

  test('that the other took for left and deleted is kept when it ends', async () => {
    const [one, two] = [await openTraining('one'), await openTab('two')]
    await one.calls.train[0]!.emit(STARTED, EPOCH_1)
    await eventually(() => listed(two)).toHaveLength(1)
    await two.actions.deleteRun('one-1')
    expect(await kept()).toEqual([])
    await one.calls.train[0]!.emit(...EVALUATED, FINISHED)
    await one.studio.libraryTurn
    expect(await kept()).toEqual(listed(one))
    await eventually(() => listed(two)).toEqual(listed(one))
    expect(two.studio.store.getState().runs.deleted).toEqual([])
  })
})

describe('kept runs', () => {
  test('are edited, deleted and brought back in both', async () => {
    await createRunDatabase().add(keptRun('a'))
    const [one, two] = [await openTab('one'), await openTab('two')]
    await one.actions.editRun('a', { note: 'one' })
    await eventually(() => listed(two)).toEqual([keptRun('a', { note: 'one' })])
    await two.actions.editRun('a', { tags: ['two'] })
    await eventually(() => listed(one)).toEqual([keptRun('a', { note: 'one', tags: ['two'] })])
    await one.actions.deleteRun('a')
    await eventually(() => listed(two)).toEqual([])
    await one.actions.undoDelete()
    await eventually(() => listed(two)).toEqual([keptRun('a', { note: 'one', tags: ['two'] })])
    expect(await kept()).toEqual(listed(two))
  })

  test('of both tabs stay one when both import them', async () => {
    const [one, two] = [await openTab('one'), await openTab('two')]
    const imports = [one, two].map(async (tab) => {
      const done = tab.actions.importReports([new File(['x'], 'c.json')])
      await tab.calls.readReports[0]!.resolve([{ file: 'c.json', runs: [keptRun('a')] }])
      await done
    })
    await Promise.all(imports)
    expect(await kept()).toEqual([keptRun('a')])
    expect([listed(one), listed(two)]).toEqual([[keptRun('a')], [keptRun('a')]])
  })

  test('many that come at once are read together', async () => {
    const [one, two] = [await openTab('one'), await openTab('two')]
    const load = vi.spyOn(two.studio.library, 'load')
    const runs = Array.from({ length: 200 }, (_, i) => ({
      ...keptRun(`${i}`),
      report: { ...keptRun('').report, lr: [i] },
    }))
    const done = one.actions.importReports([new File(['x'], 'c.json')])
    await one.calls.readReports[0]!.resolve([{ file: 'c.json', runs }])
    await done
    await eventually(() => listed(two).length).toBe(200)
    expect(load.mock.calls.length).toBeLessThan(100)
    expect(load.mock.calls.every(([ids]) => ids !== undefined)).toBe(true)
  })
})
