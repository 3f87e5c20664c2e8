import { describe, expect, test } from 'vitest'
import type { ChoiceStore, ComparisonChoice } from '../core/compare/choice.ts'
import type { RunsSlice } from './state.ts'
import { keptRun } from './test-data.ts'
import { type TestStudio, testStudio } from './test-engine.ts'

const ALL = [keptRun('a'), keptRun('b', { colour: 1 }), keptRun('c', { colour: 2 })]
const CHOICE: ComparisonChoice = { ids: ['c', 'a'], baselineId: 'a', test: 'natural', folded: false }

interface Choices extends ChoiceStore {
  kept: ComparisonChoice | null
  /** how often something was kept */
  times: number
}

function choicesWith(kept: ComparisonChoice | null): Choices {
  const choices: Choices = {
    kept,
    times: 0,
    load: () => choices.kept,
    keep: (choice) => {
      choices.kept = choice
      choices.times++
    },
  }
  return choices
}

/** What the next page shows once it knows the runs. */
async function nextPage(choices: ChoiceStore, kept = ALL): Promise<TestStudio> {
  const page = testStudio({ choices }, kept)
  await page.actions.loadRuns()
  return page
}

function compared({ studio }: TestStudio): Partial<RunsSlice> {
  const { comparedIds, baselineId, comparedTest, folded } = studio.store.getState().runs
  return { comparedIds, baselineId, comparedTest, folded }
}

describe('each change is kept, and nothing else is', () => {
  test.each<[string, (page: TestStudio) => void, Partial<ComparisonChoice>]>([
    ['a run more', ({ actions }) => actions.toggleCompared('b'), { ids: ['c', 'a', 'b'] }],
    ['a run less', ({ actions }) => actions.toggleCompared('c'), { ids: ['a'] }],
    ['another baseline', ({ actions }) => actions.setBaseline('c'), { baselineId: 'c', test: 'test' }],
    ['another test', ({ actions }) => actions.setComparedTest('test'), { test: 'test' }],
    ['bands', ({ actions }) => actions.setFolded(true), { folded: true }],
    ['none', ({ actions }) => actions.clearCompared(), { ids: [], baselineId: null, test: 'test' }],
  ])('%s', async (_, change, expected) => {
    const choices = choicesWith(CHOICE)
    const page = await nextPage(choices)
    change(page)
    expect(choices.kept).toEqual({ ...CHOICE, ...expected })
  })

  test('what has nothing to do with it', async () => {
    const choices = choicesWith(null)
    const page = await nextPage(choices)
    const { times } = choices
    await page.actions.editRun('a', { name: 'x' })
    page.actions.openRun('a')
    page.actions.showView('data')
    page.actions.setSettings({ seed: 2 })
    expect(choices.times).toBe(times)
  })
})

describe('after a reload', () => {
  test('all is as before', async () => {
    expect(compared(await nextPage(choicesWith(CHOICE)))).toEqual({
      comparedIds: ['c', 'a'],
      baselineId: 'a',
      comparedTest: 'natural',
      folded: false,
    })
  })

  test('runs that have gone are left out, a baseline among them', async () => {
    const kept = choicesWith({ ...CHOICE, ids: ['x', 'b', 'a'], baselineId: 'x' })
    expect(compared(await nextPage(kept))).toEqual({
      comparedIds: ['b', 'a'],
      baselineId: 'b',
      // b has no natural test
      comparedTest: 'test',
      folded: false,
    })
  })

  test.each([
    ['nothing was kept', null],
    ['all has gone', { ...CHOICE, ids: ['x'], baselineId: 'x', folded: true }],
  ])('nothing is compared where %s', async (_, choice) => {
    expect(compared(await nextPage(choicesWith(choice)))).toEqual({
      comparedIds: [],
      baselineId: null,
      comparedTest: 'test',
      folded: true,
    })
  })

  test('a later read brings nothing back', async () => {
    const choices = choicesWith(CHOICE)
    const page = await nextPage(choices)
    page.actions.toggleCompared('c')
    choices.kept = CHOICE
    await page.actions.loadRuns()
    await page.actions.refreshRuns(['a'])
    expect(compared(page)).toMatchObject({ comparedIds: ['a'] })
  })

  test('a library that does not answer costs nothing of what is kept', async () => {
    const choices = choicesWith(CHOICE)
    const page = testStudio({ choices }, ALL)
    page.library.failWith = new Error('gone')
    await page.actions.loadRuns()
    expect(choices.kept).toBe(CHOICE)
  })
})
