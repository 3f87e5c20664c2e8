// What the visitor's machine offers, and whether it computes what Keras computes.

import { describeError } from '../core/errors.ts'
import { type DeviceCheckState, isBusyTraining } from './state.ts'
import type { Studio } from './studio.ts'

/** Asks the engine what the visitor's machine offers. */
export async function describeDevice({ store, engine }: Studio): Promise<void> {
  store.setState({ device: await engine.describeDevice() })
}

/** Holds every model on the chosen backend against Keras; models appear as they are done. */
export async function checkDevice({ store, engine }: Studio): Promise<void> {
  const { settings, deviceCheck } = store.getState()
  if (isBusyTraining(store.getState()) || deviceCheck.phase === 'running') return
  const show = (patch: Partial<DeviceCheckState>) =>
    store.setState((state) => ({ deviceCheck: { ...state.deviceCheck, ...patch } }))
  show({ phase: 'running', models: [], result: null, error: null })
  try {
    const result = await engine.checkDevice(settings.backend, {
      onProgress: (model) => show({ models: [...store.getState().deviceCheck.models, model] }),
    })
    show({ phase: 'done', models: result.models, result })
  } catch (thrown) {
    show({ phase: 'failed', error: describeError(thrown) })
  }
}
