// Why the network in use must stay as it is, and why it cannot be applied, in words.

import { isComplete } from '../../core/model-card.ts'
import { type NetworkHold, networkHold } from '../../store/network-hold.ts'
import type { StudioState } from '../../store/state.ts'

type Known = Pick<StudioState, 'run' | 'starting' | 'network' | 'apply'>

const LOAD_TEXTS: Readonly<Record<NetworkHold, string>> = {
  training: 'A run is under way: a network can be loaded once it has ended.',
  loading: 'A network is being taken into use: another can be loaded after it.',
  applying: 'The network in use is being applied: another can be loaded after that.',
}

/** Why no network can be loaded now; `null` where one can. */
export function loadHoldText(state: Known): string | null {
  const hold = networkHold(state)
  return hold === null ? null : LOAD_TEXTS[hold]
}

const APPLY_TEXTS: Readonly<Record<NetworkHold, string>> = {
  training: 'A run is under way: its network can be applied once it has ended.',
  loading: 'A network is being taken into use: it can be applied after that.',
  applying: 'Other posteriors are being read: these can follow after them.',
}

/** Why the network cannot be applied now; `null` where it can. */
export function applyHoldText(state: Known): string | null {
  const hold = networkHold(state)
  if (hold !== null) return APPLY_TEXTS[hold]
  const { card } = state.network
  if (card === null) return 'There is no network to apply: train one, or load one.'
  return isComplete(card) ? null : 'Say first what the network is for: its file does not tell.'
}
