// How the answers of a network are read: as the view of trust says while that network is in use, afterwards as they were read
// last.

import type { AppliedReading } from '../core/applied.ts'
import type { ModelCard } from '../core/model-card.ts'
import { temperatureInUse } from './probabilities.ts'
import type { StudioState } from './state.ts'
import { keptClassOf, trustedClass } from './trust-in-use.ts'

type InUse = Pick<StudioState, 'network' | 'trust' | 'apply'>

/** Whether the answers are of the network in use; `false` where nothing was applied. */
export function isAppliedByNetworkInUse({ network: { card }, apply: { applied } }: InUse): boolean {
  return applied !== null && card !== null && isSameCard(applied.card, card)
}

/** The temperature that divides the logits of the answers; `null` where they are taken as they are. */
export function appliedTemperature(state: InUse): number | null {
  if (isAppliedByNetworkInUse(state)) return temperatureInUse(state)
  return state.apply.applied?.reading?.temperature ?? null
}

/** Index of the class of the answers that is kept; the most trusted one where nobody chose. */
export function appliedKeptClass(state: InUse): number {
  const { applied } = state.apply
  if (applied === null) return 0
  const { card, reading } = applied
  const before = reading?.kept?.classIndex ?? trustedClass(card.target)
  const kept = isAppliedByNetworkInUse(state) ? keptClassOf(state) : before
  return kept < card.classes.length ? kept : 0
}

/** Least probability of that class, 0 to 1. */
export function appliedThreshold(state: InUse): number {
  const inUse = state.trust.threshold
  if (isAppliedByNetworkInUse(state)) return inUse
  return state.apply.applied?.reading?.kept?.threshold ?? inUse
}

/** All of it. A new object each time, so no selector. */
export function appliedReading(state: InUse): AppliedReading {
  return {
    temperature: appliedTemperature(state),
    kept: { classIndex: appliedKeptClass(state), threshold: appliedThreshold(state) },
  }
}

/** The worker hands out copies: cards are compared by what they say. */
function isSameCard(a: ModelCard, b: ModelCard): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}
