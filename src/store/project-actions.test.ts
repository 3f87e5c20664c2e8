// Project files that are opened: with the files that they name, or with a sample.

import { describe, expect, test } from 'vitest'
import type { DatasetReport } from '../core/dataset-report.ts'
import { StudioError } from '../core/errors.ts'
import { PROJECT, REPORT, SAMPLE_PROJECT } from '../core/project.fixture.ts'
import type { Project } from '../core/project.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import { choose, FILE_DATA, fileOf, GONE, UNPREPARED, waiting } from './project.fixture.ts'
import { INITIAL_STATE, SAMPLE_SETTINGS } from './state.ts'
import { FILES, found, NOTHING_FOUND, plan, report, STARTED } from './test-data.ts'
import { readThrough, studioWith, type TestStudio, testStudio } from './test-engine.ts'

describe('a project of files', () => {
  test('waits for them; they are read, prepared and verified as it says, and its settings are back', async () => {
    const project = { ...PROJECT, keepMegabytes: 250 }
    const { studio, actions, calls } = await waiting(project)
    expect(studio.store.getState()).toEqual({ ...INITIAL_STATE, project, keepMegabytes: 250 })
    const choosing = actions.chooseFiles(FILES)
    expect(calls.discover[0]!.args.slice(0, 2)).toEqual([FILES, { X: 'lnp', label: 'cls' }])
    const discovery = found('Flag/balanced', 'DeltaZ/balanced')
    await calls.discover[0]!.resolve(discovery)
    expect(calls.open[0]!.args.slice(0, 2)).toEqual(['DeltaZ/balanced', 'DeltaZ'])
    // the device is made ready for the run of the project
    expect(calls.warmUp[0]!.args).toEqual([PROJECT.settings, undefined])
    await readThrough(calls, UNPREPARED)
    expect(calls.scan[0]!.args[0]).toMatchObject({ keepMegabytes: 250 })
    expect(calls.prepare[0]!.args).toEqual([PROJECT.preparation, 'DeltaZ'])
    expect(studio.store.getState().data.phase).toBe('reading')
    expect(calls.plan).toEqual([])
    await calls.prepare[0]!.resolve(REPORT)
    expect(studio.store.getState()).toMatchObject({
      data: { phase: 'ready', discovery, columns: { X: 'lnp', label: 'cls' }, error: null },
      settings: PROJECT.settings,
      project: null,
      projectError: null,
    })
    expect(studio.store.getState().data.report).toBe(REPORT)
    expect(calls.plan[0]!.args).toEqual([PROJECT.settings])
    await calls.plan[0]!.resolve(plan(2))
    await choosing
  })

  test.each([
    ['a folder above', ['tree/Flag3/balanced', 'tree/DeltaZ/balanced'], 'tree/DeltaZ/balanced'],
    ['a folder below', ['unbalanced', 'balanced'], 'balanced'],
    ['its own folder rather than a like one', ['old/DeltaZ/balanced', 'DeltaZ/balanced'], 'DeltaZ/balanced'],
  ])('is found in %s', async (_, paths, id) => {
    const page = await waiting()
    await choose(page, ...paths)
    expect(page.calls.open.map(({ args }) => args.slice(0, 2))).toEqual([[id, 'DeltaZ']])
  })

  test('of another name is taken where it is the only data set', async () => {
    const page = await waiting()
    await choose(page, 'somewhere')
    expect(page.calls.open.map(({ args }) => args.slice(0, 2))).toEqual([['somewhere', null]])
  })

  test.each([
    ['others', 'DeltaZ/balanced', ['a/unbalanced', 'x-DeltaZ/balanced']],
    ['loose files', '.', ['a/.', 'b']],
  ])('that none of several is stays waiting for the choice: %s', async (_, meant, paths) => {
    const page = await waiting({ ...PROJECT, data: { ...FILE_DATA, candidate: meant } })
    const { studio, actions, calls } = page
    await choose(page, ...paths)
    expect(calls.open).toEqual([])
    expect(studio.store.getState()).toMatchObject({
      data: { phase: 'choosing' },
      project: { data: { candidate: meant } },
    })
    void actions.openCandidate(paths[1]!)
    await readThrough(calls, UNPREPARED)
    expect(calls.prepare[0]!.args).toEqual([PROJECT.preparation, 'DeltaZ'])
    await calls.prepare[0]!.resolve(REPORT)
    expect(studio.store.getState()).toMatchObject({ settings: PROJECT.settings, project: null })
  })

  test('says what differs before all other findings', async () => {
    const page = await waiting()
    await choose(page, 'DeltaZ/balanced')
    await readThrough(page.calls, UNPREPARED)
    const own = {
      code: 'split-here',
      severity: 'info',
      message: 'm',
      file: '',
      rows: [],
      counts: {},
    } as const
    const other = { ...REPORT, fingerprint: '1234', sourceFingerprint: '5678', findings: [own] }
    await page.calls.prepare[0]!.resolve(other)
    const { data, settings, project } = page.studio.store.getState()
    expect(data.report).toEqual({
      ...other,
      findings: [
        {
          code: 'project-differs',
          severity: 'warning',
          message:
            'DeltaZ balanced: these are not the data of the project. The files hold other rows (fingerprint 5678, in the project 5a11c0de). Choose the files that the project was saved with, or save a new project of these.',
          file: '',
          rows: [],
          counts: {},
        },
        own,
      ],
    })
    expect([settings, project]).toEqual([PROJECT.settings, null])
  })

  test('whose preparation these data do not allow leaves them as they are, and says why', async () => {
    const page = await waiting()
    await choose(page, 'DeltaZ/balanced')
    await readThrough(page.calls, UNPREPARED)
    await page.calls.prepare[0]!.reject(
      new StudioError('bad-input', 'TEST would be empty.', 'Draw the splits anew.'),
    )
    const { data, settings, project } = page.studio.store.getState()
    expect(data).toMatchObject({ phase: 'ready', error: null })
    expect(data.report).toEqual({
      ...UNPREPARED,
      findings: [
        {
          code: 'project-differs',
          severity: 'warning',
          message:
            'These data cannot be prepared as the project says: TEST would be empty. Draw the splits anew.',
          file: '',
          rows: [],
          counts: {},
        },
      ],
    })
    expect([settings, project]).toEqual([PROJECT.settings, null])
  })

  test('waits on where the files hold nothing or cannot be read', async () => {
    const page = await waiting()
    const { studio, calls } = page
    void page.actions.chooseFiles(FILES)
    await calls.discover[0]!.resolve(NOTHING_FOUND)
    expect(studio.store.getState().project).toEqual(PROJECT)
    await choose(page, 'DeltaZ/balanced')
    await calls.open[0]!.reject(GONE)
    expect(studio.store.getState()).toMatchObject({
      data: { phase: 'failed' },
      project: { format: PROJECT.format },
    })
  })

  test('waits on where other files are chosen while these are prepared', async () => {
    const page = await waiting()
    const { studio, calls } = page
    await choose(page, 'DeltaZ/balanced')
    await readThrough(calls, UNPREPARED)
    void page.actions.chooseFiles(FILES)
    await calls.prepare[0]!.resolve(REPORT)
    expect(studio.store.getState()).toMatchObject({
      data: { phase: 'discovering', report: null },
      settings: REFERENCE_SETTINGS,
    })
    expect(studio.store.getState().project).toEqual(PROJECT)
  })

  test('waits on while a sample is looked at, which it does not prepare', async () => {
    const page = await waiting()
    const { studio, actions, calls } = page
    void actions.loadSample()
    await calls.simulate[0]!.resolve(report('sample'))
    expect(calls.prepare).toEqual([])
    expect(studio.store.getState()).toMatchObject({
      data: { phase: 'ready', report: { name: 'sample' } },
      settings: { ...REFERENCE_SETTINGS, ...SAMPLE_SETTINGS },
    })
    expect(studio.store.getState().project).toEqual(PROJECT)
    await choose(page, 'DeltaZ/balanced')
    await readThrough(calls, UNPREPARED)
    expect(calls.prepare[0]!.args).toEqual([PROJECT.preparation, 'DeltaZ'])
  })

  test('that is forgotten leaves the files as they are', async () => {
    const page = await waiting()
    const { studio, actions, calls } = page
    await actions.openProject(fileOf([]))
    actions.forgetProject()
    expect(studio.store.getState()).toEqual({ ...INITIAL_STATE, keepMegabytes: 600 })
    void actions.chooseFiles(FILES)
    expect(calls.discover[0]!.args[1]).toEqual({})
    await calls.discover[0]!.resolve(found('DeltaZ/balanced'))
    expect(calls.open[0]!.args[1]).toBeNull()
    await readThrough(calls, UNPREPARED)
    expect(calls.prepare).toEqual([])
    expect(studio.store.getState().data.report).toBe(UNPREPARED)
    expect(studio.store.getState().settings).toEqual(REFERENCE_SETTINGS)
  })
})

