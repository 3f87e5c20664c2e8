// When the network in use must stay as it is.

import { isBusyTraining, type StudioState } from './state.ts'

/** What keeps another network from being loaded: a run, a network that is being read, or posteriors that are being answered. */
export type NetworkHold = 'training' | 'loading' | 'applying'

/** The first of these; `null` where another network may be loaded. */
export function networkHold(
  state: Pick<StudioState, 'run' | 'starting' | 'network' | 'apply'>,
): NetworkHold | null {
  if (isBusyTraining(state)) return 'training'
  if (state.network.loading) return 'loading'
  return state.apply.progress === null ? null : 'applying'
}
