// How the answers of a network are read: as the view of trust says while both the network and the data that it was judged on
// are in use, afterwards as they were read last.

import type { AppliedReading } from '../core/applied.ts'
import { temperatureInUse } from './probabilities.ts'
import type { StudioState } from './state.ts'
import { keptClassOf } from './trust-in-use.ts'

type InUse = Pick<StudioState, 'network' | 'trust' | 'apply'>

/** The temperature that divides the logits of the answers; `null` where they are taken as they are. */
export function appliedTemperature(state: InUse): number | null {
  const { settled } = state.apply
  return settled === null ? temperatureInUse(state) : settled.temperature
}

/** Index of the class of the answers that is kept. */
export function appliedKeptClass(state: InUse): number {
  const { applied, settled } = state.apply
  const kept = settled?.kept?.classIndex ?? keptClassOf(state)
  return applied === null || kept < applied.card.classes.length ? kept : 0
}

/** Least probability of that class, 0 to 1. */
export function appliedThreshold(state: InUse): number {
  return state.apply.settled?.kept?.threshold ?? state.trust.threshold
}

/** All of it. A new object each time, so no selector. */
export function appliedReading(state: InUse): AppliedReading {
  return {
    temperature: appliedTemperature(state),
    kept: { classIndex: appliedKeptClass(state), threshold: appliedThreshold(state) },
  }
}
