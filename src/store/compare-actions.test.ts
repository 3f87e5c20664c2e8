import { describe, expect, test } from 'vitest'
import { compareRuns } from '../core/compare/compare-runs.ts'
import { comparisonCsv } from '../core/compare/comparison-csv.ts'
import { comparisonLatex } from '../core/compare/comparison-latex.ts'
import { classificationReport } from '../core/metrics.ts'
import type { RunRecord } from '../core/run-record.ts'
import type { RunsSlice } from './state.ts'
import { keptRun } from './test-data.ts'
import { settled, type TestStudio, testStudio } from './test-engine.ts'

async function listing(...kept: readonly RunRecord[]): Promise<TestStudio> {
  const page = testStudio({}, kept)
  await page.actions.loadRuns()
  return page
}

/** A run with a test at natural prevalence. */
function naturalRun(id: string): RunRecord {
  const { report } = keptRun(id)
  const conf_matrix = [
    [3, 0],
    [1, 0],
  ]
  const naturalTest = {
    conf_matrix,
    acc: 0.75,
    loss: 0.5,
    report: classificationReport(conf_matrix),
    counts: [3, 1],
    excluded: 0,
    thinned: 0,
    rows: null,
  }
  return keptRun(id, { report: { ...report, meta: { ...report.meta!, naturalTest } } })
}

function runs({ studio }: TestStudio): RunsSlice {
  return studio.store.getState().runs
}

function coloursOf(page: TestStudio): readonly (readonly [string, number])[] {
  return runs(page).records.map(({ id, colour }) => [id, colour])
}

describe('choosing', () => {
  test('in and out; the first is the baseline', async () => {
    const page = await listing(keptRun('a'), keptRun('b', { colour: 1 }))
    page.actions.toggleCompared('b')
    expect(runs(page)).toMatchObject({ comparedIds: ['b'], baselineId: 'b' })
    page.actions.toggleCompared('a')
    expect(runs(page)).toMatchObject({ comparedIds: ['b', 'a'], baselineId: 'b' })
    page.actions.toggleCompared('b')
    expect(runs(page)).toMatchObject({ comparedIds: ['a'], baselineId: 'a' })
    page.actions.toggleCompared('a')
    expect(runs(page)).toMatchObject({ comparedIds: [], baselineId: null })
    expect(page.library.log).toEqual([])
  })

  test('what is not there is not chosen', async () => {
    const page = await listing(keptRun('a'))
    page.actions.toggleCompared('b')
    expect(runs(page)).toMatchObject({ comparedIds: [], baselineId: null })
  })

  test('eight at most', async () => {
    const kept = Array.from({ length: 9 }, (_, i) => keptRun(`${i}`, { colour: i % 8 }))
    const page = await listing(...kept)
    for (const { id } of kept) page.actions.toggleCompared(id)
    expect(runs(page).comparedIds).toEqual(['0', '1', '2', '3', '4', '5', '6', '7'])
    page.actions.toggleCompared('3')
    page.actions.toggleCompared('8')
    expect(runs(page).comparedIds).toEqual(['0', '1', '2', '4', '5', '6', '7', '8'])
    // its own is that of 0
    expect(coloursOf(page).find(([id]) => id === '8')).toEqual(['8', 3])
  })

  test('nothing any more', async () => {
    const page = await listing(keptRun('a'), keptRun('b'))
    page.actions.toggleCompared('a')
    page.actions.toggleCompared('b')
    page.actions.clearCompared()
    expect(runs(page)).toMatchObject({ comparedIds: [], baselineId: null })
    expect(runs(page).records).toHaveLength(2)
  })
})

describe('saving', () => {
  test('the numbers of the compared runs, under the date', async () => {
    const page = await listing(keptRun('a'), keptRun('b', { colour: 1 }), keptRun('c'))
    page.actions.toggleCompared('b')
    page.actions.exportComparison('csv')
    expect(page.downloads).toEqual([])
    page.actions.toggleCompared('a')
    page.actions.exportComparison('csv')
    page.actions.exportComparison('latex')
    expect(page.downloads.map(({ fileName }) => fileName)).toEqual([
      'redshift-studio_comparison_2026-11-22.csv',
      'redshift-studio_comparison_2026-11-22.tex',
    ])
    const [csv, latex] = await Promise.all(page.downloads.map(({ contents }) => contents.text()))
    const { records } = runs(page)
    const comparison = compareRuns([records[1]!, records[0]!], 'b', 'test')!
    expect(comparison.baseline.id).toBe('b')
    expect(csv).toBe(comparisonCsv(comparison))
    expect(latex).toBe(comparisonLatex(comparison))
  })
})

test('a comparison on the natural test says so in the names of its files', async () => {
  const page = await listing(naturalRun('a'), naturalRun('b'))
  for (const id of ['a', 'b']) page.actions.toggleCompared(id)
  page.actions.setComparedTest('natural')
  page.actions.exportComparison('csv')
  page.actions.exportComparison('latex')
  expect(page.downloads.map(({ fileName }) => fileName)).toEqual([
    'redshift-studio_comparison_natural_2026-11-22.csv',
    'redshift-studio_comparison_natural_2026-11-22.tex',
  ])
})

