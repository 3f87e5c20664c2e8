import { expect, test } from 'vitest'
import { keepRun, unkeptRuns } from './keep-runs.ts'
import { keptRun } from './test-data.ts'
import { type TestStudio, testStudio } from './test-engine.ts'

const A = keptRun('a')
const FULL = new Error('full')

async function listing(): Promise<TestStudio> {
  const page = testStudio({}, [A])
  await page.actions.loadRuns()
  return page
}

test('a run is newer here until it was written as it is', async () => {
  const { studio, library } = await listing()
  const writing = keepRun(studio, 'a')
  expect([...unkeptRuns(studio)]).toEqual(['a'])
  // as an epoch that ends meanwhile
  const later = keptRun('a', { note: 'later' })
  studio.store.setState(({ runs }) => ({ runs: { ...runs, records: [later] } }))
  await writing
  expect(library.kept.get('a')).toEqual(A)
  expect([...unkeptRuns(studio)]).toEqual(['a'])
  await keepRun(studio, 'a')
  expect(library.kept.get('a')).toBe(later)
  expect([...unkeptRuns(studio)]).toEqual([])
})

test('what failed is written with the next success, once', async () => {
  const { studio, library, actions } = await listing()
  library.failWith = FULL
  await actions.editRun('a', { note: 'b' })
  expect([...unkeptRuns(studio)]).toEqual(['a'])
  library.failWith = null
  await actions.loadRuns()
  await actions.loadRuns()
  expect(library.log).toEqual(['put a', 'put a'])
  expect(library.kept.get('a')!.note).toBe('b')
})

test('what failed and was deleted then is not written', async () => {
  const { studio, library, actions } = await listing()
  library.failWith = FULL
  await actions.editRun('a', { note: 'b' })
  library.failWith = null
  await actions.deleteRun('a')
  expect(library.log).toEqual(['put a', 'remove a'])
  expect(library.kept.size).toBe(0)
  expect(studio.store.getState().runs.storageError).toBeNull()
})

test('two studios do not know of each other', async () => {
  const [one, other] = [await listing(), await listing()]
  one.library.failWith = FULL
  await one.actions.editRun('a', { note: 'b' })
  expect([[...unkeptRuns(one.studio)], [...unkeptRuns(other.studio)]]).toEqual([['a'], []])
})
