// Which settings of a run had an effect. Its report holds all of them, also those that its network, its target or its splits
// have no use for: these neither tell runs apart nor belong into a text.

import { MODEL_SPECS } from './models.ts'
import type { Preparation } from './preparation.ts'
import type { PartialMeta } from './report.ts'

/** Whether each was used; `null` where the report does not say enough. */
export interface AppliedSettings {
  /** rate of the dropout layer */
  readonly dropout: boolean | null
  /** how the network reads the estimated redshift */
  readonly redshift: boolean | null
  readonly deltaZThreshold: boolean | null
  /** shares of test and validation, and whether each class is split on its own */
  readonly splitShares: boolean | null
  /** seed of drawing, of undersampling, and of the natural test */
  readonly splitSeed: boolean | null
}

/** What a run made use of. */
export function appliedSettings({ model, target, preparation, naturalTest }: PartialMeta): AppliedSettings {
  const spec = model === null ? null : MODEL_SPECS[model]
  const isDrawn = preparation === null ? null : preparation.splits === 'drawn'
  return {
    dropout: spec && spec.dropout !== null,
    redshift: spec?.needsRedshift ?? null,
    deltaZThreshold: target === null ? null : target === 'DeltaZ',
    splitShares: isDrawn,
    splitSeed: preparation && (isDrawn || preparation.balancing !== 'none' || naturalTest !== null),
  }
}

/** Whether each class was split on its own: `tenth-more` does so, whatever is asked. */
export function isStratified({ splits, stratified, balancing }: Preparation): boolean {
  return splits === 'drawn' && (stratified || balancing === 'tenth-more')
}
