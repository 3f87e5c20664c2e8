// Which rows tell how pure a kept sample of other posteriors is likely to be.

import type { SplitPredictions } from '../../core/predictions.ts'
import { predictionsOf, probabilitiesOf } from '../../store/probabilities.ts'
import type { StudioState } from '../../store/state.ts'

/** The best first. Never those of training: a network is better on them than on any others. */
const JUDGING = ['natural', 'test', 'validation'] as const

/**
 * Rows at natural prevalence, else those of test, else of validation: the first of which the threshold keeps any, the first at all
 * where it keeps none of these; `null` without predictions of them.
 */
export function judgingRows(
  state: Pick<StudioState, 'network' | 'trust'>,
  keptClass: number,
  threshold: number,
): SplitPredictions | null {
  const { predictions } = state.network
  const known = JUDGING.flatMap((split) => predictionsOf(predictions, split) ?? []).filter(
    ({ rows }) => rows > 0,
  )
  const keeping = known.find(({ split, rows }) => {
    const probabilities = probabilitiesOf(state, split) ?? []
    const classes = probabilities.length / rows
    return probabilities.some((p, i) => i % classes === keptClass && p >= threshold)
  })
  return keeping ?? known[0] ?? null
}
