// The plan follows the settings, so that steps and memory are shown before anything runs.

import { describeError } from '../core/errors.ts'
import type { RunSettings } from '../core/run.ts'
import { modelDefaults } from '../core/settings.ts'
import { isBusyTraining } from './state.ts'
import type { Studio } from './studio.ts'

/** Changes settings and plans anew; a model brings its own defaults. While a run is under way they stay. */
export function setSettings(studio: Studio, patch: Partial<RunSettings>): void {
  if (isBusyTraining(studio.store.getState())) return
  const defaults = patch.model === undefined ? {} : modelDefaults(patch.model)
  studio.store.setState(({ settings }) => ({ settings: { ...settings, ...defaults, ...patch } }))
  void updatePlan(studio)
}

/**
 * Asks the engine for the plan of the present settings, then for an estimate of the time. A device that cannot give one
 * says why when a run is started on it.
 */
export async function updatePlan(studio: Studio): Promise<void> {
  const { settings, data } = studio.store.getState()
  if (data.phase !== 'ready') return
  const isCurrent = () =>
    studio.store.getState().settings === settings && studio.store.getState().data.report === data.report
  try {
    const plan = await studio.engine.plan(settings)
    if (!isCurrent()) return
    studio.store.setState({ plan, planError: null, estimate: null, estimating: true })
  } catch (thrown) {
    if (!isCurrent()) return
    const planError = describeError(thrown)
    studio.store.setState({ plan: null, planError, estimate: null, estimating: false })
    return
  }
  const estimate = await studio.engine.estimate(settings).catch(() => null)
  if (isCurrent()) studio.store.setState({ estimate, estimating: false })
}
