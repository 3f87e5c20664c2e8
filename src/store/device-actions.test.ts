import { expect, test } from 'vitest'
import { StudioError } from '../core/errors.ts'
import type { DeviceCheck, ModelCheck } from '../engine/types.ts'
import { describeDevice } from './device-actions.ts'
import { canStart } from './state.ts'
import { DEVICE, testStudio } from './test-engine.ts'

const MODEL: ModelCheck = {
  model: 'CNN3',
  length: 97,
  keras: '3.15.1',
  quantities: [],
  problem: null,
  isFit: true,
}
const CHECK: DeviceCheck = { backend: 'wasm', adapter: 'CPU', models: [MODEL], isFit: true }

test('the device is described', async () => {
  const { studio } = testStudio()
  await describeDevice(studio)
  expect(studio.store.getState().device).toBe(DEVICE)
})

test('models appear as they are done, and training waits for the last one', async () => {
  const { studio, actions, calls } = testStudio()
  void actions.checkDevice()
  expect(calls.checkDevice[0]!.args[0]).toBe('auto')
  calls.checkDevice[0]!.args[1]!.onProgress!(MODEL)
  expect(studio.store.getState().deviceCheck).toMatchObject({
    phase: 'running',
    models: [MODEL],
    result: null,
  })
  expect(canStart(studio.store.getState())).toBe(false)
  void actions.checkDevice()
  expect(calls.checkDevice).toHaveLength(1)
  await calls.checkDevice[0]!.resolve(CHECK)
  expect(studio.store.getState().deviceCheck).toEqual({
    phase: 'done',
    models: [MODEL],
    result: CHECK,
    error: null,
  })
})

test('a check that cannot run says why, and may be tried again', async () => {
  const { studio, actions, calls } = testStudio()
  void actions.checkDevice()
  await calls.checkDevice[0]!.reject(new StudioError('device', 'This browser offers no WebGPU adapter.'))
  expect(studio.store.getState().deviceCheck).toMatchObject({
    phase: 'failed',
    error: { code: 'device', message: 'This browser offers no WebGPU adapter.' },
  })
  void actions.checkDevice()
  expect(studio.store.getState().deviceCheck).toMatchObject({ phase: 'running', error: null })
})
