import { expect, test } from 'vitest'
import type { RunRecord } from '../core/run-record.ts'
import { addRuns, keepRun } from './keep-runs.ts'
import type { Studio } from './studio.ts'
import { keptRun } from './test-data.ts'
import { settled, type TestStudio, testStudio } from './test-engine.ts'

const A = keptRun('a')
const FULL = new Error('full')

async function listing(...kept: readonly RunRecord[]): Promise<TestStudio> {
  const page = testStudio({}, kept)
  await page.actions.loadRuns()
  return page
}

/** What the library does not have yet, for example `changed a note`. */
function unkept({ unkept }: Studio): readonly string[] {
  return [...unkept].map(([id, { kind, fields }]) => [kind, id, ...fields].join(' '))
}

/** Shows these runs without writing them. */
function show({ studio }: TestStudio, ...records: readonly RunRecord[]): void {
  studio.store.setState(({ runs }) => ({ runs: { ...runs, records } }))
}

/** Lets calls of one kind wait until they are let go. */
function hold(page: TestStudio, call: 'add' | 'remove'): () => void {
  let letGo = () => {}
  const waiting = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const { add, remove } = page.library
  Object.assign(
    page.library,
    call === 'add'
      ? { add: (record: RunRecord) => waiting.then(() => add(record)) }
      : { remove: (id: string) => waiting.then(() => remove(id)) },
  )
  return letGo
}

test('a field is newer here until it was written as it is', async () => {
  const page = await listing(A)
  show(page, { ...A, note: 'first' })
  const writing = keepRun(page.studio, 'a', ['note'])
  expect(unkept(page.studio)).toEqual(['changed a note'])
  await writing
  expect(unkept(page.studio)).toEqual([])
  expect(page.library.kept.get('a')).toEqual({ ...A, note: 'first' })
})

test('what was not asked for is left to other tabs', async () => {
  const page = await listing(A)
  page.library.kept.set('a', { ...A, tags: ['of another tab'] })
  show(page, { ...A, note: 'here', tags: ['old'] })
  await keepRun(page.studio, 'a', ['note'])
  expect(page.library.kept.get('a')).toEqual({ ...A, note: 'here', tags: ['of another tab'] })
})

test('a change during the adding is written after it', async () => {
  const page = await listing()
  const letGo = hold(page, 'add')
  show(page, A)
  const adding = addRuns(page.studio, ['a'])
  await settled()
  show(page, { ...A, note: 'later' })
  const changing = keepRun(page.studio, 'a', ['note'])
  expect(unkept(page.studio)).toEqual(['added a note'])
  letGo()
  await Promise.all([adding, changing])
  expect(page.library.log).toEqual(['add a', 'update a note'])
  expect(page.library.kept.get('a')!.note).toBe('later')
  expect(unkept(page.studio)).toEqual([])
})

test('a run that is brought back while it is removed is there in the end', async () => {
  const page = await listing(A)
  const letGo = hold(page, 'remove')
  const removing = page.actions.deleteRun('a')
  await settled()
  const undoing = page.actions.undoDelete()
  letGo()
  await Promise.all([removing, undoing])
  expect(page.library.log).toEqual(['remove a', 'add a'])
  expect([...page.library.kept.values()]).toEqual([A])
  expect(unkept(page.studio)).toEqual([])
})

test('what failed is written with the next success, once', async () => {
  const { studio, library, actions } = await listing(A)
  library.failWith = FULL
  await actions.editRun('a', { note: 'b' })
  expect(unkept(studio)).toEqual(['changed a note'])
  library.failWith = null
  await actions.loadRuns()
  await actions.loadRuns()
  expect(library.log).toEqual(['update a note', 'update a note'])
  expect(library.kept.get('a')!.note).toBe('b')
  expect(studio.store.getState().runs).toMatchObject({ storageError: null, records: [{ note: 'b' }] })
})

test('a deletion that failed is done with the next success, and the error stays until then', async () => {
  const { studio, library, actions } = await listing(A, keptRun('b'))
  library.failWith = FULL
  await actions.deleteRun('b')
  await actions.editRun('a', { note: 'x' })
  expect(studio.store.getState().runs.storageError?.message).toBe('full')
  library.failWith = null
  await actions.editRun('a', { name: 'y' })
  expect(library.log).toEqual(['remove b', 'update a note', 'update a note name', 'remove b'])
  expect([...library.kept.values()]).toEqual([{ ...A, name: 'y', note: 'x' }])
  expect(studio.store.getState().runs.storageError).toBeNull()
})

test('a deletion that failed and was undone is not done', async () => {
  const { library, actions } = await listing(A)
  library.failWith = FULL
  await actions.editRun('a', { note: 'b' })
  await actions.deleteRun('a')
  library.failWith = null
  await actions.undoDelete()
  expect([...library.kept.values()]).toEqual([{ ...A, note: 'b' }])
})

test('what failed and was deleted then is not written', async () => {
  const { studio, library, actions } = await listing(A)
  library.failWith = FULL
  await actions.editRun('a', { note: 'b' })
  library.failWith = null
  await actions.deleteRun('a')
  expect(library.log).toEqual(['update a note', 'remove a'])
  expect(library.kept.size).toBe(0)
  expect(studio.store.getState().runs.storageError).toBeNull()
})

test('a change does not bring back what another tab deleted, and a report does', async () => {
  const page = await listing(A)
  page.library.kept.clear()
  show(page, { ...A, note: 'b' })
  await keepRun(page.studio, 'a', ['note'])
  expect(page.library.kept.size).toBe(0)
  await keepRun(page.studio, 'a', ['report'])
  expect(page.library.kept.get('a')).toEqual({ ...A, note: 'b' })
})

test('a new run that the library has already is the one there', async () => {
  const page = await listing()
  const there = { ...A, note: 'of another tab', tags: ['t'] }
  page.library.kept.set('a', there)
  show(page, { ...A, colour: 4 })
  await addRuns(page.studio, ['a'])
  expect(page.library.kept.get('a')).toBe(there)
  expect(page.studio.store.getState().runs.records).toEqual([there])
  expect(unkept(page.studio)).toEqual([])
})

test.each([
  ['another run', [{ ...A, report: { ...A.report, lr: [0.5] } }], ['a', 'run-1']],
  ['something that nobody understands', [], ['run-1']],
])('a new run whose id has %s gets its own', async (_, understood, ids) => {
  const page = await listing()
  page.library.kept.set('a', understood[0] ?? A)
  if (understood.length === 0) {
    Object.assign(page.library, { load: async () => ({ records: [], unread: 1 }) })
  }
  show(page, A)
  page.actions.toggleCompared('a')
  await addRuns(page.studio, ['a'])
  const { records, comparedIds, baselineId } = page.studio.store.getState().runs
  expect(records.map(({ id }) => id)).toEqual(ids)
  expect([comparedIds, baselineId]).toEqual([['run-1'], 'run-1'])
  expect(page.library.kept.get('a')).toBe(understood[0] ?? A)
  const name = understood.length === 0 ? 'a' : 'a 2'
  expect(page.library.kept.get('run-1')).toEqual({ ...A, id: 'run-1', name })
})

test('two studios do not know of each other', async () => {
  const [one, other] = [await listing(A), await listing(A)]
  one.library.failWith = FULL
  await one.actions.editRun('a', { note: 'b' })
  expect([unkept(one.studio), unkept(other.studio)]).toEqual([['changed a note'], []])
})
