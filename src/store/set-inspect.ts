// The one way in which the actions of the view of single objects change its slice.

import type { InspectSlice } from './network-state.ts'
import type { Studio } from './studio.ts'

/** Changes part of what the view of single objects shows. */
export function setInspect(studio: Studio, patch: Partial<InspectSlice>): void {
  studio.store.setState(({ inspect }) => ({ inspect: { ...inspect, ...patch } }))
}