describe('a project of a sample', () => {
  /** The sample of the project is being simulated. */
  async function simulating(): Promise<TestStudio & { readonly opening: Promise<void> }> {
    const page = testStudio()
    const opening = page.actions.openProject(fileOf(changedSample()))
    await expect.poll(() => page.calls.simulate.length).toBe(1)
    return { ...page, opening }
  }

  test('is simulated, prepared and verified at once', async () => {
    const { studio, calls, opening } = await simulating()
    expect(calls.simulate[0]!.args[0]).toEqual({ rows: 300, points: 1024, seed: 9 })
    expect(studio.store.getState()).toMatchObject({
      sample: { rows: 300, points: 1024, seed: 9 },
      keepMegabytes: 600,
      data: { phase: 'reading', sample: { rows: 300, points: 1024, seed: 9 } },
    })
    await calls.simulate[0]!.resolve({ ...UNPREPARED, layout: 'sample' })
    expect(calls.prepare[0]!.args).toEqual([SAMPLE_PROJECT.preparation, 'DeltaZ'])
    const sample: DatasetReport = { ...REPORT, layout: 'sample', width: 1024 }
    await calls.prepare[0]!.resolve(sample)
    await calls.plan[0]!.resolve(plan(2))
    await opening
    expect(studio.store.getState()).toMatchObject({ project: null, settings: SAMPLE_PROJECT.settings })
    expect(studio.store.getState().data.report).toBe(sample)
  })

  test('that is left asks nothing of the data that come next', async () => {
    const { studio, actions, calls, opening } = await simulating()
    actions.cancelReading()
    await calls.simulate[0]!.reject(new StudioError('cancelled', 'The simulation was stopped'))
    await opening
    expect(studio.store.getState().project).toBeNull()
    void actions.loadSample()
    await calls.simulate[1]!.resolve(report('sample'))
    expect(calls.prepare).toEqual([])
    expect(studio.store.getState().settings).toEqual({ ...REFERENCE_SETTINGS, ...SAMPLE_SETTINGS })
  })

  test('that is still simulated asks nothing of files', async () => {
    const page = await simulating()
    const { studio, calls } = page
    await choose(page, 'DeltaZ/balanced')
    expect(calls.discover[0]!.args[1]).toEqual({})
    expect(calls.open[0]!.args[1]).toBeNull()
    await readThrough(calls, UNPREPARED)
    expect(calls.prepare).toEqual([])
    expect(studio.store.getState().settings).toEqual(REFERENCE_SETTINGS)
  })

  test('that cannot be simulated is told as any sample', async () => {
    const { studio, calls, opening } = await simulating()
    await calls.simulate[0]!.reject(new StudioError('out-of-memory', 'No memory.', 'Close tabs.'))
    await opening
    expect(studio.store.getState()).toMatchObject({
      data: { phase: 'failed', error: { message: 'No memory.', hint: 'Close tabs.' } },
      project: null,
      projectError: null,
    })
  })

  function changedSample(): Project {
    return { ...SAMPLE_PROJECT, data: { kind: 'sample', sample: { rows: 300, points: 1024, seed: 9 } } }
  }
})

test('while a run is under way no project is opened', async () => {
  const page = await studioWith(report('data'), plan(2))
  void page.actions.startTraining()
  await page.calls.train[0]!.emit(STARTED)
  const before = page.studio.store.getState()
  await page.actions.openProject(fileOf(SAMPLE_PROJECT))
  await page.actions.openProject(fileOf([]))
  expect(page.studio.store.getState()).toBe(before)
})
