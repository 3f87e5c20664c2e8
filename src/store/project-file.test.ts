// Project files as files: what is written, and what is refused.

import { describe, expect, test } from 'vitest'
import { PROJECT, REPORT } from '../core/project.fixture.ts'
import { parseProject } from '../core/project.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import { STUDIO_VERSION } from '../core/version.ts'
import { FILE_DATA, fileOf, waiting } from './project.fixture.ts'
import { INITIAL_STATE, SAMPLE_SETTINGS } from './state.ts'
import { FILES, found } from './test-data.ts'
import { readThrough, testStudio } from './test-engine.ts'

describe('saving', () => {
  test('writes what is in use, as the reader of projects takes it', async () => {
    const page = testStudio()
    const { actions, calls, downloads, studio } = page
    actions.setKeepMegabytes(250)
    void actions.chooseFiles(FILES)
    await calls.discover[0]!.resolve(found('a', 'DeltaZ/balanced'))
    void actions.setColumns({ X: 'lnp' })
    await calls.discover[1]!.resolve(found('DeltaZ/balanced'))
    await readThrough(calls, REPORT)
    actions.setSettings({ model: 'CNN8', epochs: 7, classWeights: 'balanced' })
    actions.saveProject()

    expect(downloads.map(({ fileName }) => fileName)).toEqual([
      'redshift-studio_DeltaZ_project_2026-11-22.json',
    ])
    const { contents } = downloads[0]!
    expect(contents.type).toBe('application/json')
    const text = await contents.text()
    expect(text).toMatch(/^\{\n {2}"format": "redshift-studio-project",\n[\s\S]*\n\}\n$/)
    expect(parseProject(text, 'project.json')).toEqual({
      ...PROJECT,
      studio: STUDIO_VERSION,
      created: '2026-11-22T23:30:00.000Z',
      data: { ...FILE_DATA, columns: { X: 'lnp' } },
      keepMegabytes: 250,
      settings: {
        ...REFERENCE_SETTINGS,
        model: 'CNN8',
        epochs: 7,
        batchSize: 128,
        classWeights: 'balanced',
      },
    })
    expect(studio.store.getState().projectError).toBeNull()
  })

  test('of a sample writes the settings that it was simulated with', async () => {
    const page = testStudio()
    page.actions.setSample({ rows: 200, seed: 5 })
    void page.actions.loadSample()
    await page.calls.simulate[0]!.resolve({ ...REPORT, layout: 'sample' })
    page.actions.setSample({ rows: 900 })
    page.actions.saveProject()
    const project = parseProject(await page.downloads[0]!.contents.text(), 'project.json')
    expect(project.data).toEqual({ kind: 'sample', sample: { rows: 200, points: 1024, seed: 5 } })
    expect(project.settings).toEqual({ ...REFERENCE_SETTINGS, ...SAMPLE_SETTINGS })
  })

  test('needs posteriors that were read, and takes its error back once they were', async () => {
    const { actions, calls, downloads, studio } = testStudio()
    void actions.chooseFiles(FILES)
    await calls.discover[0]!.resolve(found('DeltaZ/balanced'))
    await calls.open[0]!.resolve({ ...REPORT, fingerprint: '', sourceFingerprint: '' })
    actions.saveProject()
    expect(downloads).toEqual([])
    expect(studio.store.getState().projectError).toMatchObject({
      code: 'bad-input',
      message:
        'The posteriors of DeltaZ balanced have not been read yet, so a project could not tell them from others.',
      hint: 'Save the project when they have been read.',
    })
    await calls.scan[0]!.resolve(REPORT)
    actions.saveProject()
    expect(downloads).toHaveLength(1)
    expect(studio.store.getState().projectError).toBeNull()
  })

  test('without data does nothing', () => {
    const { actions, downloads, studio } = testStudio()
    actions.saveProject()
    expect(downloads).toEqual([])
    expect(studio.store.getState()).toBe(INITIAL_STATE)
  })
})

describe('a file that is no project', () => {
  test.each([
    [
      'too large',
      new File([' '.repeat(1_000_001)], 'X.npy'),
      'X.npy has 1,000,001 bytes; a project has at most 1,000,000.',
      'Open a file that "Save project" wrote.',
    ],
    [
      'a report',
      fileOf({ conf_matrix_test: [] }, 'report.json'),
      'report.json: format is missing, expected "redshift-studio-project"',
      'Open a file that "Save project" wrote.',
    ],
    [
      'changed by hand',
      fileOf({ ...PROJECT, keepMegabytes: 8001 }),
      'project.json: keepMegabytes is 8001, expected an integer from 0 to 8000',
      'Correct it in the file, or save the project again.',
    ],
  ])('%s: says so, and leaves all as it was', async (_, file, message, hint) => {
    const page = await waiting()
    await page.actions.openProject(file)
    expect(page.studio.store.getState()).toEqual({
      ...INITIAL_STATE,
      keepMegabytes: 600,
      project: PROJECT,
      projectError: expect.objectContaining({ code: 'bad-input', message, hint }),
    })
  })

  test('of 1,000,000 bytes is read, to the message of what is wrong in it', async () => {
    const page = testStudio()
    const text = `${JSON.stringify(PROJECT)}${' '.repeat(1e6)}`.slice(0, 1e6)
    await page.actions.openProject(new File([text], 'project.json'))
    expect(page.studio.store.getState()).toMatchObject({ project: { target: 'DeltaZ' }, projectError: null })
  })

  test('is forgotten with the next one that is, and with the next data', async () => {
    const page = await waiting()
    const { studio, actions } = page
    await actions.openProject(fileOf([]))
    expect(studio.store.getState().projectError?.message).toBe(
      'project.json is a list of 0, expected an object',
    )
    await actions.openProject(fileOf(PROJECT))
    expect(studio.store.getState().projectError).toBeNull()
    await actions.openProject(fileOf([]))
    void actions.chooseFiles(FILES)
    expect(studio.store.getState().projectError).toBeNull()
  })

  test('that is gone says so', async () => {
    const page = testStudio()
    const file = fileOf(PROJECT)
    Object.assign(file, { text: () => Promise.reject(new DOMException('Gone.', 'NotReadableError')) })
    await page.actions.openProject(file)
    expect(page.studio.store.getState().projectError).toMatchObject({
      code: 'file-gone',
      hint: 'The file was changed, moved or removed after it was chosen. Choose it again.',
    })
  })
})
