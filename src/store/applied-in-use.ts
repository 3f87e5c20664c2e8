// Whether the answers that are shown come from the network in use: only then do its temperature and its kept class count for
// them.

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
  return isAppliedByNetworkInUse(state) ? temperatureInUse(state) : null
}

/** Index of the class of the answers that is kept: as in the view of trust, or the most trusted one of another network. */
export function appliedKeptClass(state: InUse): number {
  const card = state.apply.applied?.card
  if (card === undefined) return 0
  const kept = isAppliedByNetworkInUse(state) ? keptClassOf(state) : trustedClass(card.target)
  return kept < card.classes.length ? kept : 0
}

/** The worker hands out copies: cards are compared by what they say. */
function isSameCard(a: ModelCard, b: ModelCard): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}
