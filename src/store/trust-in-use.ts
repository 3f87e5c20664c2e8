// The rows and the class that trust is measured on. What was chosen may not exist for the predictions in use: then the first
// split, or the first class.

import type { SplitPredictions } from '../core/predictions.ts'
import type { TargetId } from '../core/targets.ts'
import { predictionsOf } from './probabilities.ts'
import type { StudioState } from './state.ts'

type InUse = Pick<StudioState, 'network' | 'trust'>

/** The chosen split; `null` without predictions. */
export function trustedSplit({ network: { predictions }, trust }: InUse): SplitPredictions | null {
  return predictionsOf(predictions, trust.split) ?? predictions?.splits[0] ?? null
}

/** Index of the class that is kept, below the number of classes. */
export function keptClassOf({ network: { predictions }, trust }: InUse): number {
  return predictions === null || trust.keptClass < predictions.card.classes.length ? trust.keptClass : 0
}

/** Class of the redshifts that are trusted most: the surest flags of a target that is made of flags. */
export function trustedClass(target: TargetId | null): number {
  return target === null ? 0 : TRUSTED_CLASSES[target]
}

/** Flags 3 and 4 stand for secure redshifts, 1 for a tentative one (Le Fevre et al. 2005). */
const TRUSTED_CLASSES: Readonly<Record<TargetId, number>> = {
  DeltaZ: 0,
  Success2: 0,
  Success3: 0,
  Flag3: 2,
  Flag: 4,
}
