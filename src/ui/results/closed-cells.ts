// Why the cells of a matrix lead to no objects, where that is not plain: the network of a kept run is gone, and that of this
// session's run may have made way for one from a file.

import { openedRecord } from '../../store/run-in-use.ts'
import { isBusyTraining, type StudioState } from '../../store/state.ts'

type InUse = Pick<StudioState, 'run' | 'starting' | 'runs' | 'network'>

const KEPT_RUN =
  'A kept run has no network, so its cells lead to no objects. Train it again, or load its network file and turn to Inspect.'
const LOADED_NETWORK =
  'The network in use was loaded from a file, so these cells lead to no objects. Turn to Inspect for its own.'

/**
 * Why the cells of the run in view are closed and what to do; `null` where nothing needs to be said: while a run is under way,
 * and for that of this session as long as its network is in use.
 */
export function closedCellsText(state: InUse): string | null {
  if (openedRecord(state) !== null) return KEPT_RUN
  const { run, network } = state
  if (run === null || isBusyTraining(state)) return null
  // without a card the best weights of a run that has just ended are still to come
  return network.card === null || network.card.origin === 'trained' ? null : LOADED_NETWORK
}
