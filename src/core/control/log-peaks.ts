// How many redshifts compete in a posterior, and how far the second is behind: by the peaks that the viewer numbers.

import { LEAST_MODE, peakIndices } from '../peaks.ts'
import { NEGLIGIBLE } from './fast-exp.ts'

/** The peaks of one posterior. */
export interface LogPeaks {
  /** peaks whose p is at least 1 % of the highest */
  readonly modes: number
  /** ln p of the second highest peak less that of the highest, 0 to -40; -40 where there is none */
  readonly second: number
}

/**
 * Counts the peaks of ln p.
 * @param lnP `[z]`, no NaN; -inf is p = 0
 * @param highest the largest value, finite
 */
export function logPeaks(lnP: Float32Array, highest: number): LogPeaks {
  let modes = 0
  let first = -NEGLIGIBLE
  let second = -NEGLIGIBLE
  for (const index of peakIndices(lnP, highest)) {
    const level = lnP[index]! - highest
    if (level >= LEAST_MODE) modes++
    if (level > first) {
      second = first
      first = level
    } else if (level > second) second = level
  }
  return { modes, second }
}