describe('the natural test', () => {
  /** Runs a and b have one, c and d have none; a is the baseline. */
  async function onNatural(): Promise<TestStudio> {
    const page = await listing(naturalRun('a'), naturalRun('b'), keptRun('c'), keptRun('d'))
    for (const id of ['a', 'b', 'c', 'd']) page.actions.toggleCompared(id)
    page.actions.setComparedTest('natural')
    return page
  }
  const natural = ({ baselineId, comparedTest }: RunsSlice) => [baselineId, comparedTest]

  test('stays while the baseline has one', async () => {
    const page = await onNatural()
    page.actions.toggleCompared('d')
    page.actions.setBaseline('b')
    expect(natural(runs(page))).toEqual(['b', 'natural'])
    await page.actions.deleteRun('c')
    page.actions.setBaseline('a')
    page.actions.toggleCompared('a')
    expect(natural(runs(page))).toEqual(['b', 'natural'])
  })

  test('goes with a baseline that has none, however it became that', async () => {
    const chosen = await onNatural()
    chosen.actions.setBaseline('c')
    expect(natural(runs(chosen))).toEqual(['c', 'test'])
    chosen.actions.setBaseline('a')
    expect(natural(runs(chosen))).toEqual(['a', 'test'])

    const taken = await onNatural()
    for (const id of ['b', 'a']) taken.actions.toggleCompared(id)
    expect(natural(runs(taken))).toEqual(['c', 'test'])

    const deleted = await onNatural()
    await deleted.actions.deleteRun('b')
    await deleted.actions.deleteRun('a')
    expect(natural(runs(deleted))).toEqual(['c', 'test'])

    const elsewhere = await onNatural()
    for (const id of ['a', 'b']) elsewhere.library.kept.delete(id)
    await elsewhere.actions.loadRuns()
    expect(natural(runs(elsewhere))).toEqual(['c', 'test'])
  })

  test('comes back with a baseline that is brought back', async () => {
    const page = await onNatural()
    page.actions.toggleCompared('b')
    const before = runs(page)
    await page.actions.deleteRun('a')
    expect(natural(runs(page))).toEqual(['c', 'test'])
    await page.actions.undoDelete()
    expect(runs(page)).toEqual(before)
  })

  test('stays where another read changes nothing of it', async () => {
    const page = await onNatural()
    page.actions.setBaseline('b')
    await page.actions.loadRuns()
    expect(natural(runs(page))).toEqual(['b', 'natural'])
  })

  test('is not what the next comparison begins with', async () => {
    const page = await onNatural()
    page.actions.clearCompared()
    page.actions.toggleCompared('a')
    expect(natural(runs(page))).toEqual(['a', 'test'])
  })
})

describe('colours', () => {
  test('a run keeps its own while no other has it, and else takes the lowest free one, for good', async () => {
    const page = await listing(
      keptRun('a', { colour: 1 }),
      keptRun('b', { colour: 1 }),
      keptRun('c', { colour: 5 }),
      keptRun('d', { colour: 0 }),
    )
    page.actions.toggleCompared('a')
    page.actions.toggleCompared('c')
    await settled()
    expect(page.library.log).toEqual([])
    page.actions.toggleCompared('b')
    page.actions.toggleCompared('d')
    await settled()
    expect(coloursOf(page)).toEqual([
      ['a', 1],
      ['b', 0],
      ['c', 5],
      ['d', 2],
    ])
    expect(page.library.log).toEqual(['update b colour', 'update d colour'])
    expect(page.library.kept.get('d')).toEqual(keptRun('d', { colour: 2 }))
    page.actions.toggleCompared('a')
    page.actions.toggleCompared('b')
    page.actions.toggleCompared('b')
    expect(coloursOf(page)[1]).toEqual(['b', 0])
  })

  test('a library without room takes nothing of it back', async () => {
    const page = await listing(keptRun('a'), keptRun('b'))
    page.library.failWith = new Error('full')
    page.actions.toggleCompared('a')
    page.actions.toggleCompared('b')
    await settled()
    expect(runs(page)).toMatchObject({ comparedIds: ['a', 'b'], storageError: { message: 'full' } })
    expect(coloursOf(page)).toEqual([
      ['a', 0],
      ['b', 1],
    ])
  })
})

describe('the baseline', () => {
  test('is one of the compared', async () => {
    const page = await listing(keptRun('a'), keptRun('b'), keptRun('c'))
    for (const id of ['a', 'b']) page.actions.toggleCompared(id)
    page.actions.setBaseline('b')
    expect(runs(page).baselineId).toBe('b')
    page.actions.setBaseline('c')
    expect(runs(page).baselineId).toBe('b')
  })

  test.each([
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'a'],
  ])('where %s was it and goes, it is %s', async (gone, next) => {
    const page = await listing(keptRun('a'), keptRun('b'), keptRun('c'))
    for (const id of ['a', 'b', 'c']) page.actions.toggleCompared(id)
    page.actions.setBaseline(gone)
    page.actions.toggleCompared(gone)
    expect(runs(page).baselineId).toBe(next)
  })
})

test('how runs are compared', async () => {
  const page = await listing()
  page.actions.setComparedTest('natural')
  page.actions.setFolded(false)
  expect(runs(page)).toMatchObject({ comparedTest: 'natural', folded: false })
  page.actions.setComparedTest('test')
  page.actions.setFolded(true)
  expect(runs(page)).toMatchObject({ comparedTest: 'test', folded: true })
})
