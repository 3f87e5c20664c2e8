// The thresholds that give certain purities on the rows in view.

import { thresholdForPurity } from '../../core/trust/kept-sample.ts'
import type { Ranking } from '../../core/trust/trust.ts'

/** A purity that somebody may ask for. */
export interface PurityChoice {
  /** per cent */
  readonly percent: number
  /** that gives it; `null` where none does */
  readonly threshold: number | null
}

const PURITIES = [95, 99] as const

/** One per purity. */
export function purityChoices(ranking: Ranking): PurityChoice[] {
  return PURITIES.map((percent) => ({ percent, threshold: thresholdForPurity(ranking, percent / 100) }))
}
