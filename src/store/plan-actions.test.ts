import { expect, test } from 'vitest'
import { StudioError } from '../core/errors.ts'
import { plan, report } from './test-data.ts'
import { type TestStudio, testStudio } from './test-engine.ts'

/** Sample data are loaded and planned: 2 steps per epoch. */
async function ready(): Promise<TestStudio> {
  const page = testStudio()
  void page.actions.loadSample()
  await page.calls.simulate[0]!.resolve(report('sample'))
  await page.calls.plan[0]!.resolve(plan(2))
  return page
}

test('a change of settings plans anew', async () => {
  const { studio, actions, calls } = await ready()
  actions.setSettings({ batchSize: 2 })
  expect(studio.store.getState().settings.batchSize).toBe(2)
  expect(calls.plan[1]!.args).toEqual([studio.store.getState().settings])
  await calls.plan[1]!.resolve(plan(4))
  expect(studio.store.getState().plan).toEqual(plan(4))
})

test('a late plan of old settings is dropped', async () => {
  const { studio, actions, calls } = await ready()
  actions.setSettings({ batchSize: 2 })
  actions.setSettings({ batchSize: 1 })
  await calls.plan[2]!.resolve(plan(8))
  await calls.plan[1]!.resolve(plan(4))
  expect(studio.store.getState().plan).toEqual(plan(8))
})

test('a late failure of old settings is dropped', async () => {
  const { studio, actions, calls } = await ready()
  actions.setSettings({ batchSize: 2 })
  actions.setSettings({ batchSize: 1 })
  await calls.plan[2]!.resolve(plan(8))
  await calls.plan[1]!.reject(new StudioError('bad-input', 'too short'))
  expect(studio.store.getState()).toMatchObject({ plan: plan(8), planError: null })
})

test('a late plan of old data is dropped', async () => {
  const { studio, actions, calls } = await ready()
  actions.setSettings({ seed: 2 })
  void actions.loadSample()
  await calls.plan[1]!.resolve(plan(4))
  expect(studio.store.getState().plan).toBeNull()
  await calls.simulate[1]!.resolve(report('another'))
  await calls.plan[2]!.resolve(plan(6))
  expect(studio.store.getState().plan).toEqual(plan(6))
})

test('settings that cannot be planned say why, until they can', async () => {
  const { studio, actions, calls } = await ready()
  actions.setSettings({ model: 'CNN8' })
  await calls.plan[1]!.reject(
    new StudioError('bad-input', 'CNN8 needs 16 points, got 8', 'Choose another model.'),
  )
  expect(studio.store.getState().plan).toBeNull()
  expect(studio.store.getState().planError).toMatchObject({
    code: 'bad-input',
    message: 'CNN8 needs 16 points, got 8',
    hint: 'Choose another model.',
  })
  actions.setSettings({ model: 'CNN3' })
  await calls.plan[2]!.resolve(plan(2))
  expect(studio.store.getState()).toMatchObject({ plan: plan(2), planError: null })
})

test('without data settings change and nothing is planned', () => {
  const { studio, actions, calls } = testStudio()
  actions.setSettings({ epochs: 3, schedule: 'plateau' })
  expect(studio.store.getState().settings).toMatchObject({ epochs: 3, schedule: 'plateau', batchSize: 128 })
  expect(calls.plan).toEqual([])
})

test('the estimate follows the plan; one of old settings is dropped, and a failed one says nothing', async () => {
  const { studio, actions, calls } = await ready()
  expect(studio.store.getState()).toMatchObject({ estimate: null, estimating: true })
  await calls.estimate[0]!.resolve(40)
  expect(studio.store.getState()).toMatchObject({ estimate: 40, estimating: false })
  actions.setSettings({ epochs: 20 })
  await calls.plan[1]!.resolve(plan(2))
  expect(studio.store.getState().estimate).toBeNull()
  actions.setSettings({ epochs: 30 })
  await calls.plan[2]!.resolve(plan(2))
  await calls.estimate[1]!.resolve(80)
  expect(studio.store.getState()).toMatchObject({ estimate: null, estimating: true })
  await calls.estimate[2]!.reject(new StudioError('device', 'no GPU'))
  expect(studio.store.getState()).toMatchObject({
    estimate: null,
    estimating: false,
    plan: plan(2),
    planError: null,
  })
})

test('a model brings its own schedule, patience and dropout', async () => {
  const { studio, actions } = await ready()
  actions.setSettings({ model: 'CNN-2inputs' })
  expect(studio.store.getState().settings).toMatchObject({ schedule: 'plateau', patience: 5, dropout: 0 })
  actions.setSettings({ model: 'CNN-GRU' })
  expect(studio.store.getState().settings).toMatchObject({
    schedule: 'exponential',
    patience: 10,
    dropout: 0.2,
  })
})
