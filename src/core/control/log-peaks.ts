// The peaks of ln p(z): the redshifts that compete, however unequal they are. A peak counts where p falls by a factor of e
// or more on both sides before it rises to higher ground, so that ripples on a slope do not.

import { NEGLIGIBLE } from './fast-exp.ts'

/** Least prominence in ln p. */
const LEAST_PROMINENCE = 1
/** ln of the least share of the highest p at which a peak is a mode. */
const LEAST_MODE = Math.log(0.01)

/** The peaks of one posterior. */
export interface LogPeaks {
  /** peaks whose p is at least 1 % of the highest */
  readonly modes: number
  /** ln p of the second highest peak less that of the highest, 0 to -40; -40 where there is none */
  readonly second: number
}

/**
 * Finds the peaks in one pass: those that SciPy's `find_peaks` finds with prominence 1 in ln p, clipped at `highest - 40`, with
 * no p beyond the ends. Equally high maxima count once where nothing parts them that is lower by 1.
 * @param lnP `[z]`, no NaN; -inf is p = 0
 * @param highest the largest value, finite
 */
export function logPeaks(lnP: Float32Array, highest: number): LogPeaks {
  let modes = 0
  let first = -NEGLIGIBLE
  let second = -NEGLIGIBLE
  let isRising = false
  // the highest point since the last valley, or the lowest since the last peak
  let extreme = -NEGLIGIBLE
  for (let i = 0; i <= lnP.length; i++) {
    const value = i < lnP.length ? lnP[i]! - highest : -NEGLIGIBLE
    const level = value > -NEGLIGIBLE ? value : -NEGLIGIBLE
    if (isRising) {
      if (level > extreme) extreme = level
      else if (extreme - level >= LEAST_PROMINENCE) {
        if (extreme >= LEAST_MODE) modes++
        if (extreme > first) {
          second = first
          first = extreme
        } else if (extreme > second) second = extreme
        extreme = level
        isRising = false
      }
    } else if (level < extreme) extreme = level
    else if (level - extreme >= LEAST_PROMINENCE) {
      extreme = level
      isRising = true
    }
  }
  return { modes, second }
}
