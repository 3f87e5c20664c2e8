// The plan follows the settings, so that steps and memory are shown before anything runs.

import { describeError } from '../core/errors.ts'
import type { RunSettings } from '../core/run.ts'
import { isBusyTraining } from './state.ts'
import type { Studio } from './studio.ts'

/** Changes settings and plans anew; while a run is under way they stay. */
export function setSettings(studio: Studio, patch: Partial<RunSettings>): void {
  if (isBusyTraining(studio.store.getState())) return
  studio.store.setState(({ settings }) => ({ settings: { ...settings, ...patch } }))
  void updatePlan(studio)
}

/** Asks the engine for the plan of the present settings. */
export async function updatePlan(studio: Studio): Promise<void> {
  const { settings, data } = studio.store.getState()
  if (data.phase !== 'ready') return
  const isCurrent = () =>
    studio.store.getState().settings === settings && studio.store.getState().data.report === data.report
  try {
    const plan = await studio.engine.plan(settings)
    if (isCurrent()) studio.store.setState({ plan, planError: null })
  } catch (thrown) {
    if (isCurrent()) studio.store.setState({ plan: null, planError: describeError(thrown) })
  }
}
