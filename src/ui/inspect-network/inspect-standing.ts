// What the view of single objects needs before it can show any, and what it waits for.

import { isComplete } from '../../core/model-card.ts'
import { isBusyTraining, type StudioState } from '../../store/state.ts'

/** How far the view is; `ready`: what the network says of the data in use is known. */
export type InspectStanding =
  | 'ready'
  | 'computing'
  | 'training'
  | 'no-network'
  | 'incomplete'
  | 'no-data'
  | 'unknown'

/** Where the view stands. */
export function inspectStanding(state: StudioState): InspectStanding {
  const { card, predictions, progress } = state.network
  if (predictions !== null) return 'ready'
  if (progress !== null) return 'computing'
  if (isBusyTraining(state)) return 'training'
  if (card === null) return 'no-network'
  if (!isComplete(card)) return 'incomplete'
  return state.data.phase === 'ready' ? 'unknown' : 'no-data'
}
