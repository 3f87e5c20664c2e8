import { describe, expect, test } from 'vitest'
import { STUDIO_VERSION } from '../core/version.ts'
import { collectionFiles } from './export-runs.ts'
import { keptRun } from './test-data.ts'
import { testStudio } from './test-engine.ts'

const MADE = { studio: STUDIO_VERSION, created: '2026-11-22T23:30:00.000Z' }

describe('exporting all', () => {
  test('one file with every run', async () => {
    const page = testStudio({}, [keptRun('a'), keptRun('b', { at: 2000 })])
    await page.actions.loadRuns()
    page.actions.exportRuns()
    expect(page.downloads.map(({ fileName }) => fileName)).toEqual(['redshift-studio_runs_2026-11-22.json'])
    expect(page.downloads[0]!.contents.type).toBe('application/json')
    expect(JSON.parse(await page.downloads[0]!.contents.text())).toEqual({
      format: 'redshift-studio-runs',
      version: 1,
      ...MADE,
      runs: [keptRun('b', { at: 2000 }), keptRun('a')],
    })
  })

  test('of an empty list nothing is saved', async () => {
    const page = testStudio()
    await page.actions.loadRuns()
    page.actions.exportRuns()
    expect(page.downloads).toEqual([])
  })
})

describe('files', () => {
  const RUNS = ['a', 'b', 'c', 'd', 'e'].map((id) => keptRun(id))
  const LENGTH = JSON.stringify(RUNS[0]).length
  const idsOf = (files: ReturnType<typeof collectionFiles>) =>
    files.map(({ parts }) =>
      JSON.parse(parts.join(''))
        .runs.map(({ id }: { id: string }) => id)
        .join(''),
    )

  test.each([
    ['the text of two', { characters: 2 * LENGTH, runs: 9 }, ['ab', 'cd', 'e']],
    ['not quite the text of two', { characters: 2 * LENGTH - 1, runs: 9 }, ['a', 'b', 'c', 'd', 'e']],
    ['less than one, which is written all the same', { characters: 1, runs: 9 }, ['a', 'b', 'c', 'd', 'e']],
    ['four runs', { characters: 9 * LENGTH, runs: 4 }, ['abcd', 'e']],
    ['all', { characters: 5 * LENGTH, runs: 5 }, ['abcde']],
  ])('hold %s', (_, limits, expected) => {
    const files = collectionFiles(RUNS, MADE, limits)
    expect(idsOf(files)).toEqual(expected)
    expect(files.map(({ name }) => name)).toEqual(
      expected.length === 1
        ? ['redshift-studio_runs_2026-11-22.json']
        : expected.map((_, i) => `redshift-studio_runs_2026-11-22_${i + 1}-of-${expected.length}.json`),
    )
  })

  test('each says what it is, and how it was made', () => {
    const [, second] = collectionFiles(RUNS, MADE, { characters: 1, runs: 9 })
    expect(JSON.parse(second!.parts.join(''))).toEqual({
      format: 'redshift-studio-runs',
      version: 1,
      ...MADE,
      runs: [keptRun('b')],
    })
  })
})
