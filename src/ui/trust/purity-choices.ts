// The thresholds that give certain purities on the rows in view.

import { keptAt, thresholdForPurity } from '../../core/trust/kept-sample.ts'
import type { Ranking, Share } from '../../core/trust/trust.ts'

/** A purity that somebody may ask for. */
export interface PurityChoice {
  /** per cent */
  readonly percent: number
  /** that gives it; `null` where none does */
  readonly threshold: number | null
  /** of the rows that it keeps; `null` where none does */
  readonly purity: Share | null
}

const PURITIES = [95, 99] as const

/** One per purity. */
export function purityChoices(ranking: Ranking): PurityChoice[] {
  return PURITIES.map((percent) => {
    const threshold = thresholdForPurity(ranking, percent / 100)
    return { percent, threshold, purity: threshold === null ? null : keptAt(ranking, threshold).purity }
  })
}
